"""Events: what starts, ends, throws, and waits."""

from SpiffWorkflow.bpmn.specs import defaults as spiff
from SpiffWorkflow.bpmn.specs.event_definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
    TerminateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.util.task import TaskState

from app.engine import branches, catching, effects
from app.engine.elements.element import Element
from app.engine.failures import BpmnError, EngineFailure
from app.engine.plain import plain
from app.engine.steps import Step


class Catching(Element):
    """Waits for a message, a signal or a time; errors and escalations find their catcher by themselves."""

    variable: str | None = None

    def listen_for(self, definition) -> None:
        """What a waiting token of this element waits for."""
        self.event_definition = definition
        self.message = definition.name if isinstance(definition, MessageEventDefinition) else None
        self.signal = definition.name if isinstance(definition, SignalEventDefinition) else None
        self.timer = definition if isinstance(definition, TimerEventDefinition) else None

    @property
    def waits_for_outside(self) -> bool:
        return bool(self.message or self.signal or self.timer)

    @property
    def code(self) -> str | None:
        """Of a caught error or escalation; None catches every one."""
        return getattr(self.event_definition, "code", None)

    def catches_code(self, kind: type, code: str) -> bool:
        return isinstance(self.event_definition, kind) and self.code in (None, code)

    def take(self, step: Step, payload: dict) -> None:
        """What came with the event becomes variables, or one variable."""
        step.data.update({self.variable: payload} if self.variable else payload)

    def triggered(self, step: Step, payload: dict) -> None:
        """What this token waited for has come."""
        self.take(step, payload)
        if isinstance(step.parent.task_spec, spiff.EventBasedGateway):
            step.parent.task_spec.decided_for(step.parent, step)
        step._ready()

    def _update_hook(self, my_task: Step) -> bool:
        if not self.waits_for_outside:
            return True
        my_task._set_state(TaskState.WAITING)
        return False


class StartEvent(Catching, spiff.StartEvent):
    """Where a scope begins. Whatever it waited for has come when a token is here."""

    def _update_hook(self, my_task: Step) -> bool:
        return True


class IntermediateCatchEvent(Catching, spiff.IntermediateCatchEvent):
    pass


class ReceiveTask(Catching, spiff.ReceiveTask):
    pass


class BoundaryEvent(Catching, spiff.BoundaryEvent):
    """Listens beside its host; `host_name` names the host's spec."""

    host_name = ""

    def triggered(self, step: Step, payload: dict) -> None:
        self.take(step, payload)
        self.break_out(step.parent, step)

    def break_out(self, host: Step, at: Step) -> None:
        """Go on from here, ending the host if this event interrupts. `at`: the step whose names the flows may read."""
        leaving, branch = branches.forked, branches.of(host)
        if self.cancel_activity:
            host.cancel()
        else:
            leaving = branches.beside
            if self.timer is not None and at is not host:
                at.task_spec.fired(at)
        ways = self.choose(at)
        self.send_on(host, ways, leaving(host.workflow, branch, len(ways)))

    def fired(self, step: Step) -> None:
        """A timer that doesn't repeat has had its day."""
        if not step.internal_data.get("again"):
            step.remove()


class Throwing(Element):
    """Sends what its definition says and goes on."""

    payload: str | None = None

    def _run_hook(self, my_task: Step) -> bool:
        definition, run = self.event_definition, my_task.workflow.top_workflow.run
        if isinstance(definition, MessageEventDefinition):
            run.emit(effects.MessageThrown(definition.name, self.load_of(my_task), self.bpmn_id,
                                           my_task.id, branches.place_of(my_task)))
        elif isinstance(definition, SignalEventDefinition):
            load = self.load_of(my_task)
            run.emit(effects.SignalThrown(definition.name, load, self.bpmn_id))
            catching.broadcast(my_task.workflow.top_workflow, definition.name, load)
        elif isinstance(definition, EscalationEventDefinition):
            run.emit(effects.EscalationThrown(definition.code, self.bpmn_id))
            catching.throw_escalation(my_task, definition.code, self.load_of(my_task))
        elif isinstance(definition, ErrorEventDefinition):
            raise BpmnError(definition.code, self.load_of(my_task))
        return True

    def load_of(self, step: Step) -> dict:
        """The payload: one FEEL context, or nothing."""
        if not self.payload:
            return {}
        load = plain(step.workflow.script_engine.evaluate(step, self.payload))
        if not isinstance(load, dict):
            raise EngineFailure(self.bpmn_id, self.payload, "消息的内容要写成一个 FEEL 上下文，例如 {reason: x}。",
                                "EXPRESSION")
        return load


class IntermediateThrowEvent(Throwing, spiff.IntermediateThrowEvent):
    pass


class SendTask(Throwing, spiff.SendTask):
    pass


class EndEvent(Throwing, spiff.EndEvent):
    """The end of a branch; a terminate end is the end of everything in its scope."""

    def _run_hook(self, my_task: Step) -> bool:
        workflow = my_task.workflow
        workflow.top_workflow.run.reached_end(my_task)
        super()._run_hook(my_task)
        if isinstance(self.event_definition, TerminateEventDefinition):
            workflow.clear()
        return True

    def _on_complete_hook(self, my_task: Step) -> None:
        """Nothing more than any element does."""
