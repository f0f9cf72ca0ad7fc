"""Whether a file has the shape of a form-js schema at all, so that nothing behind has to doubt it."""

from collections.abc import Iterator, Mapping
from typing import Any

MOST_LEVELS = 16
_WORDS = ("key", "path", "id", "label", "dateLabel", "timeLabel", "valuesKey", "valuesExpression", "expression", "subtype",
          "description", "text")
_SETTINGS = ("conditional", "validate", "properties", "appearance", "layout")
_SWITCHES = ("readonly", "disabled", "isRepeating", "allowAddRemove")


class BadSchema(ValueError):
    """Not a form-js schema; the text is a Chinese sentence."""


def must_be_shaped(schema: Any) -> None:
    """Raises BadSchema for the first component whose properties are of another kind than form-js writes."""
    if not isinstance(schema, Mapping) or not isinstance(schema.get("components"), list):
        raise BadSchema("这不是表单文件，里面没有控件列表（components）。")
    _all_shaped(schema["components"], 0)


def _all_shaped(components: list, level: int) -> None:
    if level > MOST_LEVELS:
        raise BadSchema(f"表单的分组嵌套超过 {MOST_LEVELS} 层，请减少层次。")
    for component in components:
        if not isinstance(component, Mapping) or not isinstance(component.get("type"), str):
            raise BadSchema("表单里有一个控件没有类型（type），请在表单编辑器里重新保存。")
        for name in _wrong(component):
            raise BadSchema(f"控件“{str(component.get('key') or component['type'])[:40]}”的“{name}”写法不对，"
                            "请在表单编辑器里重新保存。")
        _all_shaped(component.get("components") or [], level + 1)


def _wrong(component: Mapping[str, Any]) -> Iterator[str]:
    """The names of properties of the wrong kind."""
    given = {name: value for name, value in component.items() if value is not None}
    yield from (name for name in _WORDS if not isinstance(given.get(name, ""), str))
    yield from (name for name in _SETTINGS if not _is_plain_mapping(given.get(name, {})))
    yield from (name for name in _SWITCHES if not isinstance(given.get(name, False), bool | str))
    if not isinstance(given.get("components", []), list):
        yield "components"
    values = given.get("values", [])
    if not isinstance(values, list) or not all(map(_is_plain_mapping, values)):
        yield "values"


def _is_plain_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        one is None or isinstance(one, str | bool | float) or (isinstance(one, int) and abs(one) < 10**15)
        for one in value.values())
