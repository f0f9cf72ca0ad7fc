"""What somebody typed in a task and has not sent: the task's own draft once it is somebody's, until then each person's.

Two people may open the same free task; neither finds the words of the other in the form, and whoever is slower still
has theirs.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, is_sqlite, run
from app.worklist.draft_models import TaskDraft
from app.worklist.models import HumanTask

KEPT_FOR = timedelta(days=30)
"""After its last change, if the task is closed."""

_ROWS = TaskDraft.__table__
_MINE = sa.select(_ROWS.c.answers, _ROWS.c.saved_at).where(_ROWS.c.task_id == sa.bindparam("task"),
                                                           _ROWS.c.user_id == sa.bindparam("user"))

_DROP = sa.delete(_ROWS).where(_ROWS.c.task_id == sa.bindparam("task"), _ROWS.c.user_id == sa.bindparam("user"))


def keep(task_id: int, user_id: int, answers: Mapping[str, Any], now: datetime) -> None:
    """One row for each person and task, the last writing wins."""
    insert = (sqlite if is_sqlite() else postgresql).insert(_ROWS).values(
        task_id=task_id, user_id=user_id, answers=dict(answers), saved_at=now)
    db.session.execute(insert.on_conflict_do_update(
        index_elements=["task_id", "user_id"], set_={"answers": insert.excluded.answers, "saved_at": insert.excluded.saved_at}))


def take(task_id: int, user_id: int) -> Mapping[str, Any] | None:
    """A person's own draft, which is theirs alone no longer: they have claimed the task."""
    mine = run(_MINE, {"task": task_id, "user": user_id}).first()
    if mine is None:
        return None
    drop(task_id, user_id)
    return mine.answers


def drop(task_id: int, user_id: int) -> None:
    """A person's own draft is not needed any more."""
    run(_DROP, {"task": task_id, "user": user_id})


def shown_to(task: HumanTask, actor) -> Mapping[str, Any] | None:
    """What the form opens with for somebody who may do the task: theirs before what was left by whoever gave it back."""
    own = run(_MINE, {"task": task.id, "user": actor.id}).first()
    pair = (task.draft, own and own.answers)
    return next((draft for draft in (pair if task.claimed_by_id is not None else reversed(pair)) if draft), None)


def anybodys(task_id) -> sa.ColumnElement[bool]:
    """The condition "somebody has begun to type in this task, though it is nobody's"."""
    return sa.exists(sa.select(_ROWS.c.task_id).where(_ROWS.c.task_id == task_id))


def forget_old(now: datetime) -> int:
    """Drop what belongs to closed tasks; returns how many rows. Needs an open unit of work."""
    closed = sa.select(HumanTask.id).where(HumanTask.id == _ROWS.c.task_id, HumanTask.status != "OPEN")
    return db.session.execute(sa.delete(_ROWS).where(_ROWS.c.saved_at < now - KEPT_FOR, sa.exists(closed))).rowcount
