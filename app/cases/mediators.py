"""Who in a committee could mediate a case: facts for dmn_mediator_match, which gives the points."""

import sqlalchemy as sa

from app.cases.models import Case
from app.db import db
from app.identity.models import OrgUnit, User, UserPost

MEDIATORS = ("R04", "R06")


def candidates(case: Case, unit_id: int | None) -> list[dict]:
    """The active mediators of a unit with what is known about each; what nobody recorded is left out."""
    people = db.session.execute(
        sa.select(User.id, User.name, OrgUnit.region_code)
        .join(UserPost, UserPost.user_id == User.id).join(OrgUnit, OrgUnit.id == UserPost.unit_id)
        .where(UserPost.unit_id == unit_id, UserPost.role.in_(MEDIATORS), User.active)
        .distinct().order_by(User.id)).all()
    open_cases = _open_cases([user_id for user_id, _, _ in people])
    return [{
        "user": user_id, "name": name, "openCases": open_cases.get(user_id, 0),
        "sameTown": bool(case.region_code) and region[:9] == case.region_code[:9],
        "chosenByBoth": bool(case.preferred_mediator) and case.preferred_mediator == name,
        "previousFailedHere": case.mediator_id == user_id and case.result in ("FAILED", "NO_AGREEMENT"),
        "conflictOfInterest": any(party.name == name for party in case.parties),
    } for user_id, name, region in people]


def _open_cases(user_ids: list[int]) -> dict[int, int]:
    return dict(map(tuple, db.session.execute(
        sa.select(Case.mediator_id, sa.func.count()).where(Case.mediator_id.in_(user_ids), Case.closed_at.is_(None))
        .group_by(Case.mediator_id))))
