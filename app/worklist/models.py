from datetime import UTC, datetime

import sqlalchemy as sa

from app.db import Moment, db

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands where nothing is due, so that lists sort it last and page on without asking for nulls."""
_OPEN = sa.text("status = 'OPEN'")
_DONE = sa.text("done_by_id IS NOT NULL")
_FREE = sa.text("taken_by_id IS NULL")


def _of_open(name: str, *columns: str) -> sa.Index:
    return sa.Index(f"ix_human_task_open_{name}", *columns, sqlite_where=_OPEN, postgresql_where=_OPEN)


def _of_free(name: str, *columns: str) -> sa.Index:
    return sa.Index(f"ix_task_candidate_free_{name}", *columns, sqlite_where=_FREE, postgresql_where=_FREE)


class HumanTask(db.Model):
    """One user task of one case that somebody has to do or has done; never deleted.

    What lists sort and filter by stands here, too, copied from the case by desk_rows.py: a million rows are not joined to
    be sorted. `press_at`: the earlier of its own due time and the case's; NEVER while the case stands still.

    `place`: where it stood in its process, for going back to it. `owner_id`: to whom a delegated task returns.
    `opinions_awaited`: required co-signers who have not answered. `acted_for_id`: for whom who did it stood in.
    `sent_back`: {by, from, reason} of a task opened by a return.
    """

    __tablename__ = "human_task"
    __table_args__ = (
        sa.UniqueConstraint("instance_id", "step"),
        sa.Index("ix_human_task_done", "done_by_id", "done_at", "id", "case_no", "risk", "tier", "route",
                 sqlite_where=_DONE, postgresql_where=_DONE),
        _of_open("claimed", "claimed_by_id", "press_at", "id", "yellow_at", "paused"),
        _of_open("desk", "desk_unit_id", "press_at", "id", "yellow_at", "paused", "claimed_by_id", "case_id",
                 "risk", "tier", "route", "urgent", "status"),
        _of_open("sent", "sent_by_id", "press_at", "id", "yellow_at", "paused", "claimed_by_id", "case_id"),
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
    place = sa.orm.mapped_column(sa.Text)
    owner_id = sa.orm.mapped_column(sa.Integer)
    opinions_awaited = sa.orm.mapped_column(sa.Integer, nullable=False, default=0, server_default="0")
    acted_for_id = sa.orm.mapped_column(sa.Integer)
    sent_back = sa.orm.mapped_column(sa.JSON)

    # for lists (desk_rows.py)
    press_at = sa.orm.mapped_column(Moment, nullable=False, default=NEVER)
    yellow_at = sa.orm.mapped_column(Moment, nullable=False, default=NEVER)
    warn_at = sa.orm.mapped_column(Moment)
    """When its own last day begins."""
    paused = sa.orm.mapped_column(sa.Boolean, nullable=False, default=False)
    legal_due_at = sa.orm.mapped_column(Moment, nullable=False, default=NEVER)
    risk = sa.orm.mapped_column(sa.SmallInteger, nullable=False, default=0)
    tier = sa.orm.mapped_column(sa.SmallInteger, nullable=False, default=0)
    route = sa.orm.mapped_column(sa.String(16), nullable=False, default="")
    case_no = sa.orm.mapped_column(sa.String(20), nullable=False, default="")
    urgent = sa.orm.mapped_column(sa.SmallInteger, nullable=False, default=0, server_default="0")
    """1 if somebody said that it comes first (urgency.py)."""
    desk_unit_id = sa.orm.mapped_column(sa.Integer)
    """The unit on whose desk it lies: the one it is for, else that of whoever has it, else the nearest with such a role."""
    sent_by_id = sa.orm.mapped_column(sa.Integer)
    """Whose completion opened it, or who handed it on."""


class TaskCandidate(db.Model):
    """Who may take an open task: holders of a role, in one unit or in a region. Gone when the task is closed.

    `taken_by_id` follows the task's claimed_by_id (offers.py), `county` and `town` are the region's first digits: a post
    finds what it may take by comparing for equality, in the order of the index.
    """

    __tablename__ = "task_candidate"
    __table_args__ = (
        _of_free("unit", "role", "unit_id", "press_at", "task_id", "yellow_at", "paused"),
        _of_free("county", "role", "county", "press_at", "task_id", "yellow_at", "paused"),
        _of_free("town", "role", "town", "press_at", "task_id", "yellow_at", "paused"),
        _of_free("place", "role", "region_code", "press_at", "task_id", "yellow_at", "paused"))

    task_id = sa.orm.mapped_column(sa.ForeignKey("human_task.id"), primary_key=True)
    role = sa.orm.mapped_column(sa.String(4), primary_key=True)
    unit_id = sa.orm.mapped_column(sa.Integer)
    region_code = sa.orm.mapped_column(sa.String(12))
    county = sa.orm.mapped_column(sa.String(6))
    town = sa.orm.mapped_column(sa.String(9))
    taken_by_id = sa.orm.mapped_column(sa.Integer)
    press_at = sa.orm.mapped_column(Moment, nullable=False, default=NEVER)
    yellow_at = sa.orm.mapped_column(Moment, nullable=False, default=NEVER)
    paused = sa.orm.mapped_column(sa.Boolean, nullable=False, default=False)
