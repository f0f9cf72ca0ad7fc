"""What happens beside mediation: objections with a hard end, the way to court and back, experts before the triage."""

import pytest

from app import clock
from app.cases.facts import facts_of
from app.errors import Conflict, Invalid
from tests.journeys.walking import Walk, deploy_shipped, local

MONDAY = "2026-03-02 09:00"


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to(MONDAY)
    walk = Walk(cast).register("zhou.min")
    walk.do("ut_accept_review", "lin.fang")
    return walk


def due_of(walk: Walk, clock_id: str) -> str:
    return local(facts_of(walk.case_id, clock.now())["clock"][clock_id]["dueAt"])


def dispatch_to(walk: Walk, unit: str) -> None:
    walk.do("ut_triage_confirm", "lin.fang", "dispatch", leadUnit=f"@unit:{unit}")


def signed(walk: Walk) -> Walk:
    dispatch_to(walk, "上河村")
    walk.do("ut_sign", "wang.jianguo", "sign")
    return walk


def test_the_time_to_sign_runs_on_while_an_objection_is_decided(walk):
    dispatch_to(walk, "住建局")
    walk.until("2026-03-03 16:00")
    walk.do("ut_sign", "dong.jie", "object")
    assert due_of(walk, "CK03") == "03-03 17:30"
    walk.until("2026-03-04 10:00")
    walk.do("ut_objection_decide", "lin.fang", "keep")
    assert walk.due("ut_sign") == "03-03 17:30"
    assert ("03-03 17:30", "URGE") in walk.slips()
    walk.until("2026-03-04 18:00")
    assert walk.open() & {"ut_sign", "ut_triage_confirm"} == {"ut_sign"}
    walk.until("2026-03-05 18:00")
    assert "ut_triage_confirm" in walk.open()


def test_a_unit_that_came_back_by_another_way_still_cannot_object_a_second_time(walk):
    dispatch_to(walk, "住建局")
    walk.do("ut_sign", "dong.jie", "object")
    walk.do("ut_objection_decide", "lin.fang", "move", newUnit="@unit:人社局")
    dispatch_to(walk, "住建局")
    with pytest.raises(Invalid):
        walk.do("ut_sign", "dong.jie", "object")


def test_who_refuses_is_led_to_the_court_and_the_centre_only_follows(walk):
    """No session afterwards, and no red light for the court's own time."""
    signed(walk).do("ut_first_contact", "wang.jianguo", "one_refuses")
    walk.do("ut_legal_guide", "lin.fang", "guided")
    assert walk.open() == {"ut_legal_accept_track"}
    assert walk.statuses()[-1] == "GUIDED"
    walk.until("2026-05-29 09:00")
    assert [line.text for line in walk.lines("NOTICE") if "还有" in line.text and "日" in line.text] != []
    assert {kind for _, kind in walk.slips()} <= {"PROMPT"}
    walk.do("ut_legal_accept_track", "chen.yu", "accepted")
    walk.do("ut_legal_result_record", "chen.yu")
    assert walk.open() == {"ut_result_submit"}
    assert walk.incidents() == []


def test_what_the_court_does_not_take_comes_back_to_triage_once(walk):
    signed(walk).do("ut_first_contact", "wang.jianguo", "one_refuses")
    walk.do("ut_legal_guide", "lin.fang", "guided")
    walk.do("ut_legal_accept_track", "chen.yu", "not_accepted")
    assert walk.open() == {"ut_triage_confirm"}


def test_experts_are_asked_before_a_triage_that_is_unclear(walk):
    walk.do("ut_triage_confirm", "lin.fang", "consult", needExpert=True)
    walk.do("ut_expert_request", "lin.fang", purpose="DUTY")
    experts = {"ye.qing", "yuan.bo", "shen.yi", "kong.jie", "meng.fan"}
    for _ in range(2):
        given = _opinion_by_whoever_was_drawn(walk, experts)
        experts.remove(given)
    walk.do("ut_expert_adopt", "gao.yuan")
    assert walk.open() == {"ut_triage_confirm"}
    assert walk.documents() == ["D33"]


def _opinion_by_whoever_was_drawn(walk: Walk, experts: set[str]) -> str:
    drawn = walk.task("ut_expert_opinion").claimed_by_id
    name = next(name for name in experts if walk.cast.actor(name).id == drawn)
    for other in experts - {name}:
        with pytest.raises(Conflict):
            walk.do("ut_expert_opinion", other, "submit")
    walk.do("ut_expert_opinion", name, "submit")
    return name
