"""What bpmn/README.md asks of every diagram that ships."""

import re

import pytest
from lxml import etree

from app.config import ROOT

NS = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "s": "http://spiffworkflow.org/bpmn/schema/1.0/core"}
FILES = sorted((ROOT / "bpmn").glob("*.bpmn"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
README = (ROOT / "bpmn" / "README.md").read_text(encoding="utf-8")
NAMED = ("userTask", "serviceTask", "scriptTask", "businessRuleTask", "callActivity", "subProcess",
         "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent")

TIMERS_OF_THE_MAIN_LINE = {f"T-01-{number:02}" for number in range(1, 17)}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def root(request):
    return etree.parse(request.param).getroot()


def properties(element) -> dict[str, str]:
    return {one.get("name"): one.get("value") for one in element.iterfind("b:extensionElements/s:properties/s:property", NS)}


def test_every_choice_says_in_words_and_in_feel_when_it_is_taken(root):
    for gateway in root.iterfind(".//b:exclusiveGateway", NS):
        ways = [flow for flow in root.iterfind(".//b:sequenceFlow", NS) if flow.get("sourceRef") == gateway.get("id")]
        if len(ways) > 1:
            assert all(way.get("name") for way in ways), gateway.get("id")
            unguarded = [way.get("id") for way in ways if way.find("b:conditionExpression", NS) is None]
            assert unguarded == [gateway.get("default")], gateway.get("id")


def test_what_people_read_is_chinese(root):
    for tag in NAMED:
        for element in root.iterfind(f".//b:{tag}", NS):
            assert CHINESE.search(element.get("name") or ""), element.get("id")


def test_every_user_task_has_a_form_and_somebody_who_may_do_it(root):
    for task in root.iterfind(".//b:userTask", NS):
        given = properties(task)
        assert given.get("form"), task.get("id")
        assert given.get("role"), task.get("id")


def test_every_property_is_explained(root):
    table = README.split("## Properties of a user task")[1].split("\n## ")[0].splitlines()
    explained = set(re.findall(r"`(\w+)`", " ".join(line.split("|")[1] for line in table if line.startswith("| `"))))
    used = {name for element in root.iter() for name in properties(element)}
    assert used <= explained | {"result"}


def test_no_timer_holds_a_literal_time(root):
    for timer in root.iterfind(".//b:timerEventDefinition", NS):
        text = timer[0].text
        assert re.search(r"clock\.|calendar\.|[a-z]+[A-Z]\w*|\w+\.\w+", text), text
        assert not re.match(r'"?(P\d|PT|R\d*/|\d{4}-)', text.strip()), text


def test_what_lies_at_the_border_of_a_step_is_never_left_hanging(root):
    leading = {flow.get("sourceRef") for flow in root.iterfind(".//b:sequenceFlow", NS)}
    for event in root.iterfind(".//b:boundaryEvent", NS):
        assert event.get("id") in leading, event.get("id")


def test_the_main_line_has_all_its_timers():
    root = etree.parse(ROOT / "bpmn/dispute_main.bpmn").getroot()
    assert {element.get("id") for element in root.iter() if element.get("id") in TIMERS_OF_THE_MAIN_LINE} \
        == TIMERS_OF_THE_MAIN_LINE
