"""加签, 减签: colleagues give an opinion on a task before it is completed; the task waits for the required ones."""

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock, observe
from app.db import db
from app.errors import Conflict, Forbidden, Invalid
from app.identity import holders
from app.paging import Page, page_of
from app.worklist import colleagues, involved, permissions, teamwork
from app.worklist.models import HumanTask
from app.worklist.teamwork_models import TaskCosigner

STANCES = {"AGREE": "同意", "RESERVE": "有保留地同意", "OBJECT": "不同意"}
MOST = 20
LONGEST_OPINION = 1000
NOT_AROUND = "只能请本县在岗的同事会签，需要回避的人不能选。请在名单里重新选人。"


def choosable(task, actor) -> sa.Select:
    """The posts of those who may be asked."""
    permissions.must_be_doable(task, actor)
    return _askable(task, actor)


def ask(task_id: int, user_ids: Iterable[int], question: str, waits: str, actor) -> None:
    """Ask colleagues for their opinion. `waits`: "ALL" (the task waits for each of these) or "NONE"."""
    task = permissions.task_for(task_id, actor)
    permissions.must_be_doable(task, actor)
    said = teamwork.reason_of(question, "请会签什么")
    wanted = list(dict.fromkeys(user_ids))
    if not wanted or len(of_task(task.id)) + len(wanted) > MOST:
        raise Invalid(errors={"person": [f"请选择会签人，一项任务最多 {MOST} 人。"]})
    asked = [colleagues.the(_askable(task, actor), user_id, NOT_AROUND) for user_id in wanted]
    required = waits == "ALL"
    _count(task, actor, len(asked) if required else 0)
    for person in asked:
        _add(task, person, said, actor, required=required)
    names = "、".join(person.name for person in asked)
    teamwork.note(task, "COSIGN", f"请{names}会签“{task.name}”{'' if required else '（不等答复）'}：{said}", actor,
                  to=[person.id for person in asked], reason=said, required=required)
    teamwork.tell(task, [person.id for person in asked], f"{actor.name}请您会签“{task.name}”：{said}", actor)
    observe.instrument("task.cosigners_asked", task=task_id, asked=len(asked), by=actor.id)


def remove(task_id: int, user_id: int, reason: str, actor) -> None:
    """Withdraw a request nobody has answered yet."""
    task = permissions.task_for(task_id, actor)
    permissions.must_be_doable(task, actor)
    said = teamwork.reason_of(reason, "减签原因")
    row = involved.cosigner(task_id, user_id)
    if row is None:
        raise Conflict("这位同事不在会签名单里，可能刚被减签。请刷新页面查看。")
    taken = _change(row.id, removed_at=clock.now())
    if not taken:
        raise Conflict(f"{row.user_name}已经签署意见，不能减签。请刷新页面查看。")
    _count(task, actor, -1 if row.required else 0)
    teamwork.note(task, "COSIGN", f"不再请{row.user_name}会签“{task.name}”。原因：{said}", actor, to=user_id, reason=said)
    teamwork.tell(task, (user_id,), f"{actor.name}不再需要您会签“{task.name}”：{said}", actor)


def give_opinion(task_id: int, stance: str, opinion: str, actor) -> None:
    """A co-signer's answer. An objection does not stop the task; whoever completes it sees it."""
    task = permissions.task_for(task_id, actor)
    row = involved.cosigner(task_id, actor.id)
    if row is None:
        raise Forbidden("没有请您会签这项任务，或者已经减签。您填写的内容没有提交。")
    if stance not in STANCES:
        raise Invalid(errors={"stance": ["请选择同意、有保留地同意或不同意。"]})
    said = (opinion or "").strip()
    if stance != "AGREE" and not said:
        raise Invalid(errors={"opinion": ["有保留或不同意的，请写明意见。"]})
    if len(said) > LONGEST_OPINION:
        raise Invalid(errors={"opinion": [f"意见请控制在 {LONGEST_OPINION} 字以内。"]})
    permissions.must_be_open(task)
    if not _change(row.id, stance=stance, opinion=said, answered_at=clock.now()):
        raise Conflict("您已经签署过意见，或者刚被减签。请刷新页面查看。")
    _count(task, None, -1 if row.required else 0)
    teamwork.note(task, "COSIGN", f"会签“{task.name}”：{STANCES[stance]}。", actor, stance=stance)
    teamwork.tell(task, (task.claimed_by_id, row.asked_by_id), f"{actor.name}会签“{task.name}”：{STANCES[stance]}。", actor)


def of_task(task_id: int) -> list[TaskCosigner]:
    """All who were asked and not taken off again, in the order they were asked."""
    return list(db.session.scalars(sa.select(TaskCosigner).where(
        TaskCosigner.task_id == task_id, TaskCosigner.removed_at.is_(None)).order_by(TaskCosigner.asked_at, TaskCosigner.id)))


def asked_page(actor, page: int = 1) -> Page:
    """Rows of (TaskCosigner, task name, task status), those to be answered first."""
    return page_of(sa.select(TaskCosigner, HumanTask.name, HumanTask.status)
                   .join(HumanTask, HumanTask.id == TaskCosigner.task_id)
                   .where(TaskCosigner.user_id == actor.id, TaskCosigner.removed_at.is_(None))
                   .order_by(TaskCosigner.answered_at.is_not(None), TaskCosigner.asked_at.desc()), page)


def _askable(task, actor) -> sa.Select:
    asked = sa.select(TaskCosigner.user_id).where(TaskCosigner.task_id == task.id, TaskCosigner.removed_at.is_(None))
    return colleagues.around(task).where(holders.User.id != actor.id, holders.User.id.not_in(asked))


def _add(task, person, question: str, actor, *, required: bool) -> None:
    row = db.session.scalar(sa.select(TaskCosigner).where(
        TaskCosigner.task_id == task.id, TaskCosigner.user_id == person.id))
    if row is None:
        row = TaskCosigner(task_id=task.id, user_id=person.id)
        db.session.add(row)
    row.user_name, row.required, row.question = person.name, required, question
    row.asked_by_id, row.asked_by_name, row.asked_at = actor.id, actor.name, clock.now()
    row.stance = row.opinion = row.answered_at = row.removed_at = None
    db.session.flush()


def _change(row_id: int, **values) -> bool:
    return db.session.execute(sa.update(TaskCosigner).where(
        TaskCosigner.id == row_id, TaskCosigner.answered_at.is_(None), TaskCosigner.removed_at.is_(None))
        .values(**values).execution_options(synchronize_session=False)).rowcount == 1


def _count(task, holder, more: int) -> None:
    """Move the number of opinions the task waits for, together with its row, so that a completion sees it or comes first.

    With a `holder`, only while the task is still where they saw it."""
    conditions = [HumanTask.id == task.id, HumanTask.status == "OPEN"]
    if holder is not None:
        conditions.append(HumanTask.claimed_by_id.is_not_distinct_from(task.claimed_by_id))
    moved = db.session.execute(sa.update(HumanTask).where(*conditions).values(
        opinions_awaited=HumanTask.opinions_awaited + more).execution_options(synchronize_session=False))
    if moved.rowcount != 1:
        raise permissions.taken(task.id)
