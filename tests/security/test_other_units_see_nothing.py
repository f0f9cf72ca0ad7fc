"""The officers of another village and another town, a party, a channel, a department with no part in it, a stranger: nobody
of them gets a word of 上河村's case, by any route, list, search, count or choice (reliability.md §D18)."""

import json

import pytest
import sqlalchemy as sa

from app.cases.models import Case
from app.db import db, unit_of_work
from app.identity import actions as identity
from app.worklist import queries
from app.worklist.models import HumanTask
from tests.cast import ADMIN, OTHER_TOWN, OTHER_VILLAGE
from tests.journeys.walking import REGISTER
from tests.security.every_route import SAFE, calls, is_about
from tests.security.village_case import SECRETS, STAGES, walked
from tests.walk_answers import answers_for

OUTSIDERS = (OTHER_VILLAGE, OTHER_TOWN, "huang.guilan", "hotline", "dong.jie", "ye.qing")
"""Another village's head, another town's director, a party, the 12345 channel, another department, an expert."""
REFUSED = {401, 403, 404}


def text_of(answer) -> str:
    """The answer with JSON's escapes undone, so that a word is found however it is written."""
    text = answer.get_data(as_text=True)
    return text + json.dumps(answer.get_json(), ensure_ascii=False) if answer.is_json else text


def state_of(case_id: int) -> list:
    db.session.rollback()
    tasks = db.session.execute(sa.select(HumanTask.id, HumanTask.status, HumanTask.claimed_by_id, HumanTask.draft).where(
        HumanTask.case_id == case_id).order_by(HumanTask.id)).all()
    return [tuple(row) for row in tasks] + [db.session.get(Case, case_id, populate_existing=True).status]


def crawl(app, case: Case, client, headers, below: str = "/") -> None:
    body = {"answers": {"outcome": "done"}, "message": "msg_progress", "payload": {}}
    for call in calls(app, case):
        if not call.address.startswith(below) or call.endpoint.startswith(("people.", "clocks.", "identity.sign_out")) and call.method not in SAFE:
            continue  # an administrator's own, and the way out
        answer = client.open(call.address, method=call.method, headers=headers,
                             json=body if call.method not in SAFE else None)
        shown = text_of(answer)
        assert not any(word in shown for word in SECRETS), (call, answer.status_code)
        if is_about(call, case):
            assert answer.status_code in REFUSED or call.method not in SAFE, (call, answer.status_code)
            assert answer.status_code in REFUSED | {409, 422, 302}, (call, answer.status_code)
            assert "location" not in answer.headers or case.case_no not in answer.headers["location"], call


@pytest.mark.parametrize("stage", STAGES)
def test_no_route_gives_an_outsider_anything_of_the_case(app, cast, with_token, stage):
    case = walked(cast, stage).case()
    before = state_of(case.id)
    for who in OUTSIDERS if stage == "mediated" else OUTSIDERS[:2]:
        client, token = with_token(who)
        crawl(app, case, client, token)
        crawl(app, case, app.test_client(), cast.bearer(who), "/api/")
    assert state_of(case.id) == before


def test_signed_out_there_is_only_the_way_in(app, cast):
    case = walked(cast, "accepted").case()
    before = state_of(case.id)
    client = app.test_client()
    for call in calls(app, case):
        if call.permission == "public":
            continue
        answer = client.open(call.address, method=call.method)
        if answer.status_code == 302:
            assert call.method == "GET" and answer.headers["location"].startswith("/sign-in"), call
        else:
            assert answer.status_code in (401, 403), (call, answer.status_code)
        assert not any(word in text_of(answer) for word in SECRETS), call
    assert state_of(case.id) == before


LISTS = ("/", "/?box=pool", "/?box=done", "/?box=unit", "/?box=sent", "/?box=unit&party=王长河", "/?box=pool&party=李大山", "/?text=暗号", "/?box=pool&text={no}", "/cases", "/cases?text=暗号",
         "/cases?text=王长河", "/cases?text={no}", "/cases?status=HANDLING", "/cases?light=GREEN", "/notices", "/cases/new",
         "/api/v1/worklist", "/api/v1/worklist?box=pool", "/api/v1/worklist?box=pool&text=暗号", "/api/v1/cases",
         "/api/v1/cases?text=李大山", "/api/v1/cases?text={no}", "/api/v1/cases?tier=VILLAGE", "/me",
         "/search?text=暗号", "/search?text=王长河", "/search?text={no}", "/search?text=暗号&in=cases", "/search?text=暗号&in=papers")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_lists_searches_and_choices_hold_nothing_of_it(app, cast, with_token, who):
    case = walked(cast).case()
    client, _ = with_token(who)
    for address in LISTS:
        answer = client.get(address.format(no=case.case_no))
        shown = text_of(answer)
        assert not any(word in shown for word in SECRETS if word not in address), (address, answer.status_code)
        assert case.case_no not in shown or "{no}" in address, address
        assert f"/tasks/{state_of(case.id)[-2][0]}" not in shown, address


def test_counts_do_not_count_it(app, cast, with_token):
    walked(cast)
    for who in OUTSIDERS:
        assert set(queries.counts(cast.actor(who)).values()) == {0}, who


def test_a_case_of_ones_own_tells_nothing_of_anothers(app, cast):
    """The search for duplicates looks everywhere; what it finds is for the triage desk, not for who registered."""
    walked(cast, "registered")
    with unit_of_work():
        identity.give_post(cast.user(OTHER_TOWN), "R01", cast.unit("白石镇"), cast.actor(ADMIN))
    client, headers = app.test_client(), cast.bearer(OTHER_TOWN)
    answers = answers_for(REGISTER, "submit", title="白石镇的事", description="同样的两个人，在白石镇又为一堵墙争了起来。")
    registered = client.post("/api/v1/cases", json={"answers": answers}, headers=headers)
    assert registered.status_code == 201, registered.get_json()
    own = db.session.scalars(sa.select(HumanTask.id).where(HumanTask.case_id == registered.get_json()["id"])).all()
    shown = "".join(text_of(client.get(f"/api/v1/tasks/{task}", headers=headers)) for task in own)
    shown += text_of(client.get(f"/api/v1/cases/{registered.get_json()['caseNo']}/timeline", headers=headers))
    assert "暗号" not in shown and "990121ZZ20260000001" not in shown
