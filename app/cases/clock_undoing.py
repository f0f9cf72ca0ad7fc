"""A person takes a step back: the limits it began, stopped, froze or stretched are put back as they were.

Nothing is erased: what was done stays in the history as UNDONE, what it was stands in its details, and a change and a line
say that it was put back. A limit that the step began stops; done again, the step takes it up with the time that has gone by
(handbook §4.9: no limit is silently begun anew).
"""

from datetime import datetime

import sqlalchemy as sa

from app.cases import clock_kept
from app.cases.clock_desk import LIVE, desk, when
from app.cases.models import CaseClock, ClockChange
from app.db import db
from app.errors import Conflict

UNDONE, PUT_BACK = "UNDONE", "PUT_BACK"


def undo(case_id: int | None, instance_id: int, step: str, since: datetime, now: datetime, actor) -> None:
    """Put back what this step of the process moved at or after `since`, the newest change first.

    Raises Conflict if a limit has been changed by something else meanwhile; says which.
    """
    changes = _made_by(case_id, f"{instance_id}:{step}", since)
    if not changes:
        return
    _refuse_if_changed_since(case_id, changes)
    on = desk(case_id, now, actor, instance_id)
    rows = {row.id: row for row in db.session.scalars(
        sa.select(CaseClock).where(CaseClock.id.in_({change.clock_row_id for change in changes})))}
    before = {row.id: row.due_at for row in rows.values()}
    for change in changes:
        _take_back(rows[change.clock_row_id], change, now)
    for row in rows.values():
        on.note(row, PUT_BACK, _said(row), before[row.id])
    db.session.flush()
    on.__dict__.pop("rows", None)
    on.close()


def _made_by(case_id: int | None, taken: str, since: datetime) -> list[ClockChange]:
    if case_id is None:
        return []
    found = db.session.scalars(sa.select(ClockChange).where(
        ClockChange.case_id == case_id, ClockChange.at >= since, ClockChange.what != UNDONE).order_by(ClockChange.id.desc()))
    return [change for change in found if (change.details or {}).get("taken") == taken]


def _refuse_if_changed_since(case_id: int, changes: list[ClockChange]) -> None:
    mine, first = {change.id for change in changes}, min(change.id for change in changes)
    other = db.session.execute(
        sa.select(CaseClock.name).join(ClockChange, ClockChange.clock_row_id == CaseClock.id)
        .where(ClockChange.case_id == case_id, ClockChange.id > first, ClockChange.id.not_in(mine), CaseClock.kind != "TASK",
               ClockChange.clock_row_id.in_({change.clock_row_id for change in changes}),
               ClockChange.what.in_(("EXTENDED", "SUSPENDED", "RESUMED", "RECOUNTED", "RETHRESHOLDED")))
        .limit(1)).scalar()
    if other is not None:
        raise Conflict(f"这一步之后“{other}”又有变动，放不回原来的时间，不能撤回。如需更正，请联系现在的办理人退回给您。")


def _take_back(row: CaseClock, change: ClockChange, now: datetime) -> None:
    before = change.details["before"]
    if before is None:
        row.state, row.stopped_at = "STOPPED", now
    else:
        clock_kept.put_back(row, before)
    change.details = {**change.details, "was": change.what}
    change.what = UNDONE


def _said(row: CaseClock) -> str:
    if row.state in LIVE:
        return f"随撤回恢复：{row.name}，到期时间 {when(row.due_at)}{'，仍在中止' if row.state == 'SUSPENDED' else ''}。"
    return f"随撤回停止计时：{row.name}。"
