"""Everything a person needs in front of them to do a task."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app import clock
from app.cases import clock_basis, lights, timeline_view
from app.cases import permissions as case_permissions
from app.cases import queries as cases
from app.cases.models import Case
from app.db import db, run
from app.errors import DomainError
from app.instances import queries as instances
from app.processes import queries as processes
from app.worklist import (
    confidential,
    contacting,
    context,
    drafts,
    foresight,
    permissions,
    queries,
    rules,
    standing,
    teamwork_view,
)
from app.worklist.models import HumanTask


def for_rest(task_id: int, actor) -> Mapping[str, Any]:
    """The task with its form, what the form starts with, and the possible outcomes."""
    task, case, form, sight, doable = _looked_at(task_id, actor)
    draft = drafts.shown_to(task, actor) if doable else task.draft
    row = {column.key: getattr(task, column.key) for column in HumanTask.__table__.columns}
    return {
        **row, "answers": confidential.without_whereabouts(task.answers, sight.protected) if sight.task else None,
        "case_no": case and case.case_no, "title": case and confidential.title_of(case, actor),
        "tier": case and case.tier, "risk_level": case and case.risk_level,
        "form": processes.form_schema(task.digest, task.form_key), "data": context.start_data(task, sight, draft, actor),
        "outcomes": [{"value": v, "label": t} for v, t in form.outcomes],
    }


def for_page(task_id: int, actor) -> dict[str, Any]:
    """The same for the task page, with the case, its history and where it stands on the diagram."""
    task, case, form, sight, doable = _looked_at(task_id, actor)
    draft = drafts.shown_to(task, actor) if doable else task.draft
    shown, tokens = case if sight.case else None, instances.standing_at(task.instance_id)
    return {
        "task": task, "case": shown, "schema": processes.form_schema(task.digest, task.form_key),
        "data": context.start_data(task, sight, draft, actor), "colour": lights.light_of(shown, clock.now()) if shown else None,
        "doable": doable, "claimable": task.claimed_by_id is None and permissions.is_candidate(task, actor),
        "holder": permissions.name_of(task.claimed_by_id) if task.claimed_by_id else None,
        "moments": timeline_view.moments(cases.timeline(shown.id, per_page=20).items) if shown else None,
        "may_open_case": case is not None and case_permissions.may_see(case, actor), "withheld": not sight.task,
        "drafted": bool(doable and draft), "to_contact": contacting.parties_of(task, case, sight), "held": contacting.is_held(task),
        "drawing": standing.of_task(task, tokens), "following": foresight.told(task, form, tokens) if doable else {},
        "limits": clock_basis.of_step(shown, task.step, clock.now()) if shown and task.status == "OPEN" else [],
        "task_light": rules.light_of_due(task.due_at, clock.now()) if task.status == "OPEN" else None,
        "outcome_name": dict(form.outcomes).get(task.outcome), **teamwork_view.around(task, case, actor, doable),
    }


def looked_at(task_id: int, actor) -> tuple[HumanTask, Case | None, confidential.Sight]:
    """For the parts of the page that are fetched later: the task, its case, and what this person may see of them."""
    task, case, _, sight, _ = _looked_at(task_id, actor)
    return task, case, sight


def _looked_at(task_id: int, actor):
    """(task, its case, its form, what this person may see of them, whether they may do it)"""
    task = queries.task_row(task_id, actor)
    case = db.session.get(Case, task.case_id) if task.case_id else None
    doable = _doable(task, actor)
    sight = confidential.sight_of(task, case, actor, doable)
    return task, case, processes.form(task.digest, task.form_key), sight, doable


def _doable(task: HumanTask, actor) -> bool:
    try:
        permissions.must_be_doable(task, actor)
    except DomainError:
        return False
    return True


_TASKS, _CASES = HumanTask.__table__, Case.__table__


def _finished_and_open(of_same) -> sa.Select:
    row = _TASKS.c
    return (sa.select(row.id, row.status, row.outcome, row.name, row.element, row.process_id, row.due_at,
                      _CASES.c.case_no)
            .outerjoin(_CASES, _CASES.c.id == row.case_id)
            .where(sa.or_(row.id == sa.bindparam("task"), sa.and_(of_same, row.status == "OPEN")))
            .order_by(row.id != sa.bindparam("task"), row.id).limit(21))


_IN_CASE = _finished_and_open(_TASKS.c.case_id == sa.bindparam("which"))
_THIS = _TASKS.alias("this")
_IN_INSTANCE = _finished_and_open(_TASKS.c.instance_id == sa.select(_THIS.c.instance_id).where(
    _THIS.c.id == sa.bindparam("task")).scalar_subquery())


def completion(task_id: int, case_id: int | None) -> Mapping[str, Any]:
    """The finished task and what is open in its case now (at most twenty), in one statement."""
    wanted = _IN_INSTANCE if case_id is None else _IN_CASE
    done, *following = run(wanted, {"task": task_id, "which": case_id}).all()
    return {"id": done.id, "status": done.status, "outcome": done.outcome, "caseNo": done.case_no, "next": following}
