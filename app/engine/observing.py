"""What is open before and after a command, and the difference between the two as effects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from app.engine import effects as e
from app.engine import timers
from app.engine.branches import place_of
from app.engine.plain import plain
from app.engine.steps import Step
from app.engine.workflows import InstanceWorkflow


@dataclass
class Sight:
    """Open places by step id: tasks for people, timers with their due time, awaited messages."""

    tasks: dict[str, Step] = field(default_factory=dict)
    timers: dict[str, tuple[Step, datetime | None]] = field(default_factory=dict)
    messages: dict[str, Step] = field(default_factory=dict)


def look(top: InstanceWorkflow) -> Sight:
    sight = Sight()
    for step in top.all_steps():
        spec = step.task_spec
        if step.state == TaskState.READY and spec.manual:
            sight.tasks[step.id] = step
        elif step.state == TaskState.WAITING:
            if spec.timer is not None:
                sight.timers[step.id] = (step, timers.due_of(step.internal_data))
            elif spec.message is not None:
                sight.messages[step.id] = step
    return sight


def difference(before: Sight, after: Sight, happened: list[e.Effect], completed: str | None) -> tuple[e.Effect, ...]:
    """All effects of a command. `happened`: what was noted on the way; `completed`: the step a person completed."""
    fired = {effect.step for effect in happened if isinstance(effect, e.TimerFired)}
    closed = [e.TaskClosed(step, task.task_spec.bpmn_id, "COMPLETED" if step == completed else "CANCELLED")
              for step, task in before.tasks.items() if step not in after.tasks]
    closed.sort(key=lambda effect: effect.how == "CANCELLED")
    return (*closed, *happened, *_opened(before, after), *_timers(before, after, fired), *_messages(before, after))


def _opened(before: Sight, after: Sight):
    for step_id, step in after.tasks.items():
        if step_id not in before.tasks:
            spec = step.task_spec
            yield e.TaskOpened(step_id, spec.bpmn_id, spec.process_id, spec.bpmn_name, spec.lane, settings_of(step),
                               local_of(step), place_of(step))


def _timers(before: Sight, after: Sight, fired: set[str]):
    for step_id, (step, _) in before.timers.items():
        if step_id not in after.timers and step_id not in fired:
            yield e.TimerCleared(step_id, element_of(step))
    for step_id, (step, due) in after.timers.items():
        known = before.timers.get(step_id)
        if known is None or known[1] != due or step_id in fired:
            yield e.TimerSet(step_id, element_of(step), due, interrupts(step))


def _messages(before: Sight, after: Sight):
    for step_id, step in before.messages.items():
        if step_id not in after.messages:
            yield e.MessageForgone(step_id, element_of(step), step.task_spec.message)
    for step_id, step in after.messages.items():
        if step_id not in before.messages:
            yield e.MessageAwaited(step_id, element_of(step), step.task_spec.message)


def settings_of(step: Step) -> dict[str, Any]:
    """The element's properties; those that begin with "=" are evaluated, all in one call."""
    properties = step.task_spec.properties
    written = {name: text for name, text in properties.items() if text.startswith("=")}
    if not written:
        return dict(properties)
    values = step.workflow.script_engine.evaluate_many(step, list(written.values()))
    return {**properties, **{name: plain(value) for name, value in zip(written, values, strict=True)}}


def local_of(step: Step) -> dict[str, Any]:
    return dict(step.data) if step.has_locals else {}


def element_of(step: Step) -> str:
    """The element a person sees waiting: of an event sub-process it is its start event."""
    return getattr(step.task_spec, "bpmn_start", None) or step.task_spec.bpmn_id


def interrupts(step: Step) -> bool:
    spec = step.task_spec
    return getattr(spec, "cancel_activity", getattr(spec, "interrupting", False))
