"""Behaviour scenarios (handbook 12.3): a false closing, an unsatisfied party, a party who urges, ratings of both sides."""

import pytest

from app import clock
from app.db import db
from app.instances import timers
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


def called_back(walk: Walk, reason: str, **more) -> Walk:
    """Nobody rated in seven days; on the phone the party says what is wrong."""
    stages.waiting_for_ratings(stages.settled(walk))
    walk.until(f"{clock.local(walk.next_due()):%Y-%m-%d} 18:00")
    walk.do("ut_callback", "he.ping", "rated", **CALLED["rated"], calledReason=reason, **more)
    return walk


def test_5_a_false_closing_is_opened_again_and_draws_a_red_card_the_same_day(walk):
    called_back(walk, "FALSE_CLOSE", contacted=True)
    assert walk.decisions()["dmn_evaluation_action"][-1][0] == [1]
    assert walk.open() == {"ut_reopen_decide"}
    walk.do("ut_reopen_decide", "gao.yuan", "reopen")
    today = f"{clock.local(clock.now()):%m-%d}"
    assert [(at[:5], what) for at, what in walk.slips()] == [(today, "SUPERVISE3")]
    assert "不实" in walk.texts("SUPERVISE")
    assert walk.open() == {"ut_sign", "ut_supervise_feedback_red"}
    assert walk.case().supervise_level == 3
    assert walk.case().reopen_count == 1


def test_5_never_contacted_means_opened_again(walk):
    called_back(walk, "NOT_CONTACTED", contacted=False)
    assert walk.decisions()["dmn_evaluation_action"][-1][0] == [2]
    assert walk.open() == {"ut_reopen_decide"}


def test_an_unsatisfied_party_gets_one_more_try_with_somebody_else_and_no_third(walk):
    called_back(walk, "RESULT", contacted=True)
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
    called_back(walk, "ATTITUDE", contacted=True)
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


def test_6_a_party_who_urges_three_times_a_week_draws_two_slips(walk):
    stages.handled(walk, complexity="COMPLEX", clockId="CK07")
    for day in ("2026-03-03", "2026-03-06", "2026-03-07"):
        walk.until(f"{day} 10:00")
        walk.bring("msg_party_urge", "zhou.min", note="请问什么时候来丈量？")
    assert walk.slips() == [("03-03 10:00", "URGE"), ("03-06 10:00", "URGE")]
    assert "03月06日已催办" in walk.lines("URGE")[-1].text
    assert "ut_urge_feedback" in walk.open()


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


def test_13_timers_due_while_the_centre_was_down_all_fire_once_and_in_order(cast):
    """Down from noon to nine: first the unsigned case, due in the evening, then three prompts of half past eight."""
    deploy_shipped()
    prompted = [_signed(cast, f"2026-03-02 {hour}:00", name) for hour, name in (("09", "赵"), ("10", "钱"), ("11", "孙"))]
    for walk in prompted:
        walk.until("2026-03-09 10:00")
        walk.report_progress(stages.HEAD)
    walk.until("2026-03-10 10:00")
    unsigned = stages.dispatched(Walk(cast), parties=named("李"))
    unsigned.until("2026-03-11 12:00")
    db.session.remove()
    clock.move_to("2026-03-12 09:00")
    assert timers.fire_due() >= 4
    assert timers.fire_due() == 0
    issued = db.session.query(Slip).order_by(Slip.id).all()
    assert [(slip.case_id, slip.kind) for slip in issued] == [
        (unsigned.case_id, "URGE"), *((walk.case_id, "PROMPT") for walk in prompted)]


def _signed(cast, moment: str, name: str) -> Walk:
    clock.move_to(moment)
    return stages.handled(Walk(cast), parties=named(name), complexity="COMPLEX", clockId="CK07")


def named(surname: str) -> list[dict]:
    """Two parties of their own, so that the cases are not taken for one."""
    given = answers_for(REGISTER, "submit")["parties"]
    return [party | {"name": surname + first, "idLater": True, "idNo": None} for party, first in zip(given, ("小山", "小河"), strict=True)]
