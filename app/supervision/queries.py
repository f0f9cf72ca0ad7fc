"""Slips for the case page."""

import sqlalchemy as sa

from app.db import db
from app.supervision.models import Slip


def slips_of(case_id: int) -> list[Slip]:
    """Every prompt, urging and supervision letter of a case, newest first."""
    return list(db.session.scalars(sa.select(Slip).where(Slip.case_id == case_id).order_by(Slip.id.desc())))
