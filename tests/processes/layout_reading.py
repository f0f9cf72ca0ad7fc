"""Reads a laid-out file back as plain numbers, for the tests of the layout."""

from typing import NamedTuple

from lxml import etree

from app.processes.layout_shapes import Box

NS = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/BPMN/20100524/DI",
      "dc": "http://www.omg.org/spec/DD/20100524/DC", "dd": "http://www.omg.org/spec/DD/20100524/DI"}
BEHAVIOUR = ("Task", "Gateway", "Event", "subProcess", "callActivity")


class Drawing(NamedTuple):
    """shapes {id: Box}, edges {id: points}, nodes {id: tag}, flows {id: (source, target)}, scope_of {node: parent id},
    host_of {boundary event: host}, lane_of {node: lane id}."""

    root: etree._Element
    shapes: dict
    edges: dict
    nodes: dict
    flows: dict
    scope_of: dict
    host_of: dict
    lane_of: dict


def read(xml: bytes) -> Drawing:
    root = etree.fromstring(xml)
    nodes, scope_of, host_of = {}, {}, {}
    for element in root.iter():
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if element.get("id") and tag.endswith(BEHAVIOUR):
            nodes[element.get("id")] = tag
            scope_of[element.get("id")] = element.getparent().get("id")
            if element.get("attachedToRef"):
                host_of[element.get("id")] = element.get("attachedToRef")
    flows = {flow.get("id"): (flow.get("sourceRef"), flow.get("targetRef"))
             for flow in root.iterfind(".//b:sequenceFlow", NS)}
    lane_of = {ref.text: ref.getparent().get("id") for ref in root.iterfind(".//b:flowNodeRef", NS)}
    return Drawing(root, _shapes(root), _edges(root), nodes, flows, scope_of, host_of, lane_of)


def _shapes(root) -> dict[str, Box]:
    found = {}
    for shape in root.iterfind(".//di:BPMNShape", NS):
        bounds = shape.find("dc:Bounds", NS)
        found[shape.get("bpmnElement")] = Box(*(float(bounds.get(name)) for name in ("x", "y", "width", "height")))
    return found


def _edges(root) -> dict[str, list[tuple[float, float]]]:
    return {edge.get("bpmnElement"): [(float(p.get("x")), float(p.get("y"))) for p in edge.iterfind("dd:waypoint", NS)]
            for edge in root.iterfind(".//di:BPMNEdge", NS)}
