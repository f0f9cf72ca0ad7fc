"""The reading side of single tasks; lists of them are desk_queries.py's."""

import sqlalchemy as sa

from app.db import db
from app.identity.models import OrgUnit, User
from app.worklist import permissions
from app.worklist.desk_queries import BOXES, Filters, counts, lights_in, worklist
from app.worklist.models import HumanTask

__all__ = ["BOXES", "Filters", "counts", "lights_in", "next_of_mine", "open_tasks_of_case", "task_row", "worklist"]


def task_row(task_id: int, actor) -> HumanTask:
    """The whole task, draft and answers included, if the actor may see it."""
    permissions.must_be_readable(permissions.task_for(task_id, actor), actor)
    return db.session.get(HumanTask, task_id)


def open_tasks_of_case(case_id: int) -> list[sa.Row]:
    """Who has what to do in a case: (HumanTask, name of who claimed it, name of the unit it is for)."""
    return list(db.session.execute(
        sa.select(HumanTask, User.name.label("claimed_by"), OrgUnit.name.label("unit"))
        .outerjoin(User, User.id == HumanTask.claimed_by_id).outerjoin(OrgUnit, OrgUnit.id == HumanTask.unit_id)
        .where(HumanTask.case_id == case_id, HumanTask.status == "OPEN").order_by(HumanTask.due_at)))


def next_of_mine(case_id: int | None, actor) -> sa.Row | None:
    """The next thing in this case that the actor has claimed or been given."""
    if case_id is None:
        return None
    return db.session.execute(
        sa.select(HumanTask.id, HumanTask.name).where(
            HumanTask.case_id == case_id, HumanTask.status == "OPEN", HumanTask.claimed_by_id == actor.id)
        .order_by(HumanTask.id.desc()).limit(1)).first()
