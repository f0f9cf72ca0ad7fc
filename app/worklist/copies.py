"""抄送: a colleague gets a notice and may read the task's page; nothing else."""

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock, observe
from app.cases.models import Case
from app.cases.permissions import SEALED
from app.db import db
from app.errors import Forbidden, Invalid
from app.identity.models import User
from app.paging import Page, page_of
from app.worklist import colleagues, permissions, teamwork
from app.worklist.models import HumanTask
from app.worklist.teamwork_models import TaskCopy

MOST = 30
NOT_AROUND = "只能抄送给本县在岗的同事，需要回避的人不能选。请在名单里重新选人。"


def choosable(task, actor) -> sa.Select:
    """The posts of those who may be sent a copy and have none."""
    permissions.must_be_readable(task, actor)
    must_be_allowed(task, actor)
    there = sa.select(TaskCopy.user_id).where(TaskCopy.task_id == task.id)
    return colleagues.around(task).where(User.id.not_in(there))


def send(task_id: int, user_ids: Iterable[int], note: str, actor) -> None:
    """Send copies. Whoever has one already is silently left."""
    task = _task(task_id, actor)
    said = teamwork.reason_of(note, "抄送说明")
    wanted = list(dict.fromkeys(user_ids))
    if not 1 <= len(wanted) <= MOST:
        raise Invalid(errors={"person": [f"请选择抄送人，一次最多 {MOST} 人。"]})
    there = set(db.session.scalars(sa.select(TaskCopy.user_id).where(TaskCopy.task_id == task_id)))
    told = [colleagues.the(colleagues.around(task), user_id, NOT_AROUND) for user_id in wanted if user_id not in there]
    db.session.add_all([TaskCopy(task_id=task_id, user_id=person.id, user_name=person.name, by_id=actor.id,
                                 by_name=actor.name, note=said, at=clock.now()) for person in told])
    if told:
        names = "、".join(person.name for person in told)
        teamwork.note(task, "COPY", f"把“{task.name}”抄送{names}：{said}", actor, to=[person.id for person in told])
        teamwork.tell(task, [person.id for person in told], f"{actor.name}把“{task.name}”抄送给您：{said}", actor)
    observe.instrument("task.copied", task=task_id, to=len(told), by=actor.id)


def mark_read(task_id: int, actor) -> None:
    db.session.execute(sa.update(TaskCopy).where(
        TaskCopy.task_id == task_id, TaskCopy.user_id == actor.id, TaskCopy.read_at.is_(None)).values(read_at=clock.now()))


def of_task(task_id: int) -> list[TaskCopy]:
    return list(db.session.scalars(sa.select(TaskCopy).where(TaskCopy.task_id == task_id).order_by(TaskCopy.id).limit(MOST)))


def sent_to(actor, page: int = 1) -> Page:
    """Rows of (TaskCopy, task name, task status), the newest first."""
    return page_of(sa.select(TaskCopy, HumanTask.name, HumanTask.status).join(HumanTask, HumanTask.id == TaskCopy.task_id)
                   .where(TaskCopy.user_id == actor.id).order_by(TaskCopy.at.desc(), TaskCopy.id.desc()), page)


def must_be_allowed(task, actor) -> None:
    """Whoever works on the task or may read its case; a sealed report is copied to nobody."""
    mine = actor.id in (task.claimed_by_id, task.done_by_id, task.owner_id)
    if not (mine or permissions.is_candidate(task, actor) or permissions.sees_case(task, actor)):
        raise Forbidden("只有办理人和能查看本案的人可以抄送。")
    if db.session.scalar(sa.select(Case.matter_kind).where(Case.id == task.case_id)) == SEALED:
        raise Forbidden("检举控告件不能抄送。")


def may(task, actor) -> bool:
    try:
        must_be_allowed(task, actor)
    except Forbidden:
        return False
    return True


def _task(task_id: int, actor):
    task = permissions.task_for(task_id, actor)
    permissions.must_be_readable(task, actor)
    must_be_allowed(task, actor)
    return task
