from datetime import date

import pytest
import sqlalchemy as sa

from app import clock
from app.cases import clock_pauses, clocks
from app.cases.facts import facts_of
from app.db import db, unit_of_work
from tests.cases.situations import a_case, desk_of, start


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


def facts(case) -> dict:
    return facts_of(case.id, clock.now())


def test_a_clock_is_known_by_its_id_and_by_its_alias(app):
    case = a_case()
    start(case, "CK07")
    known = facts(case)["clock"]
    assert known["main"] is known["CK07"]
    assert known["main"]["dueAt"] == clock.at("2026-03-23 17:30")
    assert known["main"]["dueAt"].utcoffset().total_seconds() == 8 * 3600
    assert {"id", "kind", "startedAt", "dueAt", "halfAt", "yellowAt", "ninetyAt", "legalWarnAt", "state", "usedPct",
            "overdueWd", "suspended", "name"} <= set(known["main"])


def test_where_only_a_legal_limit_runs_it_is_both_main_and_legal(app):
    case = a_case()
    start(case, "CK11")
    assert facts(case)["clock"]["legal"]["id"] == "CK11"
    other = a_case()
    start(other, "CK10")
    assert facts(other)["clock"]["main"]["id"] == "CK10"


def test_the_state_follows_time(app):
    case = a_case()
    start(case, "CK07")
    clock.move_to("2026-03-24 08:30")
    shown = facts(case)["clock"]["main"]
    assert (shown["state"], shown["usedPct"], shown["overdueWd"]) == ("EXPIRED", 100, 1)


def test_a_frozen_clock_is_seen_as_such(app):
    case = a_case()
    start(case, "CK07")
    clock.move_to("2026-03-12 09:00")
    with unit_of_work():
        clock_pauses.suspend(desk_of(case), "main", "APPRAISAL")
    clock.move_to("2026-06-01 09:00")
    known = facts(case)
    assert (known["clock"]["main"]["state"], known["clock"]["main"]["usedPct"]) == ("SUSPENDED", 50)
    assert known["clock"]["main"]["suspended"]
    assert known["case"]["suspended"]


def test_a_stopped_limit_is_still_known_and_a_stopped_task_s_is_not(app):
    case = a_case()
    start(case, "CK07")
    with unit_of_work():
        clocks.enter(desk_of(case), ["ut_sign"], "3")
        clocks.leave(desk_of(case), ["ut_sign"], "3")
        clocks.stop(desk_of(case), "CK07")
    assert set(facts(case)["clock"]) == {"CK07", "main"}
    assert facts(case)["clock"]["main"]["state"] == "STOPPED"


def test_the_calendar_of_the_case_s_place(app):
    clock.move_to("2026-02-13 18:00")
    known = facts(a_case())["calendar"]
    assert known["today"] == date(2026, 2, 13)
    assert known["nextWorkingMorning"] == clock.at("2026-02-14 08:30")
    assert known["endOfToday"] == clock.at("2026-02-13 17:30")


def test_the_case_shows_what_the_contract_promises(app):
    case = a_case(case_no="990121ZZ20260000001", lead_unit_id=4, handler_id=7, urge_count=2)
    shown = facts(case)["case"]
    assert {"id", "no", "title", "status", "channel", "tier", "riskLevel", "complexity", "route", "mojType",
            "regionCode", "leadUnit", "handler", "caseManager", "firstContactOfficer", "mediator", "committee",
            "registeredAt", "ageDays", "unsignedWd", "idleWd", "urgeCount", "superviseLevel", "extensionPending",
            "suspended", "closed", "reopenCount", "feedbackOverdue", "falseFeedback", "sessionPlannedWithin2wd",
            "agreementSigned"} <= set(shown)
    assert (shown["no"], shown["leadUnit"], shown["handler"], shown["urgeCount"]) == ("990121ZZ20260000001", 4, 7, 2)


@pytest.mark.parametrize(("now", "days"), [
    ("2026-02-13 17:30", 0), ("2026-02-14 17:29", 0), ("2026-02-14 17:30", 1), ("2026-02-24 17:29", 1),
    ("2026-02-24 17:30", 2),
])
def test_t9_unsigned_days_are_whole_working_days_since_dispatch(app, now, days):
    case = a_case(status="DISPATCHED", dispatched_at=clock.at("2026-02-13 10:00"))
    clock.move_to(now)
    assert facts(case)["case"]["unsignedWd"] == days


def test_idle_days_count_while_the_case_is_handled(app):
    case = a_case(status="HANDLING", signed_at=clock.at("2026-03-02 10:00"))
    clock.move_to("2026-03-10 08:30")
    assert facts(case)["case"]["idleWd"] == 5
    with unit_of_work():
        case.last_progress_at = clock.at("2026-03-09 16:00")
    assert facts(case)["case"]["idleWd"] == 0
    with unit_of_work():
        case.status = "RESULT_REVIEW"
    clock.move_to("2026-03-30 08:30")
    assert facts(case)["case"]["idleWd"] == 0


def test_the_age_runs_from_first_registration(app):
    clock.move_to("2026-04-01 09:00")
    assert facts(a_case(registered_at=clock.at("2026-03-02 23:00")))["case"]["ageDays"] == 30


def test_a_pending_extension_holds_new_supervision_for_two_working_days(app):
    case = a_case()
    start(case, "EXT_PENDING")
    assert facts(case)["case"]["extensionPending"]
    clock.move_to("2026-03-04 17:30")
    assert not facts(case)["case"]["extensionPending"]


@pytest.mark.parametrize(("session", "soon"), [
    ("2026-03-04 09:00", True), ("2026-03-05 09:00", False), ("2026-03-01 09:00", False),
])
def test_a_session_within_two_working_days_holds_an_upgrade(app, session, soon):
    case = a_case(session_at=clock.at(session))
    assert facts(case)["case"]["sessionPlannedWithin2wd"] == soon


def test_four_statements_are_enough(app):
    case = a_case()
    start(case, "CK07")
    case_id = case.id
    db.session.remove()
    statements = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    facts_of(case_id, clock.now())
    assert len([statement for statement in statements if statement.startswith("SELECT")]) <= 4
