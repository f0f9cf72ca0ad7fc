"""What was typed into a form, in the form's own words, to be read back to the person whose words they are. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_NOT_READ = frozenset({"outcome"})
_WORDLESS = frozenset({"text", "html", "spacer", "separator", "expression", "button", "image"})


class Part(NamedTuple):
    """A heading and its (label, text) lines."""

    heading: str
    lines: list[tuple[str, str]]


def parts_of(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Part]:
    """`answers`: checked ones, with the lists that fields choose from beside them. What is empty or not ticked is left out,
    and what is the office's own appraisal: a printed sheet goes home with the visitor, where others may read it."""
    found = [part for component in schema["components"] for part in _parts(component, answers)]
    return [part for part in found if part.lines]


def _parts(component: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[Part]:
    label = component.get("label") or ""
    if _is_own(component):
        return
    if component["type"] == "dynamiclist":
        rows = answers.get(component["path"]) or []
        for number, row in enumerate(rows, 1):
            yield Part(f"{label} {number}", list(_lines(component["components"], row, answers)))
    elif component["type"] == "group":
        yield Part(label, list(_lines(component["components"], _inner(component, answers), answers)))
    else:
        yield Part("", list(_lines([component], answers, answers)))


def _lines(components: Sequence[Mapping], values: Mapping[str, Any], lists: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in components:
        if _is_own(one):
            continue
        if one["type"] == "group":
            yield from ((f"{one.get('label')}{label}", text) for label, text in _lines(one["components"], _inner(one, values), lists))
        elif one["type"] not in _WORDLESS and one.get("key") not in _NOT_READ:
            text = _text(one, values.get(one.get("key")), lists)
            if text:
                yield one.get("label") or one.get("dateLabel") or one.get("timeLabel") or "", text


def _is_own(component: Mapping[str, Any]) -> bool:
    return component.get("properties", {}).get("readBack") == "no"


def _inner(group: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    return (values.get(group["path"]) or {}) if group.get("path") else values


def _text(field: Mapping[str, Any], value: Any, lists: Mapping[str, Any]) -> str:
    if value in (None, "", False, []):
        return ""
    if value is True:
        return "是"
    words = {str(one["value"]): one["label"] for one in _options(field, lists)}
    if isinstance(value, list):
        return "、".join(words.get(str(one), str(one)) for one in value)
    return words.get(str(value), str(value))


def _options(field: Mapping[str, Any], lists: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return field.get("values") or lists.get(field.get("valuesKey") or "") or ()
