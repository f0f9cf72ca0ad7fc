"""Claim, release, keep a draft, complete. One function per verb; the actor is always given."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app import clock, events, observe
from app.db import db, run
from app.errors import Conflict, Invalid
from app.instances import actions as instances
from app.processes import queries as processes
from app.worklist import context, drafts, offers, permissions, teamwork
from app.worklist.events import TaskClaimed, TaskCompleted, TaskReleased
from app.worklist.models import HumanTask, TaskCandidate

LARGEST_DRAFT = 512_000

_ROWS = HumanTask.__table__.c
_CLOSE = sa.update(HumanTask.__table__).where(
    _ROWS.id == sa.bindparam("task"), _ROWS.status == "OPEN",
    sa.or_(_ROWS.claimed_by_id.is_(None), _ROWS.claimed_by_id.in_((sa.bindparam("me"), sa.bindparam("absent")))),
    _ROWS.owner_id.is_(None), _ROWS.opinions_awaited == 0).values(
    status="DONE", acted_for_id=sa.bindparam("absent"), done_at=sa.bindparam("now"), done_by_id=sa.bindparam("me"), done_by_name=sa.bindparam("my_name"),
    claimed_by_id=sa.bindparam("me"), answers=sa.bindparam("given"), outcome=sa.bindparam("how"), draft=sa.null())
_NO_CANDIDATES = sa.delete(TaskCandidate.__table__).where(TaskCandidate.__table__.c.task_id == sa.bindparam("task"))


def claim(task_id: int, actor) -> None:
    """Take an open task for oneself. Claiming one's own again changes nothing."""
    task = permissions.task_for(task_id, actor)
    if task.claimed_by_id == actor.id:
        return
    permissions.must_be_open(task)
    permissions.must_be_candidate(task, actor)
    if not _change_open(task_id, HumanTask.claimed_by_id.is_(None), claimed_by_id=actor.id, claimed_at=clock.now()):
        raise permissions.taken(task_id)
    typed = drafts.take(task_id, actor.id)
    if typed is not None:
        _change_open(task_id, sa.true(), draft=typed)
    offers.held_by(task_id, actor.id)
    teamwork.note(task, "CLAIM", f"领取“{task.name}”。", actor)
    events.publish(TaskClaimed(task_id, task.case_id, task.name, actor, clock.now()))
    observe.instrument("task.claimed", task=task_id, by=actor.id)


def release(task_id: int, actor) -> None:
    """Give a claimed task back to everybody who may take it."""
    task = permissions.task_for(task_id, actor)
    permissions.must_be_open(task)
    if task.owner_id is not None and task.claimed_by_id == actor.id:
        raise Conflict("这项任务是同事委派给您的，请用“交回”把它还给委派人。")
    if not _change_open(task_id, HumanTask.claimed_by_id == actor.id, claimed_by_id=None, claimed_at=None):
        raise Conflict("这项任务不在您名下，不用放回。")
    offers.held_by(task_id, None)
    teamwork.note(task, "RELEASE", f"把“{task.name}”放回待领取。", actor)
    events.publish(TaskReleased(task_id, task.case_id, task.name, actor, clock.now()))
    observe.instrument("task.released", task=task_id, by=actor.id)


def save_draft(task_id: int, draft: Mapping[str, Any], actor) -> None:
    """Keep what was typed so far; checked only for size, because half a form is allowed to be wrong. While the task is
    nobody's, each person who may do it has a draft of their own."""
    task = permissions.task_for(task_id, actor)
    permissions.must_be_doable(task, actor)
    if len(str(draft)) > LARGEST_DRAFT:
        raise Invalid("草稿太大，没有保存。请删去过长的内容。")
    if task.claimed_by_id is None or not _change_open(task_id, HumanTask.claimed_by_id == task.claimed_by_id, draft=dict(draft)):
        drafts.keep(task_id, actor.id, draft, clock.now())


def complete(task_id: int, answers: Mapping[str, Any], actor) -> int | None:
    """Check the answers against the form version the task was opened with, close the task, move the process on.

    Returns the case's id.
    Raises NotFound (not in reach), Conflict (done or taken by somebody else: says who), Invalid (all wrong fields).
    """
    task = permissions.task_for(task_id, actor)
    absent = permissions.must_be_doable(task, actor)
    teamwork.must_be_completable(task, actor)
    form = processes.form(task.digest, task.form_key)
    clean = form.check(answers, context.of_task(task, form))
    outcome = str(clean.get("outcome") or "done")
    now = clock.now()
    if not instances.hold(task.instance_id, task.case_id):
        permissions.must_be_open(permissions.task_for(task_id, actor))  # says who ended it meanwhile
    _close(task_id, actor, absent, clean, outcome, now)
    if task.claimed_by_id is None:
        drafts.drop(task_id, actor.id)
    teamwork.note_stand_in(task, absent, actor)
    events.publish(TaskCompleted(task_id, task.instance_id, task.case_id, task.process_id, task.element, task.name,
                                 clean, outcome, actor, now, dict(form.outcomes).get(outcome), task.settings or {}))
    instances.complete(task.instance_id, task.case_id, task.step, _kept(task, clean, outcome), actor)
    observe.instrument("task.completed", task=task_id, element=task.element, outcome=outcome, by=actor.id)
    return task.case_id


def _close(task_id: int, actor, absent, answers: Mapping, outcome: str, now) -> None:
    """The conditional write that lets only one of two people finish a task."""
    closed = run(_CLOSE, {"task": task_id, "me": actor.id, "absent": absent and absent.id, "my_name": actor.name, "now": now, "given": dict(answers),
                          "how": outcome})
    if closed.rowcount != 1:
        teamwork.must_be_completable(permissions.task_for(task_id, actor), actor)
        raise permissions.taken(task_id)
    run(_NO_CANDIDATES, {"task": task_id})


def _change_open(task_id: int, condition, **values) -> bool:
    changed = db.session.execute(
        sa.update(HumanTask).where(HumanTask.id == task_id, HumanTask.status == "OPEN", condition).values(**values)
        .execution_options(synchronize_session=False))
    return changed.rowcount == 1


def _kept(task, answers: Mapping, outcome: str) -> dict[str, Any]:
    """Only what the diagram decides on becomes a case variable; the whole stays with the task."""
    names = [name.strip() for name in str(task.settings.get("keep") or "").split(",") if name.strip()]
    return {**{name: answers.get(name) for name in names}, "outcome": outcome}
