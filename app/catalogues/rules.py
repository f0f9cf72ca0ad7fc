"""What the lists refuse: what nobody can read, what contradicts itself, and what is looser than a rule that binds the centre."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from marshmallow import ValidationError

from app.catalogues.entries import Entry, Shipped
from app.catalogues.lists import AUDIENCES, LISTS, told
from app.catalogues.schemas import SCHEMAS
from app.errors import Invalid

LONGEST_NAME, LONGEST_REASON, LAST_POSITION = 60, 200, 99_999
ASCENDING = (("halfPercent", "yellowPercent", "ninetyPercent"), ("yellowPercentRed", "ninetyPercent"),
             ("appraisalPass", "appraisalGood", "appraisalExcellent"))
"""Thresholds that make sense only in this order."""


def checked(list_key: str, code: str, values: Mapping[str, Any], present: Mapping[str, Entry]) -> dict[str, Any]:
    """{name, settings, active, position} as they are kept; raises Invalid with the sentences by field."""
    errors: dict[str, list[str]] = {}
    kept = _framed(list_key, values, errors)
    _judge(list_key, code, kept, present, errors)
    if errors:
        raise Invalid(errors=errors)
    return kept


def all_checked(list_key: str, rows: Iterable[Mapping[str, Any]],
                present: Mapping[str, Entry]) -> tuple[dict[str, dict], dict[str, list[str]]]:
    """({code: as kept}, {code: [sentence, …]}) of a file's rows, judged as they would stand together."""
    wanted: dict[str, dict] = {}
    wrong: dict[str, list[str]] = {}
    for row in rows:
        errors: dict[str, list[str]] = {}
        wanted[row["code"]] = _framed(list_key, row, errors)
        _note(wrong, row["code"], errors)
    together = {**present, **{code: _as_it_would_stand(code, kept, present) for code, kept in wanted.items()
                              if code not in wrong}}
    for code, kept in wanted.items():
        errors = {}
        if code not in present:
            errors |= _wrong_code(list_key, code)
        if code not in wrong:
            _judge(list_key, code, kept, together, errors)
        _note(wrong, code, errors)
    return wanted, wrong


def _note(wrong: dict[str, list[str]], code: str, errors: Mapping[str, list[str]]) -> None:
    if errors:
        wrong.setdefault(code, []).extend(sentence for sentences in errors.values() for sentence in sentences)


def _as_it_would_stand(code: str, kept: Mapping[str, Any], present: Mapping[str, Entry]) -> Entry:
    return Entry(code, **kept, default=present[code].default if code in present else None)


def _framed(list_key: str, values: Mapping[str, Any], errors: dict[str, list[str]]) -> dict[str, Any]:
    kept = {"name": str(values.get("name") or "").strip(), "active": values.get("active", True),
            "position": values.get("position"), "settings": _settings(list_key, values.get("settings"), errors)}
    for name, sentence in _wrong_frame(kept):
        errors.setdefault(name, []).append(sentence)
    return kept


def _judge(list_key: str, code: str, kept: Mapping[str, Any], present: Mapping[str, Entry],
           errors: dict[str, list[str]]) -> None:
    default = present[code].default if code in present else None
    for name, sentence in (*_same_name(kept, code, present), *_wrong_for_the_list(list_key, code, kept, present, default)):
        errors.setdefault(name, []).append(sentence)


def refuse_wrong_code(list_key: str, code: str, present: Mapping[str, Entry]) -> None:
    errors = _wrong_code(list_key, code)
    if not errors and code in present:
        errors = {"code": [f"编号 {code} 已经是“{present[code].name}”，请换一个。"]}
    if errors:
        raise Invalid(errors=errors)


def _wrong_code(list_key: str, code: str) -> dict[str, list[str]]:
    of = LISTS[list_key]
    if not of.grows:
        return {"code": [f"“{of.title}”里的项目由系统给出，不能增加。"]}
    if not re.fullmatch(of.code_pattern, code, re.ASCII):
        return {"code": [f"编号要填{of.code_hint}。"]}
    return {}


def refuse_without_reason(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid(errors={"reason": [f"请写明理由，{LONGEST_REASON} 字以内。"]})


def _settings(list_key: str, given: Any, errors: dict[str, list[str]]) -> dict[str, Any]:
    try:
        return SCHEMAS[list_key].load(given)
    except ValidationError as wrong:
        errors.update({path: [sentence] for path, sentence in _flat(wrong.messages, "")})
        return {}


def _flat(messages, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, "audiences" if path == "audiences" else "form" if name == "_schema" else str(name))
    else:
        yield path, messages[0] if isinstance(messages, list) else str(messages)


def _wrong_frame(kept: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not 1 <= len(kept["name"]) <= LONGEST_NAME:
        yield "name", f"请填写名称，{LONGEST_NAME} 字以内。"
    if type(kept["active"]) is not bool:
        yield "active", "“使用”一栏只能填“是”或“否”。"
    if type(kept["position"]) is not int or not 0 <= kept["position"] <= LAST_POSITION:
        yield "position", f"顺序要填 0 到 {LAST_POSITION} 的整数，小的排在前面。"


def _same_name(kept: Mapping[str, Any], code: str, present: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    group = kept["settings"].get("group")
    same = [one for one in present.values() if one.active and one.code != code and one.name == kept["name"]
            and one.settings.get("group") == group]
    if kept["active"] is True and same:
        yield "name", f"{same[0].code} 已经叫这个名称，请换一个。"


def _wrong_for_the_list(list_key: str, code: str, kept: Mapping[str, Any], present: Mapping[str, Entry],
                        default: Shipped | None) -> Iterator[tuple[str, str]]:
    if kept["active"] is False:
        yield from _may_not_retire(list_key, default)
    if not kept["settings"] or (default is None and not LISTS[list_key].grows):
        return
    if list_key == "thresholds":
        yield from _wrong_number(code, kept["settings"]["value"], present, default)
    elif default is not None and default.statutory:
        yield from _looser(list_key, kept["settings"], default)


def _may_not_retire(list_key: str, default: Shipped | None) -> Iterator[tuple[str, str]]:
    if not LISTS[list_key].grows:
        yield "active", "这一项系统要用，不能停用。"
    elif default is not None and default.statutory:
        yield "active", f"这一项是{default.basis}规定的，不能停用。"
    elif default is not None and default.keep:
        yield "active", f"{default.keep}，不能停用。"


def _wrong_number(code: str, number: int, present: Mapping[str, Entry], default: Shipped) -> Iterator[tuple[str, str]]:
    least, most = default.traits["least"], default.traits["most"]
    if not least <= number <= most:
        by_rule = f"{default.basis}的规定，只能更严：" if default.statutory else ""
        yield "value", f"{by_rule}要在 {least} 到 {most} 之间。"
        return
    for order in ASCENDING:
        if code in order:
            yield from _out_of_order(order, code, {one: present[one].settings["value"] for one in order} | {code: number},
                                     present)


def _out_of_order(order: tuple[str, ...], code: str, numbers: Mapping[str, int],
                  present: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    for lower, higher in pairwise(order):
        if code in (lower, higher) and numbers[lower] >= numbers[higher]:
            yield "value", f"“{present[lower].name}”要小于“{present[higher].name}”（现在是 {numbers[lower]} 和 {numbers[higher]}）。"


def _looser(list_key: str, settings: Mapping[str, Any], default: Shipped) -> Iterator[tuple[str, str]]:
    if list_key == "documents" and default.settings["required"] == "必须" != settings["required"]:
        yield "required", f"{default.basis}规定必须有，不能改为按需。"
    for audience in default.traits.get("required", ()):
        if told(settings, audience)[0] != told(default.settings, audience)[0]:
            yield "audiences", f"{default.basis}规定要告知{AUDIENCES[audience]}，不能改。"
