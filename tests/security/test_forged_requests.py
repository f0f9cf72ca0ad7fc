"""Requests that somebody else made a browser send, keys nobody asked for, other people's idempotency keys
(reliability.md §D19, §D20)."""

import hashlib

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import Case
from app.db import db
from app.identity.models import User
from app.instances import queries as instances
from app.instances.models import Instance
from app.worklist.models import HumanTask
from tests.cast import (
    ADMIN,
    DESIGNER,
    DIRECTOR,
    MEDIATOR,
    OTHER_TOWN,
    SUPERVISOR,
    TRIAGE,
    VILLAGE_HEAD,
    WINDOW,
    csrf_of,
)
from tests.journeys.walking import REGISTER, deploy_shipped
from tests.security.every_route import SAFE, calls
from tests.security.village_case import walked
from tests.walk_answers import answers_for

NOTED_IN_PASSING = {"last_used", "seen_at"}
"""When a token or a browser was last seen; the only things a look may write."""


def everything() -> dict[str, str]:
    """{table: digest of all its rows}"""
    db.session.rollback()
    return {table.name: _digest(table) for table in db.metadata.sorted_tables}


def _digest(table: sa.Table) -> str:
    columns = [column for column in table.columns if column.name not in NOTED_IN_PASSING]
    rows = sorted(repr(tuple(row)) for row in db.session.execute(sa.select(*columns)))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def changed(before: dict[str, str]) -> set[str]:
    after = everything()
    return {name for name in after if after[name] != before[name]}


@pytest.fixture
def case(cast) -> Case:
    return walked(cast, "dispatched").case()


@pytest.mark.parametrize("who", [ADMIN, WINDOW, VILLAGE_HEAD])
def test_nothing_unsafe_works_without_the_pages_token(app, case, signed_in, who):
    client = signed_in(who)
    before = everything()
    forged = ({}, {"data": {"csrf_token": "forged"}}, {"json": {"answers": {}}}, {"json": [], "headers": {"X-CSRFToken": "x"}},
              {"data": "{}", "content_type": "text/plain", "headers": {"Origin": "https://elsewhere.example"}})
    for call in calls(app, case):
        if call.method in SAFE:
            continue
        for number, request in enumerate(forged):
            answer = client.open(call.address, method=call.method, **request)
            assert answer.status_code == 403, (call, number, answer.status_code)
    assert changed(before) == set()


def test_a_token_of_another_browser_is_as_good_as_none(app, case, signed_in):
    mine, theirs = signed_in(WINDOW), signed_in(OTHER_TOWN)
    foreign = {"X-CSRFToken": csrf_of(theirs)}
    assert mine.post("/cases/new", json={"answers": {}}, headers=foreign).status_code == 403
    assert mine.post("/api/v1/cases", json={"answers": {}}, headers=foreign).status_code == 403
    assert mine.post("/api/v1/cases", json={"answers": {}}, headers={"X-CSRFToken": csrf_of(mine)}).status_code == 422


def test_a_bearer_token_needs_none_and_opens_no_page(app, cast, case):
    headers, client = cast.bearer(WINDOW), app.test_client()
    assert client.post("/api/v1/cases", json={"answers": {}}, headers=headers).status_code == 422
    assert client.get("/cases", headers=headers).status_code == 302
    assert client.post("/cases/new", json={"answers": {}}, headers=headers).status_code == 403


@pytest.mark.parametrize("who", [ADMIN, WINDOW, TRIAGE, VILLAGE_HEAD, MEDIATOR, SUPERVISOR, DIRECTOR, DESIGNER, OTHER_TOWN])
def test_looking_changes_nothing(app, cast, case, signed_in, who):
    client, headers, program = signed_in(who), cast.bearer(who), app.test_client()
    before = everything()
    for call in calls(app, case):
        if call.method not in SAFE:
            continue
        for method in ("GET", "HEAD"):
            found = program if call.address.startswith("/api/v1") else client
            answer = found.open(call.address, method=method, headers=headers if found is program else {})
            assert answer.status_code < 500, (call, answer.status_code)
    assert changed(before) == set()


def test_other_methods_are_refused_and_no_header_changes_the_method(app, cast, case, signed_in):
    client, headers = signed_in(ADMIN), cast.bearer(WINDOW)
    before = everything()
    offered = {(call.address, call.method) for call in calls(app, case)}
    for call in calls(app, case):
        for method in {"PATCH", "TRACE", "PROPFIND"} - {method for address, method in offered if address == call.address}:
            assert client.open(call.address, method=method, headers=headers).status_code in (403, 404, 405), call
        if call.method in SAFE:
            posing = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE", **headers}
            assert app.test_client().get(call.address, headers=posing).status_code < 500
    assert changed(before) == set()


EXTRA = {
    "status": "ARCHIVED", "handler": 1, "handler_id": 1, "handlerId": 1, "done_by": 1, "done_by_id": 1, "role": "R28", "id": 77,
    "case_no": "X", "caseNo": "X", "unit_id": 1, "leadUnit": 1, "lead_unit_id": 1, "registered_by_id": 1, "tier": "COUNTY",
    "riskLevel": "GREEN", "superviseLevel": 4, "regionCode": "990121101000", "region_code": "990121101000", "mediator": 1,
    "committee": 1, "caseManager": 1, "closedAt": "2020-01-01", "result": "AGREED", "created_by": 1, "claimed_by_id": 1}


def test_what_a_form_does_not_ask_is_not_taken(app, cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    client, headers = app.test_client(), cast.bearer(WINDOW)
    answer = client.post("/api/v1/cases", json={"answers": {**EXTRA, **answers_for(REGISTER, "submit")}}, headers=headers)
    assert answer.status_code == 201, answer.get_json()
    case = db.session.get(Case, answer.get_json()["id"])
    assert (case.status, case.handler_id, case.lead_unit_id, case.tier) == ("REGISTERED", None, None, None)
    assert (case.mediator_id, case.case_manager_id, case.supervise_level, case.closed_at) == (None, None, 0, None)
    assert case.registered_by_id == cast.user(WINDOW) and case.case_no != "X" and case.region_code.startswith("990121100")
    done = db.session.scalar(sa.select(HumanTask).where(HumanTask.case_id == case.id, HumanTask.status == "DONE"))
    assert done.done_by_id == cast.user(WINDOW) and not set(EXTRA) & set(done.answers)
    variables = instances.variables_of(done.instance_id)
    assert variables.get("handler") is None and variables.get("leadUnit") is None and "role" not in variables


def test_keys_beside_the_answers_are_refused(app, cast, case):
    client, headers = app.test_client(), cast.bearer(VILLAGE_HEAD)
    task = db.session.scalar(sa.select(HumanTask).where(HumanTask.element == "ut_sign", HumanTask.status == "OPEN"))
    before = everything()
    for extra in ("done_by_id", "status", "actor", "case_id"):
        body = {"answers": answers_for(task.form_key, "sign"), extra: 1}
        refused = client.put(f"/api/v1/tasks/{task.id}/completion", json=body, headers=headers)
        assert refused.status_code == 422 and list(refused.get_json()["errors"]) == [extra]
    assert changed(before) == set()


def test_a_message_overwrites_nothing_that_was_decided(app, cast, case):
    """Its contents become variables of the process, so it may bring only its own."""
    client, headers = app.test_client(), cast.bearer(TRIAGE)
    instance = db.session.scalar(sa.select(Instance.id).where(Instance.process_id == "dispute_main"))
    decided = dict(instances.variables_of(instance))
    for payload in ({"leadUnit": 1}, {"note": "看看", "handler": 1}, {"route": "POLICE"}, {"note": {"deep": 1}},
                    {"outcome": "x"}, {"note": "长" * 3000}, {"typename": "BpmnWorkflow"}, {"__proto__": {"tier": "COUNTY"}}):
        for message in ("msg_risk_changed", "msg_supplemented", "msg_party_urge"):
            answer = client.post(f"/api/v1/cases/{case.case_no}/messages", headers=headers,
                                 json={"message": message, "payload": payload})
            assert answer.status_code == 422, (message, payload, answer.get_json())
    assert dict(instances.variables_of(instance)) == decided


def test_an_administrators_form_takes_only_what_it_shows(cast, signed_in):
    client = signed_in(ADMIN)
    extra = {"id": "1", "active": "0", "auth_version": "1", "password_hash": "x", "must_change_password": "", "role": "R28"}
    made = client.post("/admin/users", data={"csrf_token": csrf_of(client), "username": "new.one", "name": "新人",
                                             "password": "yunxi2027abc", **extra})
    assert made.status_code == 302
    user = db.session.scalar(sa.select(User).where(User.username == "new.one"))
    assert user.active and user.must_change_password and user.posts == [] and user.password_hash.startswith("$argon2id")


def test_anothers_idempotency_key_is_nothing_to_me(app, cast):
    deploy_shipped()
    client, body = app.test_client(), {"answers": answers_for(REGISTER, "submit")}

    def send(headers, answers=body):
        return client.post("/api/v1/cases", json=answers, headers={**headers, "Idempotency-Key": "guessed"})

    mine, theirs = cast.bearer(WINDOW), cast.bearer("bai.lu")
    first, second = send(mine), send(theirs)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json()["id"] != second.get_json()["id"] and "Idempotency-Replayed" not in second.headers
    assert send(mine).get_data() == first.get_data() and send(mine).headers["Idempotency-Replayed"] == "true"
    other = {"answers": answers_for(REGISTER, "submit", title="换了一件事")}
    assert send(mine, other).status_code == 409 and send(mine, other).get_json()["code"] == "KEY_REUSED"
    assert db.session.scalar(sa.select(sa.func.count(Case.id))) == 2


def test_a_key_works_for_its_own_address_only(app, cast, case):
    client, headers = app.test_client(), {**cast.bearer(VILLAGE_HEAD), "Idempotency-Key": "one"}
    task = db.session.scalar(sa.select(HumanTask.id).where(HumanTask.element == "ut_sign", HumanTask.status == "OPEN"))
    assert client.put(f"/api/v1/tasks/{task}/claim", headers=headers).status_code == 204
    assert client.delete(f"/api/v1/tasks/{task}/claim", headers=headers).status_code == 409
    assert client.put(f"/api/v1/tasks/{task}/claim", headers=headers).status_code == 204
