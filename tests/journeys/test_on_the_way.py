"""Behaviour scenarios (handbook 12.3) on the way: objections, a rising risk, pauses and extensions, oral agreements,
duplicates, a calendar that is published late."""

from datetime import date

import pytest

from app import clock
from app.cases import recounting
from app.cases.clock_pauses import suspended_too_long
from app.db import db, unit_of_work
from app.errors import Invalid
from app.instances.models import OutboxItem
from app.instances.queries import variables_of
from app.worklist import deadline_requests, task_view
from app.worktime import actions as worktime
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped, local

COUNTY = {"tier": "COUNTY"}
CASE_SUSPENDED = {"kind": "SUSPEND", "days": None, "evidence": "鉴定委托书一份"}


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def test_2_after_two_objections_the_director_designates_and_nobody_can_object_again(walk):
    housing, labour = walk.cast.unit("住建局"), walk.cast.unit("人社局")
    stages.dispatched(walk, leadUnit=housing, **COUNTY)
    walk.do("ut_sign", "dong.jie", "object")
    walk.do("ut_objection_decide", "lin.fang", "move", newUnit=labour)
    walk.do("ut_triage_confirm", "lin.fang", "dispatch", leadUnit=labour, **COUNTY)
    walk.do("ut_sign", "qian.wei", "object")
    assert walk.open() == {"ut_objection_final"}
    walk.do("ut_objection_final", "gao.yuan", mainUnit=housing)
    task = walk.task("ut_sign")
    assert variables_of(task.instance_id)["objectionCount"] == 2
    assert task_view.for_rest(task.id, walk.cast.actor("dong.jie"))["data"]["designated"] is True
    with pytest.raises(Invalid):
        walk.do("ut_sign", "dong.jie", "object")
    db.session.rollback()
    walk.do("ut_sign", "dong.jie", "sign", handler="@person:dong.jie")
    assert walk.open() == {"ut_first_contact"}


def test_3_a_risk_that_rises_during_mediation_reddens_the_case_and_its_follow_up(walk):
    stages.in_mediation(walk, complexity="COMPLEX", clockId="CK07")
    assert local(walk.case().yellow_at) == "03-16 08:30"
    walk.do("ut_med_session", stages.MEDIATOR, "agreed_written", newRiskSign=True, newRiskNote="李某扬言要动手。")
    assert {"ut_risk_review", "ut_draft_agreement"} <= walk.open()
    walk.until("2026-03-02 10:30")
    walk.do("ut_risk_review", "lin.fang", "raise")
    assert walk.case().risk_level == "RED"
    assert local(walk.case().yellow_at) == "03-12 08:30"
    assert walk.documents()[-1] == "D34"
    assert "红色风险" in walk.texts("NOTICE")
    stages.written_down(walk, reviewer="deng.hua")
    walk.do("ut_result_review", "zhao.gang", "approve")
    rules, plan = walk.decisions()["dmn_followup_plan"][-1]
    assert (rules, plan["visitsAtDays"]) == ([7], "3,15,30,90")


def test_4_a_reason_for_a_pause_that_is_not_on_the_list_is_refused(walk):
    asked_for(stages.handled(walk))
    with pytest.raises(Invalid):
        walk.do("ut_ext_apply", stages.HEAD, changeClock="CK06", suspendReason="HOLIDAY", **CASE_SUSPENDED)
    db.session.rollback()
    assert "ut_ext_apply" in walk.open()
    assert not walk.case().suspended


def test_4_a_case_that_stands_still_for_more_than_sixty_days_raises_an_alarm(walk):
    asked_for(stages.handled(walk, clockId="CK07", complexity="COMPLEX"))
    walk.do("ut_ext_apply", stages.HEAD, changeClock="CK07", suspendReason="FORCE_MAJEURE", **CASE_SUSPENDED)
    walk.do("ut_ext_approve", "gao.yuan", "approve")
    assert (walk.case().suspended, walk.light()) == (True, "GREY")
    walk.until("2026-04-30 18:00")
    assert suspended_too_long(clock.now()) == []
    assert walk.slips() == []
    walk.until("2026-05-06 18:00")
    assert suspended_too_long(clock.now()) == [walk.case_id]
    assert "案件中止已满60日" in walk.texts("NOTICE")


def asked_for(walk: Walk) -> Walk:
    with unit_of_work():
        deadline_requests.begin(walk.case(), walk.cast.actor(stages.HEAD))
    return walk


def test_an_extension_needs_both_parties_and_somebody_else_who_approves(walk):
    asked_for(stages.handled(walk))
    walk.do("ut_ext_apply", stages.HEAD, days=7)
    walk.do("ut_ext_consent", "chen.yu", "agree")
    walk.do("ut_ext_consent", "chen.yu", "agree")
    walk.do("ut_ext_approve", "gao.yuan", "approve")
    assert local(walk.case().due_at) == "03-16 17:30"
    assert walk.documents() == ["D17"]
    walk.until("2026-03-16 17:29")
    assert walk.light() == "YELLOW"
    assert "deadline_change" in walk.instances() and walk.instances()["deadline_change"] == ["ENDED"]


def test_an_extension_that_one_side_refuses_changes_nothing(walk):
    asked_for(stages.handled(walk))
    walk.do("ut_ext_apply", stages.HEAD, days=7)
    walk.do("ut_ext_consent", "chen.yu", "agree")
    walk.do("ut_ext_consent", "chen.yu", "no")
    assert local(walk.case().due_at) == "03-09 17:30"
    assert "ut_ext_approve" not in walk.open()


def test_8_what_is_to_be_paid_later_cannot_be_agreed_by_word_of_mouth(walk):
    stages.in_mediation(walk).do("ut_med_session", stages.MEDIATOR, "agreed_oral")
    with pytest.raises(Invalid):
        walk.do("ut_oral_agreement", stages.MEDIATOR, "effective", performance="NOT_DUE")
    db.session.rollback()
    walk.do("ut_oral_agreement", stages.MEDIATOR, "to_written")
    assert walk.open() == {"ut_draft_agreement"}


def test_9_a_duplicate_is_merged_and_everybody_is_told_where_it_goes_on(walk):
    first = stages.handled(Walk(walk.cast), complexity="COMPLEX", clockId="CK07")
    first.until("2026-04-11 09:00")
    walk.register("zhou.min", channel="HOTLINE_12345", channelRef="12345-2026-0777")
    walk.do("ut_duplicate_review", "lin.fang", priorState="ONGOING_SAME", sameCaseNo=first.case().case_no, newFacts=False,
            newFactsNote=None)
    assert walk.decisions()["dmn_acceptance"][-1][1]["decision"] == "MERGE"
    walk.do("ut_accept_review", "lin.fang", decision="MERGE", caseManager=None, overrideReason=None,
            noticeText="您反映的事项已有在办案件，现并入该案一并办理，请放心。")
    assert walk.statuses() == ["MERGED"]
    assert walk.instances() == {"dispute_main": ["ENDED"]}
    told = walk.lines("NOTICE")[-1].text
    assert first.case().case_no in told and "承办人王建国" in told and "办理中" in told
    answer = db.session.query(OutboxItem).filter_by(case_id=walk.case_id, connector="channel").one()
    assert answer.payload["reference"] == "12345-2026-0777"
    assert first.lines("MERGE")[-1].details["merged"] == walk.case().case_no


def test_12_a_calendar_published_late_counts_again_and_moves_the_timers(walk):
    clock.move_to("2026-12-14 09:00")
    stages.handled(walk, complexity="COMPLEX", clockId="CK07")
    assert local(walk.case().due_at) == "01-04 17:30"
    off = {date(2027, 1, day) for day in (1, 2, 3, 4)}
    with unit_of_work():
        worktime.load_year(2027, off, {date(2027, 1, 10)}, "国务院办公厅通知", walk.cast.actor("admin"))
    recounting.work_off()
    assert local(walk.case().due_at) == "01-05 17:30"
    assert "2027-01-04 17:30 改为 2027-01-05 17:30" in walk.texts("CLOCK")
    walk.until("2027-01-04 18:00")
    assert walk.light() == "YELLOW"
    walk.until("2027-01-05 17:30")
    assert walk.light() == "RED"
    assert walk.slips()[-1] == ("01-05 17:30", "URGE")
