"""Evaluation and urging besides the behaviour scenarios: an unsatisfied party, a complaint about manners, ratings of both sides."""

import pytest

from app import clock
from app.db import db
from app.supervision.models import Slip
from tests.journeys import stages
from tests.journeys.walking import REGISTER, Walk, deploy_shipped
from tests.walk_answers import answers_for

CALLED = {"rated": {"calledRating": "1", "calledResolved": False, "said": "墙还在原地，没有人来处理过。"}}


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def test_an_unsatisfied_party_gets_one_more_try_with_somebody_else_and_no_third(walk):
    stages.called_back(walk, "RESULT", contacted=True)
    assert walk.decisions()["dmn_evaluation_action"][-1][0] == [12]
    walk.do("ut_reopen_decide", "gao.yuan", "reopen")
    assert walk.case().handler_id != walk.cast.user("wang.jianguo")
    walk.do("ut_sign", "wang.jianguo", "sign", handler="@person:li.xiulan")
    walk.do("ut_first_contact", "li.xiulan", "settled")
    stages.reported_settled(walk, "li.xiulan")
    stages.waiting_for_ratings(walk)
    walk.until(f"{clock.local(walk.next_due()):%Y-%m-%d} 18:00")
    walk.do("ut_callback", "he.ping", "rated", **CALLED["rated"], calledReason="RESULT", contacted=True)
    assert walk.open() == {"ut_dissatisfied_review"}
    walk.do("ut_dissatisfied_review", "gao.yuan", "reopen")
    assert "ut_reopen_decide" not in walk.open()
    assert walk.open() == {"ut_explain"}
    walk.do("ut_explain", "deng.hua")
    assert walk.open() == {"ut_file_check"}
    assert walk.statuses()[-1] == "CLOSED"


def test_a_complaint_about_manners_is_answered_by_the_unit_and_not_by_a_second_handling(walk):
    stages.called_back(walk, "ATTITUDE", contacted=True)
    assert walk.decisions()["dmn_evaluation_action"][-1][0] == [8]
    walk.do("ut_service_review", "wang.jianguo")
    assert walk.open() == {"ut_file_check"}


def test_both_sides_rate_and_the_lower_rating_counts(walk):
    stages.waiting_for_ratings(stages.settled(walk))
    assert walk.bring("msg_rated", "hotline", rating="5", resolved=True, contacted=True, party="王长河") == 1
    assert "ut_file_check" not in walk.open()
    walk.bring("msg_rated", "hotline", rating="4", resolved=True, contacted=True, party="李大山")
    assert walk.open() == {"ut_file_check"}
    assert walk.case().satisfaction == 4


def test_three_urgings_of_any_kind_draw_a_yellow_card_that_says_so(walk):
    stages.handled(walk, complexity="COMPLEX", clockId="CK07")
    for day in ("2026-03-03", "2026-03-06", "2026-03-11"):
        walk.until(f"{day} 10:00")
        walk.report_progress(stages.HEAD)
        walk.bring("msg_party_urge", "zhou.min")
    walk.until("2026-03-12 09:00")
    assert walk.slips()[-1] == ("03-12 08:30", "SUPERVISE2")
    assert "已催办 3 次" in walk.texts("SUPERVISE")
    assert db.session.query(Slip).filter_by(level=2).one().notify == "承办单位分管领导; 中心副主任"


def named(surname: str) -> list[dict]:
    """Two parties of their own, so that the cases are not taken for one."""
    given = answers_for(REGISTER, "submit")["parties"]
    return [party | {"name": surname + first, "idLater": True, "idNo": None} for party, first in zip(given, ("小山", "小河"), strict=True)]
