"""The State Council's schedule as the `holidays` library knows it: holidays, days off in exchange, make-up days."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import holidays


class Schedule(NamedTuple):
    off: frozenset[date]
    make_up: frozenset[date]


@lru_cache(maxsize=64)
def schedule(year: int) -> Schedule:
    """The days of one year that break the rhythm of the week."""
    china = holidays.country_holidays("CN", years=year)
    make_up = frozenset(day for day in china.weekend_workdays if day.year == year)
    return Schedule(frozenset(day for day in china if day.year == year) - make_up, make_up)


def published(year: int) -> bool:
    """Whether the library has this year's notice.

    Every notice since 2001 names make-up days; a year without any has only the statutory dates, computed ahead.
    """
    return bool(schedule(year).make_up)


def is_working(day: date) -> bool:
    off, make_up = schedule(day.year)
    return day in make_up or (day.weekday() < 5 and day not in off)
