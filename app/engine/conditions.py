"""What can be said of a diagram's FEEL texts when only a few names are known."""

import re
from collections.abc import Mapping

from app.engine import feel
from app.engine.reading import Node

_OTHER = ("or", "if", "between", "for", "some", "every", "function")
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[()\[\]{},]|\b(?:and|' + "|".join(_OTHER) + r")\b")
_UNKNOWN = object()


def holds(condition: str, known: Mapping[str, object]) -> bool | None:
    """Whether a condition holds; None if that depends on names that are not known."""
    text = feel.text_of(condition)
    if feel.names_in(text) <= known.keys():
        return feel.evaluate(text, known) is True
    if any(holds(part, known) is False for part in _all_of(text)):
        return False
    return None


def known_after(node: Node, known: Mapping[str, object]) -> Mapping[str, object]:
    """What is still known, and what is known besides, once this element has run."""
    if node.script:
        return _scripted(node.script, known)
    if node.operator or node.decision:
        return {name: value for name, value in known.items() if name == "outcome" != node.result_variable}
    return known


def _scripted(script: str, known: Mapping[str, object]) -> Mapping[str, object]:
    """A script is one FEEL context; an entry may read those before it."""
    found = dict(known)
    for entry in _split(feel.text_of(script).strip()[1:-1], ","):
        name, _, text = (part.strip() for part in entry.partition(":"))
        value = feel.evaluate(text, found) if text and feel.names_in(text) <= found.keys() else _UNKNOWN
        if value is None or isinstance(value, bool | str | int):
            found[name] = value
        else:
            found.pop(name, None)
    return found


def _all_of(text: str) -> list[str]:
    """The parts of "a and b and c"; nothing for any other form."""
    parts = _split(text, "and")
    return parts if len(parts) > 1 and not any(_split(part, *_OTHER)[1:] for part in parts) else []


def _split(text: str, *separators: str) -> list[str]:
    """Cut at these words where they stand outside quotes and brackets."""
    parts, depth, begun = [], 0, 0
    for found in _MARKS.finditer(text):
        mark = found.group()
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif depth == 0 and mark in separators:
            parts.append(text[begun:found.start()])
            begun = found.end()
    return [*parts, text[begun:]]
