"""What all elements share: arriving, entering, leaving, choosing where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from app.engine import branches
from app.engine.steps import Step


@dataclass(frozen=True)
class Way:
    """A sequence flow as its source sees it."""

    id: str
    target: str
    condition: str | None = None


def clock_names(text: str) -> tuple[str, ...]:
    """Those of a list with commas; a FEEL expression, which a run works out when it comes by, stands alone."""
    return (text,) if text.startswith("=") else tuple(name.strip() for name in text.split(",") if name.strip())


class Element(BpmnSpecMixin):
    """`many`: the multi-instance or loop element that repeats this one; then it has no flows of its own."""

    only_listens = False
    message = signal = timer = None  # what a waiting token of this element waits for
    clocks: tuple[str, ...] = ()
    properties: Mapping[str, str] = MappingProxyType({})
    boundaries: tuple = ()
    many = None
    default_way: str | None = None

    def describe(self, node) -> None:
        """Take over what the diagram says about this element."""
        self.bpmn_id, self.bpmn_name, self.lane = node.id, node.name, node.lane
        self.properties = node.properties
        self.clocks = clock_names(node.properties.get("clocks", ""))
        self.default_way = node.attributes.get("default")
        self.ways, self.incoming = (), ()

    @property
    def process_id(self) -> str:
        return self._wf_spec.process_id

    def arrive(self, step: Step, flow: str) -> None:
        """A token is here. The clocks start before anything that might read them."""
        self.enter(step)
        self._update(step)

    def enter(self, step: Step) -> None:
        if self.clocks:
            step.workflow.top_workflow.run.turn_clocks(step, "clock.enter")
        for boundary in self.boundaries:
            if boundary.waits_for_outside:
                Step(step.workflow, boundary, step, TaskState.WAITING)

    def leave(self, step: Step) -> None:
        if self.clocks:
            step.workflow.top_workflow.run.turn_clocks(step, "clock.leave")

    def choose(self, step: Step) -> list[Way]:
        """Where the token goes on: every flow, or, where flows carry conditions, those that hold, else the default."""
        guarded = [way for way in self.ways if way.condition]
        if not guarded:
            return list(self.ways)
        holding = self.holding(step, guarded)
        default = next((way for way in self.ways if way.id == self.default_way), None)
        chosen = [way for way in self.ways if way in holding or not way.condition and way is not default]
        return chosen or ([default] if default else [])

    def holding(self, step: Step, ways: list[Way]) -> list[Way]:
        values = step.workflow.script_engine.evaluate_many(step, [way.condition for way in ways])
        return [way for way, value in zip(ways, values, strict=True) if value is True]

    def go_on(self, step: Step) -> None:
        """Put tokens on the chosen ways; the step itself is over."""
        chosen, branch = self.choose(step), branches.of(step)
        step.drop_children()
        step.remove()
        self.send_on(step, chosen, branches.forked(step.workflow, branch, len(chosen)))

    def send_on(self, step: Step, ways: list[Way], into: list[list[str]]) -> None:
        for way, branch in zip(ways, into, strict=True):
            step.workflow.put(self._wf_spec.task_specs[way.target], way.id, branch)

    # What SpiffWorkflow calls.

    def _update_hook(self, my_task: Step) -> bool:
        return True

    def _on_ready(self, my_task: Step) -> None:
        pass

    def _predict(self, my_task, seen=None, looked_ahead=0, mask=None) -> None:
        pass

    def _run_hook(self, my_task: Step) -> bool:
        return True

    def _on_complete(self, my_task: Step) -> None:
        self.leave(my_task)
        if self.many is not None:
            self.many.one_done(my_task)
        else:
            self.go_on(my_task)

    def _on_cancel(self, my_task: Step) -> None:
        self.leave(my_task)


class Entrance(Element):
    """The root of a scope's tokens; never runs."""
