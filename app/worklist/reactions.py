"""From what the engine opened and closed to rows that people find in their worklist."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.cases import clocks
from app.cases import queries as cases
from app.cases.record_fields import moment
from app.db import db, run
from app.engine.effects import TaskClosed, TaskOpened, TaskReopened
from app.instances.events import InstanceAdvanced
from app.worklist import desk_rows, offers
from app.worklist.models import HumanTask, TaskCandidate

KEPT_SETTINGS = ("keep", "clocks", "confidential", "return", "session", "contacts")

_TASKS = HumanTask.__table__
_OPEN = sa.insert(_TASKS).returning(_TASKS.c.id, _TASKS.c.step)
_OFFER = sa.insert(TaskCandidate.__table__)


def project(advanced: InstanceAdvanced) -> None:
    """Opened user tasks become rows with their candidates; tasks that the process left undone are cancelled; tasks that a
    withdrawn step had closed are open again."""
    opened = [effect for effect in advanced.effects if isinstance(effect, TaskOpened)]
    cancelled = [effect.step for effect in advanced.effects
                 if isinstance(effect, TaskClosed) and effect.how == "CANCELLED"]
    if cancelled:
        _cancel(advanced.instance_id, cancelled)
    if opened:
        _open(advanced, opened)
    reopened = [effect.step for effect in advanced.effects if isinstance(effect, TaskReopened)]
    if reopened:
        _reopen(advanced.instance_id, reopened)


def _open(advanced: InstanceAdvanced, opened: list[TaskOpened]) -> None:
    due_times = _due_times(advanced, opened)
    rows = {effect.step: _row(advanced, effect, _region(advanced, effect), _own_due(effect) or due_times.get(effect.step))
            for effect in opened}
    candidates = [candidate for task_id, step in run(_OPEN, list(rows.values()))
                  for candidate in offers.rows(task_id, rows[step])]
    if candidates:
        run(_OFFER, candidates)


def _row(advanced: InstanceAdvanced, effect: TaskOpened, region: str | None, due_at) -> dict[str, Any]:
    settings = effect.settings
    unit_id, assignee = _whole(settings.get("unit")), _whole(settings.get("assignee"))
    row = {
        "instance_id": advanced.instance_id, "step": effect.step, "element": effect.element,
        "process_id": effect.process, "digest": advanced.digest, "case_id": advanced.case_id,
        "name": str(settings.get("title") or effect.name or effect.element)[:100], "lane": effect.lane,
        "form_key": str(settings.get("form") or ""), "roles": roles_of(settings), "unit_id": unit_id,
        "region_code": None if unit_id is not None else region,
        "excluded": [int(user) for user in settings.get("exclude") or [] if user is not None],
        "settings": {name: settings.get(name) for name in KEPT_SETTINGS if name in settings},
        "local": dict(effect.local), "status": "OPEN", "opened_at": advanced.now, "due_at": due_at,
        "claimed_by_id": assignee, "claimed_at": advanced.now if assignee is not None else None, "place": effect.place,
        "sent_by_id": advanced.actor.id if advanced.actor is not None else None,
    }
    return row | desk_rows.opening(row, advanced.case_id)


def roles_of(settings: Mapping[str, Any]) -> str:
    """ "R02", "R02,R14" or a FEEL list, as one comma-separated text. """
    roles = settings.get("role") or ""
    return ",".join(roles) if isinstance(roles, list) else str(roles).replace(" ", "")


def _region(advanced: InstanceAdvanced, effect: TaskOpened) -> str | None:
    """Where those who may take it must be: the place of the case, or what the diagram says of a process without a case."""
    if advanced.case_id is not None:
        return cases.region_of(advanced.case_id)
    return effect.settings.get("region")


def _due_times(advanced: InstanceAdvanced, opened: list[TaskOpened]) -> dict[str, Any]:
    """{step: due moment} from the first clock that each task names; a process without a case has no clocks, only limits."""
    case_id = advanced.case_id
    if case_id is None:
        return {effect.step: clocks.task_due(effect.element, _region(advanced, effect) or "", advanced.now) for effect in opened}
    first = {effect.step: str(effect.settings["clocks"]).split(",")[0].strip()
             for effect in opened if effect.settings.get("clocks")}
    if not first:
        return {}
    due = clocks.due_of(case_id, set(first.values()))
    return {step: due.get(clock_id) for step, clock_id in first.items()}


def _own_due(effect: TaskOpened):
    """The date a measure was given with; other tasks take theirs from a clock."""
    return moment(effect.settings["due"]) if effect.settings.get("due") else None


def _cancel(instance_id: int, steps: list[str]) -> None:
    mine = sa.and_(HumanTask.instance_id == instance_id, HumanTask.step.in_(steps), HumanTask.status == "OPEN")
    ids = list(db.session.scalars(sa.select(HumanTask.id).where(mine)))
    db.session.execute(sa.update(HumanTask).where(HumanTask.id.in_(ids)).values(status="CANCELLED")
                       .execution_options(synchronize_session=False))
    db.session.execute(sa.delete(TaskCandidate).where(TaskCandidate.task_id.in_(ids))
                       .execution_options(synchronize_session=False))


def _reopen(instance_id: int, steps: list[str]) -> None:
    """What was answered becomes the draft, and whoever had the task has it again."""
    for task in db.session.scalars(sa.select(HumanTask).where(HumanTask.instance_id == instance_id,
                                                              HumanTask.step.in_(steps))):
        if task.status == "DONE":
            task.draft, task.answers = task.answers, None
        task.status, task.outcome = "OPEN", None
        task.done_at = task.done_by_id = task.done_by_name = task.acted_for_id = None
        db.session.flush()
        offers.again(task.id)


def _whole(value) -> int | None:
    return int(value) if value is not None and value != "" else None
