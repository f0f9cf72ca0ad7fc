import sqlalchemy as sa

from app.db import Moment, db


class BulkRun(db.Model):
    """The same thing done with many tasks by one person. What was typed for all of them is kept until the last is done.

    `person_id`, `reason`: to whom tasks are handed, and why."""

    __tablename__ = "bulk_run"
    __table_args__ = (sa.Index(None, "actor_id", "begun_at"),)

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    actor_id = sa.orm.mapped_column(sa.ForeignKey("user_account.id"), nullable=False)
    verb = sa.orm.mapped_column(sa.String(10), nullable=False)
    person_id = sa.orm.mapped_column(sa.Integer)
    reason = sa.orm.mapped_column(sa.String(300))
    answers = sa.orm.mapped_column(sa.JSON(none_as_null=True))
    begun_at = sa.orm.mapped_column(Moment, nullable=False)
    ended_at = sa.orm.mapped_column(Moment)


class BulkItem(db.Model):
    """One task of a run: WAITING, DONE, or REFUSED with the sentence why."""

    __tablename__ = "bulk_item"

    run_id = sa.orm.mapped_column(sa.ForeignKey("bulk_run.id"), primary_key=True)
    position = sa.orm.mapped_column(sa.Integer, primary_key=True)
    task_id = sa.orm.mapped_column(sa.ForeignKey("human_task.id"), nullable=False)
    status = sa.orm.mapped_column(sa.String(8), nullable=False, default="WAITING")
    sentence = sa.orm.mapped_column(sa.String(300))
