"""A word on how things stand, between two steps: a line on the timeline; from who has the case it counts as progress."""

from app import clock, observe
from app.cases import permissions as cases
from app.cases import records
from app.cases.models import Case
from app.db import db
from app.errors import Conflict, Forbidden, Invalid
from app.worklist import permissions, teamwork

LONGEST = 1000


def note(task_id: int, text: str, actor) -> None:
    """Write down progress from a task's page. Raises Invalid (text), Forbidden, Conflict (the case is closed)."""
    task = permissions.task_for(task_id, actor)
    said = (text or "").strip()
    if not said or len(said) > LONGEST:
        raise Invalid(errors={"text": [f"请写明办理进展，{LONGEST} 字以内。"]})
    case = db.session.get(Case, task.case_id) if task.case_id is not None else None
    if case is None:
        raise Conflict("这项任务不属于案件，没有办理经过可以填写。")
    if case.closed_at is not None:
        raise Conflict("案件已经办结，不能再填报进展。回访情况请在回访任务里填写。")
    if not may(task, case, actor):
        raise Forbidden("只有办理本案任务的人可以填报进展。")
    teamwork.note(task, "PROGRESS", f"进展：{said}", actor)
    if actor.id in (case.handler_id, case.mediator_id):
        records.progress(case, clock.now())
    observe.instrument("case.progress_noted", case=case.id, task=task_id, by=actor.id)


def may(task, case: Case | None, actor) -> bool:
    """Whoever works on the task, or on the case with a post that reports progress."""
    if case is None or case.closed_at is not None:
        return False
    if actor.id in (task.claimed_by_id, task.owner_id) or permissions.is_candidate(task, actor):
        return True
    return actor.may("message.progress") and cases.may_see(case, actor)
