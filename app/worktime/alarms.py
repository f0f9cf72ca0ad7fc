"""The alarm for a year whose holidays are not published: deadlines in it are counted with the statutory dates only."""

from collections.abc import Mapping
from datetime import date, datetime

from app import clock, observe
from app.worktime.calendar import Calendar

_last_alarm: dict[int, date] = {}


def warn_if_unpublished(calendar: Calendar, due: datetime, now: datetime) -> bool:
    """Whether a deadline lies in an unpublished year; raises one alarm per year and day in each process."""
    if calendar.covers(due):
        return False
    year, today = clock.local(due).year, clock.local(now).date()
    if _last_alarm.get(year) != today:
        _last_alarm[year] = today
        observe.alarm("calendar.year_unpublished", year=year)
    return True


def years_to_load(calendar: Calendar, now: datetime) -> list[int]:
    """This year and, from the first of December on, the next one, where they are still missing."""
    today = clock.local(now).date()
    wanted = [today.year] + ([today.year + 1] if today.month == 12 else [])
    return [year for year in wanted if not calendar.published(year)]


def years_at_risk(calendar: Calendar, now: datetime, clocks_by_year: Mapping[int, int]) -> dict[int, int]:
    """{year without a schedule: clocks that end in it}, of the years that are in use or begin soon."""
    soon = years_to_load(calendar, now)
    return {year: clocks_by_year.get(year, 0) for year in sorted({*clocks_by_year, *soon})
            if not calendar.published(year) and (clocks_by_year.get(year) or year in soon)}
