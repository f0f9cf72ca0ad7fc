"""Month by month: registered, closed, resolved. One statement for all of them."""

import sqlalchemy as sa

from app.db import db
from app.statistics import period as periods
from app.statistics.models import Milestone
from app.statistics.period import Period
from app.statistics.places import Place

MONTHS = 12


def months(last: Period, place: Place) -> list[dict]:
    """[{month, registered, closed, resolved}] of the twelve months up to `last`, oldest first."""
    wanted = periods.months_up_to(last, MONTHS)
    columns = [column for month in wanted for column in _counts(month)]
    row = db.session.execute(sa.select(*columns).where(
        Milestone.kind.in_(("NUMBERED", "CLOSED")), Milestone.at >= wanted[0].start, Milestone.at < wanted[-1].end,
        place.holds(Milestone))).one()
    return [{"month": month, "registered": int(row[3 * number] or 0), "closed": int(row[3 * number + 1] or 0),
             "resolved": int(row[3 * number + 2] or 0)} for number, month in enumerate(wanted)]


def _counts(month: Period):
    inside = sa.and_(Milestone.at >= month.start, Milestone.at < month.end)
    resolved = sa.and_(Milestone.kind == "CLOSED", Milestone.good.is_(sa.true()), Milestone.revoked_at.is_(None))
    for condition in (Milestone.kind == "NUMBERED", Milestone.kind == "CLOSED", resolved):
        yield sa.func.sum(sa.case((sa.and_(inside, condition), 1), else_=0))
