"""Who is told of what happens elsewhere."""

from app.db import db
from app.notifications.models import Notice


def on_task_assigned(assigned) -> None:
    """A TaskAssigned of the worklist: the person who has it now."""
    db.session.add(Notice(user_id=assigned.person_id, case_id=assigned.case_id, kind="TASK", at=assigned.now,
                          text=f"{assigned.actor.name}把“{assigned.name}”指派给您，请到“我的任务”办理。"))
