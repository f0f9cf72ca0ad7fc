"""The fifteen behaviour scenarios of the handbook (12.3), in its order and by its numbers; each asserts its "Then".

What else these stories touch stands beside them: parties in test_parties_decide.py, objections and the way to court in
test_beside_mediation.py, pauses and extensions in test_on_the_way.py, ratings and urgings in test_evaluation_and_urging.py.
"""

from datetime import date

import pytest

from app import clock
from app.cases import recounting
from app.cases.clock_pauses import suspended_too_long
from app.cases.facts import facts_of
from app.db import db, unit_of_work
from app.engine.dmn import decide
from app.errors import Invalid
from app.identity.models import OrgUnit
from app.instances import timers
from app.instances.models import Instance, OutboxItem
from app.instances.queries import variables_of
from app.processes import actions as processes
from app.processes import queries as deployed
from app.statistics import figures, period, places
from app.supervision.models import Slip
from app.worklist import deadline_requests, task_view
from app.worktime import actions as worktime
from tests.journeys import stages
from tests.journeys.test_evaluation_and_urging import named
from tests.journeys.test_routes import arrived
from tests.journeys.test_triage_scenarios import asked, told_that_it_is_final
from tests.journeys.walking import Walk, deploy_shipped, local, the_bundle

COUNTY, COMPLEX = {"tier": "COUNTY"}, {"complexity": "COMPLEX", "clockId": "CK07"}
PAUSED = {"changeClock": "CK07", "kind": "SUSPEND", "days": None, "evidence": "鉴定委托书一份"}
NOTHING = dict.fromkeys(("onTimeRate", "signOnTimeRate", "resolveRate", "satisfyRate", "yellowCards", "redCards", "pgSupervised",
                         "falseFeedback", "wrongReject", "reopened", "escalatedToCrime", "fileDefectRate", "hardCasesSolved"), 0)
FIFTEEN = {"needsGuardian": True, "idLater": False, "idNo": "990121201010011019",
           "guardian": {"name": "王大海", "phone": "13800990009", "relation": "父亲"}}


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def test_01_one_party_refuses_at_first_contact(walk):
    stages.signed(walk).do("ut_first_contact", stages.HEAD, "one_refuses")
    assert walk.decisions()["dmn_mediation_route"][-1][0] == [1]
    assert walk.case().route == "LEGAL_CHANNEL"
    walk.do("ut_legal_guide", "lin.fang", "guided")
    assert {"D11", "D12"} <= set(walk.documents())
    assert walk.open() == {"ut_legal_accept_track"}
    with pytest.raises(Invalid):
        walk.do("ut_legal_accept_track", "chen.yu", "consents", bothConsent=False)
    db.session.rollback()
    walk.do("ut_legal_accept_track", "chen.yu", "consents")
    assert (walk.open(), walk.case().route) == ({"ut_med_accept"}, "PEOPLE")
    assert "同意" in walk.lines("TASK")[-1].text


def test_02_two_objections_and_the_director_designates(walk):
    housing, labour = walk.cast.unit("住建局"), walk.cast.unit("人社局")
    stages.dispatched(walk, leadUnit=housing, **COUNTY)
    walk.do("ut_sign", "dong.jie", "object")
    walk.do("ut_objection_decide", "lin.fang", "move", newUnit=labour)
    walk.do("ut_triage_confirm", "lin.fang", "dispatch", leadUnit=labour, **COUNTY)
    walk.do("ut_sign", "qian.wei", "object")
    walk.do("ut_objection_final", "gao.yuan", mainUnit=housing)
    task = walk.task("ut_sign")
    assert (task.unit_id, variables_of(task.instance_id)["objectionCount"]) == (housing, 2)
    assert task_view.for_rest(task.id, walk.cast.actor("dong.jie"))["data"]["designated"] is True
    with pytest.raises(Invalid) as refused:
        walk.do("ut_sign", "dong.jie", "object")
    assert set(refused.value.errors) == {"outcome"}
    db.session.rollback()
    walk.do("ut_sign", "dong.jie", "sign", handler="@person:dong.jie")
    assert (walk.documents(), counted()["n_obj"]) == (["D32", "D32"], 2)


def test_03_the_risk_rises_mid_way(walk):
    stages.in_mediation(walk, **COMPLEX)
    assert local(walk.case().yellow_at) == "03-16 08:30"
    walk.do("ut_med_session", stages.MEDIATOR, "agreed_written", newRiskSign=True, newRiskNote="李某扬言要动手。")
    assert {"ut_risk_review", "ut_draft_agreement"} <= walk.open()
    walk.until("2026-03-02 10:30")
    walk.do("ut_risk_review", "lin.fang", "raise")
    assert (walk.case().risk_level, walk.documents()[-1]) == ("RED", "D34")
    assert local(walk.case().yellow_at) == "03-12 08:30"
    assert "红色风险" in walk.texts("NOTICE")
    stages.written_down(walk, reviewer="deng.hua").do("ut_result_review", "zhao.gang", "approve")
    assert walk.decisions()["dmn_followup_plan"][-1][1]["visitsAtDays"] == "3,15,30,90"


def test_04_a_suspension_is_abused(walk):
    stages.handled(walk, **COMPLEX)
    with unit_of_work():
        deadline_requests.begin(walk.case(), walk.cast.actor(stages.HEAD))
    with pytest.raises(Invalid):
        walk.do("ut_ext_apply", stages.HEAD, suspendReason="HOLIDAY", **PAUSED)
    db.session.rollback()
    assert not walk.case().suspended
    walk.do("ut_ext_apply", stages.HEAD, suspendReason="FORCE_MAJEURE", **PAUSED)
    walk.do("ut_ext_approve", "gao.yuan", "approve")
    assert (walk.case().suspended, walk.light()) == (True, "GREY")
    walk.until("2026-04-30 18:00")
    assert suspended_too_long(clock.now()) == []
    walk.until("2026-05-06 18:00")
    assert suspended_too_long(clock.now()) == [walk.case_id]
    assert "案件中止已满60日" in walk.texts("NOTICE")


@pytest.mark.parametrize(("reason", "contacted", "rule"), [("FALSE_CLOSE", True, 1), ("NOT_CONTACTED", False, 2)])
def test_05_a_false_closing_comes_out_in_the_callback(walk, reason, contacted, rule):
    stages.called_back(walk, reason, contacted)
    assert walk.decisions()["dmn_evaluation_action"][-1][0] == [rule]
    walk.do("ut_reopen_decide", "gao.yuan", "reopen")
    today = f"{clock.local(clock.now()):%m-%d}"
    assert [(at[:5], what) for at, what in walk.slips()] == [(today, "SUPERVISE3")]
    assert "不实" in walk.texts("SUPERVISE")
    assert walk.open() == {"ut_sign", "ut_supervise_feedback_red"}
    case = walk.case()
    assert (case.supervise_level, case.reopen_count, case.false_feedback) == (3, 1, True)
    red = db.session.query(Slip).filter_by(case_id=case.id, level=3).count()
    table = deployed.bundle(deployed.active_digest()).decisions["dmn_appraisal_points"]
    deducted = {name: decide(table, NOTHING | {name: number}).value - decide(table, NOTHING).value
                for name, number in (("falseFeedback", int(case.false_feedback)), ("redCards", red))}
    assert deducted == {"falseFeedback": -20, "redCards": -10}


def test_06_a_party_urges_three_times_in_a_week(walk):
    stages.handled(walk, **COMPLEX)
    for day in ("2026-03-03", "2026-03-06", "2026-03-07"):
        walk.until(f"{day} 10:00")
        walk.bring("msg_party_urge", "zhou.min", note="请问什么时候来丈量？")
    assert walk.slips() == [("03-03 10:00", "URGE"), ("03-06 10:00", "URGE")]
    assert "03月06日已催办" in walk.lines("URGE")[-1].text


def test_07_two_of_three_claims_are_agreed_and_the_third_goes_to_arbitration(walk):
    stages.in_mediation(walk).do("ut_med_session", stages.MEDIATOR, "partial")
    agreed = [{"content": f"第{number}项：赔偿三千元。", "payer": "李大山", "payee": "王长河", "amount": 3000, "way": "转账",
               "dueAt": "2026-03-20"} for number in (1, 2)]
    walk.do("ut_draft_agreement", stages.MEDIATOR, contacts=[stages.PAPERS], clauses=agreed)
    walk.take("""ut_agreement_review wang.jianguo pass
                 ut_sign_agreement li.xiulan effective
                 ut_med_schedule li.xiulan schedule
                 ut_med_session li.xiulan terminate""")
    walk.do("ut_terminate", stages.MEDIATOR, partiesWant="ARBITRATION")
    assert [rules for rules, _ in walk.decisions()["dmn_after_failure"]][0] == [4]
    known = variables_of(walk.task("ut_legal_guide").instance_id)
    assert (known["result"], len(known["agreedClauses"])) == ("PARTIAL", 2)
    walk.do("ut_legal_guide", "lin.fang", "guided", legalPath="ARB_LAND", limitationFrom="2026-03-01")
    assert walk.documents() == ["D02", "D07", "D08", "D07", "D11", "D12", "D12", "D42"]
    walk.take("""ut_legal_accept_track chen.yu accepted
                 ut_legal_result_record chen.yu""")
    walk.do("ut_result_submit", stages.HEAD, result="PARTIAL", agreementNo=walk.case().agreement_no, agreementAmount=6000)
    walk.do("ut_result_review", "zhao.gang", "approve")
    assert walk.case().result == "PARTIAL"
    stages.rated_well(stages.waiting_for_ratings(walk))
    assert (counted()["n_amt"], counted()["n_amt_agreed"]) == (2.0, 0.6)


def test_08_an_oral_agreement_is_not_allowed_for_a_later_payment(walk):
    stages.in_mediation(walk).do("ut_med_session", stages.MEDIATOR, "agreed_oral")
    with pytest.raises(Invalid):
        walk.do("ut_oral_agreement", stages.MEDIATOR, "effective", performance="NOT_DUE")
    db.session.rollback()
    walk.do("ut_oral_agreement", stages.MEDIATOR, "to_written")
    assert walk.open() == {"ut_draft_agreement"}


def test_09_a_duplicate_is_merged(walk):
    first = stages.handled(Walk(walk.cast), **COMPLEX)
    first.until("2026-04-11 09:00")
    walk.register("zhou.min", channel="HOTLINE_12345", channelRef="12345-2026-0777")
    walk.do("ut_duplicate_review", "lin.fang", priorState="ONGOING_SAME", sameCaseNo=first.case().case_no, newFacts=False,
            newFactsNote=None)
    assert walk.decisions()["dmn_acceptance"][-1][1]["decision"] == "MERGE"
    walk.do("ut_accept_review", "lin.fang", decision="MERGE", caseManager=None, overrideReason=None,
            noticeText="您反映的事项已有在办案件，现并入该案一并办理，请放心。")
    assert (walk.statuses(), walk.instances()) == (["MERGED"], {"dispute_main": ["ENDED"]})
    told = walk.lines("NOTICE")[-1].text
    assert first.case().case_no in told and "承办人王建国" in told and "办理中" in told
    answer = db.session.query(OutboxItem).filter_by(case_id=walk.case_id, connector="channel").one()
    assert answer.payload["reference"] == "12345-2026-0777"
    assert first.lines("MERGE")[-1].details["merged"] == walk.case().case_no


def test_10_a_final_petition_is_visited_three_times_and_then_has_a_new_judgment(walk):
    told_that_it_is_final(walk)
    for _ in range(3):
        walk.bring("msg_closed_visit", "zhou.min", note="说法与上次相同")
    assert (len(walk.lines("VISIT")), walk.instances()) == (3, {"dispute_main": ["RUNNING"]})
    walk.bring("msg_new_facts", "zhou.min", note="法院作出了新的判决")
    walk.do("ut_expert_request", "lin.fang")
    for _ in range(2):
        walk.do("ut_expert_opinion", asked(walk.task("ut_expert_opinion")), "submit")
    walk.take("ut_chief_opinion deng.hua\nut_expert_adopt gao.yuan")
    assert walk.open() == {"ut_triage_confirm"}


def test_11_a_designer_shortens_the_tiers_time_and_deploys(walk):
    old, new = in_the_town(walk, "赵"), Walk(walk.cast)
    shipped, files = the_bundle()
    drawn = files["dispute_main.bpmn"].decode()
    five_days = drawn.replace('value="&quot;TIER_&quot; + tier"/>', 'value="&quot;TIER_&quot; + tier"/>'
                              '<spiffworkflow:parameter id="limit" type="any" value="if tier = &quot;TOWN&quot; then 5 else null"/>')
    assert five_days != drawn
    with unit_of_work():
        changed = processes.deploy(files | {"dispute_main.bpmn": five_days.encode()}, walk.cast.user("niu.ben"), "镇级5个工作日")
    in_the_town(new, "钱")
    assert [due_of_tier(case) for case in (old, new)] == ["03-11 17:30", "03-09 17:30"]
    assert [versions(case) for case in (old, new)] == [{shipped}, {changed}]
    old.until("2026-03-09 18:00")
    assert ["ut_upgrade_report" in case.open() for case in (old, new)] == [False, True]


def test_12_next_years_calendar_is_loaded_late(walk):
    clock.move_to("2026-12-14 09:00")
    stages.handled(walk, **COMPLEX)
    assert local(walk.case().due_at) == "01-04 17:30"
    with unit_of_work():
        worktime.load_year(2027, {date(2027, 1, day) for day in (1, 2, 3, 4)}, {date(2027, 1, 10)}, "国务院办公厅通知",
                           walk.cast.actor("admin"))
    recounting.work_off()
    assert local(walk.case().due_at) == "01-05 17:30"
    assert "2027-01-04 17:30 改为 2027-01-05 17:30" in walk.texts("CLOCK")
    walk.until("2027-01-05 17:30")
    assert (walk.light(), walk.slips()[-1]) == ("RED", ("01-05 17:30", "URGE"))


def test_13_the_engine_was_down_when_timers_fell_due(cast):
    """From noon to nine: first the unsigned case, due in the evening, then three prompts of half past eight."""
    deploy_shipped()
    prompted = []
    for hour, name in (("09", "赵"), ("10", "钱"), ("11", "孙")):
        clock.move_to(f"2026-03-02 {hour}:00")
        prompted.append(stages.handled(Walk(cast), parties=named(name), **COMPLEX))
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


def test_14_a_minor_in_a_fight_is_not_mediated_without_the_guardian(cast):
    parties = named("王")
    walk = arrived(cast, "S12", "2026-03-02 09:00", parties=[parties[0] | FIFTEEN, parties[1]])
    walk.all("ut_police_triage security, ut_police_facts")
    with pytest.raises(Invalid) as refused:
        walk.anybody("ut_police_mediation", "agreed")
    assert set(refused.value.errors) == {"guardianPresent", "guardianName"}
    db.session.rollback()
    walk.anybody("ut_police_mediation", "agreed", guardianPresent=True, guardianName="王大海")
    assert "ut_police_mediation" not in walk.open()


def test_15_commercial_mediation_waits_for_both_to_sign_the_fee_notice(cast):
    walk = arrived(cast, "S14", "2026-03-02 09:00").all("ut_ind_accept accept")
    assert "ut_ind_fee" in walk.open()
    with pytest.raises(Invalid):
        walk.anybody("ut_ind_fee", "agree", feeAgreed=False)
    db.session.rollback()
    assert walk.open() & {"ut_rights_notice", "ut_med_schedule", "ut_med_session"} == set()
    walk.all("ut_ind_fee agree")
    assert "ut_rights_notice" in walk.open()


def counted() -> dict:
    return figures.compute(period.of("2026"), places.of(db.session.query(OrgUnit).filter_by(name="云溪县").one()))


def in_the_town(walk: Walk, surname: str) -> Walk:
    stages.dispatched(walk, parties=named(surname), tier="TOWN", leadUnit="@unit:清河镇")
    walk.do("ut_sign", "zhao.gang", "sign", handler="@person:sun.li")
    walk.do("ut_first_contact", "sun.li", "both_willing")
    return walk


def due_of_tier(walk: Walk) -> str:
    return local(facts_of(walk.case_id, clock.now())["clock"]["tier"]["dueAt"])


def versions(walk: Walk) -> set[str]:
    return {row.digest for row in db.session.query(Instance).filter_by(case_id=walk.case_id)}
