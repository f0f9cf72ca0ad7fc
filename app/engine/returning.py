"""Going back: where an open task may be sent back to, doing it, and taking the last step back.

A task may go back to a task that was done before it in the same branch, in its own scope or one around it. Every token
that came from there since goes: within one branch that is the open task alone; before a fork it is all the fork's ways,
out of a multi-instance activity all its instances. Back into one of several branches after their join there is no way:
the join would wait for the others for ever.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from SpiffWorkflow.util.task import TaskState

from app.engine import branches, effects
from app.engine.elements.repeating import Repeating
from app.engine.failures import ClosesMore, NoWayBack, StepGone
from app.engine.steps import Step
from app.engine.workflows import InstanceWorkflow


@dataclass(frozen=True)
class Done:
    """A task that was done in this instance: its step, and its place as TaskOpened told it."""

    step: str
    element: str
    process: str
    place: str


@dataclass(frozen=True)
class WayBack:
    """`closes`: the steps of the other open tasks that end with it. `anew`: the target is done by several, all of whom
    begin anew. `scopes`: how many called processes or sub-processes are left on the way."""

    done: Done
    closes: tuple[str, ...]
    anew: bool
    scopes: int


def ways_back(top: InstanceWorkflow, step_id: str, done: Sequence[Done]) -> list[WayBack]:
    """Where the open task may go back to, the latest first; of an element done several times only the last."""
    step = open_task(top, step_id)
    found: dict[tuple[str, str], WayBack] = {}
    for one in sorted(done, key=lambda each: -int(each.step)):
        way = _way(step, one)
        if way is not None:
            found.setdefault((one.process, one.element), way[0])
    return list(found.values())


def send_back(top: InstanceWorkflow, step_id: str, target: Done, closing: Iterable[str]) -> None:
    """Take the tokens that came from the target away and put one there. Raises NoWayBack, and ClosesMore if other open
    tasks would end than those in `closing`."""
    way = _way(open_task(top, step_id), target)
    if way is None:
        raise NoWayBack(step_id)
    back, scope, gone = way
    if set(back.closes) - set(closing):
        raise ClosesMore(back.closes)
    for token in gone:
        token.cancel()
    scope.put(scope.spec.task_specs[target.element], "", _branch_of(target))


def take_back(now: InstanceWorkflow, before: InstanceWorkflow) -> None:
    """Let the clocks of both follow: those of elements that go are left, those of elements that return go on (clock.reenter).
    Step ids given meanwhile are not given again."""
    before.number = now.number
    there, here = {step.id for step in before.all_steps()}, {step.id for step in now.all_steps()}
    for operator, steps, others in (("clock.leave", now.all_steps(), there), ("clock.reenter", before.all_steps(), here)):
        for step in list(steps):
            if step.id not in others and step.task_spec.clocks and not _listens(step):
                now.run.turn_clocks(step, operator)


def reopened(found: Iterable[effects.Effect], back: set[str]) -> tuple[effects.Effect, ...]:
    """Tasks that come back are not new ones."""
    return tuple(effects.TaskReopened(effect.step, effect.element) if isinstance(effect, effects.TaskOpened)
                 and effect.step in back else effect for effect in found)


def open_task(top: InstanceWorkflow, step_id: str) -> Step:
    step = top.step(step_id)
    if step is None or step.state != TaskState.READY or not step.task_spec.manual:
        raise StepGone(step_id)
    return step


def lies_behind(target: Done, step: str, place: str) -> bool:
    """Whether something that happened as `step` at `place` came after the target, in the way that would be gone back."""
    host, origin = branches.read_place(target.place)[-1]
    for scope, branch in branches.read_place(place):
        if scope == host:
            return int(step) > int(target.step) and (
                branch == origin or branches.descends(branch, int(step), origin, int(target.step)))
    return False


def _way(step: Step, target: Done):
    """(the way, the scope it leads to, the tokens that go), or None."""
    if not target.place:
        return None
    host = branches.read_place(target.place)[-1][0]
    token, left = branches.token_of(step), 0
    while getattr(token.workflow, "host", None) is not None and token.workflow.host.id != host:
        if token.workflow.host.task_spec.only_listens:
            return None  # what runs beside the flow has nothing before it
        token, left = branches.token_of(token.workflow.host), left + 1
    scope = token.workflow
    if _host_id(scope) != host or not _is_target(scope, target) or token.task_spec.name == target.element:
        return None
    origin, since = _branch_of(target), int(target.step)
    if not branches.descends(branches.of(token), int(token.id), origin, since):
        return None
    gone = [other for other in scope.tokens() if other is token or (
        not _listens(other) and branches.descends(branches.of(other), int(other.id), origin, since))]
    closes = tuple(sorted((task.id for other in gone for task in _tasks_in(other) if task is not step), key=int))
    anew = isinstance(scope.spec.task_specs[target.element], Repeating)
    return WayBack(target, closes, anew, left), scope, gone


def _is_target(scope, target: Done) -> bool:
    spec = scope.spec.task_specs.get(target.element)
    return scope.spec.process_id == target.process and spec is not None and (
        getattr(spec, "manual", False) or isinstance(spec, Repeating))


def _branch_of(target: Done) -> list[str]:
    return branches.read_place(target.place)[-1][1]


def _host_id(scope) -> str:
    host = getattr(scope, "host", None)
    return "" if host is None else host.id


def _listens(token: Step) -> bool:
    return token.task_spec.only_listens and token.state == TaskState.WAITING


def _tasks_in(step: Step) -> Iterable[Step]:
    """The open tasks that a token holds: itself, its instances, whatever runs inside."""
    if step.state == TaskState.READY and step.task_spec.manual:
        yield step
    for child in step.children:
        yield from _tasks_in(child)
    inner = step.subworkflow
    if inner is not None:
        for token in inner.tokens():
            yield from _tasks_in(token)
