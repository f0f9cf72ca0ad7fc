"""What is refused before it runs: every problem at once, each with its element and a sentence that says what to do."""

import pytest

from app.engine.bundle import problems_of
from app.engine.parsing import check_in_child
from tests.engine.drawing import drawn, sentences
from tests.engine.driver import SHAPES, Walk, shape

UT = "<userTask id='ut'/>"
TIMER = ("<boundaryEvent id='b' attachedToRef='ut'><timerEventDefinition><timeDuration>{}</timeDuration>"
         "</timerEventDefinition></boundaryEvent>")


def only(body: str, *flows: str, declared: str = "") -> tuple[str | None, str]:
    found = sentences(drawn(body, *flows, declared=declared))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("body", "flows", "element", "word"), [
    (UT + "<exclusiveGateway id='g'/>", ["ut g"], "g", "没有流程线"),
    (UT + "<startEvent id='s'/>", [], "ut", "永远走不到"),
    (UT, ["ut nowhere"], "f0", "nowhere"),
    ("<startEvent id='a'/><startEvent id='b'/>", [], "b", "只能有一个"),
    ("<complexGateway id='g'/>" + UT, ["g ut"], "g", "复杂网关"),
    ("<adHocSubProcess id='x'><task id='t'/></adHocSubProcess>", [], "x", "即席"),
    ("<exclusiveGateway id='g'/><task id='a'/><task id='b'/>", ["g a", "g b"], "g", "默认"),
    ("<parallelGateway id='g'/><task id='a'/>", ["g a x > 1"], "g", "条件"),
    ("<eventBasedGateway id='g'/>" + UT, ["g ut"], "g", "事件网关"),
    ("<boundaryEvent id='b' attachedToRef='no'><errorEventDefinition/></boundaryEvent>" + UT, [], "b",
     "附着"),
    ("<boundaryEvent id='b' attachedToRef='ut'/>" + UT, [], "b", "等待什么"),
    ("<boundaryEvent id='b' attachedToRef='ut' cancelActivity='false'><errorEventDefinition/></boundaryEvent>" + UT, [],
     "b", "总是中断"),
    ("<boundaryEvent id='b' attachedToRef='ut'><compensateEventDefinition/></boundaryEvent>" + UT, [], "b", "补偿"),
    ("<callActivity id='c' calledElement='nobody'/>", [], "c", "nobody"),
    ("<businessRuleTask id='r'/>", [], "r", "决策"),
    ("<scriptTask id='x'/>", [], "x", "FEEL"),
    ("<serviceTask id='x'/>", [], "x", "服务"),
    ("<sendTask id='x'/>", [], "x", "消息"),
    ("<receiveTask id='x'/>", [], "x", "消息"),
    ("<receiveTask id='x' messageRef='m'/>", [], "x", "没有定义"),
    ("<intermediateCatchEvent id='x'/>", [], "x", "等待什么"),
    ("<intermediateThrowEvent id='x'><messageEventDefinition messageRef='m'/></intermediateThrowEvent>", [], "x", "不存在"),
    ("<subProcess id='x'/>", [], "x", "空的"),
    ("<subProcess id='x' triggeredByEvent='true'><startEvent id='s'/></subProcess>" + UT, [], "x", "事件子流程"),
    (UT + "<task id='t'><standardLoopCharacteristics/></task>", [], "t", "一直循环"),
    (UT + "<task id='t'><multiInstanceLoopCharacteristics/></task>", [], "t", "二选一"),
    (UT + "<subProcess id='sp'><task id='ut'/></subProcess>", [], "ut", "用了这个 id"),
    (UT + TIMER.format(""), [], "b", "没有写时间"),
    (UT + TIMER.format("-PT1H"), [], "b", "负数"),
    (UT + TIMER.format("P999999999999M"), [], "b", "十年"),
    (UT + TIMER.format("P11Y"), [], "b", "十年"),
    (UT + TIMER.format("PT1H").replace("timeDuration", "timeCycle"), [], "b", "日期时间"),
    (UT + TIMER.format("R5/PT0.1S").replace("timeDuration", "timeCycle"), [], "b", "一秒"),
    (UT + TIMER.format("1 +"), [], "b", "表达式"),
    ("<exclusiveGateway id='g'/><task id='a'/><task id='b'/>", ["g a x >", "g b"], "f0", "表达式"),
])
def test_a_problem_names_its_element_and_says_what_to_do(body, flows, element, word):
    found, sentence = only(body, *flows)
    assert found == element and word in sentence


def test_all_problems_come_at_once_with_their_files():
    files = {"a.bpmn": drawn("<scriptTask id='x'/><serviceTask id='y'/>", process="a"), "b.bpmn": b"<oops",
             "c.bpmn": drawn(UT, "ut nowhere", process="c"), "d.dmn": b"<x/>"}
    found = problems_of(files)
    assert {(problem.file, problem.element) for problem in found} == {
        ("a.bpmn", "x"), ("a.bpmn", "y"), ("b.bpmn", None), ("c.bpmn", "f0"), ("d.dmn", None)}


@pytest.mark.parametrize(("content", "word"), [
    (b"", "XML"), (b"not xml", "XML"), (b"\xff\xfe\x00", "XML"), (b"<a>", "XML"), (b"<a/>", "不是 BPMN"),
    (b"<a>" * 5000, "XML"), (b"<!DOCTYPE a><a/>", "DOCTYPE"),
    (b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "DOCTYPE"),
    (b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "DOCTYPE"),
    (b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'><a/>", "DOCTYPE"),
    (b"<a>" + b" " * 2_100_000 + b"</a>", "2 MB")])
def test_files_that_are_no_acceptable_xml(content, word):
    found = problems_of({"x.bpmn": content})
    assert len(found) == 1 and word in found[0].sentence


def test_an_element_without_an_id_is_named_by_its_line():
    element, sentence = only(UT + "<task/>")
    assert element is None and "第 4 行" in sentence


def test_subprocesses_nested_too_deep_are_refused():
    body = "<task id='t'/>"
    for depth in range(10):
        body = f"<subProcess id='sp{depth}'>{body}</subProcess>"
    assert only(body) == ("sp1", "子流程套了超过 8 层，请拆成调用的流程。")


def test_flows_without_ids_and_processes_not_marked_executable_run():
    assert Walk("without_flow_ids", {"a": True}).open == ["ut_a"]
    assert Walk("without_flow_ids").complete("ut_b").done


def test_references_to_data_objects_that_are_not_there_change_nothing():
    walk = Walk("data_objects")
    assert walk.open == ["ut_in"] and walk.complete("ut_in").done


def test_a_process_without_start_and_end_begins_and_ends_where_it_can():
    assert Walk("lanes", bundle=shape("lanes")).complete("ut_window").complete("ut_mediator").done


def test_uploads_are_checked_in_a_child():
    good = {"parallel.bpmn": (SHAPES / "parallel.bpmn").read_bytes(), "risk.dmn": (SHAPES / "risk.dmn").read_bytes()}
    assert check_in_child(good) == []
    bad = {**good, "x.bpmn": drawn(UT, "ut nowhere")}
    assert check_in_child(bad) == problems_of(bad)


def test_a_child_that_takes_too_long_is_killed():
    found = check_in_child({"parallel.bpmn": (SHAPES / "parallel.bpmn").read_bytes()}, seconds=0.01)
    assert len(found) == 1 and "用时过长" in found[0].sentence
