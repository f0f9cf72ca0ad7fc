"""The same acts over REST and through the dialogs: sentences, repeats under one key, and what a refused form keeps."""

from datetime import timedelta

import pytest

from app import clock
from app.db import db
from app.worklist import actions
from app.worklist.models import HumanTask
from tests.cast import CALLBACK, COMMITTEE_HEAD, MANAGER, OTHER_TOWN, OTHER_VILLAGE, TRIAGE, WINDOW

API = "/api/v1/tasks/{}/{}"


@pytest.fixture
def shared(run, complete, do) -> int:
    complete()
    number = run.open()["second"].id
    do(actions.claim, WINDOW, task_id=number)
    return number


@pytest.fixture
def send(client, cast):
    def act(who, method, task_id, what, key=None, **body):
        headers = cast.bearer(who) | ({"Idempotency-Key": key} if key else {})
        return client.open(API.format(task_id, what), method=method, json=body or None, headers=headers)
    return act


def holder(task_id):
    db.session.rollback()
    return db.session.get(HumanTask, task_id, populate_existing=True).claimed_by_id


def test_a_transfer_sent_twice_with_one_key_is_made_once(cast, run, send, shared, client):
    (person,) = send(WINDOW, "GET", shared, "people?act=transfer&text=林").get_json()
    assert person["name"] == "林芳"
    headers = cast.bearer(WINDOW) | {"Idempotency-Key": "k1"}
    for _ in range(2):
        assert client.put(API.format(shared, "transfer"), json={"person": person["id"], "reason": "外出"},
                          headers=headers).status_code == 204
    assert holder(shared) == cast.user(TRIAGE) and len(run.lines("HANDOVER")) == 1


def test_delegation_there_and_back(cast, send, shared):
    assert send(WINDOW, "PUT", shared, "delegation", person=cast.user(TRIAGE), reason="请核对").status_code == 204
    assert send(TRIAGE, "PUT", shared, "delegation/answer", answers={"note": "好了"}).status_code == 204
    assert holder(shared) == cast.user(WINDOW)
    refused = send(WINDOW, "DELETE", shared, "delegation")
    assert refused.status_code == 409 and "没有委派在外" in refused.get_json()["message"]
    assert send(WINDOW, "PUT", shared, "delegation", person=cast.user(TRIAGE), reason="再核对").status_code == 204
    assert send(TRIAGE, "PUT", shared, "delegation/refusal", reason="不了解").status_code == 204


def test_co_signing_copies_progress_and_follow_up(cast, send, shared, run):
    assert send(WINDOW, "POST", shared, "cosigners", people=[cast.user(COMMITTEE_HEAD), cast.user(CALLBACK)], question="可否").status_code == 204
    assert send(WINDOW, "PUT", shared, f"cosigners/{cast.user(CALLBACK)}/removal", reason="不用了").status_code == 204
    assert send(COMMITTEE_HEAD, "PUT", shared, "opinion", stance="AGREE").status_code == 204
    assert send(WINDOW, "POST", shared, "copies", people=[cast.user(MANAGER)], note="请知悉").status_code == 204
    assert send(WINDOW, "POST", shared, "progress", text="已联系").status_code == 204
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert send(WINDOW, "PUT", shared, "follow-up", day=tomorrow).status_code == 204
    assert len(run.lines("COSIGN")) == 3 and len(run.lines("COPY")) == 1


def test_return_and_withdrawal(cast, send, shared, run):
    (choice,) = send(WINDOW, "GET", shared, "return").get_json()
    assert (choice["name"], choice["blocked"], choice["ends"]) == ("填写说明", "", [])
    again = send(WINDOW, "POST", shared, "return", target=choice["task"], reason="缺材料").get_json()["task"]
    assert run.open()["first"].id == again
    assert send(WINDOW, "PUT", again, "completion", answers={"note": "补好"}).status_code == 200
    assert send(WINDOW, "POST", again, "withdrawal", reason="还缺一份").status_code == 204
    assert run.open()["first"].id == again


def test_substitutes_are_made_listed_and_ended(client, cast, run):
    headers, today = cast.bearer(WINDOW), clock.today()
    made = client.post("/api/v1/substitutes", headers=headers, json={
        "person": cast.user(MANAGER), "first": today.isoformat(), "last": (today + timedelta(days=3)).isoformat(), "reason": "休假"})
    assert made.status_code == 201
    (line,) = client.get("/api/v1/substitutes", headers=cast.bearer(MANAGER)).get_json()
    assert (line["absent"], line["present"], line["endedAt"], line["processes"]) == ("周敏", "陈宇", None, [])
    assert client.get("/api/v1/substitutes", headers=cast.bearer(OTHER_TOWN)).get_json() == []
    assert client.delete(f"/api/v1/substitutes/{line['id']}", headers=headers).status_code == 204


@pytest.mark.parametrize("who", [OTHER_TOWN, OTHER_VILLAGE])
def test_for_other_units_nothing_is_there(cast, send, shared, who):
    for method, what, body in (
            ("PUT", "transfer", {"person": cast.user(TRIAGE), "reason": "x"}), ("PUT", "delegation", {"person": 1, "reason": "x"}),
            ("POST", "cosigners", {"people": [1], "question": "x"}), ("PUT", "opinion", {"stance": "AGREE"}),
            ("POST", "return", {"target": 1, "reason": "x"}), ("POST", "withdrawal", {"reason": "x"}),
            ("POST", "copies", {"people": [1], "note": "x"}), ("POST", "progress", {"text": "x"}),
            ("PUT", "follow-up", {"day": "2099-01-01"}), ("GET", "return", {}), ("GET", "people?act=copies", {})):
        assert send(who, method, shared, what, **body).status_code == 404, what


def test_the_dialog_keeps_what_was_typed_when_refused_and_leads_on_when_done(cast, with_htmx, shared):
    client, headers = with_htmx(WINDOW)
    page = client.get(f"/tasks/{shared}").get_data(as_text=True)
    assert "更多" in page and "转办" in page and "抄送" in page
    refused = client.post(f"/tasks/{shared}/transfer", data={"reason": "外出学习三天"}, headers=headers)
    assert refused.status_code == 422 and "外出学习三天" in refused.text and "请选择一位同事" in refused.text
    done = client.post(f"/tasks/{shared}/transfer", data={"reason": "外出", "person": cast.user(TRIAGE)}, headers=headers)
    assert done.status_code == 204 and done.headers["HX-Redirect"] == "/"


@pytest.mark.parametrize("act", ["transfer", "delegation", "cosigners", "copies", "return", "progress", "follow-up"])
def test_every_dialog_opens_for_who_may_and_for_nobody_of_another_unit(with_htmx, shared, act):
    client, _ = with_htmx(WINDOW)
    assert client.get(f"/tasks/{shared}/{act}").status_code == 200
    stranger, headers = with_htmx(OTHER_TOWN)
    assert stranger.get(f"/tasks/{shared}/{act}").status_code == 404
    assert stranger.post(f"/tasks/{shared}/{act}", data={"reason": "x", "person": "1", "text": "x", "day": "2099-01-01"},
                         headers=headers).status_code == 404


@pytest.mark.parametrize("part", ["substitutes", "opinions", "copies", "follow-ups", "nothing"])
def test_the_page_of_what_others_want_opens_empty(with_htmx, run, part):
    client, _ = with_htmx(OTHER_VILLAGE)
    assert client.get(f"/together?part={part}").status_code == 200


def test_a_substitute_is_appointed_on_the_page_and_a_wrong_period_keeps_the_reason(cast, with_htmx, run):
    client, headers = with_htmx(WINDOW)
    wrong = client.post("/together/substitutes", headers=headers, data={
        "person": cast.user(MANAGER), "first": "2099-01-05", "last": "2099-01-01", "reason": "探亲假五天"})
    assert wrong.status_code == 422 and "探亲假五天" in wrong.text and "结束日期不能早于开始日期" in wrong.text
    right = client.post("/together/substitutes", headers=headers, data={
        "person": cast.user(MANAGER), "first": "2099-01-01", "last": "2099-01-05", "reason": "探亲假五天"})
    assert right.status_code == 302
    assert "探亲假五天" in client.get("/together").text
