"""Signed in time, contacted in time: answered on the milestone they belong to, when the answer is known."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from app.cases.models import Case, CaseClock
from app.cases.record_fields import moment
from app.db import db
from app.statistics import milestones


def signed(case: Case, now: datetime) -> None:
    """The dispatch was signed: within CK03 or not."""
    dispatch = milestones.last(case.id, "DISPATCHED")
    if dispatch is not None and dispatch.good is None:
        dispatch.due_at = _due(case.id, "CK03", dispatch.at)
        dispatch.good = dispatch.due_at is None or now <= dispatch.due_at
    milestones.mark(case, "SIGNED", now)


def contacted(case: Case, completed) -> None:
    """Both parties must have been reached; the last of them within the CK04 that began when the unit signed."""
    signature = milestones.last(case.id, "SIGNED")
    if signature is None or signature.good is not None:
        return
    signature.due_at = signature.due_at or _due(case.id, "CK04", signature.at)
    reached_at = _all_reached_at(completed.answers.get("contacts") or (), completed.now)
    if reached_at is not None:
        signature.good = signature.due_at is None or reached_at <= signature.due_at
    elif signature.due_at is not None and completed.now > signature.due_at:
        signature.good = False


def _all_reached_at(rows: Iterable[Mapping], now: datetime) -> datetime | None:
    """When the last party was reached; None while somebody was not."""
    rows = list(rows)
    if not rows or not all(row.get("reached") for row in rows):
        return None
    return max(min(moment(row["contactedAt"]), now) if row.get("contactedAt") else now for row in rows)


def _due(case_id: int, clock_id: str, since: datetime) -> datetime | None:
    """When the first run of a clock since then ends."""
    return db.session.scalar(sa.select(CaseClock.due_at).where(
        CaseClock.case_id == case_id, CaseClock.clock_id == clock_id, CaseClock.started_at >= since
    ).order_by(CaseClock.id).limit(1))
