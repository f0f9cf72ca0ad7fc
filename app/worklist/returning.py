"""退回: an open task goes back to an earlier step of its process, with a reason. What would end with it is said first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app import clock, observe
from app.cases import going_back
from app.db import db
from app.engine.returning import Done
from app.errors import Conflict, Invalid
from app.identity import holders
from app.identity.models import User
from app.instances import actions as instances
from app.instances import queries as running
from app.worklist import colleagues, offers, permissions, teamwork
from app.worklist.models import HumanTask

LOOKED_BACK = 200
"""Finished tasks of one process that are looked at; a case that went round more often goes back to the newer ones."""
FORBIDDEN = "no"


@dataclass(frozen=True)
class Choice:
    """One step to go back to. `closes`: (task id, name, who has it) of colleagues' tasks that would end. `blocked`: why it
    is not possible, in words; empty if it is."""

    task_id: int
    name: str
    done_by: str
    done_at: datetime
    closes: tuple[tuple[int, str, str], ...]
    anew: bool
    leaves_process: bool
    blocked: str


def choices(task_id: int, actor) -> list[Choice]:
    """The steps that this open task could go back to, the latest first, those in the way named."""
    task = permissions.task_for(task_id, actor)
    must_be_allowed(task, actor)
    return _choices(task)


def send_back(task_id: int, to_task_id: int, reason: str, agreed: Iterable[int], actor) -> int:
    """Go back to the step of that finished task. `agreed`: ids of the colleagues' tasks that may end with it.

    Returns the id of the task that is open again. Raises Invalid (reason, target) and Conflict: gone on meanwhile, or
    other tasks would end than agreed (then the page asks again).
    """
    task = permissions.task_for(task_id, actor)
    said = teamwork.reason_of(reason, "退回原因")
    instances.hold(task.instance_id, task.case_id)
    task = permissions.task_for(task_id, actor)
    absent = must_be_allowed(task, actor)
    choice = next((one for one in _choices(task) if one.task_id == to_task_id), None)
    if choice is None:
        raise Invalid(errors={"target": ["请在名单里选择退回到哪一步；流程可能刚往前走了，请刷新页面。"]})
    if choice.blocked:
        raise Conflict(choice.blocked)
    _must_be_agreed(choice, set(agreed))
    target = db.session.get(HumanTask, to_task_id)
    affected = {holder for holder, in db.session.execute(sa.select(HumanTask.claimed_by_id).where(
        HumanTask.id.in_([number for number, *_ in choice.closes])))}
    teamwork.note_stand_in(task, absent, actor)
    teamwork.note(task, "RETURN", f"把“{task.name}”退回到“{target.name}”。原因：{said}", actor, to=target.id, reason=said,
                  closed=[number for number, *_ in choice.closes])
    instances.send_back(task.instance_id, task.case_id, task.step, done_of(target),
                        _steps_of([number for number, *_ in choice.closes]), actor)
    going_back.return_to(task.case_id, target.element, target.done_at, actor)
    opened = _hand_to_who_did_it(task, target, said, actor)
    _mark_returned(task, actor)
    teamwork.tell(task, affected, f"“{task.name}”退回到“{target.name}”，您正在办的并行任务随之结束：{said}", actor)
    observe.instrument("task.sent_back", task=task_id, to=to_task_id, by=actor.id)
    return opened


def must_be_allowed(task, actor):
    """Whoever may do the task may send it back, unless the diagram says no. Returns for whom the actor acts."""
    absent = permissions.must_be_doable(task, actor)
    if task.owner_id is not None:
        raise Conflict("这项任务是委派来的，请先交回，由委派人退回。")
    if (task.settings or {}).get("return") == FORBIDDEN:
        raise Conflict("流程规定这一步不能退回。请按表单里的结论办理。")
    return absent


def done_of(task) -> Done:
    return Done(task.step, task.element, task.process_id, task.place or "")


def _choices(task) -> list[Choice]:
    rows = list(db.session.scalars(sa.select(HumanTask).where(
        HumanTask.instance_id == task.instance_id, HumanTask.status == "DONE", HumanTask.place.is_not(None))
        .order_by(HumanTask.id.desc()).limit(LOOKED_BACK)))
    by_step = {row.step: row for row in rows}
    ways = running.ways_back(task.instance_id, task.step, [done_of(row) for row in rows])
    closing = _named_by_step(task.instance_id, {step for way, _ in ways for step in way.closes})
    return [_choice(by_step[way.done.step], way, acts, closing) for way, acts in ways]


def _choice(row, way, acts: list[str], closing: dict) -> Choice:
    blocked = f"不能退回到这里：{'、'.join(acts)}，收不回来。" if acts else ""
    if not going_back.stands_open(row.case_id, row.done_at):
        blocked = "不能退回到这里：案件在那之后已经办结。"
    return Choice(row.id, row.name, row.done_by_name or "", row.done_at,
                  tuple(closing[step] for step in way.closes if step in closing), way.anew, way.scopes > 0, blocked)


def _named_by_step(instance_id: int, steps: set[str]) -> dict[str, tuple[int, str, str]]:
    rows = db.session.execute(
        sa.select(HumanTask.step, HumanTask.id, HumanTask.name, User.name).outerjoin(User, User.id == HumanTask.claimed_by_id)
        .where(HumanTask.instance_id == instance_id, HumanTask.step.in_(steps), HumanTask.status == "OPEN"))
    return {step: (number, name, holder or "待领取") for step, number, name, holder in rows}


def _must_be_agreed(choice: Choice, agreed: set[int]) -> None:
    missing = [f"“{name}”（{holder}）" for number, name, holder in choice.closes if number not in agreed]
    if missing:
        raise instances.MoreWouldEnd(f"退回会同时结束同事的任务：{'、'.join(missing)}。请看清楚，勾选同意后再退回。",
                                     tasks=[number for number, *_ in choice.closes])


def _steps_of(task_ids: list[int]) -> list[str]:
    return list(db.session.scalars(sa.select(HumanTask.step).where(HumanTask.id.in_(task_ids))))


def _hand_to_who_did_it(task, target, reason: str, actor) -> int:
    """The tasks that opened anew know why; where it is one, it lies with whoever did it, with what they had typed."""
    opened = list(db.session.scalars(sa.select(HumanTask).where(
        HumanTask.instance_id == task.instance_id, HumanTask.element == target.element,
        HumanTask.process_id == target.process_id, HumanTask.status == "OPEN", HumanTask.id > task.id)
        .order_by(HumanTask.id)))
    for row in opened:
        row.sent_back = {"by": actor.name, "from": task.name, "reason": reason,
                         "at": clock.local(clock.now()).isoformat(timespec="minutes")}
    db.session.flush()
    if len(opened) == 1:
        _give(opened[0], target)
    told = {row.claimed_by_id for row in opened}
    teamwork.tell(opened[0] if opened else task, told, f"{actor.name}把“{task.name}”退回到您的“{target.name}”：{reason}", actor)
    return opened[0].id if opened else task.id


def _give(row: HumanTask, target: HumanTask) -> None:
    row.draft = target.answers
    able = holders.one_of(colleagues.able(row), target.done_by_id) if target.done_by_id is not None else None
    if row.claimed_by_id is None and able is not None:
        row.claimed_by_id, row.claimed_at = able.id, row.opened_at
    db.session.flush()
    offers.held_by(row.id, row.claimed_by_id)


def _mark_returned(task, actor) -> None:
    db.session.execute(sa.update(HumanTask).where(HumanTask.id == task.id).values(
        outcome="returned", done_by_id=actor.id, done_by_name=actor.name, done_at=clock.now())
        .execution_options(synchronize_session=False))
