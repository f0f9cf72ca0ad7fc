"""The engine's commands. Each is a pure function: bundle, state and command in, Outcome out; nothing is kept.

All raise EngineFailure if the step can't be taken and Suspended where the instance is suspended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from SpiffWorkflow.util.task import TaskState

from app.engine import catching, codec, observing, returning
from app.engine.arming import arm_all, arm_new, fire_timer
from app.engine.bundle import Bundle
from app.engine.effects import Ended
from app.engine.failures import EngineFailure, NotAwaited, StepGone, Suspended
from app.engine.observing import Sight, difference, look
from app.engine.plain import plain
from app.engine.returning import Done, WayBack
from app.engine.run import Run, settle
from app.engine.values import (
    CANCELLED,
    ENDED,
    RUNNING,
    SUSPENDED,
    OpenMessage,
    OpenTask,
    OpenTimer,
    Outcome,
    Snapshot,
    Surroundings,
)
from app.engine.waiting import refuse_stranded
from app.engine.workflows import InstanceWorkflow


def start(bundle: Bundle, process_id: str, variables: Mapping[str, Any], around: Surroundings) -> Outcome:
    """Begin a process at its plain start event (or at its only start, whatever that waits for)."""
    spec = bundle.specs.get(process_id)
    if process_id not in bundle.processes:
        raise EngineFailure("", process_id, f"没有名为“{process_id}”的流程，请先部署它的流程图。", "STATE")
    return _begin(bundle, process_id, spec.entries, variables, around)


def start_by_message(bundle: Bundle, message: str, variables: Mapping[str, Any], around: Surroundings) -> Outcome:
    """Begin the one process that starts with this message; raises NotAwaited if there is none."""
    started = bundle.started_by(message)
    if not started:
        raise NotAwaited(message)
    if len(started) > 1:
        raise EngineFailure("", message, f"消息“{message}”会启动不止一个流程（{'、'.join(started)}），请只留一个。", "STATE")
    spec = bundle.specs[started[0]]
    entry = next(start for start in spec.bpmn_start_events if start.message == message)
    return _begin(bundle, started[0], [entry], variables, around)


def complete(bundle: Bundle, state: bytes, step: str, answers: Mapping[str, Any], around: Surroundings) -> Outcome:
    """A person completed a task; `answers` become variables (locals within a multi-instance). Raises StepGone."""
    def act(top: InstanceWorkflow) -> None:
        task = top.step(step)
        if task is None or task.state != TaskState.READY or not task.task_spec.manual:
            raise StepGone(step)
        _write(task, answers)
        task.run()

    return _command(bundle, state, around, act, completed=step)


def deliver(bundle: Bundle, state: bytes, message: str, payload: Mapping[str, Any], around: Surroundings) -> Outcome:
    """A message comes from outside; everything in the instance that waits for it gets it. Raises NotAwaited."""
    def act(top: InstanceWorkflow) -> None:
        if not catching.deliver(top, message, plain(dict(payload))):
            raise NotAwaited(message)

    return _command(bundle, state, around, act)


def signal(bundle: Bundle, state: bytes, name: str, payload: Mapping[str, Any], around: Surroundings) -> Outcome:
    """A signal comes from outside; nobody has to wait for it."""
    return _command(bundle, state, around, lambda top: catching.broadcast(top, name, plain(dict(payload))))


def fire(bundle: Bundle, state: bytes, steps: Sequence[str], around: Surroundings) -> Outcome:
    """These timers are due. Those that were moved or are gone don't fire: TimerSet or TimerCleared says so."""
    def act(top: InstanceWorkflow) -> None:
        for step in steps:
            fire_timer(top, step)
            settle(top)

    return _command(bundle, state, around, act)


def retime(bundle: Bundle, state: bytes, around: Surroundings) -> Outcome:
    """Clocks or calendar changed: every timer's expression is evaluated again."""
    return _command(bundle, state, around, _nothing, arm=arm_all)


def suspend(bundle: Bundle, state: bytes, around: Surroundings) -> Outcome:
    """Nothing but resume and cancel is possible until resumed."""
    top, status = codec.restore(bundle, state, Run(around))
    _refuse_unless(status, (RUNNING,))
    return Outcome(codec.save(top, SUSPENDED), (), SUSPENDED, top.data)


def resume(bundle: Bundle, state: bytes, around: Surroundings) -> Outcome:
    """Go on where it was suspended, with all timers worked out anew."""
    return _command(bundle, state, around, _nothing, arm=arm_all, allowed=(RUNNING, SUSPENDED))


def cancel(bundle: Bundle, state: bytes, around: Surroundings) -> Outcome:
    """End the instance wherever it stands; clocks of open elements are left."""
    top, status = codec.restore(bundle, state, Run(around))
    if status in (ENDED, CANCELLED):
        raise StepGone("")
    before = look(top)
    top.clear()
    effects = (*difference(before, Sight(), top.run.effects, None), Ended("", ""))
    return Outcome(codec.save(top, CANCELLED), effects, CANCELLED, top.data)


def ways_back(bundle: Bundle, state: bytes, step: str, done: Sequence[Done]) -> list[WayBack]:
    """Where an open task may be sent back to, of all that was done in the instance; nothing changes. Raises StepGone."""
    top, status = codec.restore(bundle, state, Run(Surroundings(None, dict, lambda call: {})))
    _refuse_unless(status, (RUNNING,))
    return returning.ways_back(top, step, done)


def send_back(bundle: Bundle, state: bytes, step: str, target: Done, closing: Sequence[str],
              around: Surroundings) -> Outcome:
    """Send an open task back to one that was done before. Raises StepGone, NoWayBack, and ClosesMore if other open
    tasks would end than those the caller knows of."""
    return _command(bundle, state, around, lambda top: returning.send_back(top, step, target, closing))


def withdraw(bundle: Bundle, state: bytes, before: bytes, around: Surroundings) -> Outcome:
    """Go back to the state saved before the last step: tasks it closed are open again, under their own step ids."""
    run = Run(around)
    top, status = codec.restore(bundle, state, run)
    _refuse_unless(status, (RUNNING,))
    earlier, _ = codec.restore(bundle, before, run)
    sight, back = look(top), {step.id for step in earlier.all_steps()}
    returning.take_back(top, earlier)
    outcome = _conclude(earlier, sight, None, arm_all)
    return replace(outcome, effects=returning.reopened(outcome.effects, back))


def inspect(bundle: Bundle, state: bytes) -> Snapshot:
    """What is open, without touching anything."""
    top, status = codec.restore(bundle, state, Run(Surroundings(None, dict, lambda call: {})))
    sight = look(top)
    return Snapshot(
        top.data,
        tuple(OpenTask(key, step.task_spec.bpmn_id, step.task_spec.process_id, step.task_spec.bpmn_name,
                       step.task_spec.lane, observing.local_of(step)) for key, step in sight.tasks.items()),
        tuple(OpenTimer(key, observing.element_of(step), due, observing.interrupts(step))
              for key, (step, due) in sight.timers.items()),
        tuple(OpenMessage(key, observing.element_of(step), step.task_spec.message)
              for key, step in sight.messages.items()),
        status, tuple(dict.fromkeys(step.task_spec.bpmn_id for step in top.all_steps())))


def _begin(bundle: Bundle, process_id: str, entries, variables: Mapping[str, Any], around: Surroundings) -> Outcome:
    top = InstanceWorkflow(bundle, process_id, bundle.script_engine, Run(around), plain(dict(variables)))
    top.enter(entries)
    return _conclude(top, Sight(), None)


def _command(bundle: Bundle, state: bytes, around: Surroundings, act: Callable[[InstanceWorkflow], Any],
             completed: str | None = None, arm: Callable[[InstanceWorkflow], None] = arm_new,
             allowed: tuple[str, ...] = (RUNNING,)) -> Outcome:
    top, status = codec.restore(bundle, state, Run(around))
    _refuse_unless(status, allowed)
    before = look(top)
    act(top)
    return _conclude(top, before, completed, arm)


def _conclude(top: InstanceWorkflow, before: Sight, completed: str | None,
              arm: Callable[[InstanceWorkflow], None] = arm_new) -> Outcome:
    """Run on to the next wait, arm timers, make sure the instance can go on, and tell what changed."""
    settle(top)
    status = ENDED if top.is_over else RUNNING
    if status == ENDED:
        top.clear()
    else:
        refuse_stranded(top)
        arm(top)
    effects = difference(before, look(top), top.run.effects, completed)
    if status == ENDED:
        effects = (*effects, Ended(*top.run.last_end))
    return Outcome(codec.save(top, status), effects, status, top.data)


def _write(task, answers: Mapping[str, Any]) -> None:
    try:
        task.data.update(plain(dict(answers)))
    except EngineFailure as failure:
        raise failure.found_at(task.task_spec.bpmn_id) from None


def _refuse_unless(status: str, allowed: tuple[str, ...]) -> None:
    if status == SUSPENDED and SUSPENDED not in allowed:
        raise Suspended()
    if status in (ENDED, CANCELLED):
        raise StepGone("")


def _nothing(top: InstanceWorkflow) -> None:
    """For commands that only look at the timers again."""


__all__ = ["cancel", "complete", "deliver", "fire", "inspect", "resume", "retime", "send_back", "signal", "start",
           "start_by_message", "suspend", "ways_back", "withdraw"]
