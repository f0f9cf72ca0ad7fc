"""Markup, templates, SQL and FEEL typed into every text field come back as the text they are (reliability.md §D21)."""

import json
from itertools import cycle, islice

import pytest
from lxml import html

from app.cases.models import Case
from app.db import db
from app.errors import Invalid
from app.instances import queries as instances
from app.instances.models import Instance
from app.worklist.models import HumanTask
from tests.cast import TRIAGE, VILLAGE_HEAD, WINDOW, csrf_of, sign_in
from tests.journeys.walking import REGISTER, Walk, deploy_shipped
from tests.security.naughty import STRINGS
from tests.walk_answers import answers_for

FIELDS = ("title", "description", "request", "place", "channelRef", "involvedOrg", "newFactsNote", "evidenceNote", "riskBasis",
          "preferredMediator", "gridCode", "remark", "manualOverrideReason")
OF_PARTIES = ("name", "address", "employer", "occupation", "domicile", "ethnicity", "legalRep")
LONG = "，这些话是当事人原样说的，登记的人照抄下来，一个字也没有改。"


def registered_with(cast, typed: list[str]) -> Walk:
    """A case with a different one of these in each text field; a field that refuses one (too long, a digit in a name) keeps
    what it had."""
    words = cycle(typed)
    answers = answers_for(REGISTER, "submit")
    answers |= {field: f"{next(words)}{LONG if field in ('description', 'request', 'riskBasis') else ''}" for field in FIELDS}
    for party in answers["parties"]:
        party |= dict(zip(OF_PARTIES, words, strict=False))
    walk, usual = Walk(cast), answers_for(REGISTER, "submit")
    for _ in range(3):
        try:
            return walk.register_with(answers, WINDOW)
        except Invalid as refused:
            for path in refused.errors:
                _take_back(answers, usual, path.split("."))
    raise AssertionError("nothing could be registered")


def _take_back(answers: dict, usual: dict, path: list[str]) -> None:
    if path[0] == "parties" and len(path) == 3:
        answers["parties"][int(path[1])][path[2]] = usual["parties"][int(path[1])].get(path[2])
    elif path[0] in usual:
        answers[path[0]] = usual[path[0]]
    else:
        answers.pop(path[0], None)


def dangers_in(page: str) -> list[str]:
    """What a browser would run or fetch because of it."""
    found = []
    for node in html.fromstring(page).iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag == "script" and not node.get("src") and node.get("type") != "application/json":
            found.append(f"script {node.text}")
        if node.tag in ("iframe", "object", "embed", "math", "base") or (node.tag == "img" and node.get("src") == "x"):
            found.append(node.tag)
        found += [f"{name}={value}" for name, value in node.attrib.items()
                  if name.startswith("on") or "javascript:" in value.lower() and name in ("href", "src", "action")]
    return found


def islands_of(page: str) -> list:
    return [json.loads(node.text) for node in html.fromstring(page).iter("script") if node.get("type") == "application/json"]


CHUNKS = [list(islice(STRINGS, start, start + 16)) for start in range(0, len(STRINGS), 16)]


@pytest.mark.parametrize("typed", CHUNKS, ids=lambda chunk: chunk[0][:12].encode("unicode_escape").decode())
def test_what_is_typed_comes_back_as_text_wherever_it_is_shown(app, cast, typed):
    deploy_shipped()
    walk = registered_with(cast, typed)
    case, client = walk.case(), app.test_client()
    sign_in(client, WINDOW)
    first = db.session.query(Instance).filter_by(case_id=case.id).first().id
    addresses = [f"/cases/{case.case_no}", "/cases", f"/cases?text={case.case_no}", "/", "/?box=done", "/notices",
                 f"/cases/{case.case_no}/progress", f"/cases/{case.case_no}/diagrams", f"/cases/{case.case_no}/slips"]
    addresses += [f"/tasks/{task}" for task in _done(case.id)]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.get_data(as_text=True)
        assert dangers_in(page) == [], address
        assert "window.__x=1</script>" not in page, address
        islands_of(page)
    assert case.title in html.fromstring(client.get(f"/cases/{case.case_no}").get_data(as_text=True)).text_content()
    told = client.get(f"/api/v1/cases/{case.case_no}").get_json()
    assert (told["title"], told["description"], told["request"]) == (case.title, case.description, case.request)
    assert walk.incidents() == [] and "49" not in (case.title, *instances.variables_of(first).values())


def _done(case_id: int) -> list[int]:
    return [task.id for task in db.session.query(HumanTask).filter_by(case_id=case_id, status="DONE")]


@pytest.mark.parametrize("typed", ["=40+2", "=variables", "=case.tier", "{{7*7}}", "${7*7}", "if true then 1 else 2"])
def test_an_expression_typed_as_an_answer_is_an_answer(app, cast, typed):
    deploy_shipped()
    walk = Walk(cast).register(WINDOW, title=typed, place=typed, channelRef=typed, preferredMediator=typed)
    case = walk.case()
    assert case.title == typed and case.place == typed
    found = app.test_client().get("/api/v1/cases", query_string={"text": typed}, headers=cast.bearer(TRIAGE)).get_json()
    assert [line["title"] for line in found["items"]] == [typed]
    walk.do("ut_accept_review", TRIAGE)
    walk.do("ut_triage_confirm", TRIAGE, "dispatch", requirement=f"{typed}，请两个工作日内联系双方。")
    shown = app.test_client().get(f"/api/v1/tasks/{walk.task('ut_sign').id}", headers=cast.bearer(VILLAGE_HEAD)).get_json()
    assert shown["title"] == typed and walk.incidents() == []


def test_a_search_takes_wildcards_and_quotes_for_what_they_are(app, cast):
    deploy_shipped()
    Walk(cast).register(WINDOW, title="百分之百的事")
    client, headers = app.test_client(), cast.bearer(TRIAGE)
    for typed in ("%", "_", "\\", "/", "' OR '1'='1", "百_之", "%之%", "\"", "';--"):
        found = client.get("/api/v1/cases", query_string={"text": typed}, headers=headers).get_json()
        assert found["items"] == [], typed
    assert len(client.get("/api/v1/cases", query_string={"text": "百分"}, headers=headers).get_json()["items"]) == 1


def test_a_person_named_like_markup_is_shown_as_named(app, cast):
    client = app.test_client()
    sign_in(client, "admin")
    for number, typed in enumerate(STRINGS[:12]):
        client.post("/admin/users", data={"csrf_token": csrf_of(client), "username": f"odd.{number}", "name": typed[:40],
                                          "password": "yunxi2027abc", "phone": ""})
    for address in ("/admin/users", "/admin/users?q=odd", "/admin/units", "/sign-in?again=1"):
        assert dangers_in(client.get(address).get_data(as_text=True)) == [], address
    assert db.session.query(Case).count() == 0
