from itertools import combinations, pairwise
from pathlib import Path

import pytest

from app.config import ROOT
from app.errors import Invalid
from app.processes.layout import lay_out, main
from app.processes.layout_chapters import LINE_WIDTH
from app.processes.layout_shapes import Box
from tests.processes.layout_reading import NS, read

SHIPPED = sorted(Path(ROOT / "bpmn").glob("*.bpmn"))

SMALL = """<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t">
  <b:process id="p" name="样例">
    <b:laneSet id="p_lanes">
      <b:lane id="window" name="窗口"><b:flowNodeRef>s</b:flowNodeRef><b:flowNodeRef>a</b:flowNodeRef></b:lane>
      <b:lane id="unit" name="承办"><b:flowNodeRef>g</b:flowNodeRef><b:flowNodeRef>h</b:flowNodeRef>
        <b:flowNodeRef>e</b:flowNodeRef><b:flowNodeRef>t</b:flowNodeRef><b:flowNodeRef>w</b:flowNodeRef>
        <b:flowNodeRef>any</b:flowNodeRef></b:lane>
    </b:laneSet>
    <b:startEvent id="s" name="来访"/><b:userTask id="a" name="登记"/><b:exclusiveGateway id="g" name="受理吗？"/>
    <b:subProcess id="h" name="办理"><b:startEvent id="hs"/><b:userTask id="hm" name="调解"/><b:endEvent id="he"/>
      <b:sequenceFlow id="h1" sourceRef="hs" targetRef="hm"/><b:sequenceFlow id="h2" sourceRef="hm" targetRef="he"/>
    </b:subProcess>
    <b:boundaryEvent id="t" name="期限已到" attachedToRef="h"><b:timerEventDefinition/></b:boundaryEvent>
    <b:userTask id="w" name="催办"/><b:endEvent id="e" name="办结"/>
    <b:subProcess id="any" name="随时" triggeredByEvent="true"><b:startEvent id="as"/><b:endEvent id="ae"/>
      <b:sequenceFlow id="a1" sourceRef="as" targetRef="ae"/></b:subProcess>
    <b:sequenceFlow id="f1" sourceRef="s" targetRef="a"/><b:sequenceFlow id="f2" sourceRef="a" targetRef="g"/>
    <b:sequenceFlow id="f3" sourceRef="g" targetRef="h" name="受理"/>
    <b:sequenceFlow id="f4" sourceRef="g" targetRef="a" name="退回补登"/>
    <b:sequenceFlow id="f5" sourceRef="h" targetRef="e"/><b:sequenceFlow id="f6" sourceRef="t" targetRef="w"/>
    <b:sequenceFlow id="f7" sourceRef="w" targetRef="e"/>
  </b:process></b:definitions>""".encode()


def chain(length: int) -> bytes:
    nodes = "".join(f'<b:userTask id="n{i}" name="第{i}步"/>' for i in range(length))
    flows = "".join(f'<b:sequenceFlow id="f{i}" sourceRef="n{i}" targetRef="n{i + 1}"/>' for i in range(length - 1))
    return (f'<b:definitions xmlns:b="{NS["b"]}" targetNamespace="urn:t"><b:process id="p">{nodes}{flows}'
            "</b:process></b:definitions>").encode()


@pytest.fixture(params=[None, *SHIPPED], ids=lambda path: path.stem if path else "small")
def drawing(request):
    return read(lay_out(request.param.read_bytes() if request.param else SMALL))


def test_everything_that_is_meant_is_drawn(drawing):
    assert set(drawing.nodes) <= set(drawing.shapes)
    assert set(drawing.flows) == set(drawing.edges)


def test_shapes_of_one_level_do_not_overlap(drawing):
    bodies = [node for node in drawing.nodes if node not in drawing.host_of]
    touching = [(one, two) for one, two in combinations(bodies, 2)
                if drawing.scope_of[one] == drawing.scope_of[two] and drawing.shapes[one].meets(drawing.shapes[two])]
    assert touching == []


def test_what_is_in_a_sub_process_lies_inside_it(drawing):
    for node, scope in drawing.scope_of.items():
        if scope in drawing.nodes:
            assert holds(drawing.shapes[scope], drawing.shapes[node]), node


def test_each_node_lies_in_its_lane_and_the_lanes_fill_the_pool(drawing):
    for node, lane in drawing.lane_of.items():
        if node not in drawing.host_of:
            assert holds(drawing.shapes[lane], drawing.shapes[node]), node
    for participant in drawing.root.iterfind(".//b:participant", NS):
        pool = drawing.shapes[participant.get("id")]
        lanes = [lane.get("id") for lane in drawing.root.iterfind(
            f".//b:process[@id='{participant.get('processRef')}']//b:lane", NS)]
        assert sum(drawing.shapes[lane].height for lane in lanes) == pytest.approx(pool.height, abs=len(lanes))


def test_boundary_events_sit_on_the_lower_edge_of_their_host(drawing):
    for event, host in drawing.host_of.items():
        spot, body = drawing.shapes[event], drawing.shapes[host]
        assert abs(spot.y + spot.height / 2 - body.y - body.height) <= 1
        assert body.x <= spot.x + spot.width / 2 <= body.x + body.width


def test_flows_are_upright_or_level_and_run_from_their_source_to_the_left_of_their_target(drawing):
    for flow, (source, target) in drawing.flows.items():
        points = drawing.edges[flow]
        assert all(abs(x1 - x2) <= 1 or abs(y1 - y2) <= 1 for (x1, y1), (x2, y2) in pairwise(points)), flow
        start, end = drawing.shapes[source], drawing.shapes[target]
        assert near(points[0][0], start.x + start.width) or near(points[0][1], start.y + start.height)
        assert near(points[-1][0], end.x)
        assert near(points[-1][1], end.y + end.height / 2)


def test_no_flow_runs_through_a_shape_it_does_not_belong_to(drawing):
    crossed = [(flow, node) for flow, (source, target) in drawing.flows.items() for node in drawing.nodes
               if node not in drawing.host_of and drawing.scope_of[node] == drawing.scope_of[source]
               and node not in (source, target, drawing.host_of.get(source))
               and any(strip(*piece).meets(drawing.shapes[node]) for piece in pairwise(drawing.edges[flow]))]
    assert crossed == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_was_laid_out_is_laid_out_the_same_again(path):
    once = lay_out(path.read_bytes())
    assert lay_out(once) == once


def test_a_loop_goes_back_without_pushing_its_target_to_the_right():
    shapes = read(lay_out(SMALL)).shapes
    assert shapes["s"].x < shapes["a"].x < shapes["g"].x < shapes["h"].x < shapes["e"].x


def test_a_story_too_long_for_one_line_goes_on_below_at_the_left():
    shapes = read(lay_out(chain(70))).shapes
    assert max(box.x + box.width for box in shapes.values()) < LINE_WIDTH * 1.5
    assert shapes["n69"].y > shapes["n0"].y


def test_the_program_rewrites_files_in_place(tmp_path):
    path = tmp_path / "small.bpmn"
    path.write_bytes(SMALL)
    main([str(path)])
    assert path.read_bytes() == lay_out(SMALL)


def test_a_file_with_a_doctype_is_refused():
    with pytest.raises(Invalid, match="DOCTYPE"):
        lay_out(b"<!DOCTYPE x [<!ENTITY e 'x'>]>" + SMALL)


def test_a_flow_to_nowhere_is_named():
    with pytest.raises(Invalid, match="f7"):
        lay_out(SMALL.replace(b'sourceRef="w" targetRef="e"', b'sourceRef="w" targetRef="nobody"'))


def test_what_is_no_xml_is_refused_with_a_sentence():
    with pytest.raises(Invalid, match="XML"):
        lay_out(b"<b:definitions")


def holds(outer: Box, inner: Box) -> bool:
    return (outer.x <= inner.x and outer.y <= inner.y and inner.x + inner.width <= outer.x + outer.width
            and inner.y + inner.height <= outer.y + outer.height)


def near(one: float, two: float) -> bool:
    return abs(one - two) <= 1


def strip(start: tuple[float, float], end: tuple[float, float]) -> Box:
    """A piece of a line as a thin box."""
    return Box(min(start[0], end[0]), min(start[1], end[1]), abs(start[0] - end[0]) or 0.5,
               abs(start[1] - end[1]) or 0.5)
