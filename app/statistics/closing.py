"""What is known when a case is closed and could change afterwards: kept with the milestone CLOSED.

The limit a case was handled in ends when the result is approved (the clocks stop there, handbook P01); performance, revisits
and rating may go on for weeks. So "closed on or before the due" asks when the case's limit stopped, or the closing if it
still ran.
"""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from app.cases import clock_rules
from app.cases.models import Case, CaseClock, ClockChange
from app.db import db
from app.statistics import milestones, rules
from app.worklist.models import HumanTask
from app.worktime import rules as days
from app.worktime.queries import calendar_for


def close(case: Case, now: datetime) -> None:
    """Mark the case CLOSED, with the figures of this moment."""
    clock = _limit_of(case)
    stopped = (clock.stopped_at or now) if clock else now
    milestones.mark(
        case, "CLOSED", now, good=rules.is_resolved(case.result, case.performance, _confirmed(case)),
        label=case.result, due_at=clock and clock.due_at, on_time=clock is None or stopped <= clock.due_at,
        on_time_plain=clock is None or stopped <= _due_without_extensions(case, clock),
        days=days.calendar_days(case.registered_at or case.created_at, now), people=case.people_count,
        amount=case.amount_yuan, agreed_amount=case.agreement_amount)
    _mark_prevented(case, now)


def _limit_of(case: Case) -> CaseClock | None:
    """The limit that counts for the light, of this round: the case's main one, else the last legal one."""
    rows = list(db.session.scalars(sa.select(CaseClock).where(
        CaseClock.case_id == case.id, CaseClock.kind.in_(clock_rules.LIGHT_KINDS), CaseClock.round == case.reopen_count
    ).order_by(CaseClock.id)))
    main = [row for row in rows if row.alias == "main"]
    return next(iter((main or rows)[-1:]), None)


def _due_without_extensions(case: Case, row: CaseClock) -> datetime:
    """When the limit would have ended had nobody extended it; suspensions stay, they are no extension."""
    granted = list(db.session.execute(sa.select(ClockChange.at, ClockChange.old_due_at, ClockChange.details).where(
        ClockChange.clock_row_id == row.id, ClockChange.what == "EXTENDED").order_by(ClockChange.id)))
    if not granted:
        return row.due_at
    if not _resumed_since(row, granted[0].at):
        return granted[0].old_due_at
    given = sum(change.details["days"] for change in granted)
    count = clock_rules.replace_count(row)
    if count.extra >= given:
        count = replace(count, extra=count.extra - given)
    else:
        factor = {"h": 24, "min": 24 * 60}.get(row.unit, 1)
        count = replace(count, allowed=max(0, count.allowed - given * factor))
    return clock_rules.times(calendar_for(case.region_code), count, case.risk_level).due_at


def _resumed_since(row: CaseClock, moment: datetime) -> bool:
    return db.session.scalar(sa.select(ClockChange.id).where(
        ClockChange.clock_row_id == row.id, ClockChange.what.in_(("RESUMED", "RECOUNTED")), ClockChange.at >= moment
    ).limit(1)) is not None


def _confirmed(case: Case) -> bool:
    return milestones.last(case.id, "CONFIRMED") is not None


def _mark_prevented(case: Case, now: datetime) -> None:
    """What the dispute was kept from becoming: only with a reason, and only if the reviewer agreed."""
    claimed, reason = case.facts.get("prevented") or (), case.facts.get("preventedReason")
    if not claimed or not reason or not _approved(case.id):
        return
    for what in claimed:
        if what in rules.PREVENTED:
            milestones.mark(case, "PREVENTED", now, label=what, people=case.people_count)


def _approved(case_id: int) -> bool:
    review = db.session.execute(sa.select(HumanTask.outcome, HumanTask.answers).where(
        HumanTask.case_id == case_id, HumanTask.status == "DONE", HumanTask.element == "ut_result_review"
    ).order_by(HumanTask.id.desc()).limit(1)).first()
    return review is not None and review.outcome == "approve" and bool((review.answers or {}).get("preventedApproved"))
