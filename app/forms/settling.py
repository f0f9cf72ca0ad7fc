"""FEEL in a form: what is hidden, what is computed, limits that are expressions; again until nothing changes.

A condition that is neither true nor false hides, because that is how form-js reads it in the browser.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from app import clock
from app.engine import feel
from app.engine.feel import FeelProblem
from app.errors import Invalid
from app.forms.parts import Part, Scope, is_feel

ROUNDS = 20
LISTS = {"dynamiclist", "checklist", "taglist", "filepicker", "photos"}
LIMITS = ("min", "max", "minLength", "maxLength")
Path = tuple[str | int, ...]


@dataclass
class Settled:
    """`values`: what remains, complete; `hidden`: paths; `found`: (path of the scope, expression) → value."""

    values: dict[str, Any]
    hidden: set[Path] = field(default_factory=set)
    found: dict[tuple[Path, str], Any] = field(default_factory=dict)


def expressions_of(part: Part) -> Iterator[str]:
    """Every FEEL text of a part, as the schema writes it."""
    yield from part.hides
    component = part.component
    candidates = [component.get(name) for name in ("expression", "valuesExpression", "readonly", "disabled")]
    candidates += [part.validate.get(name) for name in LIMITS]
    yield from (text for text in candidates if is_feel(text))


def settled(scope: Scope, base: Mapping[str, Any], context: Mapping[str, Any], reads: frozenset[str]) -> Settled:
    """`base`: checked values, hidden ones still among them. `reads`: names the form's expressions read."""
    state = Settled(_applied(scope, base, Settled({}), (), context))
    for _ in range(ROUNDS):
        asked = list(_asked(scope, base, state.values, (), [], None))
        if not asked:
            return state
        fresh = Settled({}, set(), _answers(asked, state.values, context))
        fresh.values = _applied(scope, base, fresh, (), context)
        if not _matters(state.values, fresh.values, reads):
            return fresh
        state = fresh
    raise Invalid("这张表单的显示条件互相矛盾，算不出结果，请告诉流程设计员。")


def _asked(scope: Scope, base, values, path: Path, index: list[int], parent) -> Iterator[tuple[Path, str, dict]]:
    """(path of the scope, expression, names only it finds), each once."""
    yield from _asked_within(scope, base, values, path, {"this": values, "parent": parent, "i": index}, set())


def _asked_within(scope: Scope, base, values, path: Path, own: dict, seen: set[str]) -> Iterator:
    for part in scope.parts.values():
        for text in expressions_of(part):
            if text not in seen:
                seen.add(text)
                yield path, text, own
        if part.scope:
            shown = values.get(part.key) if isinstance(values, Mapping) else None
            for number, item in enumerate(base.get(part.key) or ()):
                now = shown[number] if isinstance(shown, list) and number < len(shown) else item
                yield from _asked(
                    part.scope, item, now, (*path, part.key, number), [*own["i"], number + 1], own["this"]
                )
    for key, inner in scope.nested.items():
        yield from _asked_within(inner, base.get(key) or {}, values, path, own, seen)


def _answers(asked: list, values: Mapping, context: Mapping) -> dict[tuple[Path, str], Any]:
    names = {"calendar": _calendar(), **context, **values}
    try:
        found = feel.evaluate_each([(text, own) for _, text, own in asked], names)
    except FeelProblem as problem:
        raise Invalid(f"这张表单的规则有误，请告诉流程设计员：{problem.sentence}") from None
    return {(path, text): value for (path, text, _), value in zip(asked, found, strict=True)}


def _calendar() -> dict:
    return {"now": clock.now(), "today": clock.today()}


def _applied(scope: Scope, base, state: Settled, path: Path, context, at: Path | None = None) -> dict[str, Any]:
    """The values that remain. `path`: of the scope that conditions belong to; `at`: of the values themselves."""
    at = path if at is None else at
    values = {}
    for key, inner in scope.nested.items():
        values[key] = _applied(inner, base.get(key) or {}, state, path, _within(context, key), (*at, key))
    for key, part in scope.parts.items():
        if any(state.found.get((path, text), False) in (True, None) for text in part.hides):
            state.hidden.add((*at, key))
        else:
            values[key] = _value(part, base.get(key), state, path, (*at, key), _within(context, key))
    return values


def _value(part: Part, value, state: Settled, path: Path, at: Path, known):
    if part.type == "expression":
        return _as_answer(state.found.get((path, part.component.get("expression"))))
    if part.scope:
        return [
            _applied(part.scope, item, state, (*at, number), None, (*at, number))
            for number, item in enumerate(value or ())
        ]
    if any(state.found.get((path, part.component.get(name))) is True for name in ("readonly", "disabled")):
        value = known
    if value is None:
        return [] if part.type in LISTS else False if part.type == "checkbox" else None
    return value


def _within(context, key):
    return context.get(key) if isinstance(context, Mapping) else None


def _as_answer(value):
    """Computed values are kept like typed ones: temporal values as ISO text."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        return [_as_answer(one) for one in value]
    if isinstance(value, dict):
        return {key: _as_answer(one) for key, one in value.items()}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _matters(before: Mapping, after: Mapping, reads: frozenset[str]) -> bool:
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return bool(changed & reads) or bool(changed and reads & {"this", "parent"})
