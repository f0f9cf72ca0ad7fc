"""What every step asks of its case, read once per transaction and without the eighty columns of the whole record."""

import sqlalchemy as sa
from sqlalchemy.orm import object_session

from app.cases.models import Case
from app.db import db, run
from app.errors import NotFound

_COLUMNS = Case.__table__.c
_READ = sa.select(_COLUMNS.id, _COLUMNS.region_code, _COLUMNS.handler_id, _COLUMNS.mediator_id).where(
    _COLUMNS.id == sa.bindparam("which"))
_KEPT = "hejie_case_briefs"


def brief(case_id: int) -> sa.Row:
    """(id, region_code, handler_id, mediator_id) of a case as this transaction has it."""
    db.session.flush()
    kept = _kept()
    if case_id not in kept:
        kept[case_id] = run(_READ, {"which": case_id}).first()
    if kept[case_id] is None:
        raise NotFound()
    return kept[case_id]


def _kept() -> dict[int, sa.Row | None]:
    session = db.session()
    transaction, kept = session.info.get(_KEPT, (None, {}))
    if transaction is not session.get_transaction():
        kept = {}
        session.info[_KEPT] = (session.get_transaction(), kept)
    return kept


@sa.event.listens_for(Case, "after_update")
def _read_anew(_mapper, _connection, case: Case) -> None:
    object_session(case).info.pop(_KEPT, None)
