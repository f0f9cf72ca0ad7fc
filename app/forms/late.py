"""Rules that need more than the value: other answers, the choices of the moment, the clock, or V8 for a pattern."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError as Refused

from app import clock
from app.engine import feel
from app.engine.feel import FeelProblem
from app.errors import Invalid
from app.forms import checks, moments
from app.forms.fields import chosen
from app.forms.parts import Part, Scope, is_feel
from app.forms.settling import Path, Settled

_TRAITS = ("roles", "kind", "level", "value")
_LIMITS = {
    "min": (lambda value, limit: value < limit, "不能小于 {}。"),
    "max": (lambda value, limit: value > limit, "不能大于 {}。"),
    "minLength": (lambda value, limit: len(value) < limit, "至少写 {} 个字。"),
    "maxLength": (lambda value, limit: len(value) > limit, "最多写 {} 个字，请删短一些。"),
}


def needs_late(part: Part) -> bool:
    """Whether a part has a rule of this module; most have none."""
    component = part.component
    return bool(
        part.validate.get("pattern")
        or part.properties.get("check")
        or component.get("valuesKey")
        or component.get("valuesExpression")
        or any(is_feel(part.validate.get(name)) for name in _LIMITS)
        or part.type in ("filepicker", "signature", "photos")
    )


def late_faults(scope: Scope, state: Settled, context: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """(path, sentence) for each visible, filled-in value that breaks such a rule; an option becomes its own value."""
    patterns = []
    for path, part, holder, scope_path in _filled(scope, state.values, (), None):
        value = holder[part.key]
        if part.read_only:
            continue
        try:
            holder[part.key] = _of_options(part, value, state, scope_path, context)
        except Refused as refused:
            yield path, refused.messages[0]
            continue
        yield from ((path, sentence) for sentence in _sentences(part, value, state, scope_path, holder, context))
        if part.validate.get("pattern") and isinstance(value, str):
            patterns.append((path, part, value))
    yield from _misfits(patterns)


def _filled(scope: Scope, values: Mapping, at: Path, path: Path | None) -> Iterator:
    path = at if path is None else path
    for key, inner in scope.nested.items():
        yield from _filled(inner, values.get(key) or {}, (*at, key), path)
    for key, part in scope.parts.items():
        if values.get(key) in (None, []) or isinstance(values.get(key), bool):
            continue
        if part.scope:
            for number, item in enumerate(values[key]):
                yield from _filled(part.scope, item, (*at, key, number), None)
        elif needs_late(part):
            yield (*at, key), part, values, path


def _of_options(part: Part, value, state: Settled, path: Path, context):
    options = _options(part, state, path, context)
    if options is None:
        return value
    if isinstance(value, list):
        return [chosen(part, one, options) for one in value]
    return chosen(part, value, options)


def _options(part: Part, state: Settled, path: Path, context) -> list | None:
    """The choices that only this moment knows; None where the form itself lists them or asks for no choice."""
    text, key = part.component.get("valuesExpression"), part.component.get("valuesKey")
    if is_feel(text):
        offered = state.found.get((path, text))
    elif key:
        offered = _at(key, {**context, **state.values})
    else:
        return None
    return _narrowed(offered if isinstance(offered, list) else [], part.properties.get(key or ""))


def _at(key: str, names: Mapping):
    value: Any = names
    for step in key.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _narrowed(offered: list, wanted: str | None) -> list:
    """As frontend/form/options.js narrows: {"valuesKey": "people", "properties": {"people": "R04,R05"}}."""
    if not isinstance(wanted, str) or wanted.strip() == "all":
        return offered
    words = {word.strip() for word in wanted.split(",")}
    return [option for option in offered if isinstance(option, Mapping) and words & _traits(option)]


def _traits(option: Mapping) -> set[str]:
    values = (option.get(trait) for trait in _TRAITS)
    return {str(one) for value in values for one in (value if isinstance(value, list) else [value]) if one is not None}


def _sentences(part: Part, value, state: Settled, path: Path, holder: Mapping, context) -> Iterator[str]:
    for name, (breaks, sentence) in _LIMITS.items():
        limit = state.found.get((path, part.validate.get(name)))
        if isinstance(limit, int | float) and _comparable(name, value) and breaks(_measured(name, value), limit):
            yield f"“{part.label}”{sentence.format(limit)}"
    if part.type == "filepicker" and not set(value) <= _uploaded(context, value):
        yield f"“{part.label}”里有文件已经不在了，请重新上传。"
    if part.type == "signature" and value not in (context.get("signatures") or ()):
        yield f"“{part.label}”不是在这项任务上签的，请重新签名。"
    if part.type == "photos" and not set(value) <= set(context.get("photos") or ()):
        yield f"“{part.label}”里有照片不在这项任务上，或者已被移除，请重新上传。"
    for rule in str(part.properties.get("check") or "").split(","):
        fault = _checked(part, rule.strip(), value, holder, state.values)
        if fault:
            yield f"“{part.label}”{fault}。"


def _uploaded(context, value) -> set[str]:
    """The files that may be named; without a list in the context all may."""
    known = context.get("files")
    return {str(one) for one in known} if isinstance(known, list) else set(value)


def _comparable(name: str, value) -> bool:
    return isinstance(value, str) or (name in ("min", "max") and isinstance(value, int | float))


def _measured(name: str, value):
    return float(value) if name in ("min", "max") else value


def _checked(part: Part, rule: str, value, holder: Mapping, root: Mapping) -> str | None:
    if rule == "idNo" and "idType" in holder:
        rule = checks.ID_KINDS.get(holder["idType"], "")
    if rule in checks.BY_NAME:
        return checks.BY_NAME[rule](str(value), clock.today())
    return _moment_fault(part, rule, str(value), holder, root) if rule else None


def _moment_fault(part: Part, rule: str, value: str, holder: Mapping, root: Mapping) -> str | None:
    read, now, present = _reading(part)
    mine = read(value)
    if mine is None:
        return None
    if rule == "notFuture":
        return f"不能晚于{present}" if mine > now else None
    if rule == "future":
        return f"不能早于{present}" if mine < now else None
    kind, _, key = rule.partition(":")
    other = holder.get(key, root.get(key))
    theirs = read(other) if isinstance(other, str) else None
    if theirs is None:
        return None
    if kind == "after" and mine < theirs:
        return f"不能早于 {_shown(other)}"
    return f"不能晚于 {_shown(other)}" if kind == "before" and mine > theirs else None


def _reading(part: Part):
    """How a date or moment is read, what it is compared with, and what that is called."""
    if part.component.get("subtype", "date") == "date":
        return (lambda text: moments.day(text[:10])), clock.today(), "今天"
    return moments.moment, _this_minute(), "现在"


def _this_minute():
    return clock.now().replace(second=0, microsecond=0)


def _shown(text: str) -> str:
    return text[:16].replace("T", " ")


def _misfits(patterns: list) -> Iterator[tuple[Path, str]]:
    """Patterns are the designer's: V8 stops a runaway one, and they mean there what they mean in browsers."""
    try:
        fits = feel.fitting([(part.validate["pattern"], value) for _, part, value in patterns])
    except FeelProblem as problem:
        raise Invalid(f"这张表单的格式规则有误，请告诉流程设计员：{problem.sentence}") from None
    for (path, part, _), fit in zip(patterns, fits, strict=True):
        if not fit:
            yield path, part.validate.get("patternErrorMessage") or f"“{part.label}”的格式不对，请按说明填写。"
