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


@pytest.mark.parametrize("address", ["/notices", "/notices/latest"])
def test_a_notice_names_its_case_to_who_may_see_it(browser, case, address):
    assert browser.get(address).get_data(as_text=True).count(f"{case.title} · {case.case_no}") == 2


@pytest.mark.parametrize("address", ["/notices", "/notices/latest"])
@pytest.mark.parametrize("who", [people.OTHER_VILLAGE, people.OTHER_TOWN])
def test_whoever_was_told_of_a_case_out_of_reach_does_not_read_its_title(signed_in, cast, case, address, who):
    with unit_of_work():
        actions.tell_people([cast.user(who)], "INFO", "请协助联系当事人。", case.id, None)
    page = signed_in(who).get(address).get_data(as_text=True)
    assert "请协助联系当事人" in page and case.title not in page and case.case_no not in page


def test_a_typed_title_is_escaped_in_the_list(browser, case):
    with unit_of_work():
        db.session.get(type(case), case.id).title = "<b>边界</b>"
    page = browser.get("/notices").get_data(as_text=True)
    assert "&lt;b&gt;边界" in page and "<b>边界" not in page


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
