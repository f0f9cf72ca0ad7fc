"""What every step asks of its case. A transaction reads it once: the few columns that each completion needs without the
eighty of the whole record, and the record itself, once loaded, stays until the transaction ends.
"""

import sqlalchemy as sa
from sqlalchemy.orm import object_session

from app.cases.models import Case
from app.db import db, run
from app.errors import NotFound

_COLUMNS = Case.__table__.c
FOR_LISTS = ("case_no", "risk_level", "tier", "route", "due_at", "yellow_at", "stale_at", "legal_due_at", "suspended",
             "closed_at")
"""What lists of its steps copy from a case."""
_READ = sa.select(_COLUMNS.id, _COLUMNS.region_code, _COLUMNS.handler_id, _COLUMNS.mediator_id,
                  *(_COLUMNS[name] for name in FOR_LISTS)).where(_COLUMNS.id == sa.bindparam("which"))
_BRIEFS, _RECORDS = "hejie_case_briefs", "hejie_case_records"


def brief(case_id: int) -> sa.Row:
    """(id, region_code, handler_id, mediator_id and what FOR_LISTS names) of a case as this transaction has it."""
    session = db.session()
    session.flush()
    kept = _kept(session, _BRIEFS)
    if case_id not in kept:
        kept[case_id] = run(_READ, {"which": case_id}).first()
    if kept[case_id] is None:
        raise NotFound()
    return kept[case_id]


def _kept(session, what: str) -> dict:
    transaction, kept = session.info.get(what, (None, {}))
    if transaction is not session.get_transaction():
        kept = {}
        session.info[what] = (session.get_transaction(), kept)
    return kept


@sa.event.listens_for(Case, "load")
def _hold(case: Case, context) -> None:
    """A step's operators ask for the same case one after the other; the session alone forgets it in between."""
    _kept(context.session, _RECORDS)[case.id] = case


@sa.event.listens_for(Case, "after_update")
def _read_anew(_mapper, _connection, case: Case) -> None:
    object_session(case).info.pop(_BRIEFS, None)
