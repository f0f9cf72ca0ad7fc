"""跟进: a day on which I want to be reminded of a task or a case. Only mine; nobody else sees it."""

from datetime import date, datetime, time

import sqlalchemy as sa

from app import clock, events, observe
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Invalid, NotFound
from app.paging import Page, page_of
from app.worklist import permissions
from app.worklist.events import ColleaguesTold
from app.worklist.models import HumanTask
from app.worklist.teamwork_models import FollowUp

MORNING = time(8, 30)
LONGEST_NOTE = 300
MOST = 200
BATCH = 200


def remind(task_id: int, day: date, note: str, actor) -> int:
    """Remind me on the morning of that day. Asking again for the same task moves the day. Returns the id."""
    task = permissions.task_for(task_id, actor)
    permissions.must_be_readable(task, actor)
    said = (note or "").strip()
    if len(said) > LONGEST_NOTE:
        raise Invalid(errors={"note": [f"备忘请控制在 {LONGEST_NOTE} 字以内。"]})
    if day <= clock.today():
        raise Invalid(errors={"day": ["请选择明天或以后的日期。"]})
    row = db.session.scalar(sa.select(FollowUp).where(
        FollowUp.user_id == actor.id, FollowUp.task_id == task_id, FollowUp.done_at.is_(None)))
    if row is None:
        _refuse_too_many(actor)
        row = FollowUp(user_id=actor.id, task_id=task_id, case_id=task.case_id, made_at=clock.now())
        db.session.add(row)
    row.remind_at, row.note, row.told_at = datetime.combine(day, MORNING, clock.ZONE), said, None
    db.session.flush()
    observe.instrument("follow_up.set", task=task_id, by=actor.id)
    return row.id


def finish(follow_up_id: int, actor) -> None:
    """I have followed it up, or no longer want to be reminded."""
    row = db.session.get(FollowUp, follow_up_id)
    if row is None or row.user_id != actor.id:
        raise NotFound("没有找到这条提醒。")
    row.done_at = row.done_at or clock.now()


def of_person(actor, page: int = 1) -> Page:
    """Rows of (FollowUp, task name, case_no), the nearest day first."""
    return page_of(sa.select(FollowUp, HumanTask.name, Case.case_no).outerjoin(HumanTask, HumanTask.id == FollowUp.task_id)
                   .outerjoin(Case, Case.id == FollowUp.case_id)
                   .where(FollowUp.user_id == actor.id, FollowUp.done_at.is_(None))
                   .order_by(FollowUp.remind_at, FollowUp.id), page)


def due_by(actor, moment: datetime) -> int:
    """How many of my reminders have their day before that moment."""
    return db.session.scalar(sa.select(sa.func.count()).where(
        FollowUp.user_id == actor.id, FollowUp.done_at.is_(None), FollowUp.remind_at < moment))


def of_task(task_id: int, actor) -> FollowUp | None:
    return db.session.scalar(sa.select(FollowUp).where(
        FollowUp.user_id == actor.id, FollowUp.task_id == task_id, FollowUp.done_at.is_(None)))


def remind_due(batch: int = BATCH) -> int:
    """Tell whoever is due, each once however many servers run; returns how many."""
    with unit_of_work():
        due = db.session.execute(
            sa.select(FollowUp.id, FollowUp.user_id, FollowUp.task_id, FollowUp.case_id, FollowUp.note, HumanTask.name)
            .outerjoin(HumanTask, HumanTask.id == FollowUp.task_id)
            .where(FollowUp.told_at.is_(None), FollowUp.done_at.is_(None), FollowUp.remind_at <= clock.now())
            .order_by(FollowUp.remind_at).limit(batch)).all()
        return sum(_tell(row) for row in due)


def _tell(row) -> int:
    taken = db.session.execute(sa.update(FollowUp).where(FollowUp.id == row.id, FollowUp.told_at.is_(None))
                               .values(told_at=clock.now()).execution_options(synchronize_session=False))
    if taken.rowcount == 1:
        text = f"跟进提醒：“{row.name or '案件'}”{'。' if not row.note else f'——{row.note}'}"
        events.publish(ColleaguesTold((row.user_id,), row.task_id, row.case_id, "INFO", text, clock.now()))
    return taken.rowcount


def _refuse_too_many(actor) -> None:
    waiting = db.session.scalar(sa.select(sa.func.count()).select_from(FollowUp).where(
        FollowUp.user_id == actor.id, FollowUp.done_at.is_(None)))
    if waiting >= MOST:
        raise Invalid(f"您已有 {MOST} 条跟进提醒，请先完成一些。")
