"""What lists of tasks are sorted and filtered by, and how long is left in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import clock
from app.worklist.models import NEVER
from app.worktime import rules
from app.worktime.calendar import Calendar

RISKS = ("GREEN", "YELLOW", "RED")
TIERS = ("VILLAGE", "TOWN", "COUNTY", "PARTY_GOV")
SORTS = {"due": "press_at", "legal": "legal_due_at", "urgent": "urgent", "risk": "risk", "tier": "tier", "opened": "opened_at",
         "name": "name", "case": "case_no", "done": "done_at"}
"""What one may sort by: the name in the address, the column. All of them are filled in every row."""
SORTS_WHEN_DONE = ("done", "case", "risk", "tier")
"""Of these, what makes sense once a task is finished; they stand in its index."""
GREATEST_FIRST = frozenset({"urgent", "risk", "tier", "case", "done"})
"""What one wants to see from the top down; the rest begins with the earliest."""


@dataclass(frozen=True)
class Pressing:
    """When a task turns yellow and red; NEVER while its case stands still."""

    press_at: datetime
    yellow_at: datetime


def rank(names: tuple[str, ...], name: str | None) -> int:
    """1 for the first name, 2 for the second; 0 for a name that is not there."""
    return names.index(name) + 1 if name in names else 0


def pressing(due_at: datetime | None, warn_at: datetime | None, case) -> Pressing:
    """Of a task's own due time and its case's, whichever is earlier (handbook §8.1); a closed case does not press."""
    if case is not None and case.suspended and case.closed_at is None:
        return Pressing(NEVER, NEVER)
    limits = [] if case is None or case.closed_at else [(case.due_at, case.yellow_at), (None, case.stale_at)]
    reds, yellows = zip((due_at, warn_at), *limits, strict=True)
    return Pressing(_earliest(reds), _earliest(yellows))


def start_of_day(moment: datetime | None) -> datetime | None:
    """The first minute of that day on the centre's wall clock."""
    return moment and clock.local(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def of_case(case) -> Mapping[str, Any]:
    """What a task's row copies from its case (a Case or its brief)."""
    return {"case_no": case.case_no or "", "risk": rank(RISKS, case.risk_level), "tier": rank(TIERS, case.tier),
            "route": case.route or "", "paused": bool(case.suspended and case.closed_at is None),
            "legal_due_at": NEVER if case.closed_at else case.legal_due_at or NEVER}


def time_left(calendar: Calendar, due_at: datetime, now: datetime) -> str:
    """还剩 2 个工作日, 今天到期, 今天已超时, 已超 3 个工作日: working days of this calendar."""
    today, last_day = clock.local(now).date(), clock.local(due_at).date()
    if last_day > today:
        days = calendar.working_days_between(today, last_day)
        return f"还剩 {days} 个工作日" if days else "下个工作日前到期"
    if due_at > now:
        return "今天到期"
    days = rules.working_days_overdue(calendar, due_at, now)
    return f"已超 {days} 个工作日" if days else "刚刚到期，已超时"


def _earliest(moments) -> datetime:
    return min((moment for moment in moments if moment is not None), default=NEVER)
