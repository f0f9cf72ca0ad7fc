"""Faults of a form schema that can be seen before anybody fills it in."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from app.engine import feel
from app.engine.feel_problems import FeelProblem
from app.forms import checks
from app.forms.parts import FIELDS, KNOWN, Part, Scope, is_feel, label_of, scope_of
from app.forms.settling import expressions_of
from app.forms.shape import BadSchema

_WITH_OPTIONS = {"radio", "select", "checklist", "taglist"}
_OPTION_SOURCES = ("values", "valuesKey", "valuesExpression")


def problems_of(schema: Mapping[str, Any]) -> list[str]:
    """Chinese sentences that name the field; empty when the form is sound."""
    try:
        scope = scope_of(schema)
    except BadSchema as reason:
        return [str(reason)]
    components = list(_all(schema["components"]))
    parts = [part for _, part in scope.everything()]
    return [
        *_unknown(components),
        *_unnamed(components),
        *_doubled(schema["components"]),
        *_unreadable(parts),
        *(sentence for part in parts for sentence in _of_part(part)),
        *_outcome(scope),
    ]


def _all(components) -> Iterator[Mapping]:
    for component in components:
        yield component
        yield from _all(component.get("components") or ())


def _unknown(components) -> Iterator[str]:
    kinds = {component["type"] for component in components} - KNOWN
    yield from (f"不认识控件类型“{kind}”，请换成别的控件。" for kind in sorted(kinds))


def _unnamed(components) -> Iterator[str]:
    for component in components:
        kind, key = component["type"], component.get("key") or component.get("path")
        if kind in FIELDS and not key:
            yield f"控件“{label_of(component)}”没有键名（key），填写的内容存不下来，请补上。"
        if kind in FIELDS - {"expression"} and key and label_of(component) in (key, kind):
            yield f"控件“{key}”没有标题，请写上给人看的名称。"
        if kind == "dynamiclist" and not component.get("path"):
            yield f"列表“{label_of(component)}”没有路径（path），请补上。"


def _doubled(components, before: str = "") -> Iterator[str]:
    counted = Counter(_paths(components, before))
    yield from (f"键名“{path}”用了 {times} 次，请改成不同的键名。" for path, times in counted.items() if times > 1)


def _paths(components, before: str) -> Iterator[str]:
    for component in components:
        kind, path = component["type"], component.get("path")
        if kind in ("group", "dynamiclist"):
            yield from [before + path] if path and kind == "dynamiclist" else []
            yield from _paths(component.get("components") or (), f"{before}{path}." if path else before)
        elif kind in FIELDS and component.get("key"):
            yield before + component["key"]


def _unreadable(parts: list[Part]) -> Iterator[str]:
    texts = {text[1:].strip() for part in parts for text in expressions_of(part)}
    found = feel.survey(texts, ())
    for part in parts:
        for text in dict.fromkeys(expressions_of(part)):
            fault = found[f"={text[1:].strip()}"]
            if isinstance(fault, FeelProblem):
                yield f"“{part.label}”：{fault.sentence}"


def _of_part(part: Part) -> Iterator[str]:
    if part.type in _WITH_OPTIONS and not any(part.component.get(source) for source in _OPTION_SOURCES):
        yield f"“{part.label}”没有选项，请补上。"
    if part.type == "expression" and not is_feel(part.component.get("expression")):
        yield f"计算项“{part.key}”没有写表达式，请补上（以“=”开头）。"
    if part.type in _WITH_OPTIONS:
        yield from _twice(part)
    pattern = part.validate.get("pattern")
    if pattern:
        yield from _bad_pattern(part, pattern)
    for rule in filter(None, (word.strip() for word in str(part.properties.get("check") or "").split(","))):
        if rule.partition(":")[0] not in checks.BY_NAME.keys() | checks.MOMENT_CHECKS:
            yield f"“{part.label}”的校验“{rule}”不认识，请改成说明里列出的一种。"


def _twice(part: Part) -> Iterator[str]:
    values = [str(option.get("value")) for option in part.component.get("values") or () if isinstance(option, Mapping)]
    repeated = [value for value, times in Counter(values).items() if times > 1]
    yield from (f"“{part.label}”有两个选项的值都是“{value}”，请改成不同的值。" for value in repeated)


def _bad_pattern(part: Part, pattern: str) -> Iterator[str]:
    try:
        feel.fitting([(pattern, "")])
    except FeelProblem:
        yield f"“{part.label}”的格式规则（pattern）写错了，请检查正则表达式。"


def _outcome(scope: Scope) -> Iterator[str]:
    part = scope.parts.get("outcome")
    if part and (part.type not in ("radio", "select") or not part.component.get("values")):
        yield "办理结论（outcome）应是列出选项的单选或下拉框，请改正。"
