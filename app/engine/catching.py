"""Who gets what was thrown: errors and escalations climb the scopes, signals reach all, messages come from outside."""

from collections.abc import Iterator

from SpiffWorkflow.bpmn.specs.event_definitions import ErrorEventDefinition, EscalationEventDefinition
from SpiffWorkflow.util.task import TaskState

from app.engine.failures import BpmnError, EngineFailure


def throw_error(thrower, error: BpmnError) -> None:
    """Go to the nearest catcher; an error nobody catches is a failure of the diagram."""
    for catch in _catchers(thrower, ErrorEventDefinition, error.code):
        catch(error.payload)
        return
    raise EngineFailure(thrower.task_spec.bpmn_id, error.code, f"发生了业务错误“{error.code}”，但流程图里没有接住它的错误事件，"
                        "请在任务或子流程边界上加一个错误事件。", "UNCAUGHT_ERROR")


def throw_escalation(thrower, code: str, payload: dict) -> None:
    """Go to the nearest catcher, if there is one; the thrower goes on unless it was interrupted."""
    for catch in _catchers(thrower, EscalationEventDefinition, code):
        catch(payload)
        return


def broadcast(top, signal: str, payload: dict) -> int:
    """Every token that waits for the signal now gets it; returns how many did."""
    return trigger([step for step in waiting(top) if step.task_spec.signal == signal], payload)


def deliver(top, message: str, payload: dict) -> int:
    """Every token that waits for the message now gets it; returns how many did."""
    return trigger([step for step in waiting(top) if step.task_spec.message == message], payload)


def trigger(steps: list, payload: dict) -> int:
    taken = 0
    for step in steps:
        if step.alive and step.state == TaskState.WAITING:  # an earlier one may have cancelled it
            step.task_spec.triggered(step, payload)
            taken += 1
    return taken


def waiting(top) -> Iterator:
    """Tokens that wait for a message, a signal or a time."""
    return (step for step in top.all_steps()
            if step.state == TaskState.WAITING and getattr(step.task_spec, "waits_for_outside", False))


def _catchers(thrower, kind: type, code: str) -> Iterator:
    """From the inside out: at the activity itself, in its scope, at the step that holds the scope, and so on."""
    step = thrower
    while step is not None:
        yield from _at_border(step, kind, code)
        if step.parent is not None and step.parent.parent is not None:  # one instance of many
            step = step.parent
            continue
        yield from _in_scope(step, kind, code)
        step = getattr(step.workflow, "host", None)


def _at_border(step, kind: type, code: str) -> Iterator:
    for boundary in _exact_first(step.task_spec.boundaries, kind, code):
        def catch(payload, boundary=boundary, step=step):
            boundary.take(step, payload)
            boundary.break_out(step, step)
        yield catch


def _in_scope(step, kind: type, code: str) -> Iterator:
    others = [listener for listener in step.workflow.spec.event_subprocesses if listener is not step.task_spec]
    for listener in _exact_first(others, kind, code):
        yield lambda payload, listener=listener: listener.triggered_in(step.workflow, payload)


def _exact_first(specs, kind: type, code: str) -> list:
    return sorted((spec for spec in specs if spec.catches_code(kind, code)), key=lambda spec: spec.code is None)
