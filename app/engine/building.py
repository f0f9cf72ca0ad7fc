"""From the model of the diagrams to the specs that tokens walk through. The model has been checked before."""

from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs import event_definitions as spiff_events
from SpiffWorkflow.bpmn.specs.event_definitions import NoneEventDefinition
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from app.engine.elements import activities, events, gateways, repeating, subprocesses
from app.engine.elements.element import Element, Entrance, Way
from app.engine.reading import Definitions, Event, Node, Scope

EACH = "#each"
_TIMERS = {"timeDate": spiff_events.TimeDateEventDefinition, "timeDuration": spiff_events.DurationTimerEventDefinition,
           "timeCycle": spiff_events.CycleTimerEventDefinition}
_SIMPLE = {"userTask": activities.UserTask, "manualTask": activities.ManualTask, "task": activities.NoneTask,
           "exclusiveGateway": gateways.ExclusiveGateway, "parallelGateway": gateways.ParallelGateway,
           "inclusiveGateway": gateways.InclusiveGateway, "eventBasedGateway": gateways.EventBasedGateway}
_EVENTS = {"startEvent": events.StartEvent, "endEvent": events.EndEvent, "sendTask": events.SendTask,
           "receiveTask": events.ReceiveTask, "intermediateCatchEvent": events.IntermediateCatchEvent,
           "intermediateThrowEvent": events.IntermediateThrowEvent}


class ScopeSpec(BpmnProcessSpec):
    """A process or sub-process. `entries`: where a token starts; `event_subprocesses`: all; `listeners`: those that
    wait for something from outside."""

    def __init__(self, key: str, scope: Scope):
        WorkflowSpec.__init__(self, name=key, filename=scope.file)
        self.process_id, self.description = scope.process, scope.name
        self.io_specification, self.data_objects, self.data_stores = None, {}, {}
        self.correlation_keys, self.bpmn_start_events = {}, []
        self.start = Entrance(self, "(start)")
        self.entries, self.event_subprocesses, self.listeners = [], [], []


def key_of(scope: Scope) -> str:
    """Sub-processes of different files may have the same id."""
    return scope.id if scope.id == scope.process else f"{scope.process}/{scope.id}"


def build(definitions: Definitions) -> dict[str, ScopeSpec]:
    """{key: spec} of every process in the file and every sub-process in it."""
    specs: dict[str, ScopeSpec] = {}
    for process in definitions.processes:
        _build_scope(process, definitions, specs)
    return specs


def _build_scope(scope: Scope, definitions: Definitions, specs: dict[str, ScopeSpec]) -> ScopeSpec:
    spec = specs[key_of(scope)] = ScopeSpec(key_of(scope), scope)
    for node in scope.nodes.values():
        if node.scope:
            _build_scope(node.scope, definitions, specs)
        element = _element(spec, node, definitions)
        if node.loop:
            element = _repeated(spec, element, node)
        if isinstance(element, subprocesses.EventSubprocess):
            _listen(element, node, specs, definitions)
            spec.event_subprocesses.append(element)
    spec.listeners = [listener for listener in spec.event_subprocesses if listener.waits_for_outside]
    _attach_boundaries(spec, scope)
    _connect(spec, scope)
    spec.entries = _entries(spec, scope)
    return spec


def _element(spec: ScopeSpec, node: Node, definitions: Definitions) -> Element:
    element = _made(spec, node, definitions)
    element.describe(node)
    return element


def _made(spec: ScopeSpec, node: Node, definitions: Definitions) -> Element:
    name = node.id + EACH if node.loop else node.id
    if node.operator and node.type in ("serviceTask", "sendTask"):
        return activities.ServiceTask(spec, name, node)
    if node.type in _SIMPLE:
        return _SIMPLE[node.type](spec, name)
    if node.type in _EVENTS:
        return _event(_EVENTS[node.type](spec, name, event_definition=None), node, definitions)
    if node.type == "boundaryEvent":
        interrupts = node.attributes.get("cancelActivity", "true") != "false"
        boundary = events.BoundaryEvent(spec, name, event_definition=None, cancel_activity=interrupts)
        return _event(boundary, node, definitions)
    if node.type == "scriptTask":
        return activities.ScriptTask(spec, name, script=node.script)
    if node.type == "businessRuleTask":
        return activities.BusinessRuleTask(spec, name, node.decision)
    if node.type == "callActivity":
        return subprocesses.CallActivity(spec, name, subworkflow_spec=node.attributes["calledElement"])
    kind = subprocesses.EventSubprocess if is_event_subprocess(node) else subprocesses.SubProcess
    return kind(spec, name, subworkflow_spec=key_of(node.scope))


def is_event_subprocess(node: Node) -> bool:
    return node.attributes.get("triggeredByEvent") == "true"


def _event(element: Element, node: Node, definitions: Definitions) -> Element:
    definition = definition_of(node, definitions)
    if isinstance(element, events.Catching):
        element.listen_for(definition)
        element.variable = node.variable
    else:
        element.event_definition, element.payload = definition, node.payload
    return element


def definition_of(node: Node, definitions: Definitions):
    event = node.event or _referenced_by_task(node)
    if event is None:
        return NoneEventDefinition()
    if event.kind == "timer":
        return _TIMERS[event.timer](node.name or node.id, event.expression)
    if event.kind == "terminate":
        return spiff_events.TerminateEventDefinition()
    known = getattr(definitions, {"message": "messages", "signal": "signals", "error": "errors",
                                  "escalation": "escalations"}[event.kind])
    found = known.get(event.reference, event.reference)
    if event.kind == "message":
        return spiff_events.MessageEventDefinition(found)
    if event.kind == "signal":
        return spiff_events.SignalEventDefinition(found)
    kind = spiff_events.ErrorEventDefinition if event.kind == "error" else spiff_events.EscalationEventDefinition
    return kind(found or "", found)


def _referenced_by_task(node: Node) -> Event | None:
    """Send and receive tasks name their message themselves."""
    reference = node.attributes.get("messageRef")
    return Event("message", reference) if reference else None


def _repeated(spec: ScopeSpec, inner: Element, node: Node) -> Element:
    loop = node.loop
    if loop.kind == "standard":
        outer = repeating.StandardLoop(spec, node.id, inner.name, int(loop.maximum) if loop.maximum else None,
                                       loop.condition, loop.test_before)
    else:
        outer = repeating.MultiInstance(spec, node.id, inner.name, loop.cardinality, loop.collection, loop.output,
                                        loop.item, loop.output_item, loop.condition)
        outer.sequential = loop.kind == "sequential"
    outer.describe(node)
    inner.clocks, inner.many = (), outer
    return outer


def _listen(element: subprocesses.EventSubprocess, node: Node, specs: dict, definitions: Definitions) -> None:
    start = next(inner for inner in node.scope.nodes.values() if inner.type == "startEvent")
    element.listen_for(definition_of(start, definitions))
    element.interrupting = start.attributes.get("isInterrupting", "true") != "false"
    element.variable = start.variable
    element.bpmn_start = start.id


def _attach_boundaries(spec: ScopeSpec, scope: Scope) -> None:
    for node in scope.nodes.values():
        if node.type == "boundaryEvent":
            host, boundary = spec.task_specs[node.attributes["attachedToRef"]], spec.task_specs[node.id]
            host.boundaries = (*host.boundaries, boundary)
            boundary.host_name = host.name


def _connect(spec: ScopeSpec, scope: Scope) -> None:
    for flow in scope.flows:
        source, target = spec.task_specs[flow.source], spec.task_specs[flow.target]
        source.ways = (*source.ways, Way(flow.id, flow.target, flow.condition))
        target.incoming = (*target.incoming, flow.id)
        source._outputs.append(target.name)
        target._inputs.append(source.name)


def _entries(spec: ScopeSpec, scope: Scope) -> list[Element]:
    """The start that waits for nothing, else the first start, else whatever no flow leads to."""
    starts = [spec.task_specs[node.id] for node in scope.nodes.values() if node.type == "startEvent"]
    plain = [start for start in starts if not start.waits_for_outside]
    if starts:
        return (plain or starts)[:1]
    led_to = {flow.target for flow in scope.flows}
    return [spec.task_specs[node.id] for node in scope.nodes.values()
            if node.id not in led_to and not starts_by_itself(node)]


def starts_by_itself(node: Node) -> bool:
    """What gets its token without a flow."""
    return node.type in ("startEvent", "boundaryEvent") or is_event_subprocess(node)
