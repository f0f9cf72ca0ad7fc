"""What the catalogue of clocks refuses: limits nobody can count."""

from collections.abc import Iterator

from app.errors import Invalid
from app.worktime import rules

CHANGEABLE = frozenset({"name", "limit", "unit", "red_limit", "red_unit", "basis", "suspend_on", "ext_max", "ext_unit",
                        "ext_by", "is_default"})
LONGEST = 3650
"""In whatever unit; ten years of days."""


def refuse_if_uncountable(values: dict, present) -> None:
    """`present`: the clock as it stands, which completes what `values` leaves out."""
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise Invalid(f"时限目录里不能改这些内容：{'、'.join(sorted(unknown))}。")
    full = {name: values.get(name, getattr(present, name)) for name in ("limit", "unit", "red_limit", "red_unit")}
    counts_back = present.limit < 0
    errors = {name: [sentence] for name, sentence in (*_wrong_limit(full["limit"], full["unit"], "limit", counts_back),
                                                      *_wrong_red_limit(full["red_limit"], full["red_unit"]),
                                                      *_wrong_words(values))}
    if errors:
        raise Invalid(errors=errors)


def _wrong_limit(limit, unit, name: str, counts_back: bool) -> Iterator[tuple[str, str]]:
    unit_name = name.replace("limit", "unit")
    if unit not in rules.UNITS:
        yield unit_name, f"不认识的单位“{unit}”，可用的有：{'、'.join(rules.UNITS)}。"
    elif not isinstance(limit, int) or isinstance(limit, bool):
        yield name, "时限要填整数。"
    elif unit == "day":
        if limit != 0:
            yield name, "“当日”不带数字，请填 0，或改用工作日。"
    elif counts_back:
        if not (-LONGEST <= limit <= -1 and unit in rules.DAY_UNITS):
            yield name, "这是提前量，要填负的天数，例如 -1 表示提前 1 天。"
    elif not 1 <= limit <= LONGEST:
        yield name, f"时限要在 1 到 {LONGEST} 之间。"


def _wrong_red_limit(limit, unit) -> Iterator[tuple[str, str]]:
    if (limit is None) != (unit is None):
        yield "red_limit", "高风险时限的数字和单位要么都填，要么都不填。"
    elif unit is not None:
        yield from _wrong_limit(limit, unit, "red_limit", False)


def _wrong_words(values: dict) -> Iterator[tuple[str, str]]:
    for name, most in (("name", 60), ("basis", 200)):
        if len(values.get(name) or "") > most:
            yield name, f"请控制在 {most} 字以内。"
