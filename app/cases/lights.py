"""The light of a case (handbook §8.1), once for a row and once for SQL. A test holds the two together.

GREEN 正常 · YELLOW 临期或滞留 · RED 超期 · GREY 中止 · BLUE 办结. The case mirrors the earlier of its running clocks
(due_at, yellow_at) and the moment standing still turns it yellow (stale_at), so that lists need no other table.
"""

from datetime import datetime

import sqlalchemy as sa

from app.cases import thresholds
from app.cases.models import Case
from app.cases.statuses import BEING_HANDLED
from app.worktime import rules
from app.worktime.calendar import Calendar

LIGHTS = {"RED": "超期", "YELLOW": "临期", "GREEN": "正常", "GREY": "中止", "BLUE": "办结"}


def light_of(case, now: datetime) -> str:
    if case.closed_at is not None:
        return "BLUE"
    if case.suspended:
        return "GREY"
    if case.due_at is not None and case.due_at <= now:
        return "RED"
    if any(moment is not None and moment <= now for moment in (case.yellow_at, case.stale_at)):
        return "YELLOW"
    return "GREEN"


def light_column(now: datetime):
    """The same as an SQL expression over Case."""
    return sa.case(
        (Case.closed_at.is_not(None), "BLUE"),
        (Case.suspended.is_(sa.true()), "GREY"),
        (Case.due_at <= now, "RED"),
        (sa.or_(Case.yellow_at <= now, Case.stale_at <= now), "YELLOW"),
        else_="GREEN")


def with_light(light: str, now: datetime):
    """A condition that finds the cases of one light through the indexes on open cases."""
    open_ = sa.and_(Case.closed_at.is_(None), Case.suspended.is_(sa.false()))
    overdue = Case.due_at <= now
    warned = sa.or_(Case.yellow_at <= now, Case.stale_at <= now)
    conditions = {
        "BLUE": Case.closed_at.is_not(None),
        "GREY": sa.and_(Case.closed_at.is_(None), Case.suspended.is_(sa.true())),
        "RED": sa.and_(open_, overdue),
        "YELLOW": sa.and_(open_, warned, sa.or_(Case.due_at.is_(None), Case.due_at > now)),
        "GREEN": light_column(now) == "GREEN",
    }
    return conditions[light]


def stale_at(case: Case, calendar: Calendar) -> datetime | None:
    """When standing still turns it yellow: so many working days unsigned, or (RED risk fewer) without progress."""
    if case.status == "DISPATCHED" and case.dispatched_at:
        return rules.add(calendar, case.dispatched_at, thresholds.value("unsignedDays"), "wd")
    since = case.last_progress_at or case.signed_at
    if case.status in BEING_HANDLED and since:
        days = thresholds.value("idleDaysRed" if case.risk_level == "RED" else "idleDays")
        return rules.add(calendar, since, days, "wd")
    return None
