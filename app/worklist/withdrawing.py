"""撤回: I take my own last step back, as long as nobody has done anything with what it opened (docs/adr/0015)."""

import sqlalchemy as sa

from app import clock, observe
from app.cases import clock_undoing, going_back
from app.cases.models import TimelineEntry
from app.db import db
from app.engine.returning import Done
from app.errors import Conflict, DomainError, Forbidden
from app.instances import actions as instances
from app.instances import queries as running
from app.instances import retiming
from app.worklist import drafts, permissions, teamwork
from app.worklist.models import HumanTask

_ROW = HumanTask


def withdraw(task_id: int, reason: str, actor) -> None:
    """The finished task is open again with what was typed, and what it opened is gone. What was sent stays sent.

    Raises Conflict: somebody has acted, time has fired, or what it did can't be undone; says which.
    """
    task = permissions.task_for(task_id, actor)
    said = teamwork.reason_of(reason, "撤回原因")
    instances.hold(task.instance_id, task.case_id)
    task = permissions.task_for(task_id, actor)
    _must_be_own(task, actor)
    if not going_back.stands_open(task.case_id, task.done_at):
        raise Conflict("这一步之后案件已经办结，不能撤回。有新的情况，请按重新办理或回访的程序处理。")
    told = _hold_what_it_opened(task, actor)
    teamwork.note(task, "WITHDRAW", f"撤回自己办结的“{task.name}”（已发出的通知和短信不会收回）。原因：{said}", actor, reason=said,
                  outcome=task.outcome)
    _take_back(task, actor)
    going_back.return_to(task.case_id, task.element, task.done_at, actor)
    teamwork.tell(task, told, f"{actor.name}撤回了“{task.name}”，随之派给您的任务不用再办：{said}", actor)
    observe.instrument("task.withdrawn", task=task_id, by=actor.id)


def _take_back(task, actor) -> None:
    """Limits first: the timers that come back are set by them. Other timers follow once, when all of it is done."""
    if not running.can_be_withdrawn(task.instance_id, task.step):
        raise Conflict(f"{_why_not(task)}，不能撤回。如需更正，请联系现在的办理人退回给您。")
    with retiming.during_step(task.case_id):
        clock_undoing.undo(task.case_id, task.instance_id, task.step, task.done_at, clock.now(), actor)
        instances.withdraw(task.instance_id, task.case_id, task.step, actor)


def _why_not(task) -> str:
    """What has happened since, or what the step did that reaches beyond the house."""
    done = Done(task.step, task.element, task.process_id, task.place)
    if task.place and (acts := running.lasting_since(task.instance_id, done)):
        return f"这一步{'、'.join(acts)}，收不回来"
    later = db.session.execute(sa.select(_ROW.name, _ROW.done_by_name).where(
        _ROW.instance_id == task.instance_id, _ROW.status == "DONE", _ROW.id != task.id, _ROW.done_at >= task.done_at)
        .order_by(_ROW.done_at.desc()).limit(1)).first()
    if later:
        return f"{later.done_by_name}之后已经办结“{later.name}”"
    slip = db.session.scalar(sa.select(TimelineEntry.text).where(
        TimelineEntry.case_id == task.case_id, TimelineEntry.at >= task.done_at,
        TimelineEntry.kind.in_(("URGE", "SUPERVISE", "PROMPT"))).order_by(TimelineEntry.id.desc()).limit(1))
    if slip:
        return f"这一步之后已经发出、送到人手里：{slip.rstrip('。')}"
    return "这一步之后流程已经走完" if running.is_over(task.instance_id) else "这一步之后已有到期的提醒或者收到的消息推动了流程"


def may(task, actor) -> bool:
    """Whether the button is worth showing: one's own, last, untouched."""
    try:
        _must_be_own(task, actor)
    except DomainError:
        return False
    return (running.can_be_withdrawn(task.instance_id, task.step) and going_back.stands_open(task.case_id, task.done_at)
            and not db.session.scalar(sa.select(_ROW.id).where(*_opened_by(task), sa.not_(_untouched(actor))).limit(1)))


def _must_be_own(task, actor) -> None:
    if task.status == "OPEN":
        raise Conflict("这项任务还没有办结，不用撤回，直接修改后提交就可以。")
    if task.status != "DONE" or task.done_by_id != actor.id:
        raise Forbidden("只能撤回自己办结的任务。如需更正，请联系现在的办理人退回。")


def _hold_what_it_opened(task, actor) -> list[int]:
    """Keep the tasks that it opened from being taken while they go. Returns who had been given one by the diagram."""
    opened = db.session.execute(sa.select(_ROW.id, _ROW.claimed_by_id).where(*_opened_by(task))).all()
    held = db.session.execute(
        sa.update(_ROW).where(*_opened_by(task), _untouched(actor)).values(claimed_at=_ROW.claimed_at)
        .execution_options(synchronize_session=False))
    if held.rowcount != len(opened):
        taken = db.session.execute(sa.select(_ROW.name, _ROW.claimed_by_id, _ROW.done_by_name).where(
            _ROW.id.in_([row.id for row in opened]), sa.not_(_untouched(actor))).limit(1)).first()
        who = (taken.done_by_name or permissions.name_of(taken.claimed_by_id)) if taken else "同事"
        raise Conflict(f"{who}已经开始办理“{taken.name if taken else '下一步'}”，不能撤回了。如需更正，请联系对方退回给您。")
    return [row.claimed_by_id for row in opened if row.claimed_by_id is not None]


def _opened_by(task) -> tuple:
    return _ROW.instance_id == task.instance_id, _ROW.status == "OPEN", _ROW.opened_at >= task.done_at, _ROW.id != task.id


def _untouched(actor):
    """Open, and nobody but the actor has claimed it, typed into it, lent it on or asked others about it."""
    given = sa.or_(_ROW.claimed_by_id.is_(None), _ROW.claimed_by_id == actor.id, _ROW.claimed_at == _ROW.opened_at)
    # JSON null and no value at all are both "nothing typed"
    typed = sa.or_(sa.and_(_ROW.draft.is_not(None), sa.cast(_ROW.draft, sa.Text) != "null"), drafts.anybodys(_ROW.id))
    return sa.and_(_ROW.status == "OPEN", given, sa.not_(typed), _ROW.owner_id.is_(None), _ROW.opinions_awaited == 0)
