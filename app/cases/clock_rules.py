"""What a clock shows, as pure functions of how it counts, a calendar and a moment (handbook §4, §8.1).

The first argument of most functions is a Count; a CaseClock row has the same attributes and will do.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from app import clock
from app.worktime import rules
from app.worktime.calendar import Calendar
from app.worktime.hours import STATUTORY_END
from app.worktime.office_time import office_time_between

LIGHT_KINDS = frozenset({"INTERNAL", "LEGAL"})
SUSPENDABLE_UNITS = frozenset({"wd", "cd", "mo", "h", "min"})


@dataclass(frozen=True)
class Count:
    """`allowed` units from `counted_from`, plus `extra` calendar days; `used` (days, or minutes) were spent before."""

    unit: str
    counted_from: datetime
    allowed: int
    extra: int = 0
    used: int = 0
    kind: str = "INTERNAL"
    statutory: bool = False


class Lines(NamedTuple):
    """At which share of a limit something happens, in per cent, and how many calendar days before the law's limit ends."""

    half: int
    yellow: int
    yellow_red: int
    ninety: int
    legal_warning: int

    def of(self, risk_level: str | None) -> tuple[int, int, int]:
        """The three shares for a case of this risk."""
        return self.half, self.yellow_red if risk_level == "RED" else self.yellow, self.ninety


STAGES = Lines(50, 70, 50, 90, 5)
"""What the decision table dmn_light_action calls its stages, wherever a centre has drawn its lines."""


class Times(NamedTuple):
    due_at: datetime
    half_at: datetime
    yellow_at: datetime
    ninety_at: datetime
    legal_warn_at: datetime | None


def is_statutory(unit: str, *, is_default: bool) -> bool:
    """Limits that a rule sets in days or months end at 24:00; the centre's own when the office closes."""
    return unit in ("cd", "mo") and not is_default


def times(calendar: Calendar, count: Count, risk_level: str | None, before: Times | None = None,
          lines: Lines = STAGES) -> Times:
    """Due time and thresholds. `before`: what they were; a threshold passed before a suspension stays where it was."""
    due = rules.add(calendar, count.counted_from, count.allowed, count.unit,
                    STATUTORY_END if count.statutory else None, count.extra)
    return _with_thresholds(calendar, count, due, lines.of(risk_level), before, lines.legal_warning)


def _with_thresholds(calendar, count, due, percents, before, legal_warning: int) -> Times:
    shares = [rules.threshold(calendar, percent, count.counted_from, count.allowed, count.unit, due, count.extra,
                              count.used) for percent in percents]
    reached = [before and min(before_at, at) if at == count.counted_from and before else at
               for at, before_at in zip(shares, before[1:4] if before else shares, strict=True)]
    return Times(due, *reached, _legal_warning(calendar, count, due, legal_warning))


def _legal_warning(calendar: Calendar, count: Count, due: datetime, days: int) -> datetime | None:
    """Some calendar days before a legal limit ends, time to ask both parties for consent; a limit of a few days leaves none."""
    day = calendar.roll_back(clock.local(due).date() - timedelta(days=days))
    never_long_enough = count.used == 0 and day <= clock.local(count.counted_from).date()
    if count.kind != "LEGAL" or never_long_enough:
        return None
    return max(calendar.morning(day), count.counted_from)


def total(count: Count) -> int:
    """N of the whole clock, in its days; minutes for hour clocks."""
    if count.unit in rules.DAY_UNITS:
        return count.used + rules.length(count.counted_from, count.allowed, count.unit, count.extra)
    return count.used + count.allowed * (60 if count.unit in ("h", "wh") else 1)


def after_suspension(calendar: Calendar, count: Count, suspended_at: datetime, resumed_at: datetime) -> Count:
    """What was left when the clock was frozen is counted anew from the resumption (whole days; months become days)."""
    unit = {"mo": "cd", "h": "min"}.get(count.unit, count.unit)
    spent = spent_before(calendar, count, suspended_at)
    left = total(count) - count.used - spent
    return replace_count(count, unit=unit, counted_from=resumed_at, allowed=max(0, left), extra=0,
                         used=count.used + spent)


def spent_before(calendar: Calendar, count: Count, moment: datetime) -> int:
    """Days (minutes) spent since `counted_from`; the day itself counts once the office has closed."""
    if count.unit in rules.DAY_UNITS:
        return rules.days_used(calendar, count.counted_from, moment, "wd" if count.unit == "wd" else "cd")
    return int((moment - count.counted_from).total_seconds() // 60)


def extended(count: Count, days: int) -> Count:
    """The same clock with more days: working days on a wd clock, calendar days on any other."""
    if count.unit == "mo":
        return replace_count(count, extra=count.extra + days)
    factor = {"h": 24, "min": 24 * 60}.get(count.unit, 1)
    return replace_count(count, allowed=count.allowed + days * factor)


def days_until(calendar: Calendar, count: Count, due_at: datetime, until: datetime) -> int:
    """How many days an extension up to `until` adds."""
    old, new = clock.local(due_at).date(), clock.local(until).date()
    if count.unit == "wd":
        return calendar.working_days_between(old, new)
    if count.unit in ("cd", "mo"):
        return (new - rules.raw_day(clock.local(count.counted_from).date(), count.allowed, count.unit,
                                    count.extra)).days
    return (new - old).days


def used_percent(calendar: Calendar, count, now: datetime, risk_level: str | None, lines: Lines = STAGES) -> int:
    """0–100, in steps: it reaches the lines exactly when the thresholds do, and 100 when due. With STAGES it is the
    number that dmn_light_action asks for: 70 once the centre's yellow line is reached, wherever that is.

    `count` is a CaseClock or anything with a Count's attributes and a Times'.
    """
    if now >= count.due_at:
        return 100
    share = max(0, _share(calendar, count, now))
    steps = list(zip(lines.of(risk_level), (count.half_at, count.yellow_at, count.ninety_at), strict=True))
    reached = max((percent for percent, at in steps if now >= at), default=0)
    not_yet = min((percent - 1 for percent, at in steps if now < at), default=99)
    return max(reached, min(share, not_yet))


def _share(calendar: Calendar, count, now: datetime) -> int:
    if count.unit == "day":
        return int(100 * (now - count.counted_from) / (count.due_at - count.counted_from))
    return 100 * _begun(calendar, count, now) // max(1, total(count))


def _begun(calendar: Calendar, count, now: datetime) -> int:
    """Days begun (08:30) or minutes spent, those before the last suspension included."""
    if count.unit in rules.DAY_UNITS:
        first, day = clock.local(count.counted_from).date(), clock.local(now).date()
        if clock.local(now).time() < calendar.hours.morning:
            day -= timedelta(days=1)
        return count.used + (calendar.working_days_between(first, day) if count.unit == "wd" else (day - first).days)
    if count.unit == "wh":
        return int(office_time_between(calendar, count.counted_from, now).total_seconds() // 60)
    return count.used + int((now - count.counted_from).total_seconds() // 60)


def effective_moment(count, now: datetime) -> datetime:
    """A frozen or stopped clock shows what it showed then."""
    if count.state == "SUSPENDED":
        return min(now, count.suspended_at)
    return min(now, count.stopped_at) if count.state == "STOPPED" and count.stopped_at else now


def overdue_days(calendar: Calendar, count, now: datetime) -> int:
    """Working days past the due day."""
    return rules.working_days_overdue(calendar, count.due_at, effective_moment(count, now))


def days_run(calendar: Calendar, count, now: datetime) -> int:
    """Calendar days since the start for rules that say "within N days": never more than N while the rolled last day
    is not over, so that a limit ending on a holiday is not missed."""
    gone = rules.calendar_days(count.counted_from, now)
    return min(gone, total(count)) if now <= count.due_at else gone


def replace_count(count, **changes) -> Count:
    kept = {name: getattr(count, name) for name in Count.__dataclass_fields__}
    return replace(Count(**kept), **changes)
