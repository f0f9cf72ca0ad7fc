"""A case whose process went back: it has the status again that it had when that step was in hand."""

from datetime import datetime

import sqlalchemy as sa

from app import clock
from app.cases import lifecycle
from app.cases.models import Case, TimelineEntry
from app.cases.statuses import CLOSED
from app.db import db, run
from app.errors import Conflict

_LINES = TimelineEntry.__table__


def stands_open(case_id: int | None, since: datetime) -> bool:
    """False if the case was closed at or after that moment: nothing before a closing is gone back to."""
    if case_id is None:
        return True
    closed_at = db.session.scalar(sa.select(Case.closed_at).where(Case.id == case_id))
    return closed_at is None or closed_at < since


def return_to(case_id: int | None, element: str, done_at: datetime, actor) -> None:
    """Give the case the status it had just before this step was done. Raises Conflict if it has been closed since."""
    if case_id is None:
        return
    if not stands_open(case_id, done_at):
        raise Conflict("案件在那之后已经办结，不能再退回。有新的情况，请按重新办理或回访的程序处理。")
    case = db.session.get(Case, case_id)
    earlier = _status_before(case_id, element, done_at)
    if earlier is not None and earlier not in CLOSED:
        lifecycle.reach(case, earlier, actor, clock.now())


def _status_before(case_id: int, element: str, done_at: datetime) -> str | None:
    """What the first change of status after the step changed; None if there was none."""
    columns = _LINES.c
    done = run(sa.select(sa.func.max(columns.id)).where(
        columns.case_id == case_id, columns.kind == "TASK", columns.element == element, columns.at <= done_at)).scalar()
    details = run(sa.select(columns.details).where(
        columns.case_id == case_id, columns.kind == "STATUS", columns.id > (done or 0))
        .order_by(columns.id).limit(1)).scalar() if done else None
    return (details or {}).get("before")
