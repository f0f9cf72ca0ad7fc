"""What people do with a task besides doing it: who was asked to help, who was told, who stands in, what to come back to."""

import sqlalchemy as sa

from app.db import Moment, db


class TaskDelegation(db.Model):
    """A task lent to somebody whose answer its owner confirms. Open until answered or recalled; never deleted."""

    __tablename__ = "task_delegation"
    __table_args__ = (sa.Index(None, "task_id", "given_at"),)

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    task_id = sa.orm.mapped_column(sa.ForeignKey("human_task.id"), nullable=False)
    owner_id = sa.orm.mapped_column(sa.Integer, nullable=False)
    delegate_id = sa.orm.mapped_column(sa.Integer, nullable=False)
    delegate_name = sa.orm.mapped_column(sa.String(50), nullable=False)
    reason = sa.orm.mapped_column(sa.String(300), nullable=False)
    given_at = sa.orm.mapped_column(Moment, nullable=False)
    answered_at = sa.orm.mapped_column(Moment)
    recalled_at = sa.orm.mapped_column(Moment)


class TaskCosigner(db.Model):
    """Somebody asked for an opinion on a task. `required`: the task waits for it. Removed ones stay as rows."""

    __tablename__ = "task_cosigner"
    __table_args__ = (sa.UniqueConstraint("task_id", "user_id"), sa.Index(None, "user_id", "answered_at"))

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    task_id = sa.orm.mapped_column(sa.ForeignKey("human_task.id"), nullable=False)
    user_id = sa.orm.mapped_column(sa.Integer, nullable=False)
    user_name = sa.orm.mapped_column(sa.String(50), nullable=False)
    required = sa.orm.mapped_column(sa.Boolean, nullable=False)
    asked_by_id = sa.orm.mapped_column(sa.Integer)
    asked_by_name = sa.orm.mapped_column(sa.String(50), nullable=False)
    asked_at = sa.orm.mapped_column(Moment, nullable=False)
    question = sa.orm.mapped_column(sa.String(300), nullable=False)
    stance = sa.orm.mapped_column(sa.String(10))
    opinion = sa.orm.mapped_column(sa.String(1000))
    answered_at = sa.orm.mapped_column(Moment)
    removed_at = sa.orm.mapped_column(Moment)


class TaskCopy(db.Model):
    """Somebody who may read a task's page because they were sent a copy."""

    __tablename__ = "task_copy"
    __table_args__ = (sa.UniqueConstraint("task_id", "user_id"), sa.Index(None, "user_id", "at"))

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    task_id = sa.orm.mapped_column(sa.ForeignKey("human_task.id"), nullable=False)
    user_id = sa.orm.mapped_column(sa.Integer, nullable=False)
    user_name = sa.orm.mapped_column(sa.String(50), nullable=False)
    by_id = sa.orm.mapped_column(sa.Integer)
    by_name = sa.orm.mapped_column(sa.String(50), nullable=False)
    note = sa.orm.mapped_column(sa.String(300), nullable=False, default="")
    at = sa.orm.mapped_column(Moment, nullable=False)
    read_at = sa.orm.mapped_column(Moment)


class Substitution(db.Model):
    """Somebody stands in for somebody else from `starts_at` until `ends_at`, for these processes and roles (empty: all).

    It ends by itself; `ended_at` is an earlier end. Never deleted.
    """

    __tablename__ = "substitution"
    __table_args__ = (sa.Index(None, "substitute_id", "ends_at"), sa.Index(None, "principal_id", "ends_at"))

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    principal_id = sa.orm.mapped_column(sa.Integer, nullable=False)
    substitute_id = sa.orm.mapped_column(sa.Integer, nullable=False)
    starts_at = sa.orm.mapped_column(Moment, nullable=False)
    ends_at = sa.orm.mapped_column(Moment, nullable=False)
    processes = sa.orm.mapped_column(sa.JSON, nullable=False, default=list)
    roles = sa.orm.mapped_column(sa.JSON, nullable=False, default=list)
    reason = sa.orm.mapped_column(sa.String(300), nullable=False)
    made_by_id = sa.orm.mapped_column(sa.Integer, nullable=False)
    made_at = sa.orm.mapped_column(Moment, nullable=False)
    ended_at = sa.orm.mapped_column(Moment)
    ended_by_id = sa.orm.mapped_column(sa.Integer)


class FollowUp(db.Model):
    """A reminder somebody set for themselves on a task or a case. `told_at`: when the notice went out."""

    __tablename__ = "follow_up"
    __table_args__ = (sa.Index(None, "told_at", "remind_at"), sa.Index(None, "user_id", "done_at", "remind_at"))

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    user_id = sa.orm.mapped_column(sa.Integer, nullable=False)
    task_id = sa.orm.mapped_column(sa.ForeignKey("human_task.id"))
    case_id = sa.orm.mapped_column(sa.Integer)
    remind_at = sa.orm.mapped_column(Moment, nullable=False)
    note = sa.orm.mapped_column(sa.String(300), nullable=False)
    made_at = sa.orm.mapped_column(Moment, nullable=False)
    told_at = sa.orm.mapped_column(Moment)
    done_at = sa.orm.mapped_column(Moment)
