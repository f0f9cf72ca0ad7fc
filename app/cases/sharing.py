"""Letting others see a case that they do not lead: co-handling units, second mediators, experts asked for a view."""

from datetime import datetime

import sqlalchemy as sa

from app.cases.models import CaseShare
from app.db import db


def share_with_unit(case_id: int, unit_id: int, role: str, now: datetime) -> None:
    """A unit takes part as CO_HANDLER (the lower tier after an upgrade, too)."""
    _share(case_id, now, role, unit_id=unit_id)


def share_with_person(case_id: int, user_id: int, role: str, now: datetime) -> None:
    """A person takes part: MEDIATOR, EXPERT, VISITOR."""
    _share(case_id, now, role, user_id=user_id)


def _share(case_id: int, now: datetime, role: str, **whom) -> None:
    there = sa.select(CaseShare.id).where(
        CaseShare.case_id == case_id, CaseShare.role == role,
        *(getattr(CaseShare, name) == value for name, value in whom.items()))
    if db.session.scalar(there) is None:
        db.session.add(CaseShare(case_id=case_id, role=role, since=now, **whom))
        db.session.flush()
