"""Reminds who was asked on the working morning before the day, and tells both sides on the morning after it, each once."""

import sqlalchemy as sa

from app import clock, events
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errands import actions
from app.errands.models import Errand
from app.worklist.events import ColleaguesTold

BATCH = 200


def remind_due(batch: int = BATCH) -> int:
    """However many servers run, each reminder goes out once; returns how many."""
    with unit_of_work():
        due = db.session.scalars(sa.select(Errand).where(Errand.tell_at <= clock.now()).order_by(Errand.tell_at, Errand.id).limit(batch))
        return sum(_remind(row) for row in due.all())


def _remind(row: Errand) -> int:
    now, due, case = clock.now(), row.due_at, db.session.get(Case, row.case_id)
    late = due <= now
    following = None if late else actions.calendar_of(case).next_working_morning(due)
    taken = db.session.execute(
        sa.update(Errand).where(Errand.id == row.id, Errand.tell_at == row.tell_at, Errand.state == "OPEN")
        .values(tell_at=following).execution_options(synchronize_session=False))
    if taken.rowcount != 1:
        return 0
    day = f"{clock.local(due):%-m月%-d日}"
    if late:
        _tell(row.person_id, None, f"已过期限（{day}）：{row.asked_by_name}请您办的“{row.text}”还没有答复。请在“交办事项”里答复。")
        _tell(row.asked_by_id, row.case_id, f"已过期限（{day}）：您请{row.person_name}办的“{row.text}”还没有答复。")
    else:
        _tell(row.person_id, None, f"{day}到期：{row.asked_by_name}请您办的“{row.text}”。请在“交办事项”里答复。")
    return 1


def _tell(user_id: int, case_id: int | None, text: str) -> None:
    events.publish(ColleaguesTold((user_id,), None, case_id, "INFO" if case_id else "HANDED", text, clock.now()))
