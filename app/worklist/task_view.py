"""Everything a person needs in front of them to do a task."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.cases.models import Case
from app.db import db
from app.processes import queries as processes
from app.worklist import context, queries
from app.worklist.models import HumanTask


def for_rest(task_id: int, actor) -> Mapping[str, Any]:
    """The task with its form, what the form starts with, and the possible outcomes."""
    task = queries.task_row(task_id, actor)
    form = processes.form(task.digest, task.form_key)
    case = db.session.get(Case, task.case_id) if task.case_id else None
    return {
        **{column.key: getattr(task, column.key) for column in HumanTask.__table__.columns},
        "case_no": case and case.case_no, "title": case and case.title, "tier": case and case.tier,
        "risk_level": case and case.risk_level, "form": processes.form_schema(task.digest, task.form_key),
        "data": context.start_data(task, form), "outcomes": [{"value": v, "label": t} for v, t in form.outcomes],
    }


def completion(task_id: int, case_id: int | None) -> Mapping[str, Any]:
    """The finished task and what is open in its case now, in two statements."""
    done = db.session.execute(
        sa.select(HumanTask.id, HumanTask.status, HumanTask.outcome, HumanTask.instance_id, Case.case_no)
        .outerjoin(Case, Case.id == HumanTask.case_id).where(HumanTask.id == task_id)).one()
    same = HumanTask.case_id == case_id if case_id is not None else HumanTask.instance_id == done.instance_id
    following = db.session.execute(
        sa.select(HumanTask.id, HumanTask.name, HumanTask.element, HumanTask.process_id, HumanTask.due_at)
        .where(same, HumanTask.status == "OPEN").order_by(HumanTask.id).limit(20)).all()
    return {"id": done.id, "status": done.status, "outcome": done.outcome, "caseNo": done.case_no, "next": following}
