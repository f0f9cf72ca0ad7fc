from datetime import date

import pytest

from app import clock
from app.cases import lifecycle, records
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Conflict, Invalid
from app.identity.actor import Actor, Post
from tests.cases.situations import OFFICER, a_case, complete, desk_of, entries_of, lines_of, start, with_party


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


def record(case, **values):
    with unit_of_work():
        records.record(case, values, OFFICER, clock.now())


def test_answers_named_like_a_field_update_the_case(app):
    case = a_case()
    complete(case, "ut_register", channel="WINDOW", title="邻居占了我家宅基地", peopleCount=3, amountYuan="12000.50",
             happenedAt="2026-02-20", urgent=True, publicMediation=False, policeCalls180d=1,
             firstContactOfficer="7", parties=[{"partyRole": "APPLICANT", "name": "张三"}])
    assert (case.title, case.people_count, case.amount_yuan) == ("邻居占了我家宅基地", 3, 12000.5)
    assert (case.happened_at, case.urgent, case.public_mediation) == (date(2026, 2, 20), True, "PRIVATE")
    assert (case.police_calls_180d, case.first_contact_officer_id) == (1, 7)
    assert [party.name for party in case.parties] == ["张三"]


def test_the_case_lies_where_the_dispute_happened(app):
    case = a_case(region_code="990121000000")
    complete(case, "ut_register", placeRegionCode="990121101200", place="村口")
    assert (case.region_code, case.place) == ("990121101200", "村口")


def test_risk_facts_are_kept_together_and_other_answers_stay_with_their_task(app):
    case = a_case(facts={"sameVillage": True})
    complete(case, "ut_risk_review", violenceOccurred=True, reason="已动手", measures=["POLICE"])
    assert case.facts == {"sameVillage": True, "violenceOccurred": True}


def test_other_forms_may_use_the_same_names_for_other_things(app):
    case = a_case(place="村口", result="FAILED")
    complete(case, "ut_med_schedule", place="调解室")
    complete(case, "ut_urge_feedback", result="DOING", summary="正在办")
    assert (case.place, case.result, case.result_summary) == ("村口", "FAILED", None)


def test_a_form_cannot_set_what_only_the_process_may(app):
    case = a_case()
    complete(case, "ut_progress", status="CLOSED", superviseLevel=0, reopenCount=9)
    assert (case.status, case.reopen_count) == ("REGISTERED", 0)


@pytest.mark.parametrize("answers", [{"peopleCount": "三"}, {"happenedAt": "昨天"}, {"title": "很" * 121}])
def test_what_cannot_be_kept_is_refused_at_its_field(app, answers):
    case = a_case()
    with pytest.raises(Invalid) as refused:
        complete(case, "ut_register", **answers)
    assert list(refused.value.errors) == list(answers)


def test_a_finished_task_leaves_one_line_with_who_and_how(app):
    case = a_case()
    complete(case, "签收", outcome="sign")
    entry = entries_of(case)[-1]
    assert (entry.text, entry.actor_name, entry.kind) == ("完成“签收”，结论：签收。", "李秀兰", "TASK")


def test_what_the_handler_does_is_progress_and_what_a_supervisor_does_is_not(app):
    case = a_case(status="HANDLING", handler_id=OFFICER.id, signed_at=clock.now())
    clock.move_to("2026-03-04 10:00")
    complete(case, "ut_progress", note="已走访")
    assert case.last_progress_at == clock.now()
    assert case.stale_at == clock.at("2026-03-11 17:30")
    clock.move_to("2026-03-05 10:00")
    complete(case, "ut_supervise_check", actor=Actor(99, "徐静", "xu.jing"))
    assert case.last_progress_at == clock.at("2026-03-04 10:00")


def test_a_service_task_sets_the_status_and_the_moment_is_kept(app):
    case = a_case()
    record(case, status="DISPATCHED")
    assert case.dispatched_at == clock.now()
    assert case.stale_at == clock.at("2026-03-03 17:30")
    clock.advance(hours=2)
    record(case, status="SIGNED")
    assert case.signed_at == clock.now()
    assert lines_of(case) == ["案件已派单。", "案件已签收。"]


def test_a_new_unit_has_to_sign_again(app):
    case = a_case(status="HANDLING", signed_at=clock.now(), dispatched_at=clock.now())
    clock.advance(days=3)
    record(case, status="DISPATCHED")
    assert (case.signed_at, case.dispatched_at) == (None, clock.now())


def test_what_the_case_has_no_column_for_is_kept_among_its_facts(app):
    case = a_case()
    record(case, fileDefect=True, sessionAt="2026-03-05T14:00:00+08:00")
    assert case.facts == {"fileDefect": True}
    assert case.session_at == clock.at("2026-03-05 14:00")


def test_an_agreement_is_signed_now_or_when_it_was(app):
    case = a_case()
    record(case, agreementSigned=True)
    assert case.agreement_signed_at == clock.now()
    record(case, agreementSignedAt=clock.at("2026-03-01 09:00"))
    assert case.agreement_signed_at == clock.at("2026-03-01 09:00")


def test_a_pending_extension_is_a_clock_of_two_working_days(app):
    case = a_case()
    record(case, extensionPending=True)
    assert case.extension_pending_at == clock.now()
    assert desk_of(case).the("EXT_PENDING").due_at == clock.at("2026-03-04 17:30")
    record(case, extensionPending=False)
    assert case.extension_pending_at is None


def test_a_rise_to_red_moves_thresholds(app):
    case = a_case(risk_level="GREEN")
    start(case, "CK07")
    record(case, riskLevel="RED")
    assert case.yellow_at == clock.at("2026-03-12 08:30")


def test_a_closed_case_is_blue_and_its_limits_stop(app):
    case = a_case(status="RESOLVED")
    start(case, "CK07")
    record(case, status="CLOSED")
    assert (case.closed_at, case.due_at) == (clock.now(), None)
    clock.advance(days=5)
    record(case, status="ARCHIVED")
    assert case.closed_at == clock.at("2026-03-02 10:00")
    with pytest.raises(Conflict):
        record(case, status="HANDLING")


def test_a_closed_case_taken_up_again_counts_as_reopened(app):
    case = a_case(status="CLOSED", closed_at=clock.now())
    record(case, status="HANDLING")
    assert (case.closed_at, case.reopen_count) == (None, 1)


def test_an_unknown_status_is_refused(app):
    with pytest.raises(Invalid):
        record(a_case(), status="DONE")


def test_a_case_is_opened_at_the_post_of_whoever_opens_it(app):
    clerk = Actor(3, "周敏", "zhou.min", (Post("R27", 9, "县综治中心", "990121", "COUNTY"),
                                         Post("R01", 5, "清河镇", "990121100", "TOWN")))
    with unit_of_work():
        case_id = lifecycle.open_case(clerk)
    case = db.session.get(Case, case_id)
    assert (case.region_code, case.registered_unit_id, case.registered_by_id) == ("990121100000", 5, 3)
    assert (case.status, case.case_no) == ("REGISTERED", None)


def test_a_merged_case_points_to_the_one_that_goes_on(app):
    first, again = a_case(case_no="990121ZZ20260000001"), a_case(case_no="990121ZZ20260000002")
    with_party(again)
    with unit_of_work():
        lifecycle.merge(again, first, OFFICER, clock.now())
    assert (again.status, again.merged_into_id, again.closed) == ("MERGED", first.id, True)
    assert lines_of(again)[-1] == "并入在办案件 990121ZZ20260000001。"
    assert lines_of(first) == ["案件 990121ZZ20260000002 与本案同一事由，已并入。"]


def test_a_case_is_not_merged_into_itself_or_into_one_that_is_over(app):
    case, over = a_case(), a_case(status="CLOSED", closed_at=clock.now())
    for into in (case, over):
        with pytest.raises((Invalid, Conflict)), unit_of_work():
            lifecycle.merge(case, into, OFFICER, clock.now())
