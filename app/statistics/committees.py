"""Mediations by the type of the committee that held them, as the statutory table of people's mediation asks (handbook §9.1)."""

import sqlalchemy as sa

from app.db import db
from app.identity.models import OrgUnit
from app.statistics import rules
from app.statistics.models import Milestone
from app.statistics.period import Period
from app.statistics.places import Place


def mediated(period: Period, place: Place) -> dict[str, dict[str, int]]:
    """{dist_committee: {type: mediations that ended}, dist_committee_agreed: {type: those that ended with an agreement}}."""
    agreed = sa.func.sum(sa.case((Milestone.good.is_(sa.true()), 1), else_=0))
    rows = db.session.execute(
        sa.select(OrgUnit.level, OrgUnit.region_code, OrgUnit.name, sa.func.count(), agreed)
        .select_from(Milestone).join(OrgUnit, OrgUnit.id == Milestone.committee_id)
        .where(Milestone.kind == "MEDIATED", Milestone.label == "CORE", Milestone.at >= period.start, Milestone.at < period.end,
               Milestone.revoked_at.is_(None), place.holds(Milestone))
        .group_by(OrgUnit.id, OrgUnit.level, OrgUnit.region_code, OrgUnit.name)).all()
    ended, settled = {}, {}
    for level, region_code, name, number, good in rows:
        kind = rules.committee_type(level, region_code, name)
        ended[kind] = ended.get(kind, 0) + number
        settled[kind] = settled.get(kind, 0) + int(good or 0)
    return {"dist_committee": ended, "dist_committee_agreed": {kind: number for kind, number in settled.items() if number}}
