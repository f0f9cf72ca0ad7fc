"""An entry and what changed about it, in words for a screen."""

from collections.abc import Mapping
from typing import Any

from app.catalogues.entries import Entry
from app.catalogues.lists import AUDIENCES, EXTRA, LISTS, OUTSIDE, TOLD, Field, told

_NOTHING = "（空）"


def changes_in_words(list_key: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """ "数值：70 → 60", one line for each thing that differs; of a new entry what it holds."""
    old, new = _facts(list_key, before), _facts(list_key, after)
    if before is None:
        return [f"{label}：{value}" for label, value in new.items() if value != _NOTHING]
    return [f"{label}：{old.get(label, _NOTHING)} → {new.get(label, _NOTHING)}" for label in {**old, **new}
            if old.get(label) != new.get(label)]


def settings_in_words(list_key: str, one: Entry) -> list[tuple[str, str]]:
    """[(label, value)] of what an entry or a default holds besides code and name; what is usual is left out."""
    unit = (one.traits or {}).get("unit", "")
    return [(label, f"{value} {unit}".strip()) for label, value in _settings(list_key, one.settings).items()
            if value not in (_NOTHING, TOLD["NAMED"])]


def audience_in_words(settings: Mapping[str, Any], audience: str) -> str:
    """ "一律通知，另打电话"."""
    when, by = told(settings, audience)
    extra = "、".join(EXTRA[one] for one in by)
    return TOLD[when] + (f"，加{extra}" if extra and when != "NEVER" else "")


def short_audience(settings: Mapping[str, Any], audience: str) -> str:
    """ "●", "●短信", "·" or "—" for a cell of the table of events."""
    when, by = told(settings, audience)
    way = OUTSIDE.get(audience, "") if when == "ALWAYS" else ""
    return {"ALWAYS": "●", "NAMED": "·", "NEVER": "—"}[when] + "".join(
        EXTRA[one] for one in by if when != "NEVER") + way


def _facts(list_key: str, data: Mapping[str, Any] | None) -> dict[str, str]:
    if data is None:
        return {}
    return {"名称": data["name"], **_settings(list_key, data["settings"]),
            "使用": "是" if data["active"] else "否", "顺序": str(data["position"])}


def _settings(list_key: str, settings: Mapping[str, Any]) -> dict[str, str]:
    facts = {one.label: _value(one, settings.get(one.name)) for one in LISTS[list_key].fields}
    if list_key == "notices":
        facts |= {word: audience_in_words(settings, audience) for audience, word in AUDIENCES.items()}
    return facts


def _value(field: Field, value: Any) -> str:
    if field.kind == "yes":
        return "是" if value else "否"
    if field.kind == "choice":
        return field.choices.get(value, _NOTHING)
    return _NOTHING if value in (None, "") else str(value)
