"""Who is told of what happens elsewhere."""

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock
from app.db import db
from app.engine.effects import TaskOpened
from app.instances.events import InstanceAdvanced
from app.notifications import writing
from app.notifications.models import Notice
from app.worklist.models import HumanTask


def on_instance_advanced(advanced: InstanceAdvanced) -> None:
    """A task that the diagram gives to one person, who did not open it just now. What is offered to a post is told by its
    bundle (bundles.py)."""
    mine = str(advanced.actor.id) if advanced.actor is not None else ""
    steps = [effect.step for effect in advanced.effects
             if isinstance(effect, TaskOpened) and str(effect.settings.get("assignee") or mine) != mine]
    if steps:
        _tell_holders(advanced.instance_id, steps)


def on_task_completed(completed) -> None:
    """A TaskCompleted: nobody needs to read any more that it was to be done."""
    db.session.execute(sa.update(Notice).where(
        Notice.task_id == completed.task_id, Notice.read_at.is_(None), Notice.kind.in_(("TASK", "HANDED")))
        .values(read_at=clock.now()).execution_options(synchronize_session=False))


def _tell_holders(instance_id: int, steps: Iterable[str]) -> None:
    tasks = db.session.execute(sa.select(HumanTask.id, HumanTask.name, HumanTask.case_id, HumanTask.claimed_by_id).where(
        HumanTask.instance_id == instance_id, HumanTask.step.in_(list(steps)), HumanTask.claimed_by_id.is_not(None)))
    for task in tasks.all():
        writing.write([task.claimed_by_id], "TASK", f"您有一项新任务“{task.name}”。", case_id=task.case_id, task_id=task.id)
