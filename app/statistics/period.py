"""The time a number is counted over: a month or a year on the centre's calendar, ending at 24:00 of its last day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from app import clock
from app.errors import Invalid


@dataclass(frozen=True)
class Period:
    """`first` is the first day, `after` the first day that no longer belongs to it. `text`: 2026-03 or 2026."""

    text: str
    first: date
    after: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min, clock.ZONE)

    @property
    def end(self) -> datetime:
        """The moment after the last one."""
        return datetime.combine(self.after, time.min, clock.ZONE)

    @property
    def is_month(self) -> bool:
        return "-" in self.text

    @property
    def words(self) -> str:
        return f"{self.first.year}年{self.first.month}月" if self.is_month else f"{self.first.year}年"

    @property
    def before(self) -> "Period":
        """The month (or year) before."""
        return month_of(self.first.year, self.first.month - 1) if self.is_month else year_of(self.first.year - 1)

    @property
    def a_year_before(self) -> "Period":
        return month_of(self.first.year - 1, self.first.month) if self.is_month else self.before

    @property
    def next(self) -> "Period":
        return month_of(self.first.year, self.first.month + 1) if self.is_month else year_of(self.first.year + 1)


def of(text: str) -> Period:
    """2026-03 or 2026. Raises Invalid for anything else."""
    found = re.fullmatch(r"(20\d\d)(?:-(0[1-9]|1[0-2]))?", text or "")
    if found is None:
        raise Invalid(f"“{text}”不是统计期，请写成 2026-03（月）或 2026（年）。", errors={"period": ["统计期写成 2026-03 或 2026"]})
    return month_of(int(found[1]), int(found[2])) if found[2] else year_of(int(found[1]))


def month_of(year: int, month: int) -> Period:
    """Months past either end of the year belong to its neighbours."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(f"{year}-{month:02}", date(year, month, 1), following)


def year_of(year: int) -> Period:
    return Period(str(year), date(year, 1, 1), date(year + 1, 1, 1))


def containing(moment: datetime) -> Period:
    """The month of a moment on the centre's calendar."""
    day = clock.local(moment).date()
    return month_of(day.year, day.month)


def last_month(now: datetime) -> Period:
    """The last month that is over."""
    return containing(now).before


def months_up_to(last: Period, count: int) -> list[Period]:
    """So many months, oldest first, the last of them being `last` (or December of that year)."""
    month = last if last.is_month else month_of(last.first.year, 12)
    found = [month]
    while len(found) < count:
        found.append(found[-1].before)
    return found[::-1]
