"""Dates and times as people type them and as answers keep them: one reading or none, never another day.

The browser's half is frontend/form/moments.js.
"""

import re
import unicodedata
from datetime import date, datetime, time

from app import clock

FIRST_YEAR, LAST_YEAR = 1900, 2199

_DAYS = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        r"(\d{4})/(\d{1,2})/(\d{1,2})",
        r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
        r"(\d{4})年(\d{1,2})月(\d{1,2})日",
        r"(\d{4})(\d\d)(\d\d)",
    )
]
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$", re.ASCII)


def day(text: str) -> date | None:
    """20260305, 2026-3-5, 2026/3/5 and 2026年3月5日 are one day; anything else is none."""
    words = unicodedata.normalize("NFKC", text).strip()
    for pattern in _DAYS:
        if found := pattern.fullmatch(words):
            return _day(*map(int, found.groups()))
    return None


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def hour(text: str) -> time | None:
    """14:30, 14:30:00, 14:30+08:00: the wall-clock time; the zone is dropped because a time alone has no day."""
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """A day and a time, aware; without a zone it is the centre's."""
    words = unicodedata.normalize("NFKC", text).strip()
    parts = re.split(r"[T\s]+", words, maxsplit=1)
    if len(parts) != 2:
        return None
    on, at = day(parts[0]), hour(parts[1])
    if on is None or at is None:
        return None
    plain, zone = datetime.combine(on, at), _ZONE.search(parts[1])
    return _in_zone(plain, zone[0]) if zone else plain.replace(tzinfo=clock.ZONE)


def _in_zone(plain: datetime, zone: str) -> datetime | None:
    try:
        return clock.local(datetime.fromisoformat(f"{plain.isoformat()}{zone}"))
    except ValueError:
        return None
