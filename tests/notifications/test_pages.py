"""The bell and the page behind it."""

import pytest

from app.db import db, unit_of_work
from app.notifications import actions, queries
from app.notifications.models import Notice
from tests import cast as people
from tests.cases.situations import a_case


@pytest.fixture
def case(cast):
    return a_case(case_no="990121ZZ20260000001", tier="VILLAGE", handler_id=cast.user(people.VILLAGE_HEAD))


@pytest.fixture
def told(case):
    with unit_of_work():
        actions.tell(case, "URGE", ["handler"], "派单后 1 个工作日未签收")
        actions.tell(case, "PROMPT", ["handler"], "一般纠纷办理已用 70%")


@pytest.fixture
def browser(app, told):
    client = app.test_client()
    people.sign_in(client, people.VILLAGE_HEAD)
    return client


def unread(cast) -> int:
    db.session.rollback()
    return queries.unread(cast.actor(people.VILLAGE_HEAD))


def send(client, path: str, **form):
    return client.post(path, data={"csrf_token": people.csrf_of(client), **form})


def test_the_menu_counts_what_is_unread_and_the_page_shows_it(browser):
    page = browser.get("/notices").get_data(as_text=True)
    assert "2 条未读" in page
    assert "派单后 1 个工作日未签收" in page and "一般纠纷办理已用 70%" in page


def test_going_to_the_case_marks_the_notice_read(browser, cast, case):
    notice = db.session.query(Notice).first().id
    assert send(browser, f"/notices/{notice}").location == f"/cases/{case.case_no}"
    assert unread(cast) == 1


def test_one_or_all_are_marked_read(browser, cast):
    send(browser, "/notices/read", notice=str(db.session.query(Notice).first().id))
    assert unread(cast) == 1
    send(browser, "/notices/read")
    assert unread(cast) == 0
    assert "全部标为已读" not in browser.get("/notices").get_data(as_text=True)


def test_nobody_reads_or_follows_anothers_notices(app, cast, told):
    client = app.test_client()
    people.sign_in(client, people.OTHER_VILLAGE)
    notice = db.session.query(Notice).first().id
    assert "没有通知" in client.get("/notices").get_data(as_text=True)
    assert send(client, f"/notices/{notice}").location == "/notices"
    send(client, "/notices/read")
    assert unread(cast) == 2
