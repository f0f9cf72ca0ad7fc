"""Whatever is sent, the server answers with a sentence, keeps nothing it did not ask for, and the case goes on
(reliability.md §D12, §D21, §D24)."""

import json
from contextlib import suppress

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.models import Case
from app.db import db
from app.errors import Invalid
from app.forms import compile_form
from app.worklist.models import HumanTask
from tests.cast import OTHER_TOWN, TRIAGE, VILLAGE_HEAD, WINDOW
from tests.forms_shipped.shipped import form_keys, outcomes, parts, schema_of
from tests.journeys.walking import Walk
from tests.security.every_route import SAFE, calls
from tests.security.naughty import RAW, STRINGS, VALUES, nested
from tests.security.village_case import walked
from tests.walk_answers import answers_for

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2**63, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30) | st.sampled_from(STRINGS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(("outcome", "typename", "__proto__", "parties", "name", "@feel", "value")) | st.text(
            st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8), inner, max_size=4), max_leaves=12)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def walk(cast) -> Walk:
    return walked(cast, "dispatched")


@pytest.fixture
def rest(app, cast):
    """`rest("PUT", address, "lin.fang", json=…)`"""
    tokens = {}

    def send(method: str, address: str, who: str = VILLAGE_HEAD, **request):
        tokens.setdefault(who, cast.bearer(who))
        answer = app.test_client().open(f"/api/v1{address}", method=method, headers=tokens[who], **request)
        assert answer.status_code < 500, (method, address, answer.get_data(as_text=True))
        return answer

    return send


def goes_on(walk: Walk, with_token) -> None:
    """The case still opens in a browser and its next step can be done."""
    client, _ = with_token(VILLAGE_HEAD)
    task = walk.task("ut_sign")
    assert client.get(f"/tasks/{task.id}").status_code == client.get(f"/cases/{walk.case().case_no}").status_code == 200
    walk.do("ut_sign", VILLAGE_HEAD, "sign")
    assert "ut_first_contact" in walk.open() and walk.incidents() == []


def writes(app, walk: Walk):
    """The writes that take JSON, on the pages and over REST."""
    sign = walk.task("ut_sign").id
    for call in calls(app, walk.case()):
        takes_json = call.endpoint.startswith(("worklist_api.", "cases_api.", "worklist."))
        if call.method not in SAFE and takes_json and ("/tasks/" not in call.address or f"/tasks/{sign}/" in call.address):
            yield call


def said_in(answer) -> str:
    """The refusal: a message, or the page that tells it to a person."""
    return answer.get_json()["message"] if answer.is_json else answer.get_data(as_text=True)


def test_bodies_that_nobody_could_read_are_refused_and_change_nothing(app, cast, walk, with_token):
    client, token = with_token(VILLAGE_HEAD)
    bearer, program = cast.bearer(VILLAGE_HEAD), app.test_client()
    for call in [one for one in writes(app, walk) if one.endpoint.rpartition(".")[2] not in ("claim", "release", "request_deadline", "similar_cases")]:
        for raw in RAW:
            sender, headers = (program, bearer) if call.address.startswith("/api/") else (client, token)
            answer = sender.open(call.address, method=call.method, data=raw, content_type="application/json", headers=headers)
            if answer.status_code == 302 and not call.address.startswith("/api/"):
                continue  # a page whose form came empty sends back to where it was, with a sentence
            assert 400 <= answer.status_code < 500, (call, raw[:40], answer.status_code, answer.get_data(as_text=True)[:300])
            assert not said_in(answer).isascii(), call
    goes_on(walk, with_token)


def test_answers_of_any_shape_leave_the_case_alive(walk, rest, with_token):
    task, no = walk.task("ut_sign"), walk.case().case_no
    for value in (*VALUES, nested(40), nested(59)):
        for answers in ({"outcome": value}, {"outcome": "sign", "handler": value}, {"typename": "x", "x": value}):
            assert rest("PUT", f"/tasks/{task.id}/completion", json={"answers": answers}).status_code in (400, 422), answers
        assert rest("POST", f"/cases/{no}/messages", TRIAGE, json={"message": "msg_risk_changed", "payload": {"note": value}},
                    ).status_code in (400, 409, 422, 200)
        assert rest("POST", "/cases", WINDOW, json={"answers": {"title": value, "parties": value}}).status_code in (400, 422)
        assert rest("PUT", f"/tasks/{task.id}/completion", json={"answers": value}).status_code in (400, 422)
    goes_on(walk, with_token)


def test_a_draft_of_any_shape_opens_again_and_the_step_can_be_done(walk, rest, with_token):
    task = walk.task("ut_sign")
    client, token = with_token(VILLAGE_HEAD)
    for value in (*VALUES, nested(50), *STRINGS[:20]):
        draft = {"answers": {"outcome": value, "handler": value, "case": value, "people": value, "x": value}}
        assert rest("PUT", f"/tasks/{task.id}/draft", json=draft).status_code in (204, 400, 422), value
        assert client.put(f"/tasks/{task.id}/draft", json=draft, headers=token).status_code in (200, 400, 422)
        assert client.get(f"/tasks/{task.id}").status_code == 200 and rest("GET", f"/tasks/{task.id}").status_code == 200
    goes_on(walk, with_token)


def test_what_hypothesis_thinks_of_leaves_the_case_alive(walk, rest, with_token):
    task, no = walk.task("ut_sign").id, walk.case().case_no

    @QUICK
    @given(JSON)
    def send(value):
        for body in (value, {"answers": value}, {"message": "msg_party_urge", "payload": value}):
            raw = json.dumps(body)
            for method, address in (("PUT", f"/tasks/{task}/completion"), ("POST", f"/cases/{no}/messages"), ("POST", "/cases")):
                answer = rest(method, address, data=raw, content_type="application/json")
                assert 400 <= answer.status_code < 500, (raw, answer.status_code)

    send()
    goes_on(walk, with_token)


@pytest.mark.parametrize("key", form_keys())
def test_every_form_refuses_or_cleans_whatever_is_put_into_its_fields(key):
    form, schema = compile_form(schema_of(key)), schema_of(key)
    names = [part.get("path") or part["key"] for part in parts(schema) if part.get("path") or part.get("key")]
    outcome = {"outcome": outcomes(key)[0]} if outcomes(key) else {}
    for value in (*VALUES, nested(30), *STRINGS[::6]):
        with suppress(Invalid):
            json.dumps(form.check(dict.fromkeys(names, value) | outcome, {}), allow_nan=False)


ADDRESSES = ("/tasks/{}", "/diagrams/{}.bpmn", "/api/v1/tasks/{}", "/cases/{}", "/cases/{}/progress", "/cases/{}/slips",
             "/api/v1/cases/{}", "/api/v1/cases/{}/timeline", "/cases/{}/messages/msg_progress", "/admin/users/{}", "/static/{}")
IDS = ("0", "-1", "2147483647", "2147483648", "9" * 40, "1e3", "0x1", "１", "1 OR 1=1", "%", "..%2f..%2fetc%2fpasswd", "'", "\"",
       "%00", "%ff", "%ed%a0%80", "{{7*7}}", "<script>", "null", "真", "a" * 3000, "990121ZZ2026%", "_" * 20)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_id_that_names_nothing_is_not_found(walk, with_token, rest, address):
    client, _ = with_token(VILLAGE_HEAD)
    for odd in IDS:
        if address.startswith("/api/v1"):
            answer = rest("GET", address.removeprefix("/api/v1").format(odd))
        else:
            answer = client.get(address.format(odd))
        assert answer.status_code in (403, 404, 308), (odd, answer.status_code)
        assert "<script>" not in answer.get_data(as_text=True)


QUERIES = ("text", "status", "light", "tier", "route", "risk_level", "riskLevel", "channel", "page", "perPage", "box", "element",
           "registered_from", "registeredFrom", "registered_to", "q", "next", "process")


@pytest.mark.parametrize("address", ["/", "/cases", "/sign-in", "/notices", "/api/v1/cases", "/api/v1/worklist"])
def test_queries_of_any_kind_are_answered_and_leak_nothing(walk, with_token, rest, address):
    client, _ = with_token(OTHER_TOWN)
    for name in QUERIES:
        for odd in (*STRINGS[::3], "9" * 30, "-5", "x" * 5000):
            if address.startswith("/api/v1"):
                answer = rest("GET", address.removeprefix("/api/v1"), OTHER_TOWN, query_string={name: odd})
            else:
                answer = client.get(address, query_string={name: odd})
            assert answer.status_code in (200, 400, 422), (name, odd, answer.status_code)
            assert "暗号" not in answer.get_data(as_text=True) and "<script>window" not in answer.get_data(as_text=True)


def test_a_list_longer_than_the_process_can_take_is_refused_with_a_sentence(cast, rest):
    walk = walked(cast, "accepted")
    walk.take("""
        ut_med_accept wang.jianguo accept
        ut_rights_notice li.xiulan
        ut_mediator_assign wang.jianguo
    """)
    walk.do("ut_med_schedule", "li.xiulan", "schedule", at="2026-03-02T10:00")
    walk.until("2026-03-02 11:00")
    task = walk.task("ut_med_session")
    many = [{"target": f"第{number}户", "relation": "邻居", "purpose": "问清楚地界在哪里"} for number in range(1000)]
    answer = rest("PUT", f"/tasks/{task.id}/completion", "li.xiulan",
                  json={"answers": answers_for(task.form_key, "continue", investigationTargets=many)})
    assert answer.status_code in (409, 422) and not answer.get_json()["message"].isascii()
    walk.do("ut_med_session", "li.xiulan", "agreed_written")
    assert "ut_draft_agreement" in walk.open()


def test_a_message_form_takes_what_is_typed_as_text(walk, with_token):
    client, token = with_token(TRIAGE)
    no = walk.case().case_no
    for odd in STRINGS:
        answer = client.post(f"/cases/{no}/messages/msg_risk_changed", data={"note": odd}, headers=token)
        assert answer.status_code in (302, 409, 422), (odd, answer.status_code)
    assert client.post(f"/cases/{no}/messages/{STRINGS[0]}", data={"note": "x"}, headers=token).status_code in (404, 405, 422)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(HumanTask.id)).where(HumanTask.case_id == walk.case_id)) > 0
    assert db.session.get(Case, walk.case_id).status == "DISPATCHED"
