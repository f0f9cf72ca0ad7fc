"""A word about a case at any time; and claiming and giving back leave their lines, too."""

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import Case
from app.db import db, unit_of_work
from app.notifications.models import Notice
from app.worklist import actions
from tests.cases.situations import a_case, lines_of
from tests.cast import COMMITTEE_HEAD, MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, SUPERVISOR, VILLAGE_HEAD, WINDOW, csrf_of

NUMBER = "990121ZZ20260000001"


@pytest.fixture
def case(cast) -> Case:
    return a_case(case_no=NUMBER, tier="VILLAGE", status="HANDLING", lead_unit_id=cast.unit("上河村"),
                  handler_id=cast.user(VILLAGE_HEAD), mediator_id=cast.user(MEDIATOR))


def send(client, text: str):
    return client.post(f"/cases/{NUMBER}/remarks", data={"csrf_token": csrf_of(client), "text": text})


def test_whoever_sees_the_case_leaves_a_word_and_its_people_are_told(cast, case, signed_in):
    supervisor = signed_in(SUPERVISOR)
    assert "想说的话" in supervisor.get(f"/cases/{NUMBER}/remarks/new").get_data(as_text=True)
    assert send(supervisor, " 请注意<b>老人</b>身体 ").location == f"/cases/{NUMBER}#timeline"
    assert lines_of(case) == ["请注意<b>老人</b>身体"]
    page = supervisor.get(f"/cases/{NUMBER}").get_data(as_text=True)
    assert "请注意&lt;b&gt;老人" in page and "<b>老人" not in page and "留言" in page
    told = set(db.session.scalars(sa.select(Notice.user_id).where(Notice.case_id == case.id)))
    assert told == {cast.user(VILLAGE_HEAD), cast.user(MEDIATOR)}


def test_after_the_archive_too_but_nothing_empty_or_endless(cast, case, signed_in):
    with unit_of_work():
        db.session.get(Case, case.id).archived_at = clock.now()
    client = signed_in(MEDIATOR)
    for text in ("", " ", "长" * 501):
        answer = send(client, text)
        assert answer.status_code == 422 and "请填写留言" in answer.get_data(as_text=True)
    assert send(client, "档案已借出").status_code == 302 and len(lines_of(case)) == 1


@pytest.mark.parametrize("who", [OTHER_TOWN, OTHER_VILLAGE, COMMITTEE_HEAD])
def test_who_does_not_see_the_case_leaves_nothing(cast, case, signed_in, who):
    client = signed_in(who)
    assert client.get(f"/cases/{NUMBER}/remarks/new").status_code == 404 and send(client, "插一句").status_code == 404
    assert lines_of(case) == []


def test_claiming_and_giving_back_are_lines_of_the_history(do, run):
    do(actions.claim, WINDOW)
    do(actions.claim, WINDOW)
    do(actions.release, WINDOW)
    assert run.lines("CLAIM") == ["领取“填写说明”。"] and run.lines("RELEASE") == ["把“填写说明”放回待领取。"]
