"""Working hours: minutes that only run while the office is open."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app import clock
from app.worktime.calendar import Calendar, moment_of


def office_minutes_after(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    """The moment at which so many office minutes have gone by since `start`."""
    left = timedelta(minutes=minutes)
    for opened, closed in _open_spans(calendar, start):
        if left <= closed - opened:
            return opened + left
        left -= closed - opened
    raise AssertionError("the calendar never ends")


def office_time_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """How long the office was open between two moments."""
    total = timedelta(0)
    for opened, closed in _open_spans(calendar, start):
        if opened >= end:
            return total
        total += min(closed, end) - opened
    raise AssertionError("the calendar never ends")


def _open_spans(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    day: date = calendar.roll_forward(clock.local(start).date())
    while True:
        for begin, end in calendar.hours.spans:
            opened, closed = moment_of(day, begin), moment_of(day, end)
            if closed > start:
                yield max(opened, start), closed
        day = calendar.next_working_day(day)
