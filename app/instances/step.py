"""The life of one step: locked instance → engine → rows → announcement, all inside the caller's unit of work."""

from collections.abc import Callable

import sqlalchemy as sa

from app import clock, events
from app.db import after_undo, run, unit_of_work
from app.engine.failures import EngineFailure
from app.engine.values import Outcome, Surroundings
from app.errors import Conflict
from app.instances import facts, incidents, lasting, operators, projection
from app.instances.events import InstanceAdvanced, InstanceEnded
from app.instances.loading import Loaded
from app.instances.models import Instance
from app.processes import queries as processes

step_limit = 2000

_ROWS = Instance.__table__.c
_MOVE = sa.update(Instance.__table__).where(
    _ROWS.id == sa.bindparam("which"), _ROWS.version == sa.bindparam("before")).values(
    state=sa.bindparam("new_state"), status=sa.bindparam("new_status"), version=_ROWS.version + 1,
    ended_at=sa.bindparam("ended"))
_SAVE = _MOVE.values(before_state=sa.bindparam("earlier"), before_step=sa.bindparam("taken"))


class StepRefused(Conflict):
    """这一步没有走通：流程图里有一处需要修正。您填写的内容没有丢失，问题已登记给系统管理员，修正后请再提交一次。"""

    code = "STEP_FAILED"


def surroundings(instance_id: int, case_id: int | None, process_id: str, digest: str, actor, taken: str = "") -> Surroundings:
    """What the engine may know and call during this step. `taken`: the task that a person completes with it."""
    now = clock.now()

    def serve(call):
        return operators.serve(operators.StepContext(instance_id, case_id, process_id, digest, now, actor, call, taken))

    return Surroundings(now=now, facts=lambda: facts.of_case(case_id, now), serve=serve, step_limit=step_limit)


def advance(loaded: Loaded, command: Callable[..., Outcome], actor, cause: str, step: str = "") -> Outcome:
    """Take one step of a locked instance. `command(bundle, state, surroundings)` is one of app.engine.machine's.

    `cause` (TASK, TIMER, MESSAGE, …) and `step` name the incident if the engine cannot take the step.
    """
    around = surroundings(loaded.id, loaded.case_id, loaded.process_id, loaded.digest, actor, step if cause == "TASK" else "")
    try:
        outcome = command(processes.bundle(loaded.digest), loaded.state, around)
    except EngineFailure as failure:
        _remember_after_undo(loaded, failure, cause, step)
        raise StepRefused(element=failure.element, sentence=failure.sentence) from failure
    save(loaded, outcome, around.now, cause, step)
    if loaded.status == "FAILED":
        incidents.resolve(loaded, step, around.now)
    announce(loaded, outcome, actor, around.now)
    return outcome


def announce(loaded: Loaded, outcome: Outcome, actor, now) -> None:
    projection.timers_and_messages(loaded, outcome.effects)
    lasting.keep(loaded, outcome.effects)
    events.publish(InstanceAdvanced(loaded.id, loaded.case_id, loaded.process_id, loaded.digest, outcome.effects,
                                    outcome.variables, actor, now))
    if outcome.status in ("ENDED", "CANCELLED"):
        events.publish(InstanceEnded(loaded.id, loaded.case_id, loaded.process_id, outcome.status, now))


def save(loaded: Loaded, outcome: Outcome, now, cause: str = "START", step: str = "") -> None:
    """Write the new state. A person's step keeps the one before it, re-evaluated timers leave that alone, anything else
    ends the time in which a step can be taken back."""
    status = "FAILED" if loaded.status == "FAILED" and outcome.status == "RUNNING" else outcome.status
    values = {"which": loaded.id, "before": loaded.version, "new_state": outcome.state, "new_status": status,
              "ended": now if outcome.status in ("ENDED", "CANCELLED") else None}
    if cause != "RETIME":
        undoable = cause == "TASK" and outcome.status == "RUNNING" and not lasting.forbids_withdrawal(outcome.effects)
        values |= {"earlier": loaded.state, "taken": step} if undoable else {"earlier": None, "taken": None}
    changed = run(_MOVE if cause == "RETIME" else _SAVE, values)
    if changed.rowcount != 1:
        raise RuntimeError(f"instance {loaded.id} was changed although it is locked")
    loaded.state, loaded.status, loaded.version = outcome.state, status, loaded.version + 1


def _remember_after_undo(loaded: Loaded, failure: EngineFailure, cause: str, step: str) -> None:
    def remember():
        with unit_of_work():
            incidents.record(loaded.id, loaded.case_id, failure, cause, step)

    after_undo(remember)


