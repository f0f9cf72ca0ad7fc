"""Writing milestones. Each is written once, in the transaction in which the thing happened."""

from datetime import datetime

import sqlalchemy as sa

from app.cases.models import Case
from app.db import db
from app.statistics.models import Milestone


def mark(case: Case, kind: str, at: datetime, **values) -> Milestone:
    """A milestone with the unit, the place and the tier that the case has now."""
    row = Milestone(case_id=case.id, kind=kind, at=at, **{
        "round": case.reopen_count, "unit_id": case.lead_unit_id, "committee_id": case.committee_id, "region_code": case.region_code,
        "tier": case.tier, **values})
    db.session.add(row)
    db.session.flush()
    return row


def case_of(case_id: int) -> Case:
    return db.session.get(Case, case_id)


def last(case_id: int, kind: str) -> Milestone | None:
    return db.session.scalar(_of(case_id, kind).order_by(Milestone.id.desc()).limit(1))


def count(case_id: int, kind: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(_of(case_id, kind).subquery()))


def give_unit(case: Case) -> None:
    """What happened before anybody had the case belongs to the first unit that gets it, also in the figures of that unit."""
    if case.lead_unit_id is not None:
        db.session.execute(sa.update(Milestone).where(Milestone.case_id == case.id, Milestone.unit_id.is_(None))
                           .values(unit_id=case.lead_unit_id, tier=case.tier).execution_options(synchronize_session=False))


def revoke(case_id: int, kinds: tuple[str, ...], at: datetime) -> None:
    """The case is taken up again: what was counted as its end no longer counts."""
    db.session.execute(sa.update(Milestone).where(
        Milestone.case_id == case_id, Milestone.kind.in_(kinds), Milestone.revoked_at.is_(None)
    ).values(revoked_at=at).execution_options(synchronize_session=False))


def _of(case_id: int, kind: str) -> sa.Select:
    return sa.select(Milestone).where(Milestone.case_id == case_id, Milestone.kind == kind)
