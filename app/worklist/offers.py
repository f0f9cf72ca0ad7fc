"""To whom an open task is offered: one row per role, in step with who has claimed it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.db import run
from app.worklist import desk_rows
from app.worklist.models import HumanTask, TaskCandidate

_TASKS, _OFFERS = HumanTask.__table__, TaskCandidate.__table__
_READ = sa.select(_TASKS.c.roles, _TASKS.c.unit_id, _TASKS.c.region_code).where(_TASKS.c.id == sa.bindparam("task"))
_TAKEN = sa.update(_OFFERS).where(_OFFERS.c.task_id == sa.bindparam("task")).values(taken_by_id=sa.bindparam("who"))
_WHOLE = sa.select(*(_TASKS.c[name] for name in ("roles", "unit_id", "region_code", "claimed_by_id", "due_at", "case_id"))
                   ).where(_TASKS.c.id == sa.bindparam("task"))
_LAID = sa.update(_TASKS).where(_TASKS.c.id == sa.bindparam("task")).values(desk_unit_id=sa.bindparam("desk"))


def rows(task_id: int, task: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The candidate rows of a task that has just been opened; `task` holds its columns by name."""
    region = task["region_code"]
    return [{"task_id": task_id, "role": role, "unit_id": task["unit_id"], "region_code": region,
             "county": _county(task), "town": region and region[:9], "taken_by_id": task["claimed_by_id"],
             "press_at": task["press_at"], "yellow_at": task["yellow_at"], "paused": task.get("paused", False)}
            for role in task["roles"].split(",") if role]


def held_by(task_id: int, person_id: int | None) -> None:
    """Somebody has the task now; None: it is everybody's again. Call it wherever claimed_by_id is written."""
    task = run(_READ, {"task": task_id}).one()
    run(_TAKEN, {"task": task_id, "who": person_id})
    if task.unit_id is None:
        desk = desk_rows.desk_of(task.roles, None, task.region_code, person_id)
        run(_LAID, {"task": task_id, "desk": desk})


def again(task_id: int) -> None:
    """A task that had been closed is open again: its list columns follow its case again, and it is offered as before."""
    task = dict(run(_WHOLE, {"task": task_id}).one()._mapping)
    task |= desk_rows.opening(task, task["case_id"])
    run(sa.update(_TASKS).where(_TASKS.c.id == task_id).values({
        name: value for name, value in task.items() if name not in ("roles", "unit_id", "region_code", "claimed_by_id",
                                                                    "due_at", "case_id")}))
    run(sa.delete(_OFFERS).where(_OFFERS.c.task_id == task_id))
    run(sa.insert(_OFFERS), rows(task_id, task))


def _county(task: Mapping[str, Any]) -> str | None:
    """Empty for a task that is for a role anywhere, so that this, too, is found by an index."""
    if task["unit_id"] is None and task["region_code"] is None:
        return ""
    return task["region_code"] and task["region_code"][:6]
