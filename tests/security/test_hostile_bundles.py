"""Diagrams, tables and forms made to do harm: refused with sentences in bounded time, or harmless when they run
(reliability.md §D14, P7, P8)."""

import json
import time
from contextlib import suppress
from functools import reduce
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import sqlalchemy as sa

from app.db import db, unit_of_work
from app.errors import Conflict, Invalid
from app.forms import compile_form
from app.instances.models import Instance
from app.processes import actions as processes
from app.processes import checks
from app.processes.models import DeployedFile, Deployment
from tests.cast import WINDOW, sign_in
from tests.instances.running import FORM, Run, drawn, start, task
from tests.security.test_typed_text import dangers_in

SECONDS = 40
"""The child that reads uploads is killed after thirty."""
FORM_FILE = {"forms/p/note.json": json.dumps(FORM, ensure_ascii=False).encode()}
CHAIN = drawn('<startEvent id="s"/>' + task("first") + '<endEvent id="e"/>', "s first", "first e")


def deploy(files: dict[str, bytes]) -> None:
    with unit_of_work():
        processes.deploy({**FORM_FILE, **files}, None)


def refused(files: dict[str, bytes]) -> list[str]:
    """The sentences; nothing of a refused bundle is kept."""
    began = time.perf_counter()
    with pytest.raises(Invalid) as why:
        deploy(files)
    assert time.perf_counter() - began < SECONDS
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Deployment)) == 0
    sentences = why.value.errors["problems"]
    assert sentences and all(not sentence.isascii() and len(sentence) < 2000 for sentence in sentences)
    return sentences


def with_doctype(declaration: str) -> bytes:
    return CHAIN.replace(b"?>\n", b"?>\n" + declaration.encode(), 1).replace(b'name="first"', b'name="&x;"')


BOMB = "<!DOCTYPE d [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "<!ENTITY x '&a11;'>]>"
NO_XML = {
    "a file of the server": with_doctype("<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
    "an address of the network": with_doctype("<!DOCTYPE d [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>]>"),
    "an external definition": with_doctype("<!DOCTYPE d SYSTEM 'http://127.0.0.1:9/x.dtd' [<!ENTITY x 'y'>]>"),
    "a parameter entity": with_doctype("<!DOCTYPE d [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p; <!ENTITY x 'y'>]>"),
    "a billion laughs": with_doctype(BOMB),
    "broken UTF-8": CHAIN.replace(b'name="first"', b'name="\xff\xfe\xed\xa0\x80"'),
    "a lie about its encoding": CHAIN.replace(b'encoding="UTF-8"', b'encoding="UTF-16"'),
    "an unknown encoding": CHAIN.replace(b'encoding="UTF-8"', b'encoding="x-hostile"'),
    "a NUL": CHAIN.replace(b'name="first"', b'name="\x00"'),
    "no end": CHAIN[:-40],
    "nothing": b"",
    "three megabytes": CHAIN.replace(b"</bpmn:definitions>", b"<!--" + b"x" * 3_000_000 + b"--></bpmn:definitions>"),
    "a hundred thousand levels": b"<a>" * 100_000,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "a page": b"<html><body onload='alert(1)'></body></html>",
}


@pytest.mark.parametrize("content", NO_XML.values(), ids=NO_XML.keys())
def test_a_file_that_is_no_acceptable_xml_is_refused(app, content):
    sentences = refused({"p.bpmn": content, "t.dmn": content})
    assert {sentence[:6] for sentence in sentences} >= {"p.bpmn", "t.dmn："} and not any("root:" in one for one in sentences)


def nested(depth: int) -> bytes:
    body = task("deep")
    for level in range(depth):
        body = f'<subProcess id="sp{level}">{body}</subProcess>'
    return drawn(body)


MADE_WRONG = {
    "fifty levels": nested(50),
    "two hundred levels": nested(200),
    "two elements of one id": drawn(task("a") + task("a") + '<startEvent id="s"/>', "s a"),
    "a flow to nowhere": drawn(task("a") + '<startEvent id="s"/>', "s a", "a nowhere"),
    "a boundary of nothing": drawn(task("a") + '<boundaryEvent id="b" attachedToRef="no"><errorEventDefinition/></boundaryEvent>'),
    "a process that is not there": drawn('<callActivity id="c" calledElement="other"/>'),
    "a decision that is not there": drawn('<businessRuleTask id="r"><extensionElements><spiffworkflow:calledDecisionId>no'
                                          '</spiffworkflow:calledDecisionId></extensionElements></businessRuleTask>'),
    "a form that is not there": drawn(task("a", form="../../etc/passwd")),
    "no form": drawn('<userTask id="a"/>'),
    "six thousand elements": drawn("".join(f'<task id="t{number}"/>' for number in range(6000))),
    "an endless expression": drawn(f'<scriptTask id="x"><script>{"(" * 20000}1{")" * 20000}</script></scriptTask>'),
    "a timer of a thousand years": drawn('<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>P1000Y'
                                         "</timeDuration></timerEventDefinition></intermediateCatchEvent>"),
}


@pytest.mark.parametrize("content", MADE_WRONG.values(), ids=MADE_WRONG.keys())
def test_a_diagram_that_could_not_run_is_refused(app, content):
    refused({"p.bpmn": content})


PYTHON = ("__import__('os').system('touch {canary}')", "open('{canary}', 'w').close()", "exec(\"open('{canary}','w')\")",
          "().__class__.__base__.__subclasses__()", "[open(x, 'w') for x in ['{canary}']]", "import os; os.system('touch {canary}')",
          "require('fs').writeFileSync('{canary}', '')", "new Function('return 1')()", "Deno.writeTextFileSync('{canary}', '')")
PLACES = {
    "script": '<scriptTask id="x"><script>{}</script></scriptTask>' + task("last"),
    "timer": '<intermediateCatchEvent id="x"><timerEventDefinition><timeDate>{}</timeDate></timerEventDefinition>'
             "</intermediateCatchEvent>" + task("last"),
    "loop": '<userTask id="x"><extensionElements><spiffworkflow:properties><spiffworkflow:property name="form" value="p/note"/>'
            '<spiffworkflow:property name="role" value="R01"/></spiffworkflow:properties></extensionElements>'
            "<multiInstanceLoopCharacteristics><loopCardinality>{}</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
            + task("last"),
    "scripts around": '<userTask id="x"><extensionElements><spiffworkflow:properties><spiffworkflow:property name="form" '
                      'value="p/note"/><spiffworkflow:property name="role" value="R01"/></spiffworkflow:properties>'
                      "<spiffworkflow:preScript>{0}</spiffworkflow:preScript><spiffworkflow:postScript>{0}"
                      "</spiffworkflow:postScript></extensionElements></userTask>" + task("last"),
}


@pytest.mark.parametrize("place", [*PLACES, "condition", "property"])
def test_python_or_javascript_in_a_diagram_creates_no_file(app, cast, tmp_path, place):
    canary = tmp_path / "canary"
    for number, text in enumerate(PYTHON):
        typed = escape(text.format(canary=canary), {'"': "&quot;"})
        if place == "condition":
            content = drawn('<startEvent id="s"/><exclusiveGateway id="g" default="f1"/>' + task("a") + task("last"),
                            "s g", "g a", f"g last {typed}")
        elif place == "property":
            content = drawn('<startEvent id="s"/>' + task("last").replace('value="R01"', f'value="={typed}"'), "s last")
        else:
            content = drawn('<startEvent id="s"/>' + PLACES[place].format(typed), "s x", "x last")
        _deploy_and_try(cast, {f"{number}.bpmn": content})
        assert not canary.exists()


def _deploy_and_try(cast, files: dict[str, bytes]) -> None:
    with suppress(Invalid, Conflict):
        deploy(files)
        start(cast)
    db.session.rollback()


def test_a_table_with_python_in_it_creates_no_file(app, cast, tmp_path):
    canary = tmp_path / "canary"
    table = (Path(__file__).parents[2] / "bpmn" / "dmn_complexity.dmn").read_text(encoding="utf-8")
    text = escape(f"__import__('os').system('touch {canary}')")
    for old, new in (("<text>", f"<text>{text}"), ("<text></text>", f"<text>{text}</text>")):
        _deploy_and_try(cast, {"p.bpmn": CHAIN, "t.dmn": table.replace(old, new).encode()})
    assert not canary.exists()


def run_of(cast, *contents: bytes) -> None:
    deploy({f"{number}.bpmn": content for number, content in enumerate(contents)})
    start(cast)


ENDLESS = {
    "a loop without a wait": drawn('<startEvent id="s"/><exclusiveGateway id="g"/><scriptTask id="x"><script>{n: 1}</script>'
                                   "</scriptTask>", "s g", "g x", "x g"),
    "a loop that doubles": drawn('<startEvent id="s"/><exclusiveGateway id="m"/><parallelGateway id="g"/><task id="a"/><task id="b"/>',
                                 "s m", "m g", "g a", "g b", "a m", "b m"),
    "a growing list": drawn('<startEvent id="s"/><exclusiveGateway id="g"/><scriptTask id="x"><script>{l: if l = null then '
                            '[1,2,3,4] else concatenate(l, l)}</script></scriptTask>', "s g", "g x", "x g"),
    "a growing text": drawn('<startEvent id="s"/><exclusiveGateway id="g"/><scriptTask id="x"><script>{t: if t = null then '
                            '"xxxxxxxxxxxxxxxx" else t + t}</script></scriptTask>', "s g", "g x", "x g"),
    "a process that calls itself": drawn('<startEvent id="s"/><callActivity id="c" calledElement="p"/>', "s c"),
    "a condition for ever": drawn('<startEvent id="s"/><scriptTask id="x"><script>{a: every i in 1..999999999 satisfies i > 0}'
                                  "</script></scriptTask>", "s x"),
    "a million tasks": drawn('<startEvent id="s"/><task id="x"><multiInstanceLoopCharacteristics><loopCardinality>1000000'
                             "</loopCardinality></multiInstanceLoopCharacteristics></task>", "s x"),
    "tasks of tasks of tasks": drawn(
        '<startEvent id="s"/>' + "".join(f'<subProcess id="sp{n}"><multiInstanceLoopCharacteristics><loopCardinality>90'
                                         "</loopCardinality></multiInstanceLoopCharacteristics>" for n in range(4))
        + '<task id="x"/>' + "</subProcess>" * 4, "s sp0"),
}


@pytest.mark.parametrize("content", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_never_ends_is_stopped_and_others_go_on(app, cast, content):
    began = time.perf_counter()
    with pytest.raises((Invalid, Conflict)) as why:
        run_of(cast, content)
    assert time.perf_counter() - began < SECONDS and not why.value.message.isascii()
    db.session.rollback()
    run_of(cast, CHAIN)
    assert db.session.scalar(sa.select(sa.func.count(Instance.id))) == 1


def test_two_processes_that_call_each_other_are_stopped(app, cast):
    calls = [drawn(f'<startEvent id="s"/><callActivity id="c" calledElement="{other}"/>', "s c", process=one)
             for one, other in (("p", "q"), ("q", "p"))]
    with pytest.raises((Invalid, Conflict)):
        run_of(cast, *calls)


@pytest.mark.parametrize("name", ["../../x.bpmn", "/etc/x.bpmn", "a\0b.bpmn", "x" * 300 + ".bpmn", "\ud800.bpmn", "", "C:\\x.bpmn",
                                  "forms/../../x.json", "forms//x.json", "<script>.bpmn", "x.exe", "forms/x.html"])
def test_a_file_with_an_odd_name_is_refused(app, name):
    refused({"p.bpmn": CHAIN, name: CHAIN})


def test_a_bundle_beyond_all_measure_is_refused(app):
    refused({"p.bpmn": CHAIN, "forms/p/huge.json": b'{"components": [' + b" " * 5_000_000 + b"]}"})
    refused({"p.bpmn": CHAIN, **{f"forms/p/f{number}.json": FORM_FILE["forms/p/note.json"] for number in range(5000)}})


def form_with(**component) -> bytes:
    parts = [*FORM["components"], {"key": "odd", "type": "textfield", "label": "怪", **component}]
    return json.dumps({**FORM, "components": parts}).encode()


ODD = (5, "x", [], [5], {}, {"a": 1}, True, [[]], [{}], "=1 +", "=" + "(" * 5000, -1, 10**400, {"values": 5})
FORMS = {
    "no JSON": b"{", "levels without end": b"[" * 100_000, "levels of objects": b'{"components":' * 3000, "a number": b"5",
    "broken UTF-8": b'{"components": [{"type": "text", "text": "\xff"}]}', "not a number": b'{"components": [NaN]}',
    "groups in groups": json.dumps({"components": [reduce(
        lambda inner, _: {"type": "group", "components": [inner]}, range(300), {"type": "text"})]}).encode(),
    "fields in fields": json.dumps({"components": [reduce(
        lambda inner, _: {"type": "text", "components": [inner]}, range(300), {"type": "text"})]}).encode(),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS.keys())
def test_a_form_that_is_none_is_refused(app, content):
    refused({"p.bpmn": CHAIN, "forms/p/odd.json": content})


@pytest.mark.parametrize("name", ["type", "key", "path", "label", "conditional", "validate", "properties", "values", "valuesKey",
                                  "valuesExpression", "components", "expression", "readonly", "defaultValue", "isRepeating", "id"])
def test_a_form_of_any_shape_is_refused_or_works(app, cast, name):
    for kind in ("textfield", "select", "dynamiclist", "group", "number", "expression", "datetime"):
        for odd in ODD:
            content = form_with(**{"type": kind, name: odd})
            if not list(checks.faults_of_forms({"forms/p/odd.json": content})):
                form = compile_form(json.loads(content))
                with suppress(Invalid):
                    form.check({"note": "说明", "odd": odd}, {})


def test_a_form_with_scripts_is_shown_as_data(app, cast, client):
    """What a designer draws is read by form-js from JSON; the page itself holds no markup of it, and its policy runs none."""
    script = "<script>window.__x=1</script><img src=x onerror=window.__x=1>"
    drawings = [{"type": "html", "content": script}, {"type": "text", "text": f"{script}[x](javascript:alert(1))"},
                {"type": "iframe", "url": "javascript:alert(1)", "label": script},
                {"type": "image", "source": "javascript:alert(1)", "alt": script},
                {"type": "textfield", "key": "odd", "label": f"</script>{script}"}]
    form = json.dumps({**FORM, "components": [*FORM["components"], *drawings]}).encode()
    deploy({"p.bpmn": CHAIN, "forms/p/note.json": form})
    run: Run = start(cast)
    sign_in(client, WINDOW)
    answer = client.get(f"/tasks/{run.open()['first'].id}")
    assert answer.status_code == 200 and dangers_in(answer.get_data(as_text=True)) == []
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]


def test_what_was_refused_leaves_the_active_bundle_in_force(app, cast):
    deploy({"p.bpmn": CHAIN})
    with pytest.raises(Invalid):
        deploy({"p.bpmn": NO_XML["a billion laughs"]})
    db.session.rollback()
    assert set(start(cast).open()) == {"first"}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DeployedFile)) == 2
