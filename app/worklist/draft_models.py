import sqlalchemy as sa

from app.db import Moment, db


class TaskDraft(db.Model):
    """What one person typed in a task that is nobody's yet; moves to human_task.draft when they claim it."""

    __tablename__ = "task_draft"
    __table_args__ = (sa.Index(None, "saved_at"),)

    task_id = sa.orm.mapped_column(sa.ForeignKey("human_task.id"), primary_key=True, autoincrement=False)
    user_id = sa.orm.mapped_column(sa.ForeignKey("user_account.id"), primary_key=True, autoincrement=False)
    answers = sa.orm.mapped_column(sa.JSON, nullable=False)
    saved_at = sa.orm.mapped_column(Moment, nullable=False)
