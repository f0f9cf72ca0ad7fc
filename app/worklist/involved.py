"""Who may open a task's page because somebody asked or told them about it: co-signers and people sent a copy."""

import sqlalchemy as sa

from app.db import db
from app.worklist.teamwork_models import TaskCopy, TaskCosigner


def is_involved(task_id: int, user_id: int | None) -> bool:
    return user_id is not None and (is_cosigner(task_id, user_id) or db.session.scalar(
        sa.select(TaskCopy.id).where(TaskCopy.task_id == task_id, TaskCopy.user_id == user_id)) is not None)


def is_cosigner(task_id: int, user_id: int | None) -> bool:
    return cosigner(task_id, user_id) is not None


def cosigner(task_id: int, user_id: int | None) -> TaskCosigner | None:
    """The person's own request for an opinion, answered or not, unless it was withdrawn."""
    return db.session.scalar(sa.select(TaskCosigner).where(
        TaskCosigner.task_id == task_id, TaskCosigner.user_id == user_id, TaskCosigner.removed_at.is_(None)))
