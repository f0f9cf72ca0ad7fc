"""From the bytes of a BPMN file to a plain model of what is drawn.

SpiffWorkflow's own parser is not used: it finds lanes by the memory address of a document, walks flows recursively (and
gives up at 480 elements in a row), can loop for ever on a reference to nothing, and stops at the first problem with
whatever exception it trips over. Reading into our own model lets us name every problem at once (docs/adr/0003).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from app.engine.parsing import BPMN, NotXml, local_name, properties_of, spiff_child

FLOW_NODES = frozenset((
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "task", "userTask",
    "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask", "callActivity",
    "subProcess", "transaction", "adHocSubProcess", "exclusiveGateway", "parallelGateway", "inclusiveGateway",
    "eventBasedGateway", "complexGateway"))


@dataclass
class Event:
    """`kind`: timer, message, signal, error, escalation, terminate, or the name of one we don't support."""

    kind: str
    reference: str | None = None  # messageRef, signalRef, …
    timer: str | None = None  # timeDate, timeDuration or timeCycle
    expression: str | None = None  # of the timer


@dataclass
class Loop:
    """A multi-instance or standard loop marker; texts are FEEL."""

    kind: str  # parallel, sequential, standard
    collection: str | None = None
    cardinality: str | None = None
    item: str | None = None
    output: str | None = None
    output_item: str | None = None
    condition: str | None = None
    maximum: str | None = None
    test_before: bool = False


@dataclass
class Flow:
    id: str | None
    source: str | None
    target: str | None
    condition: str | None = None
    line: int = 0


@dataclass
class Node:
    id: str
    type: str
    name: str
    attributes: dict[str, str]
    properties: dict[str, str]
    line: int = 0
    lane: str | None = None
    events: list[Event] = field(default_factory=list)
    loop: Loop | None = None
    script: str | None = None
    operator: str | None = None
    result_variable: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    decision: str | None = None
    payload: str | None = None
    variable: str | None = None
    scope: "Scope | None" = None  # what is drawn inside a sub-process

    @property
    def event(self) -> Event | None:
        return self.events[0] if self.events else None


@dataclass
class Scope:
    """A process or a sub-process: nodes and flows in the order of the file."""

    id: str
    name: str
    file: str
    process: str
    version_tag: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    nameless: list[tuple[str, int]] = field(default_factory=list)  # (type, line) of elements without an id

    @property
    def has_start(self) -> bool:
        return any(node.type == "startEvent" for node in self.nodes.values())

    def all_nodes(self) -> Iterator[tuple["Scope", Node]]:
        """Every node of this scope and of the sub-processes in it."""
        for node in self.nodes.values():
            yield self, node
            if node.scope:
                yield from node.scope.all_nodes()


@dataclass
class Definitions:
    """What one file declares. Messages, signals, errors and escalations: {id: how it is matched}."""

    file: str
    processes: list[Scope]
    messages: dict[str, str]
    signals: dict[str, str]
    errors: dict[str, str]
    escalations: dict[str, str]


def read(file: str, root: etree._Element) -> Definitions:
    """The model of one parsed BPMN file; a file that only declares messages is one, too. Raises NotXml for others."""
    if root.tag != BPMN + "definitions":
        raise NotXml("这不是 BPMN 流程文件，请检查是否选错了文件。")
    processes = [_process(file, element) for element in root.iter(BPMN + "process")]
    return Definitions(
        file, processes,
        messages=_declared(root, "message"), signals=_declared(root, "signal"),
        errors=_declared(root, "error", "errorCode"), escalations=_declared(root, "escalation", "escalationCode"))


def _declared(root, tag: str, code: str | None = None) -> dict[str, str]:
    found = {}
    for element in root.iter(BPMN + tag):
        key = element.get("id")
        if key:
            found[key] = (element.get(code) if code else None) or element.get("name") or key
    return found


def _process(file: str, element) -> Scope:
    lanes = {}
    for reference in element.iter(BPMN + "flowNodeRef"):
        lane = reference.getparent()
        lanes[(reference.text or "").strip()] = lane.get("name") or lane.get("id")
    identity = element.get("id") or ""
    version = next((value for key, value in element.attrib.items() if local_name(key) == "versionTag"), "")
    scope = Scope(identity, element.get("name") or identity, file, identity, version)
    _fill(scope, element, lanes, None)
    return scope


def _fill(scope: Scope, element, lanes: dict[str, str], lane: str | None) -> None:
    for child in element:
        tag = local_name(child.tag) if isinstance(child.tag, str) and child.tag.startswith(BPMN) else ""
        if tag == "sequenceFlow":
            scope.flows.append(_flow(child))
        elif tag in FLOW_NODES:
            if not child.get("id"):
                scope.nameless.append((tag, child.sourceline))
                continue
            node = _node(child, tag)
            node.lane = lanes.get(node.id, lane)
            if node.id in scope.nodes:
                scope.twice.append(node.id)
            scope.nodes[node.id] = node
            if tag in ("subProcess", "transaction", "adHocSubProcess"):
                node.scope = Scope(node.id, node.name, scope.file, scope.process)
                _fill(node.scope, child, lanes, node.lane)


def _flow(element) -> Flow:
    condition = element.find(BPMN + "conditionExpression")
    text = _text(condition)
    return Flow(element.get("id"), element.get("sourceRef"), element.get("targetRef"), text, element.sourceline)


def _node(element, tag: str) -> Node:
    node = Node(element.get("id"), tag, element.get("name") or "", dict(element.attrib), properties_of(element),
                element.sourceline)
    node.events = [_event(child) for child in element
                   if isinstance(child.tag, str) and local_name(child.tag).endswith("EventDefinition")]
    node.loop = _loop(element)
    node.script = _text(element.find(BPMN + "script"))
    node.decision = _text(spiff_child(element, "calledDecisionId"))
    operator = spiff_child(element, "serviceTaskOperator")
    if operator is not None:
        node.operator, node.result_variable = operator.get("id"), operator.get("resultVariable") or None
        node.parameters = {parameter.get("id"): parameter.get("value") or "" for parameter in operator.iter()
                           if isinstance(parameter.tag, str) and local_name(parameter.tag) == "parameter"}
    node.payload, node.variable = _message_extension(element, "messagePayload"), _message_extension(
        element, "messageVariable")
    return node


def _message_extension(element, name: str) -> str | None:
    """Modellers write it on the element or on its event definition."""
    for holder in (element, *element):
        found = spiff_child(holder, name) if isinstance(holder.tag, str) else None
        if found is not None:
            return _text(found)
    return None


def _event(definition) -> Event:
    kind = local_name(definition.tag).removesuffix("EventDefinition")
    reference = next((definition.get(name) for name in ("messageRef", "signalRef", "errorRef", "escalationRef")
                      if definition.get(name)), None)
    for name in ("timeDate", "timeDuration", "timeCycle"):
        time = definition.find(BPMN + name)
        if time is not None:
            return Event(kind, reference, name, _text(time))
    return Event(kind, reference)


def _loop(element) -> Loop | None:
    standard = element.find(BPMN + "standardLoopCharacteristics")
    if standard is not None:
        return Loop("standard", condition=_text(standard.find(BPMN + "loopCondition")),
                    maximum=standard.get("loopMaximum"), test_before=standard.get("testBefore") == "true")
    several = element.find(BPMN + "multiInstanceLoopCharacteristics")
    if several is None:
        return None
    return Loop("sequential" if several.get("isSequential") == "true" else "parallel",
                collection=_text(several.find(BPMN + "loopDataInputRef")),
                cardinality=_text(several.find(BPMN + "loopCardinality")),
                item=_item(several.find(BPMN + "inputDataItem")),
                output=_text(several.find(BPMN + "loopDataOutputRef")),
                output_item=_item(several.find(BPMN + "outputDataItem")),
                condition=_text(several.find(BPMN + "completionCondition")))


def _item(element) -> str | None:
    return None if element is None else element.get("name") or element.get("id")


def _text(element) -> str | None:
    text = (element.text or "").strip() if element is not None else ""
    return text or None
