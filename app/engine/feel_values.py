"""FEEL values over the boundary to V8, as JSON text; the other half is frontend/feel/values.js.

Inside FEEL a date and time is the centre's wall clock without a zone, so that `clock.CK06.dueAt`, `date(…)` of it and
a `date and time("…")` written in a diagram agree. Outside it is always aware.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DEEPEST = 64
_MARK = "@feel"
_SEEN = f'"{_MARK}"'


class NotData(Exception):
    """A value that FEEL has no type for; the text says which, in Chinese."""


@dataclass(frozen=True, order=True)
class Months:
    """A years and months duration, which no timedelta can hold."""

    count: int


def encoded(value) -> tuple[str, bool]:
    """(JSON text, whether it holds marked values)."""
    marks = []
    try:
        text = _encoder(marks).encode(value)
    except (ValueError, TypeError, RecursionError):
        return _encoded_with_care(value)
    if text.count(_SEEN) != len(marks):
        return _encoded_with_care(value)
    return text, bool(marks)


def _encoder(marks: list) -> json.JSONEncoder:
    def mark(value):
        marks.append(1)
        return _marked(value)

    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=mark)


def _encoded_with_care(value) -> tuple[str, bool]:
    return json.dumps(_careful(value, 0), ensure_ascii=False, separators=(",", ":")), True


def _careful(value, depth: int):
    """The same value with NaN as null, odd keys as text and a context that owns the mark as its entries."""
    if depth > DEEPEST:
        raise NotData("数据嵌套得太深了")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return _careful_context(value, depth)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_careful(one, depth + 1) for one in value]
    return _marked(value)


def _careful_context(value: Mapping, depth: int):
    entries = {str(key): _careful(entry, depth + 1) for key, entry in value.items()}
    return {_MARK: "context", "value": list(entries.items())} if _MARK in entries else entries


def _marked(value):
    kind, text = _kind_and_text(value)
    return {_MARK: kind, "value": text}


def _kind_and_text(value) -> tuple[str, object]:
    if isinstance(value, datetime):
        wall = value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value
        return "date and time", wall.isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, time):
        return "time", value.replace(tzinfo=None).isoformat()
    if isinstance(value, timedelta):
        return "duration", _duration_text(value)
    if isinstance(value, Months):
        return "duration", f"{'-' if value.count < 0 else ''}P{abs(value.count)}M"
    if isinstance(value, Decimal):
        return "number", float(value) if value.is_finite() else None
    if isinstance(value, Mapping):
        return "context", [[str(key), entry] for key, entry in value.items()]
    if isinstance(value, (set, frozenset)):
        return "list", list(value)
    raise NotData(f"“{type(value).__name__}”不是表达式能用的数据")


def _duration_text(value: timedelta) -> str:
    sign, size = ("-", -value) if value < timedelta(0) else ("", value)
    fraction = f".{size.microseconds:06d}" if size.microseconds else ""
    return f"{sign}PT{size.days * 86400 + size.seconds}{fraction}S"


def decoded(value):
    """What FEEL answered, with temporal values as Python's own."""
    if isinstance(value, list):
        return [decoded(one) for one in value]
    if not isinstance(value, dict):
        return value
    if _MARK in value:
        return _read(value)
    return {key: decoded(entry) for key, entry in value.items()}


def _read(marked: dict):
    kind, content = marked[_MARK], marked["value"]
    try:
        return _READERS[kind](content, marked.get("zone"))
    except (ValueError, OverflowError):
        raise NotData(f"“{content}”超出了日期时间的范围") from None


def _zoned(content: str, zone: str | None) -> datetime:
    if zone is None:
        return datetime.fromisoformat(content).replace(tzinfo=ZONE)
    if zone[:1] in "+-":
        return datetime.fromisoformat(content + zone)
    return datetime.fromisoformat(content).replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(zone))


_READERS = {
    "date": lambda content, zone: date.fromisoformat(content),
    "time": lambda content, zone: time.fromisoformat(content),
    "date and time": _zoned,
    "months": lambda content, zone: Months(content),
    "seconds": lambda content, zone: timedelta(seconds=content),
    "context": lambda content, zone: {key: decoded(entry) for key, entry in content},
}
