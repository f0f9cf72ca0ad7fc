"""Picking from what was sent: known keys, cleaned, emptiness left out, and no value that isn't theirs to give."""

from collections.abc import Mapping
from typing import Any

from app.forms.fields import MOST_ITEMS, cleaned
from app.forms.parts import Part, Scope, is_feel

_ABSENT = object()


def taken(scope: Scope, answers: Any, known: Any) -> dict[str, Any]:
    """Raw answers of a scope. `known`: the context on the same level, from which read-only fields are filled."""
    answers = answers if isinstance(answers, Mapping) else {}
    known = known if isinstance(known, Mapping) else {}
    raw = {key: taken(inner, answers.get(key), known.get(key)) for key, inner in scope.nested.items()}
    for key, part in scope.parts.items():
        value = _value(part, answers.get(key, _ABSENT), known.get(key))
        if value is not None:
            raw[key] = value
    return raw


def _value(part: Part, answer: Any, known: Any):
    if part.type == "expression":
        return None
    if part.scope:
        return _items(part, answer, known)
    if part.read_only:
        return known if known is not None else part.component.get("defaultValue")
    return _filled(part, _default(part) if answer is _ABSENT else answer)


def _default(part: Part):
    """What is prefilled stands for an optional answer that was not sent; a required one has to be given."""
    value = part.component.get("defaultValue")
    return None if is_feel(value) or part.validate.get("required") else value


def _filled(part: Part, answer: Any):
    """None stands for everything that counts as not filled in."""
    if isinstance(answer, str):
        answer = cleaned(answer)
    if part.type == "checkbox":
        unticked = answer is False or answer in (None, "")
        return None if unticked and part.validate.get("required") else (False if unticked else answer)
    return None if answer in ("", []) and not isinstance(answer, bool) else answer


def _items(part: Part, answer: Any, known: Any):
    rows = known if isinstance(known, list) else []
    if answer is _ABSENT or answer is None:
        answer = []
    if not isinstance(answer, list) or len(answer) > MOST_ITEMS:
        return answer
    if part.component.get("allowAddRemove") is False and rows:
        answer = (answer + [{}] * len(rows))[: len(rows)]
    padded = [*rows, *[None] * (len(answer) - len(rows))] if len(answer) > len(rows) else rows
    return [taken(part.scope, item, row) for item, row in zip(answer, padded, strict=False)] or None
