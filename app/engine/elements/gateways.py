"""Gateways. A join counts the tokens that have arrived, flow by flow; it never looks into the past."""

from SpiffWorkflow.bpmn.specs import defaults as spiff
from SpiffWorkflow.bpmn.specs.event_definitions import MultipleEventDefinition
from SpiffWorkflow.util.task import TaskState

from app.engine import branches
from app.engine.elements.element import Element, Way
from app.engine.elements.reach import can_bring
from app.engine.failures import EngineFailure
from app.engine.steps import Step


class ExclusiveGateway(Element, spiff.ExclusiveGateway):
    """The first flow, in the order of the file, whose condition holds; else the default flow."""

    def choose(self, step: Step) -> list[Way]:
        guarded = [way for way in self.ways if way.condition and way.id != self.default_way]
        holding = self.holding(step, guarded) if guarded else []
        if holding:
            return holding[:1]
        default = next((way for way in self.ways if way not in guarded), None)
        if default is None:
            raise no_way(self, guarded)
        return [default]


class Joining(Element):
    """A gateway that may wait for more than one token."""

    def arrive(self, step: Step, flow: str) -> None:
        if len(self.incoming) < 2:
            super().arrive(step, flow)
            return
        step.internal_data["flow"] = flow
        step._set_state(TaskState.WAITING)
        if not any(other is not step for other in self.waiting(step.workflow)):
            self.enter(step)
        self.try_to_join(step.workflow)

    def waiting(self, workflow) -> list[Step]:
        """The tokens that have arrived here and wait for others, oldest first."""
        return [step for step in workflow.tokens() if step.task_spec is self and step.state == TaskState.WAITING]

    def arrived(self, workflow) -> dict[str, Step]:
        """{flow: the oldest token that came over it}."""
        first: dict[str, Step] = {}
        for step in self.waiting(workflow):
            first.setdefault(step.internal_data["flow"], step)
        return first

    def missing(self, workflow) -> list[str]:
        """The flows over which nothing has come yet."""
        there = self.arrived(workflow)
        return [flow for flow in self.incoming if flow not in there]

    def join(self, workflow) -> None:
        """One token of each flow becomes one token."""
        first, *others = self.arrived(workflow).values()
        branches.unite(first, others)
        for step in others:
            step.remove()
        first._ready()

    def leave(self, step: Step) -> None:
        if step.state == TaskState.COMPLETED or not self.waiting(step.workflow):
            super().leave(step)


class ParallelGateway(Joining, spiff.ParallelGateway):
    """Waits for a token on each incoming flow; surplus tokens stay where they are."""

    def try_to_join(self, workflow) -> None:
        if not self.missing(workflow):
            self.join(workflow)


class InclusiveGateway(Joining, spiff.InclusiveGateway):
    """Waits as long as a token elsewhere in the scope can still come over a flow that has none (BPMN 2.0, 13.4.3)."""

    def try_to_join(self, workflow) -> None:
        """Decided only when nothing else moves: see `settle`."""

    def join_if_nobody_comes(self, workflow) -> bool:
        there = self.arrived(workflow)
        missing = self.missing(workflow)
        if not there or any(can_bring(self, step, missing, set(there)) for step in workflow.living()):
            return False
        self.join(workflow)
        return True

    def choose(self, step: Step) -> list[Way]:
        chosen = super().choose(step)
        if not chosen:
            raise no_way(self, [way for way in self.ways if way.condition])
        return chosen


class EventBasedGateway(Element, spiff.EventBasedGateway):
    """Waits for the first of several events; the others are then forgotten."""

    def __init__(self, wf_spec, bpmn_id):
        super().__init__(wf_spec, bpmn_id, event_definition=MultipleEventDefinition())

    def _update_hook(self, my_task: Step) -> bool:
        my_task._set_state(TaskState.WAITING)
        for way in self.ways:
            target = self._wf_spec.task_specs[way.target]
            target.arrive(Step(my_task.workflow, target, my_task), way.id)
        return False

    def decided_for(self, my_task: Step, winner: Step) -> None:
        """The event came: its token hangs where any token hangs, the rest goes."""
        my_task._children.remove(winner.id)
        root = my_task.parent
        branches.set_on(winner, branches.of(my_task))
        winner._parent = root.id
        root._children.append(winner.id)
        my_task.cancel()


def no_way(gateway: Element, guarded: list[Way]) -> EngineFailure:
    tried = "；".join(way.condition for way in guarded)
    return EngineFailure(gateway.bpmn_id, tried, "网关的条件没有一个成立，也没有默认流向。请检查条件用到的变量是否有值，"
                         "或给网关加一条默认流向。", "GATEWAY")
