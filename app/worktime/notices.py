"""Reads the dates of a State Council notice as people copy them: "1月1日（周五）至3日、2月6日至12日"."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from app.errors import Invalid

_DATE = r"(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})日?"
_PIECE = re.compile(rf"{_DATE}(?:[至到~—–]+(?:{_DATE}|(\d{{1,2}})日?))?")
_NOISE = re.compile(r"\([^)]*\)|共\d+天|放假|调休|补休|上班|与周末连休|[。.]$")
_BREAKS = re.compile(r"[、,;:。\s]+|和")
LONGEST = 31


def days_of(year: int, text: str, field: str) -> set[date]:
    """The dates of the text; a date without a year is of this year. What cannot be read is refused by name."""
    return {day for piece in _pieces(text) for day in _days(year, piece, field)}


def _pieces(text: str) -> Iterator[str]:
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    return (piece for piece in _BREAKS.split(plain) if any(sign.isdigit() for sign in piece))


def _days(year: int, piece: str, field: str) -> list[date]:
    match = _PIECE.fullmatch(piece)
    try:
        if match is None:
            raise ValueError
        first, last = _ends(year, *match.groups())
    except ValueError:
        raise _unreadable(piece, field) from None
    if not 0 <= (last - first).days < LONGEST:
        raise _unreadable(piece, field)
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _ends(year: int, year1, month1, day1, year2, month2, day2, same_month_day) -> tuple[date, date]:
    first = date(int(year1 or year), int(month1), int(day1))
    if same_month_day:
        return first, first.replace(day=int(same_month_day))
    return first, date(int(year2 or first.year), int(month2), int(day2)) if month2 else first


def _unreadable(piece: str, field: str) -> Invalid:
    return Invalid(errors={field: [f"看不懂“{piece}”，请写成“10月1日至7日、10月10日”这样。"]})
