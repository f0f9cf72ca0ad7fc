"""Writes a picture into the XML: collaboration, pool, lanes, shapes and edges (BPMN DI)."""

from lxml import etree

from app.processes.layout_graph import BPMN, NO_LANE, Graph
from app.processes.layout_shapes import Box, Picture

BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
POOL_GAP = 60


def draw_into(root: etree._Element, graphs: list[Graph], pictures: list[Picture]) -> None:
    _forget_old(root)
    plane_of = f"{graphs[0].id}_collaboration"
    _add_collaboration(root, plane_of, graphs)
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", id=f"{graphs[0].id}_diagram",
                               nsmap={"bpmndi": BPMNDI, "dc": DC, "di": DI})
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id=f"{graphs[0].id}_plane", bpmnElement=plane_of)
    top = 0.0
    for graph, picture in zip(graphs, pictures, strict=True):
        _draw_process(plane, graph, picture, top)
        top += picture.height + POOL_GAP


def _forget_old(root: etree._Element) -> None:
    for tag in (f"{{{BPMNDI}}}BPMNDiagram", f"{{{BPMN}}}collaboration"):
        for element in root.findall(tag):
            root.remove(element)


def _add_collaboration(root: etree._Element, name: str, graphs: list[Graph]) -> None:
    collaboration = etree.Element(f"{{{BPMN}}}collaboration", id=name)
    for graph in graphs:
        etree.SubElement(collaboration, f"{{{BPMN}}}participant", id=f"{graph.id}_pool", name=graph.name,
                         processRef=graph.id)
    root.insert(list(root).index(root.find(f"{{{BPMN}}}process")), collaboration)


def _draw_process(plane: etree._Element, graph: Graph, picture: Picture, top: float) -> None:
    pool = Box(0, top, picture.width, picture.height)
    _shape(plane, f"{graph.id}_pool", pool, isHorizontal="true")
    for lane, _ in graph.lanes:
        if lane != NO_LANE:
            _shape(plane, lane, picture.lanes[lane].moved(0, top), isHorizontal="true")
    for node, box in picture.shapes.items():
        marks = {"isExpanded": "true"} if node in picture.expanded else {}
        label = picture.labels.get(node)
        _shape(plane, node, box.moved(0, top), label and label.moved(0, top), **marks)
    for flow, points in picture.edges.items():
        label = picture.labels.get(flow)
        _edge(plane, flow, [(x, y + top) for x, y in points], label and label.moved(0, top))


def _shape(plane: etree._Element, element: str, box: Box, label: Box | None = None, **marks: str) -> None:
    shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", id=f"{element}_di", bpmnElement=element, **marks)
    _bounds(shape, box)
    _label(shape, label)


def _edge(plane: etree._Element, element: str, points: list[tuple[float, float]], label: Box | None) -> None:
    edge = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", id=f"{element}_di", bpmnElement=element)
    for x, y in points:
        etree.SubElement(edge, f"{{{DI}}}waypoint", x=_number(x), y=_number(y))
    _label(edge, label)


def _label(parent: etree._Element, box: Box | None) -> None:
    if box is not None:
        _bounds(etree.SubElement(parent, f"{{{BPMNDI}}}BPMNLabel"), box)


def _bounds(parent: etree._Element, box: Box) -> None:
    etree.SubElement(parent, f"{{{DC}}}Bounds", x=_number(box.x), y=_number(box.y), width=_number(box.width),
                     height=_number(box.height))


def _number(value: float) -> str:
    return str(round(value))
