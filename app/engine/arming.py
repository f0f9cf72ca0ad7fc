"""Timers of a running instance: working out when they are due, and letting one fire."""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from app.engine import catching, timers
from app.engine.effects import TimerCleared, TimerFired, TimerSet
from app.engine.failures import EngineFailure
from app.engine.observing import element_of, interrupts
from app.engine.steps import Step
from app.engine.workflows import InstanceWorkflow


def arm_new(top: InstanceWorkflow) -> None:
    """Work out the due times of timers that have none yet."""
    _arm(top, [step for step in _timers(top) if "due" not in step.internal_data])


def arm_all(top: InstanceWorkflow) -> None:
    """Work out every timer's due time again: clocks, calendar or variables changed."""
    _arm(top, _timers(top))


def _timers(top: InstanceWorkflow) -> list[Step]:
    return [step for step in catching.waiting(top) if step.task_spec.timer is not None]


def _arm(top: InstanceWorkflow, steps: list[Step]) -> None:
    for step, value in zip(steps, _values(steps), strict=True):
        try:
            timers.arm(step.internal_data, step.task_spec.timer, value, top.run.around.now)
        except EngineFailure as failure:
            raise failure.found_at(element_of(step)) from failure.__cause__


def fire_timer(top: InstanceWorkflow, step_id: str) -> None:
    """Fire it if it is due. If not, somebody's note of it is out of date: tell how it stands."""
    step, run = top.step(step_id), top.run
    if step is None or step.state != TaskState.WAITING or step.task_spec.timer is None:
        run.emit(TimerCleared(step_id, ""))
        return
    due, element = timers.due_of(step.internal_data), element_of(step)
    if due is None or due > run.around.now:
        run.emit(TimerSet(step_id, element, due, interrupts(step)))
        return
    run.emit(TimerFired(step_id, element, step.task_spec.bpmn_name))
    timers.goes_round_again(step.internal_data, step.task_spec.timer, run.around.now)
    step.task_spec.triggered(step, {})


def _values(steps: list[Step]) -> list[Any]:
    """What the timers' texts give. Those that share their names (nearly always all) go to FEEL in one call."""
    values: dict[str, Any] = {}
    together: dict[int, list[Step]] = {}
    for step in steps:
        text = step.task_spec.timer.expression
        if timers.is_literal(text):
            values[step.id] = text
        else:
            together.setdefault(id(step.data), []).append(step)
    for group in together.values():
        values.update(zip((step.id for step in group), _evaluated(group), strict=True))
    return [values[step.id] for step in steps]


def _evaluated(group: list[Step]) -> list[Any]:
    engine, texts = group[0].workflow.script_engine, [step.task_spec.timer.expression for step in group]
    try:
        return engine.evaluate_many(group[0], texts)
    except EngineFailure:
        return [engine.evaluate(step, text) for step, text in zip(group, texts, strict=True)]  # names the culprit
