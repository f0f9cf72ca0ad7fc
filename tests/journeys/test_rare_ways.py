"""Ways that few cases take: another mediator, nobody performs, an upgrade, an expired limit, an interview, a real pause."""

import pytest

from app import clock
from app.cases import permissions as seen
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped, local

TOWN_HEAD = "sun.li"
COMPLEX = {"complexity": "COMPLEX", "clockId": "CK07"}


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def test_a_party_who_objects_to_the_mediator_gets_another(walk):
    stages.handled(walk).do("ut_med_accept", stages.HEAD, "accept")
    walk.do("ut_rights_notice", stages.MEDIATOR)
    walk.do("ut_mediator_assign", stages.HEAD, recusalAsked=True)
    walk.do("ut_recusal_decide", stages.HEAD, "replace")
    walk.do("ut_mediator_assign", stages.HEAD, mediators=["@person:wang.jianguo"], host="@person:wang.jianguo")
    assert walk.case().mediator_id == walk.cast.user(stages.HEAD)


def test_who_does_not_perform_is_urged_and_the_other_side_is_told_its_rights(walk):
    stages.agreed(walk).do("ut_result_review", "zhao.gang", "approve")
    walk.until("2026-04-02 09:00")
    walk.do("ut_perform_check", stages.MEDIATOR, "not")
    walk.do("ut_perform_urge", stages.MEDIATOR, "not")
    walk.until("2026-04-10 18:00")
    walk.do("ut_perform_guide", stages.MEDIATOR)
    assert walk.documents()[-1] == "D12"


def test_a_failed_mediation_goes_up_a_tier_and_the_village_may_go_on_looking(walk):
    stages.in_mediation(walk).do("ut_med_session", stages.MEDIATOR, "terminate")
    walk.do("ut_terminate", stages.MEDIATOR, terminationReason="TOO_FAR_APART")
    assert walk.documents()[-2:] == ["D11", "D12"]
    walk.do("ut_upgrade_report", stages.HEAD)
    walk.do("ut_upgrade_approve", "zhao.gang", "approve")
    case = walk.case()
    assert (case.tier, case.status) == ("TOWN", "DISPATCHED")
    walk.do("ut_sign", "zhao.gang", "sign", handler=f"@person:{TOWN_HEAD}")
    walk.do("ut_first_contact", TOWN_HEAD, "both_willing")
    walk.do("ut_med_accept", TOWN_HEAD, "accept")
    assert walk.case().committee_id == walk.cast.unit("清河镇人民调解委员会")
    assert seen.may_see(walk.case(), walk.cast.actor(stages.HEAD))
    assert local(walk.case().due_at) == "03-09 17:30", "a new tier is no fresh time"


def test_a_village_that_lets_its_three_days_pass_has_to_report_upwards(walk):
    stages.handled(walk)
    walk.until("2026-03-05 17:30")
    assert "ut_upgrade_report" in walk.open()
    walk.do("ut_upgrade_report", stages.HEAD)
    walk.do("ut_upgrade_approve", "zhao.gang", "return")
    assert walk.open() == {"ut_med_accept"}


def test_an_agreement_makes_the_report_upwards_superfluous(walk):
    stages.in_mediation(walk)
    walk.do("ut_med_session", stages.MEDIATOR, "continue")
    walk.until("2026-03-05 17:30")
    assert {"ut_upgrade_report", "ut_med_schedule"} <= walk.open()
    walk.do("ut_med_schedule", stages.MEDIATOR, "schedule")
    walk.do("ut_med_session", stages.MEDIATOR, "agreed_written")
    stages.written_down(walk)
    assert walk.open() == {"ut_result_review"}


def test_people_s_mediation_ends_with_its_month_unless_both_consent(walk):
    stages.in_mediation(walk, **COMPLEX)
    walk.until("2026-03-27 09:00")
    assert "ut_ext_apply" in walk.open()
    walk.until("2026-04-03 00:10")
    assert "ut_med_session" not in walk.open()
    assert walk.documents()[-1] == "D11"
    assert walk.decisions()["dmn_after_failure"][-1][1]["nextStep"] == "UPGRADE"


def test_an_appraisal_stops_the_legal_limit_and_the_mediation_waits_for_it(walk):
    stages.in_mediation(walk, **COMPLEX).do("ut_med_session", stages.MEDIATOR, "appraisal")
    walk.do("ut_ext_apply", stages.MEDIATOR, kind="SUSPEND", changeClock="CK10", days=None, suspendReason="APPRAISAL",
            evidence="鉴定委托书一份")
    walk.do("ut_ext_approve", "gao.yuan", "approve")
    walk.until("2026-04-20 10:00")
    assert "msg_appraisal_done" in walk.waiting()
    assert "D16" in walk.documents() and "D11" not in walk.documents()
    walk.bring("msg_appraisal_done", "li.xiulan", note="鉴定意见书已送达双方。")
    assert "ut_med_schedule" in walk.open()


def test_a_red_card_may_end_in_an_interview(walk):
    stages.handled(walk, **COMPLEX)
    walk.tell("msg_supervise_manual", "xu.jing")
    walk.do("ut_supervise_issue", "xu.jing", level="3")
    walk.do("ut_supervise_feedback_red", stages.HEAD)
    walk.do("ut_supervise_check", "xu.jing", "interview")
    walk.do("ut_interview", "gao.yuan")
    assert "ut_supervise_feedback_red" in walk.open()
    assert walk.slips() == [("03-02 09:00", "SUPERVISE3")]
    assert "督办岗人工督办" in walk.texts("SUPERVISE")


def test_a_supervision_raised_after_a_false_answer_says_so(walk):
    stages.handled(walk, **COMPLEX)
    walk.tell("msg_supervise_manual", "xu.jing")
    walk.do("ut_supervise_issue", "xu.jing", level="1")
    walk.do("ut_supervise_feedback", stages.HEAD)
    walk.do("ut_supervise_check", "xu.jing", "raise")
    assert [what for _, what in walk.slips()] == ["SUPERVISE1", "SUPERVISE3"]
    assert "反馈核查后升级督办" in walk.texts("SUPERVISE")
    assert "ut_supervise_feedback_red" in walk.open()


def test_the_county_asks_an_expert_before_a_second_try(walk):
    county = walk.cast.unit("县人民调解委员会")
    stages.dispatched(walk, tier="COUNTY", leadUnit=county)
    walk.do("ut_sign", "jiang.nan", "sign", handler="@person:jiang.nan")
    walk.do("ut_first_contact", "jiang.nan", "both_willing")
    walk.do("ut_med_accept", "jiang.nan", "not_accept", otherPartyWilling="YES")
    assert walk.open() == {"ut_expert_request"}
    walk.do("ut_expert_request", "lin.fang")
    while "ut_expert_opinion" in walk.open():
        asked = walk.task("ut_expert_opinion").claimed_by_id
        walk.do("ut_expert_opinion", next(name for name, id_ in walk.cast.users.items() if id_ == asked), "submit")
    walk.do("ut_chief_opinion", "deng.hua")
    walk.do("ut_expert_adopt", "gao.yuan")
    assert walk.open() == {"ut_med_accept"}
