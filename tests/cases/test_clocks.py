import pytest

from app import clock, events
from app.cases import catalogue, clocks
from app.cases.events import ClocksChanged
from app.db import unit_of_work
from app.errors import NotFound
from app.identity.actor import SYSTEM
from tests.cases.situations import a_case, changes_of, desk_of, lines_of, start


@pytest.fixture
def heard(monkeypatch):
    announced = []
    monkeypatch.setitem(events._reactions, ClocksChanged, [announced.append])
    return announced


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


def test_a_started_clock_is_a_row_a_change_and_a_line(app, heard):
    case = a_case()
    row = start(case, "CK07")
    assert (row.alias, row.state, row.due_at) == ("main", "RUNNING", clock.at("2026-03-23 17:30"))
    assert [change.what for change in changes_of(case)] == ["STARTED"]
    assert lines_of(case) == ["开始计时：疑难复杂纠纷办理（20日），到期时间 2026-03-23 17:30。"]
    assert heard == [ClocksChanged(case.id, None, {"CK07": clock.at("2026-03-23 17:30")}, clock.now())]


def test_the_case_mirrors_the_earlier_of_its_two_clocks(app):
    case = a_case()
    start(case, "CK10")
    start(case, "CK07")
    assert case.due_at == clock.at("2026-03-23 17:30")
    with unit_of_work():
        clocks.stop(desk_of(case), "main")
    assert clock.local(case.due_at).strftime("%m-%d") == "04-02"


def test_tier_and_task_clocks_change_no_light(app):
    case = a_case()
    start(case, "TIER_VILLAGE")
    start(case, "CK03")
    assert case.due_at is None
    assert not case.suspended


def test_starting_a_running_limit_again_changes_nothing(app):
    case = a_case()
    start(case, "CK07")
    clock.move_to("2026-03-09 10:00")
    assert start(case, "CK07").due_at == clock.at("2026-03-23 17:30")
    assert len(changes_of(case)) == 1


def test_a_limit_that_was_stopped_goes_on_with_the_time_gone_by(app):
    case = a_case()
    start(case, "CK07")
    with unit_of_work():
        clocks.stop(desk_of(case), "CK07", "提交办理结果")
    clock.move_to("2026-03-09 10:00")
    row = start(case, "CK07")
    assert (row.state, row.due_at) == ("RUNNING", clock.at("2026-03-23 17:30"))
    assert [change.what for change in changes_of(case)] == ["STARTED", "STOPPED", "REVIVED"]


def test_a_reopened_case_has_a_fresh_limit(app):
    case = a_case()
    start(case, "CK07")
    with unit_of_work():
        clocks.stop(desk_of(case), "CK07")
        case.reopen_count = 1
    clock.move_to("2026-03-30 10:00")
    assert start(case, "CK07").started_at == clock.now()


def test_the_people_s_mediation_month_begins_anew_only_with_another_committee(app):
    case = a_case(committee_id=1)
    first = start(case, "CK10", started=clock.now())
    clock.move_to("2026-03-09 10:00")
    assert start(case, "CK10", started=clock.now()).id == first.id
    with unit_of_work():
        case.committee_id = 2
    second = start(case, "CK10", started=clock.now())
    assert second.id != first.id
    assert second.started_at == clock.now()
    assert first.state == "STOPPED"


def test_a_legal_event_in_the_past_is_where_the_count_begins(app):
    case = a_case()
    row = start(case, "CK31", started=clock.at("2026-02-27 09:00"))
    assert clock.local(row.due_at).strftime("%m-%d") == "03-16"  # raw Saturday the 14th
    assert row.started_at == clock.at("2026-02-27 09:00")


def test_a_new_session_sets_its_reminder_anew(app):
    case = a_case()
    start(case, "T_SESSION_RECORD", started=clock.at("2026-03-05 09:00"))
    row = start(case, "T_SESSION_RECORD", started=clock.at("2026-03-12 09:00"))
    assert row.due_at == clock.at("2026-03-13 17:30")
    assert clocks.due_of(case.id, ["T_SESSION_RECORD"]) == {"T_SESSION_RECORD": row.due_at}


def test_one_main_clock_replaces_another_and_says_so(app):
    case = a_case()
    start(case, "CK06")
    start(case, "CK07")
    assert [row.clock_id for row in desk_of(case).live] == ["CK07"]
    assert "停止计时：一般纠纷办理（改用新的时限）。" in lines_of(case)


def test_limit_and_alias_may_come_from_a_decision(app):
    case = a_case()
    row = start(case, "CK06", limit=5, unit="wd", alias="main")
    assert row.due_at == clock.at("2026-03-09 17:30")


def test_an_unknown_clock_is_refused_in_words(app):
    with pytest.raises(NotFound, match="CK999"):
        start(a_case(), "CK999")


def test_red_risk_shortens_what_the_handbook_shortens(app):
    assert start(a_case(risk_level="RED"), "CK03").due_at == clock.at("2026-03-02 12:00")
    assert start(a_case(emergency=True), "ut_accept_review").due_at == clock.at("2026-03-02 10:30")
    assert start(a_case(emergency=True, risk_level="GREEN"), "CK03").due_at == clock.at("2026-03-03 17:30")


def test_a_changed_catalogue_counts_for_clocks_started_later(app):
    case, later = a_case(), a_case()
    before = start(case, "CK06").due_at
    with unit_of_work():
        catalogue.change("CK06", {"limit": 3}, SYSTEM)
    assert start(later, "CK06").due_at == clock.at("2026-03-05 17:30")
    assert desk_of(case).the("CK06").due_at == before


def test_a_task_s_clocks_start_and_stop_with_its_step_and_stay_off_the_timeline(app):
    case = a_case()
    with unit_of_work():
        clocks.enter(desk_of(case), ["ut_sign_agreement", "T_SIGN_AGREEMENT"], "4")
        clocks.enter(desk_of(case), ["ut_sign_agreement"], "5")
    assert clocks.due_of(case.id, ["T_SIGN_AGREEMENT"]) == {"T_SIGN_AGREEMENT": clock.at("2026-03-09 17:30")}
    with unit_of_work():
        clocks.leave(desk_of(case), ["ut_sign_agreement", "T_SIGN_AGREEMENT"], "4")
    assert [row.step for row in desk_of(case).live] == ["5"]
    assert lines_of(case) == []


def test_signing_runs_from_dispatch_however_often_the_task_is_entered(app):
    case = a_case(status="DISPATCHED", dispatched_at=clock.now())
    for now, step in (("2026-03-02 10:00", "1"), ("2026-03-03 15:00", "2")):
        clock.move_to(now)
        with unit_of_work():
            clocks.enter(desk_of(case), ["CK03"], step)
        assert clocks.due_of(case.id, ["CK03"]) == {"CK03": clock.at("2026-03-03 17:30")}
        with unit_of_work():
            clocks.leave(desk_of(case), ["CK03"], step)


def test_stopping_all_stops_every_limit_and_the_tier_but_no_reminder(app):
    case = a_case()
    for clock_id in ("CK07", "CK10", "TIER_VILLAGE", "CK_CASE180"):
        start(case, clock_id)
    with unit_of_work():
        clocks.stop(desk_of(case), "all")
    assert [row.clock_id for row in desk_of(case).live] == ["CK_CASE180"]


def test_an_activity_may_carry_a_limit_of_the_case(app):
    case = a_case()
    with unit_of_work():
        clocks.enter(desk_of(case), ["CK07"], "4")
    assert case.due_at == clock.at("2026-03-23 17:30")
    with unit_of_work():
        clocks.leave(desk_of(case), ["CK07"], "4")
    assert case.due_at is None


def test_an_activity_with_an_unknown_clock_is_refused(app):
    case = a_case()
    with pytest.raises(NotFound), unit_of_work():
        clocks.enter(desk_of(case), ["CK999"], "4")


def test_a_task_without_clocks_is_due_by_its_own_catalogue_entry(app):
    case = a_case()
    assert clocks.task_due("ut_triage_confirm", case.region_code, clock.now()) == clock.at("2026-03-03 17:30")
    assert clocks.task_due("ut_something", case.region_code, clock.now()) is None


def test_red_risk_moves_the_yellow_line_of_running_clocks(app, heard):
    case = a_case()
    start(case, "CK07")
    with unit_of_work():
        case.risk_level = "RED"
        clocks.risk_changed(desk_of(case))
    assert case.yellow_at == clock.at("2026-03-12 08:30")
    assert lines_of(case)[-1] == "风险等级变化，疑难复杂纠纷办理的预警线调整到50%：2026-03-12 08:30。"
    assert heard[-1].due == {"CK07": clock.at("2026-03-23 17:30")}


def test_the_end_of_the_case_stops_its_limits_but_not_what_a_person_still_has_to_do(app):
    case = a_case()
    start(case, "CK07")
    start(case, "CK_CASE180")
    with unit_of_work():
        clocks.enter(desk_of(case), ["ut_file_check"], "9")
        clocks.stop_all(desk_of(case), "已办结")
    assert [row.clock_id for row in desk_of(case).live] == ["ut_file_check"]


def test_a_deadline_in_a_year_without_published_holidays_is_marked(app):
    clock.move_to("2026-12-20 10:00")
    assert start(a_case(), "CK07").provisional
    assert not start(a_case(), "CK03").provisional
