"""A week as a grid: hours down, days across, with the centre's working hours and days off."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from app import clock
from app.sessions import words
from app.worktime.calendar import Calendar


@dataclass(frozen=True)
class Day:
    day: date
    name: str
    working: bool
    today: bool
    entries: list = field(default_factory=list)
    """Rows of queries.between, in order."""

    def at(self, hour: int) -> list:
        return [row for row in self.entries if clock.local(row[0].begins_at).hour == hour]


@dataclass(frozen=True)
class Week:
    monday: date
    days: tuple[Day, ...]
    hours: tuple[tuple[int, bool], ...]
    """(hour, whether the office is open then)."""

    @property
    def previous(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def following(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for day in self.days)


def laid_out(monday: date, rows: Iterable, calendar: Calendar, today: date) -> Week:
    """The rows of a week on its days; hours outside the office's are shown only when something takes place then."""
    by_day: dict[date, list] = {}
    for row in rows:
        by_day.setdefault(clock.local(row[0].begins_at).date(), []).append(row)
    days = tuple(Day(day, words.WEEKDAYS[offset], calendar.is_working(day), day == today, by_day.get(day, []))
                 for offset, day in ((offset, monday + timedelta(days=offset)) for offset in range(7)))
    used = {clock.local(row[0].begins_at).hour for held in by_day.values() for row in held}
    first = min([calendar.hours.morning.hour, *used])
    last = max([calendar.hours.evening.hour, *used])
    return Week(monday, days, tuple((hour, _is_open(calendar, hour)) for hour in range(first, last + 1)))


def _is_open(calendar: Calendar, hour: int) -> bool:
    return any(begin.hour <= hour and (hour < end.hour or (hour == end.hour and end.minute > 0))
               for begin, end in calendar.hours.spans)
