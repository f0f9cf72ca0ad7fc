"""The calendar of one place: a value that answers which days are worked there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from app import clock
from app.worktime import official
from app.worktime.hours import OFFICE_HOURS, WorkingHours

ONE_DAY = timedelta(days=1)
LONGEST_CLOSURE = 366


class NoWorkingDay(ValueError):
    """The calendar has been edited so that nobody works for a year."""


@dataclass(frozen=True)
class Calendar:
    """`overrides`: what administrators set for this place. `loaded`: the years they loaded a notice for."""

    overrides: Mapping[date, bool] = field(default_factory=dict)
    loaded: frozenset[int] = frozenset()
    hours: WorkingHours = OFFICE_HOURS

    def is_working(self, day: date) -> bool:
        override = self.overrides.get(day)
        return official.is_working(day) if override is None else override

    def published(self, year: int) -> bool:
        """Whether the holidays of this year are known, not just computed."""
        return year in self.loaded or official.published(year)

    def covers(self, moment: datetime) -> bool:
        """Whether a deadline at this moment can be relied on."""
        return self.published(clock.local(moment).year)

    def next_working_day(self, day: date) -> date:
        """The first working day after this day."""
        return next(self._working_days_from(day + ONE_DAY, ONE_DAY))

    def previous_working_day(self, day: date) -> date:
        """The last working day before this day."""
        return next(self._working_days_from(day - ONE_DAY, -ONE_DAY))

    def roll_forward(self, day: date) -> date:
        """This day, or the first working day after it."""
        return day if self.is_working(day) else self.next_working_day(day)

    def roll_back(self, day: date) -> date:
        """This day, or the last working day before it."""
        return day if self.is_working(day) else self.previous_working_day(day)

    def working_day_after(self, day: date, count: int) -> date:
        """The count-th working day after this day; a negative count goes back, 0 is the day itself."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        for _ in range(abs(count)):
            day = next(self._working_days_from(day + step, step))
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after the first date, up to and including the second; 0 if there are none."""
        return sum(1 for offset in range(1, (until - after).days + 1) if self.is_working(after + timedelta(offset)))

    def morning(self, day: date) -> datetime:
        return moment_of(day, self.hours.morning)

    def evening(self, day: date) -> datetime:
        return moment_of(day, self.hours.evening)

    def next_working_morning(self, now: datetime) -> datetime:
        """08:30 of the first working day after today."""
        return self.morning(self.next_working_day(clock.local(now).date()))

    def _working_days_from(self, day: date, step: timedelta) -> Iterator[date]:
        for _ in range(LONGEST_CLOSURE):
            if self.is_working(day):
                yield day
            day += step
        raise NoWorkingDay(day)


def moment_of(day: date, at: time) -> datetime:
    """A date and a wall-clock time of the centre as a moment."""
    return datetime.combine(day, at, clock.ZONE).astimezone(UTC)


OFFICIAL = Calendar()
"""The published calendar without local changes."""
