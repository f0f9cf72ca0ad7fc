"""Whom one may choose for an act on a task: the people of the unit that leads come first, then unit by unit, each with
how much they have on their desk and whether they are away."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.cases.models import Case
from app.db import db
from app.errors import Invalid
from app.identity import holders
from app.worklist import bulk, copies, cosigning, delegations, permissions, transfers, workloads
from app.worklist.workloads import Choice

CHOOSABLE = {"transfer": transfers.choosable, "delegation": delegations.choosable, "cosigners": cosigning.choosable,
             "copies": copies.choosable}
"""By the name of the act: which posts may be chosen from, as a condition; refuses whoever may not act at all."""
MOST_KINDS = 20


def people(act: str, task_id: int, text: str, actor) -> list[Choice]:
    """Who may be chosen for one task, narrowed by a name or a unit. Raises NotFound, Forbidden, Conflict."""
    task = permissions.task_for(task_id, actor)
    return workloads.described(holders.search(CHOOSABLE[act](task, actor), text, _leading(task)))


def people_for_all(task_ids: Sequence[int], text: str, actor) -> list[Choice]:
    """Who has the posts for every one of these tasks; each is looked at for itself when it is handed over."""
    tasks = bulk.readable(task_ids, actor)
    kinds = list({(task.roles, task.unit_id, task.region_code) for task in tasks})
    if len(kinds) > MOST_KINDS:
        raise Invalid("勾选的任务分属太多岗位和地方，请按任务名称或层级筛选后分几次办理。")
    first, *others = (holders.of_roles(roles.split(","), unit, region) for roles, unit, region in kinds)
    for other in others:
        first = first.where(holders.User.id.in_(sa.select(other.subquery().c.id)))
    return workloads.described(holders.search(first.where(holders.User.id != actor.id), text, _leading(tasks[0])))


def _leading(task) -> int | None:
    """The unit that leads the case, else the one on whose desk the task lies."""
    lead = db.session.scalar(sa.select(Case.lead_unit_id).where(Case.id == task.case_id)) if task.case_id else None
    return lead or task.unit_id or task.desk_unit_id

