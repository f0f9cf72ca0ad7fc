"""委派: a task is lent; the answer comes back to its owner, who confirms it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app import clock, observe
from app.db import db
from app.errors import Conflict, Forbidden
from app.identity import holders
from app.processes import queries as processes
from app.worklist import colleagues, context, permissions, teamwork
from app.worklist.teamwork_models import TaskDelegation

NOT_ABLE = "只能委派给能办这一步的同事：岗位、单位或辖区要对得上，需要回避的人不能选。请在名单里重新选人。"


def choosable(task, actor) -> sa.Select:
    """The posts of those to whom the actor may lend the task."""
    must_be_allowed(task, actor)
    return colleagues.others(task, actor)


def delegate(task_id: int, to_id: int, reason: str, actor) -> None:
    """Lend an open task; the actor (or who the actor stands in for) stays its owner."""
    task = permissions.task_for(task_id, actor)
    absent = must_be_allowed(task, actor)
    said = teamwork.reason_of(reason, "委派事项")
    person = colleagues.the(colleagues.others(task, actor), to_id, NOT_ABLE)
    owner = absent or actor
    teamwork.hand_over(task, person.id, owner_id=owner.id)
    db.session.add(TaskDelegation(task_id=task.id, owner_id=owner.id, delegate_id=person.id, delegate_name=person.name,
                                  reason=said, given_at=clock.now()))
    teamwork.note(task, "HANDOVER", f"把“{task.name}”委派给{person.name}办理，办好后交回确认。事项：{said}", actor,
                  to=person.id, reason=said)
    teamwork.tell(task, (person.id,), f"{owner.name}委派您办理“{task.name}”，办好后交回：{said}", actor)
    observe.instrument("task.delegated", task=task_id, to=person.id, by=actor.id)


def answer(task_id: int, answers: Mapping[str, Any], actor) -> int | None:
    """The delegate's answer: checked like a completion, kept as the draft, back on the owner's desk. Returns the case."""
    task = permissions.task_for(task_id, actor)
    _must_be_delegate(task, actor)
    form = processes.form(task.digest, task.form_key)
    clean = form.check(answers, context.of_task(task, form))
    back = _back_to(task)
    teamwork.hand_over(task, back, owner_id=None, draft=clean)
    end_open(task, answered_at=clock.now())
    owner = permissions.name_of(task.owner_id)
    teamwork.note(task, "HANDOVER", f"办好了{owner}委派的“{task.name}”，交回确认。", actor, to=task.owner_id)
    teamwork.tell(task, (back,), f"{actor.name}办好了您委派的“{task.name}”，请确认后提交。", actor)
    observe.instrument("task.delegation_answered", task=task_id, by=actor.id)
    return task.case_id


def hand_back(task_id: int, reason: str, actor) -> None:
    """The delegate can't do it: the task goes back without an answer, with the reason."""
    task = permissions.task_for(task_id, actor)
    _must_be_delegate(task, actor)
    said = teamwork.reason_of(reason, "不能办理的原因")
    back = _back_to(task)
    teamwork.hand_over(task, back, owner_id=None)
    end_open(task)
    teamwork.note(task, "HANDOVER", f"没有办理委派的“{task.name}”，还给{permissions.name_of(task.owner_id)}。原因：{said}",
                  actor, to=task.owner_id, reason=said)
    teamwork.tell(task, (back,), f"{actor.name}把您委派的“{task.name}”还给您：{said}", actor)


def recall(task_id: int, actor) -> None:
    """The owner takes the task back before it is answered; what the delegate typed stays as the draft."""
    task = permissions.task_for(task_id, actor)
    permissions.must_be_open(task)
    if task.owner_id is None:
        raise Conflict("这项任务没有委派在外，或者受托人刚刚交回了。请刷新页面查看。")
    if task.owner_id != actor.id:
        raise Forbidden("只有委派人可以收回。")
    teamwork.hand_over(task, actor.id, owner_id=None)
    end_open(task)
    teamwork.note(task, "HANDOVER", f"收回委派给{permissions.name_of(task.claimed_by_id)}的“{task.name}”。", actor,
                  before=task.claimed_by_id)
    teamwork.tell(task, (task.claimed_by_id,), f"{actor.name}收回了委派给您的“{task.name}”，不用再办。", actor)


def must_be_allowed(task, actor):
    """The person for whom the actor acts, None for themselves; a task that is lent is not lent on."""
    absent = permissions.must_be_doable(task, actor)
    if task.owner_id is not None:
        raise Conflict("这项任务已经是委派来的，不能再往下委派；办不了的，请交回给委派人。")
    return absent


def open_one(task_id: int) -> TaskDelegation | None:
    """The delegation that runs, or the last one that was answered."""
    return db.session.scalar(sa.select(TaskDelegation).where(
        TaskDelegation.task_id == task_id, TaskDelegation.recalled_at.is_(None))
        .order_by(TaskDelegation.id.desc()).limit(1))


def end_open(task, **values) -> None:
    """Close what runs: answered if `answered_at` is given, else recalled."""
    if task.owner_id is None:
        return
    db.session.execute(sa.update(TaskDelegation).where(
        TaskDelegation.task_id == task.id, TaskDelegation.answered_at.is_(None), TaskDelegation.recalled_at.is_(None))
        .values(**(values or {"recalled_at": clock.now()})).execution_options(synchronize_session=False))


def _must_be_delegate(task, actor) -> None:
    permissions.must_be_open(task)
    if task.owner_id is None or task.claimed_by_id != actor.id:
        raise Conflict("这项任务现在不是委派给您的，可能已被收回。您填写的内容没有提交，请刷新页面查看。")


def _back_to(task) -> int | None:
    """The owner; if they have left meanwhile, the task is everybody's again who may do it."""
    here = db.session.scalar(sa.select(holders.User.active).where(holders.User.id == task.owner_id))
    return task.owner_id if here else None
