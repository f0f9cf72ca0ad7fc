"""急件: somebody who answers for a task says that it comes first. The light tells of time and the risk level of danger;
this is a person's word, so it has a reason, a name and a line on the timeline, and moves no deadline."""

import sqlalchemy as sa

from app import observe
from app.db import db
from app.errors import Conflict, Forbidden
from app.worklist import permissions, teamwork, transfers
from app.worklist.models import HumanTask


def flag(task_id: int, reason: str, actor) -> None:
    """Say that a task comes first. Raises Forbidden, Invalid (reason), Conflict (it is flagged already, or not open)."""
    _change(task_id, 0, 1, teamwork.reason_of(reason, "加急原因"), actor)


def unflag(task_id: int, reason: str, actor) -> None:
    """It is as pressing as its deadline again."""
    _change(task_id, 1, 0, teamwork.reason_of(reason, "取消加急的原因"), actor)


def must_be_allowed(task, actor) -> None:
    """Whoever has it, leads those who have it, or watches over the place."""
    permissions.must_be_open(task)
    if actor.id == task.claimed_by_id or transfers.leads(task, actor) or transfers.watches(task, actor):
        return
    raise Forbidden("只有办理人、所在单位的负责人和督办员可以把任务标为急件，请联系他们。")


def may(task, actor) -> bool:
    try:
        must_be_allowed(task, actor)
    except (Forbidden, Conflict):
        return False
    return True


def _change(task_id: int, before: int, after: int, said: str, actor) -> None:
    task = permissions.task_for(task_id, actor)
    must_be_allowed(task, actor)
    changed = db.session.execute(sa.update(HumanTask).where(
        HumanTask.id == task_id, HumanTask.status == "OPEN", HumanTask.urgent == before).values(urgent=after)
        .execution_options(synchronize_session=False))
    if changed.rowcount != 1:
        raise Conflict("这项任务已经是急件，不用再标。" if after else "这项任务不是急件，不用取消。")
    what = f"把“{task.name}”标为急件" if after else f"取消“{task.name}”的急件"
    teamwork.note(task, "URGENT", f"{what}。原因：{said}", actor, urgent=after, reason=said)
    teamwork.tell(task, (task.claimed_by_id, task.owner_id), f"{actor.name}{what}：{said}", actor)
    observe.instrument("task.urgency_changed", task=task_id, urgent=after, by=actor.id)
