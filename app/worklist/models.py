import sqlalchemy as sa

from app.db import Moment, db


class HumanTask(db.Model):
    """One user task of one case that somebody has to do or has done; never deleted."""

    __tablename__ = "human_task"
    __table_args__ = (
        sa.UniqueConstraint("instance_id", "step"),
        sa.Index(None, "claimed_by_id", "status", "due_at"),
        sa.Index(None, "done_by_id", "done_at"),
        sa.Index(None, "case_id", "status"),
        sa.Index(None, "status", "due_at"),
        sa.Index(None, "element", "done_at"),
    )

    id = sa.orm.mapped_column(sa.Integer, primary_key=True)
    instance_id = sa.orm.mapped_column(sa.ForeignKey("instance.id"), nullable=False)
    step = sa.orm.mapped_column(sa.String(64), nullable=False)
    element = sa.orm.mapped_column(sa.String(80), nullable=False)
    process_id = sa.orm.mapped_column(sa.String(80), nullable=False)
    digest = sa.orm.mapped_column(sa.String(64), nullable=False)
    case_id = sa.orm.mapped_column(sa.Integer)
    name = sa.orm.mapped_column(sa.String(100), nullable=False)
    lane = sa.orm.mapped_column(sa.String(60))
    form_key = sa.orm.mapped_column(sa.String(120), nullable=False)
    roles = sa.orm.mapped_column(sa.String(60), nullable=False)
    unit_id = sa.orm.mapped_column(sa.Integer)
    region_code = sa.orm.mapped_column(sa.String(12))
    excluded = sa.orm.mapped_column(sa.JSON, nullable=False, default=list)
    settings = sa.orm.mapped_column(sa.JSON, nullable=False, default=dict)
    local = sa.orm.mapped_column(sa.JSON, nullable=False, default=dict)
    status = sa.orm.mapped_column(sa.String(10), nullable=False, default="OPEN")
    opened_at = sa.orm.mapped_column(Moment, nullable=False)
    due_at = sa.orm.mapped_column(Moment)
    claimed_by_id = sa.orm.mapped_column(sa.Integer)
    claimed_at = sa.orm.mapped_column(Moment)
    done_at = sa.orm.mapped_column(Moment)
    done_by_id = sa.orm.mapped_column(sa.Integer)
    done_by_name = sa.orm.mapped_column(sa.String(50))
    outcome = sa.orm.mapped_column(sa.String(60))
    answers = sa.orm.mapped_column(sa.JSON)
    draft = sa.orm.mapped_column(sa.JSON)


class TaskCandidate(db.Model):
    """Who may take an open task: holders of a role, in one unit or in a region. Gone when the task is closed."""

    __tablename__ = "task_candidate"
    __table_args__ = (sa.Index(None, "role", "unit_id"), sa.Index(None, "role", "region_code"))

    task_id = sa.orm.mapped_column(sa.ForeignKey("human_task.id"), primary_key=True)
    role = sa.orm.mapped_column(sa.String(4), primary_key=True)
    unit_id = sa.orm.mapped_column(sa.Integer)
    region_code = sa.orm.mapped_column(sa.String(12))
