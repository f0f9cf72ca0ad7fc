"""T1 and T9 of the handbook (12.2): the whole ladder from 提示 to 党委政府督办, and a unit that does not sign."""

import pytest

from app import clock
from tests.journeys.walking import Walk, deploy_shipped, local

HANDLER, LEADER = "wang.jianguo", "wang.jianguo"
COMPLEX = {"complexity": "COMPLEX", "clockId": "CK07"}


@pytest.fixture
def walk(cast):
    deploy_shipped()
    return Walk(cast)


def signed_on_the_second_of_march(walk, **triage) -> Walk:
    """Dispatched on the make-up Saturday before, signed on Monday at nine; the committee never takes it up."""
    clock.move_to("2026-02-28 10:00")
    walk.register("zhou.min")
    walk.do("ut_accept_review", "lin.fang")
    walk.do("ut_triage_confirm", "lin.fang", "dispatch", **COMPLEX, **triage)
    walk.until("2026-03-02 09:00")
    walk.do("ut_sign", HANDLER, "sign")
    walk.do("ut_first_contact", HANDLER, "both_willing")
    return walk


def until_reporting(walk, moment: str, *days: str) -> None:
    """Time passes with a progress report at ten on each of these days, so that nobody can say the case stands still."""
    for day in days:
        walk.until(f"2026-{day} 10:00")
        walk.report_progress(HANDLER)
    walk.until(f"2026-{moment}")


def test_t1_the_ladder_is_climbed_on_the_days_of_the_handbook(walk):
    signed_on_the_second_of_march(walk)
    assert local(walk.case().due_at) == "03-23 17:30"
    until_reporting(walk, "03-16 08:29", "03-06", "03-11")
    assert walk.slips() == [("03-12 08:30", "PROMPT")]
    assert walk.light() == "GREEN"
    walk.until("2026-03-16 08:30")
    assert walk.light() == "YELLOW"
    until_reporting(walk, "03-20 09:00", "03-17")
    assert walk.slips()[1:] == [("03-16 08:30", "PROMPT"), ("03-20 08:30", "URGE")]
    assert walk.due("ut_urge_feedback") == "03-23 17:30"
    walk.do("ut_urge_feedback", HANDLER)
    walk.until("2026-03-23 17:29")
    assert walk.light() == "YELLOW"
    walk.until("2026-03-23 17:30")
    assert walk.light() == "RED"
    assert walk.slips()[3:] == [("03-23 17:30", "URGE")]
    walk.until("2026-03-24 09:00")
    assert walk.slips()[4:] == [("03-24 08:30", "SUPERVISE1")]
    assert walk.due("ut_supervise_feedback") == "03-27 17:30"
    until_reporting(walk, "03-26 09:00", "03-24")
    assert walk.slips()[5:] == [("03-26 08:30", "SUPERVISE2")]
    assert walk.due("ut_supervise_feedback_yellow") == "03-30 17:30"
    until_reporting(walk, "03-30 09:00", "03-27")
    assert walk.slips()[6:] == [("03-30 08:30", "SUPERVISE3")]
    assert walk.due("ut_supervise_feedback_red") == "03-30 17:30"
    walk.do("ut_supervise_feedback_red", LEADER)
    until_reporting(walk, "04-21 09:00", "04-02", "04-08", "04-14")
    assert walk.slips()[7:] == [("04-21 08:30", "SUPERVISE4")]
    assert walk.open() & {"ut_urge_feedback", "ut_supervise_feedback", "ut_supervise_feedback_yellow",
                          "ut_supervise_feedback_red", "ut_supervise_check", "ut_pg_propose"} == {"ut_pg_propose"}


def test_t1_a_red_risk_reaches_the_party_committee_after_ten_days(walk):
    """Yellow at half the time, and nothing between the red card and the tenth working day overdue."""
    signed_on_the_second_of_march(walk, riskLevel="RED")
    until_reporting(walk, "03-12 08:30", "03-05", "03-10")
    assert walk.slips() == [("03-12 08:30", "PROMPT")]
    assert walk.light() == "YELLOW"
    until_reporting(walk, "03-20 09:00", "03-13", "03-18")
    assert walk.due("ut_urge_feedback") == "03-20 10:30"
    walk.do("ut_urge_feedback", HANDLER)
    until_reporting(walk, "03-30 09:00", "03-23", "03-26")
    walk.do("ut_supervise_feedback_red", LEADER)
    until_reporting(walk, "04-07 09:00", "03-31")
    assert walk.slips()[1:] == [
        ("03-16 08:30", "PROMPT"), ("03-20 08:30", "URGE"), ("03-23 17:30", "URGE"), ("03-24 08:30", "SUPERVISE1"),
        ("03-26 08:30", "SUPERVISE2"), ("03-30 08:30", "SUPERVISE3"), ("04-07 08:30", "SUPERVISE4")]


def test_t1_nobody_answering_climbs_faster_than_the_days_do(walk):
    """An idle week, three urgings and two letters left unanswered, each with its own reason on it."""
    signed_on_the_second_of_march(walk)
    walk.until("2026-03-28 09:00")
    assert walk.slips() == [
        ("03-10 08:30", "URGE"), ("03-20 08:30", "URGE"), ("03-23 17:30", "URGE"), ("03-24 08:30", "SUPERVISE2"),
        ("03-26 17:30", "SUPERVISE3"), ("03-27 17:30", "SUPERVISE4")]
    reasons = [text.split("：", 1)[1] for text in walk.texts("SUPERVISE").split("\n")]
    assert reasons == ["已催办 3 次", "黄牌督办已到反馈期限仍未反馈", "红牌督办已到反馈期限仍未反馈"]


def test_t9_a_unit_that_does_not_sign_is_urged_and_then_loses_the_case(walk):
    clock.move_to("2026-02-13 10:00")
    walk.register("zhou.min")
    walk.do("ut_accept_review", "lin.fang")
    walk.do("ut_triage_confirm", "lin.fang", "dispatch")
    assert walk.due("ut_sign") == "02-14 17:30"
    walk.until("2026-02-24 17:29")
    assert walk.slips() == [("02-14 17:30", "URGE")]
    assert "ut_sign" in walk.open()
    walk.until("2026-02-24 17:30")
    assert "ut_sign" not in walk.open() and "ut_triage_confirm" in walk.open()
    assert "派单后 2 个工作日未签收" in walk.texts("REASSIGN_REVIEW")


def test_a_second_unit_that_does_not_sign_is_urged_just_the_same(walk):
    clock.move_to("2026-02-13 10:00")
    walk.register("zhou.min")
    walk.do("ut_accept_review", "lin.fang")
    walk.do("ut_triage_confirm", "lin.fang", "dispatch")
    walk.until("2026-02-25 10:00")
    walk.do("ut_triage_confirm", "lin.fang", "dispatch", leadUnit=walk.cast.unit("下河村"))
    assert walk.due("ut_sign") == "02-26 17:30"
    walk.until("2026-02-27 17:30")
    assert walk.slips() == [("02-14 17:30", "URGE"), ("02-24 17:30", "REASSIGN_REVIEW"),
                            ("02-26 17:30", "URGE"), ("02-27 17:30", "REASSIGN_REVIEW")]
    assert "ut_triage_confirm" in walk.open()
