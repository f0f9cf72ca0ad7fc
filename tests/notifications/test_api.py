"""One's own notices over REST, and the number that the bell asks for."""

import pytest

from app.db import db, unit_of_work
from app.notifications import actions, queries
from app.notifications.models import Notice
from tests import cast as people
from tests.cases.situations import a_case

HEAD, OTHERS = people.VILLAGE_HEAD, (people.OTHER_VILLAGE, people.OTHER_TOWN)


@pytest.fixture
def told(cast):
    case = a_case(case_no="990121ZZ20260000001", tier="VILLAGE", handler_id=cast.user(HEAD))
    with unit_of_work():
        actions.tell(case, "URGE", ["handler"], "派单后 1 个工作日未签收")
        actions.tell(case, "INFO", ["handler"], "案件已受理")
    return case


def test_notices_are_listed_by_group_and_marked_read(client, cast, told):
    head = cast.bearer(HEAD)
    whole = client.get("/api/v1/notices", headers=head).get_json()
    assert [line["text"] for line in whole["items"]] == ["案件已受理", "派单后 1 个工作日未签收"]
    assert whole["unread"] == 2 and whole["items"][0]["caseNo"] == told.case_no
    assert {line["caseTitle"] for line in whole["items"]} == {"宅基地边界纠纷"}
    pressing = client.get("/api/v1/notices?group=PRESS", headers=head).get_json()["items"]
    assert [line["kind"] for line in pressing] == ["URGE"]
    assert client.patch("/api/v1/notices", json={"ids": [pressing[0]["id"]]}, headers=head).status_code == 204
    assert [line["text"] for line in client.get("/api/v1/notices?unread=true", headers=head).get_json()["items"]] == ["案件已受理"]
    assert client.patch("/api/v1/notices", json={"all": True}, headers=head).status_code == 204
    assert client.get("/api/v1/notices", headers=head).get_json()["unread"] == 0


def test_nothing_named_is_refused(client, cast, told):
    answer = client.patch("/api/v1/notices", json={}, headers=cast.bearer(HEAD))
    assert answer.status_code == 422 and "ids" in answer.get_json()["errors"]


@pytest.mark.parametrize("who", OTHERS)
def test_the_officers_of_another_unit_neither_see_nor_mark_them(client, cast, told, who):
    other = cast.bearer(who)
    assert client.get("/api/v1/notices", headers=other).get_json()["items"] == []
    ids = [row.id for row in db.session.query(Notice)]
    assert client.patch("/api/v1/notices", json={"ids": ids}, headers=other).status_code == 204
    db.session.rollback()
    assert queries.unread(cast.actor(HEAD)) == 2


def test_the_bell_answers_an_unchanged_number_with_nothing(app, told):
    browser = app.test_client()
    people.sign_in(browser, HEAD)
    first = browser.get("/notices/bell")
    assert first.get_json() == {"unread": 2}
    again = browser.get("/notices/bell", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.get_data() == b""
    with unit_of_work():
        actions.tell(told, "INFO", ["handler"], "案件已分派")
    changed = browser.get("/notices/bell", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200 and changed.get_json() == {"unread": 3}
