"""A year of a place as it is shown: months, weeks, and for each day whether it is worked, why, and who said so."""

from calendar import Calendar as Grid
from dataclasses import dataclass
from datetime import date

from app.worktime import official
from app.worktime.calendar import Calendar
from app.worktime.models import CalendarDay

WEEKDAYS = "一二三四五六日"
_WEEKS = Grid(firstweekday=0)


@dataclass(frozen=True)
class Day:
    """`mark` is the word in the cell, "" on an ordinary working day; `kind` one of WORK, WEEKEND, HOLIDAY, MAKE_UP,
    SET_OFF, SET_WORK. `set_by`: the region code whose administrator set it, None if the published calendar decides."""

    date: date
    kind: str
    mark: str
    words: str
    note: str = ""
    set_by: str | None = None

    @property
    def spoken(self) -> str:
        """What a screen reader says after the number."""
        note = f"，{self.note}" if self.note else ""
        return f"日，星期{WEEKDAYS[self.date.weekday()]}，{self.words}{note}"


@dataclass(frozen=True)
class Month:
    """`weeks`: seven places each, Monday first; None outside the month."""

    number: int
    weeks: list[list[Day | None]]
    working_days: int


KINDS = {
    "WORK": ("", "上班"), "WEEKEND": ("休", "周末休息"), "HOLIDAY": ("假", "节假日放假"), "MAKE_UP": ("班", "调休上班"),
    "SET_OFF": ("改休", "改为放假"), "SET_WORK": ("改班", "改为上班"),
}
"""{kind: (the mark in the cell, the words)}"""


def months_of(year: int, calendar: Calendar, changes: dict[date, CalendarDay], notice: str | None) -> list[Month]:
    """`changes`: the days that somebody set, in force in this place; `notice`: the source of a year that was loaded."""
    return [_month(year, number, calendar, changes, notice) for number in range(1, 13)]


def day_of(day: date, calendar: Calendar, change: CalendarDay | None, notice: str | None) -> Day:
    kind = _kind(day, calendar.is_working(day), change, notice)
    mark, words = KINDS[kind]
    return Day(day, kind, mark, words, change.note if change else "", change.region_code if change else None)


def _month(year, number, calendar, changes, notice) -> Month:
    weeks = [[day_of(day, calendar, changes.get(day), notice) if day.month == number else None for day in week]
             for week in _WEEKS.monthdatescalendar(year, number)]
    working = sum(calendar.is_working(day.date) for week in weeks for day in week if day)
    return Month(number, weeks, working)


def _kind(day: date, working: bool, change: CalendarDay | None, notice: str | None) -> str:
    of_notice = change is not None and change.region_code == "" and change.note == notice
    if change is not None and not of_notice:
        return "SET_WORK" if working else "SET_OFF"
    if working:
        return "MAKE_UP" if day.weekday() >= 5 else "WORK"
    return "HOLIDAY" if of_notice or day in official.schedule(day.year).off else "WEEKEND"
