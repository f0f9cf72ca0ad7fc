"""Counting (handbook §4): the start day is not counted, calendar days and months that end on a day off roll forward,
working days skip it. Pure: every function takes the calendar.

Units: wd working days · cd calendar days · mo months · h hours · min minutes · wh working hours · day this working day.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta

from app import clock
from app.worktime.calendar import Calendar, moment_of
from app.worktime.office_time import office_minutes_after

UNITS = {"wd": "个工作日", "cd": "日", "mo": "个月", "h": "小时", "min": "分钟", "wh": "个工作小时", "day": "当日"}
DAY_UNITS = frozenset({"wd", "cd", "mo"})


class UnknownUnit(ValueError):
    """A limit in a unit nobody can count."""


def add(calendar: Calendar, start: datetime, limit: int, unit: str, end_of_day: time | None = None,
        extra: int = 0) -> datetime:
    """When a limit ends that starts at `start`. `extra`: calendar days put on top of a cd or mo limit.

    A negative limit in days counts back and gives the morning: "one working day before the session".
    """
    if unit in DAY_UNITS:
        day = last_day(calendar, clock.local(start).date(), limit, unit, extra)
        return moment_of(day, end_of_day or calendar.hours.evening) if limit >= 0 else calendar.morning(day)
    if unit == "day":
        return _end_of_this_day(calendar, start)
    if unit == "wh":
        return office_minutes_after(calendar, start, limit * 60)
    if unit in ("h", "min"):
        return start + (timedelta(hours=limit) if unit == "h" else timedelta(minutes=limit))
    raise UnknownUnit(unit)


def last_day(calendar: Calendar, start: date, limit: int, unit: str, extra: int = 0) -> date:
    """The date on which a wd, cd or mo limit ends."""
    if unit == "wd":
        return calendar.working_day_after(start, limit) if limit else calendar.roll_forward(start)
    return calendar.roll_forward(raw_day(start, limit, unit, extra))


def raw_day(start: date, limit: int, unit: str, extra: int = 0) -> date:
    """The date a cd or mo limit reaches before it is rolled off a day off."""
    reached = _months_later(start, limit) if unit == "mo" else start + timedelta(days=limit)
    return reached + timedelta(days=extra)


def threshold(calendar: Calendar, percent: int, start: datetime, limit: int, unit: str, due: datetime,
              extra: int = 0, used: int = 0) -> datetime:
    """When `percent` of a limit is used up: 08:30 of day ⌈p·N⌉ for day limits, exact for hours.

    `used`: days (minutes for `min`) of the whole limit that were spent before `start`. Never before `start`.
    """
    if unit in DAY_UNITS:
        day = share_of(percent, used + length(start, limit, unit, extra)) - used
        return nth_day(calendar, start, day, unit) if day > 0 else start
    if unit == "wh":
        return office_minutes_after(calendar, start, limit * 60 * percent // 100)
    spent = timedelta(minutes=used)
    return max(start, start + (due - start + spent) * percent / 100 - spent)


def nth_day(calendar: Calendar, start: datetime, count: int, unit: str) -> datetime:
    """08:30 of the count-th day of a limit; a day off gives the working day before it, never before the start."""
    first = clock.local(start).date()
    if unit == "wd":
        day = calendar.working_day_after(first, count)
    else:
        day = calendar.roll_back(first + timedelta(days=count))
    return max(calendar.morning(day), start)


def length(start: datetime, limit: int, unit: str, extra: int = 0) -> int:
    """N: how many days a limit has, working days for wd and calendar days (before rolling) for cd and mo."""
    if unit == "wd":
        return limit
    first = clock.local(start).date()
    return (raw_day(first, limit, unit, extra) - first).days


def share_of(percent: int, total: int) -> int:
    """⌈p·N⌉ without rounding errors."""
    return -(-percent * total // 100)


def days_used(calendar: Calendar, start: datetime, moment: datetime, unit: str) -> int:
    """Days of a limit spent by a moment; the day itself counts once the office has closed."""
    first, day = clock.local(start).date(), clock.local(moment).date()
    if clock.local(moment).time() < calendar.hours.evening:
        day -= timedelta(days=1)
    if unit == "wd":
        return calendar.working_days_between(first, day)
    return max(0, (day - first).days)


def full_working_days(calendar: Calendar, start: datetime, moment: datetime) -> int:
    """Whole working days that have gone by since the day of `start`: unsigned, idle."""
    return days_used(calendar, start, moment, "wd")


def working_days_overdue(calendar: Calendar, due: datetime, now: datetime) -> int:
    """Working days begun after the day a limit ended: 0 on that day, 1 from the next working day on."""
    return calendar.working_days_between(clock.local(due).date(), clock.local(now).date())


def calendar_days(start: datetime, now: datetime) -> int:
    """Dates between two moments on the centre's wall clock."""
    return (clock.local(now).date() - clock.local(start).date()).days


def _end_of_this_day(calendar: Calendar, start: datetime) -> datetime:
    today = clock.local(start).date()
    if calendar.is_working(today) and start < calendar.evening(today):
        return calendar.evening(today)
    return calendar.evening(calendar.next_working_day(today))


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
