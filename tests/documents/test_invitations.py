"""Calling people to a session (D46): made from the session, one sheet for each, again when the session is moved."""

from datetime import timedelta

import pytest

from app import clock
from app.cases.models import CaseDocument
from app.db import unit_of_work
from app.documents import actions, desk
from app.documents.kinds import kind
from app.errors import Invalid, NotFound
from app.papers.models import Paper
from app.sessions.models import MediationSession
from tests import cast as people
from tests.documents.reading import produced, words_of
from tests.journeys.walking import Walk, deploy_shipped
from tests.sessions.conftest import plan, ready_to_plan


@pytest.fixture
def walk(cast) -> Walk:
    """A session of 上河村 is planned for Wednesday morning."""
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = ready_to_plan(cast)
    plan(walk, "2026-03-04 09:30", sessionPlace="上河村调解室")
    return walk


@pytest.fixture
def browser(app, walk):
    client = app.test_client()
    people.sign_in(client, people.MEDIATOR)
    return client, {"X-CSRFToken": people.csrf_of(client), "HX-Request": "true"}


def the_session() -> MediationSession:
    return MediationSession.query.order_by(MediationSession.id.desc()).first()


def change(**values) -> None:
    with unit_of_work():
        for name, value in values.items():
            setattr(the_session(), name, value)


def test_each_party_has_a_sheet_with_time_place_and_rights(walk):
    paper = produced(walk, "D46", people.MEDIATOR)
    text = words_of(paper)
    assert paper.title == "调解通知书（第1次）" and text.count("调解通知书") == len(walk.case().parties)
    for told in ("王长河：", "李大山：", "2026年3月4日9时30分至", "上河村调解室", "李秀兰", "第二十三条", "第二十四条", "送达回证", "不收取任何费用",
                 "(2026)上河村人调邀字第1号", "第1次调解"):
        assert told in text, told
    assert "13800990001" not in text and "99012119" not in text


def test_a_session_that_was_moved_is_called_to_again_by_the_same_number(walk):
    first = produced(walk, "D46", people.MEDIATOR)
    clock.move_to("2026-03-03 09:00")
    change(begins_at=clock.at("2026-03-05 14:00"), state="CHANGED")
    again = produced(walk, "D46", people.MEDIATOR)
    assert again.id == first.id and len(again.versions) == 2 and "2026年3月5日14时至" in words_of(again)
    assert CaseDocument.query.filter_by(code="D46").count() == 1


def test_without_a_session_to_come_it_says_what_to_do_first(walk):
    change(state="CANCELLED")
    wanting = actions.incomplete(walk.case(), kind("D46"), None)
    assert any("安排调解" in sentence for sentence in wanting.sentences)
    with pytest.raises(Invalid):
        produced(walk, "D46", people.MEDIATOR)
    assert "D46" not in {line.kind.key for line in desk.desk_of(walk.case(), walk.actor(people.MEDIATOR)).called_for}


def test_the_session_has_a_button_and_then_the_paper(walk, browser):
    client, headers = browser
    address = f"/cases/{walk.case().case_no}/sessions/{the_session().id}/invitation"
    assert "生成调解通知书" in client.get(address, headers=headers).get_data(as_text=True)
    assert client.post(address, headers=headers).status_code == 302
    shown = client.get(address, headers=headers).get_data(as_text=True)
    assert "还没有送达回证" in shown and "重新生成" in shown and "调解通知书（第1次）" in shown
    clock.move_to(clock.now() + timedelta(minutes=5))
    change(changed_at=clock.now())
    assert "改过" in client.get(address, headers=headers).get_data(as_text=True)


def test_nobody_is_called_to_what_is_over(walk, browser):
    client, headers = browser
    change(state="HELD")
    address = f"/cases/{walk.case().case_no}/sessions/{the_session().id}/invitation"
    assert "生成" not in client.get(address, headers=headers).get_data(as_text=True)
    assert client.post(address, headers=headers).status_code == 409 and Paper.query.count() == 0


def test_people_invited_with_consent_have_a_letter_of_their_own(walk):
    change(invitees=[{"name": "赵德福", "identity": "乡贤"}])
    text = words_of(produced(walk, "D46", people.MEDIATOR))
    assert "调解邀请函" in text and "赵德福：" in text and "乡贤的身份参加" in text and "第二十条" in text


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_neither_calls_nor_sees_who_was_called(app, walk, who):
    client = app.test_client()
    people.sign_in(client, who)
    headers = {"X-CSRFToken": people.csrf_of(client), "HX-Request": "true"}
    address = f"/cases/{walk.case().case_no}/sessions/{the_session().id}/invitation"
    assert client.get(address, headers=headers).status_code == client.post(address, headers=headers).status_code == 404
    with pytest.raises(NotFound):
        produced(walk, "D46", who)
    assert Paper.query.count() == 0
