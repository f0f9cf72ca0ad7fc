"""T2-T8 of the handbook (12.2): clocks of routes that are not drawn yet, through engine, sweep and clock rows."""

import pytest

from app import clock
from app.db import unit_of_work
from app.instances import actions as instances
from tests.journeys import clockwork
from tests.journeys.clockwork import Clockwork


@pytest.fixture
def case(cast):
    clockwork.deploy()
    return Clockwork(cast)


def test_t2_an_appraisal_stops_the_thirty_working_days_of_a_medical_dispute(case):
    case.wait_for("CK30", "2026-03-02 09:00")
    assert case.due_day() == "04-14"
    case.until("2026-03-16 18:00")
    case.tell("msg_pause", reason="APPRAISAL")
    assert case.light() == "GREY"
    case.until("2026-04-20 09:00")
    assert case.fell_due() == {}
    case.tell("msg_go_on")
    assert case.due_day() == "05-20"
    case.until("2026-06-01 09:00")
    assert case.fell_due() == {"HALF": "04-27 08:30", "YELLOW": "05-08 08:30", "NINETY": "05-15 08:30", "DUE": "05-20 17:30"}


def test_t3_judicial_confirmation_may_be_asked_for_until_the_eighth_of_october(case):
    case.wait_for("CK50", "2026-09-01 10:00")
    assert case.due_day() == "10-08"
    case.until("2026-10-08 23:00")
    assert {name: at for name, at in case.fell_due().items() if name.startswith("DAY")} == {
        "DAY20": "09-21 08:30", "DAY27": "09-28 08:30"}
    assert eligibility(case) != "EXPIRED"
    case.until("2026-10-09 08:00")
    assert case.fell_due()["DUE"] == "10-08 23:59"
    assert eligibility(case) == "EXPIRED"


def eligibility(case) -> str:
    known = {"agreementForm": "WRITTEN", "agreementType": "CIVIL", "mediatorOrg": "PEOPLE", "bothAgree": True}
    with unit_of_work():
        instances.start("jc_today", known, case.case_id, case.cast.actor("lin.fang"))
    return case.decisions()["dmn_jc_eligibility"][-1][1]["verdict"]


@pytest.mark.parametrize(("which", "since", "due"), [
    ("CK11", "2026-01-16 10:00", "02-24"),
    ("CK31", "2026-04-20 10:00", "05-06"),
    ("CK15", "2026-09-30 10:00", "10-10"),
    ("CK33", "2026-04-25 10:00", "05-06"),
], ids=["T4", "T6", "T7", "T8"])
def test_a_limit_ends_on_the_day_the_handbook_counts(case, which, since, due):
    case.wait_for(which, since)
    assert case.due_day() == due
    case.until(f"2026-{due} 08:00")
    assert "DUE" not in case.fell_due()
    case.until(f"2026-{due} 23:59:59")
    assert case.fell_due()["DUE"][:5] == due


def test_t5_a_petition_is_extended_by_thirty_days(case):
    case.wait_for("CK22", "2026-06-01 10:00")
    assert case.due_day() == "07-31"
    case.until("2026-07-20 10:00")
    case.tell("msg_more", days=30, approver="信访局局长", reason="案情复杂，需要听取多方意见。")
    assert case.due_day() == "08-31"
    case.until("2026-08-31 23:59:59")
    assert case.fell_due()["DUE"] == "08-31 23:59"
    assert "批准人：信访局局长" in case.texts("CLOCK")


def test_t7_the_second_police_mediation_has_seven_working_days(case):
    case.wait_for("CK15", "2026-09-30 10:00")
    case.until("2026-10-10 15:00")
    case.tell("msg_next", which="CK16", since=clock.local(clock.now()))
    assert case.due_day() == "10-20"
    case.until("2026-10-20 17:30")
    assert case.fell_due()["DUE"] == "10-20 17:30"
