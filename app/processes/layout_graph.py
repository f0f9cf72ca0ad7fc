"""What there is to draw: the flow nodes, flows and lanes of one process or sub-process, read from semantic BPMN XML."""

from dataclasses import dataclass, field

from lxml import etree

from app.errors import Invalid

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
NO_LANE = ""

TASK_SIZE, GATEWAY_SIZE, EVENT_SIZE = (110, 80), (50, 50), (36, 36)
BOUNDARY_PITCH = 116

_TASKS = {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
          "callActivity"}
_GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
_EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
_SUB_PROCESSES = {"subProcess", "transaction", "adHocSubProcess"}


@dataclass
class Node:
    """One flow node; width and height are of its body, without labels."""

    id: str
    kind: str  # task | gateway | event | boundary | sub_process
    name: str
    lane: str
    width: float
    height: float
    host: str | None = None
    inner: "Graph | None" = None
    boundaries: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Flow:
    id: str
    name: str
    source: str
    target: str


@dataclass
class Graph:
    """A process or an expanded sub-process. `asides` are event sub-processes: no flow leads to them."""

    id: str
    name: str
    lanes: list[tuple[str, str]]
    nodes: dict[str, Node]
    flows: list[Flow]
    asides: list[Node]

    def anchor(self, node_id: str) -> str:
        """The node whose place decides where a flow starts: a boundary event's is its host."""
        return self.nodes[node_id].host or node_id


def parse(xml: bytes) -> etree._Element:
    """The definitions element. A DOCTYPE is refused, entities are not resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as why:
        raise Invalid(f"不是有效的 XML，请检查文件：{why}") from why
    if root.getroottree().docinfo.doctype:
        raise Invalid("流程文件不能带 DOCTYPE 声明，请删除后再试。")
    return root


def processes_of(root: etree._Element) -> list[Graph]:
    return [_read(process) for process in root.iterfind(f"{{{BPMN}}}process")]


def _read(element: etree._Element) -> Graph:
    lanes, lane_of = _lanes(element)
    nodes, flows, asides = {}, [], []
    for child in element:
        tag = _tag(child)
        if tag == "sequenceFlow":
            flows.append(Flow(child.get("id"), child.get("name") or "", child.get("sourceRef"), child.get("targetRef")))
        elif child.get("triggeredByEvent") == "true":
            asides.append(_node(child, tag, lane_of))
        elif tag in _TASKS | _GATEWAYS | _EVENTS | _SUB_PROCESSES:
            nodes[child.get("id")] = _node(child, tag, lane_of)
    graph = Graph(element.get("id"), element.get("name") or element.get("id"), lanes, nodes, flows, asides)
    _settle_lanes(graph)
    _attach_boundaries(graph)
    _refuse_loose_flows(graph)
    return graph


def _lanes(element: etree._Element) -> tuple[list[tuple[str, str]], dict[str, str]]:
    lanes, lane_of = [], {}
    for lane in element.iterfind(f"{{{BPMN}}}laneSet/{{{BPMN}}}lane"):
        lanes.append((lane.get("id"), lane.get("name") or ""))
        lane_of.update((ref.text.strip(), lane.get("id")) for ref in lane.iterfind(f"{{{BPMN}}}flowNodeRef"))
    return lanes, lane_of


def _node(element: etree._Element, tag: str, lane_of: dict[str, str]) -> Node:
    kind, (width, height) = _kind_and_size(tag)
    inner = _read(element) if kind == "sub_process" else None
    return Node(element.get("id"), kind, element.get("name") or "", lane_of.get(element.get("id"), NO_LANE),
                width, height, element.get("attachedToRef"), inner)


def _kind_and_size(tag: str) -> tuple[str, tuple[int, int]]:
    if tag == "boundaryEvent":
        return "boundary", EVENT_SIZE
    if tag in _EVENTS:
        return "event", EVENT_SIZE
    if tag in _GATEWAYS:
        return "gateway", GATEWAY_SIZE
    return ("sub_process" if tag in _SUB_PROCESSES else "task"), TASK_SIZE


def _settle_lanes(graph: Graph) -> None:
    """Whoever no lane names goes to the first one; a graph without lanes has one nameless lane."""
    first = graph.lanes[0][0] if graph.lanes else NO_LANE
    graph.lanes = graph.lanes or [(NO_LANE, "")]
    for node in [*graph.nodes.values(), *graph.asides]:
        node.lane = node.lane or first


def _attach_boundaries(graph: Graph) -> None:
    for node in graph.nodes.values():
        if node.kind == "boundary":
            host = graph.nodes.get(node.host)
            if host is None:
                raise Invalid(f"边界事件 {node.id} 附着的任务 {node.host} 不存在，请改正 attachedToRef。")
            host.boundaries.append(node)
    for node in graph.nodes.values():
        node.width = max(node.width, BOUNDARY_PITCH * len(node.boundaries))


def _refuse_loose_flows(graph: Graph) -> None:
    for flow in graph.flows:
        for end in (flow.source, flow.target):
            if end not in graph.nodes:
                raise Invalid(f"顺序流 {flow.id} 连着不存在的节点 {end}，请改正后再排版。")


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
