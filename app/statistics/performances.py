"""Performances of an agreement: what falls due when, and whether it was performed by then."""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from app import clock
from app.cases.models import Case
from app.db import db
from app.statistics import milestones
from app.statistics.models import Milestone
from app.worklist.models import HumanTask


def immediate(case: Case, performed, now: datetime) -> None:
    """What was paid at the table was due there and then."""
    if performed:
        milestones.mark(case, "DUE", now, good=True)


def planned(case: Case, instalments, now: datetime) -> None:
    """The instalments of a follow-up plan; one planned again (a second follow-up) is not counted twice."""
    del now
    for instalment in instalments or ():
        due = _end_of(instalment.get("dueAt")) if isinstance(instalment, dict) else None
        content = _content(instalment) if due else ""
        if due and _planned(case.id, due, content) is None:
            milestones.mark(case, "DUE", due, label=content)


def checked(case: Case, completed) -> None:
    """Somebody looked: performed by the due day, later, or not."""
    local = db.session.scalar(sa.select(HumanTask.local).where(HumanTask.id == completed.task_id)) or {}
    instalment = local.get("instalment") or {}
    due = _end_of(instalment.get("dueAt"))
    if due is None:
        return
    content = _content(instalment)
    row = _planned(case.id, due, content) or milestones.mark(case, "DUE", due, label=content)
    paid = _end_of(completed.answers.get("paidAt"))
    if completed.outcome == "ok":
        row.good = (paid or completed.now) <= (due if paid else due + timedelta(days=1))
    elif row.good is None:
        row.good = False


def checked_by_police(case: Case, completed) -> None:
    milestones.mark(case, "DUE", completed.now, good=completed.outcome == "ok")


def _planned(case_id: int, due: datetime, content: str) -> Milestone | None:
    return db.session.scalar(sa.select(Milestone).where(
        Milestone.case_id == case_id, Milestone.kind == "DUE", Milestone.at == due, Milestone.label == content).limit(1))


def _content(instalment) -> str:
    """Who owes it and what: two parties may owe on the same day."""
    return f"{instalment.get('payer') or ''}{instalment.get('content') or ''}"[:24]


def _end_of(day) -> datetime | None:
    """The last second of a day on the centre's calendar."""
    if not day:
        return None
    if not isinstance(day, date):
        day = date.fromisoformat(str(day)[:10])
    return datetime.combine(day, time(23, 59, 59), clock.ZONE)
