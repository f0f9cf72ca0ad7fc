"""The timelines T1–T9 of handbook §12.2, at the level of one clock."""

from types import SimpleNamespace

import pytest

from app import clock
from app.cases import catalogue, clock_rules
from app.cases.clock_rules import Count
from app.worktime import rules
from app.worktime.calendar import OFFICIAL


def count_of(clock_id: str, start: str) -> Count:
    """The clock as the shipped catalogue starts it."""
    kind = catalogue.shipped()[clock_id]
    return Count(kind["unit"], clock.at(start), kind["limit"], kind=kind["kind"],
                 statutory=clock_rules.is_statutory(kind["unit"], is_default=kind["is_default"]))


def times_of(clock_id: str, start: str, risk: str = "GREEN") -> clock_rules.Times:
    return clock_rules.times(OFFICIAL, count_of(clock_id, start), risk)


def running(clock_id: str, start: str, risk: str = "GREEN"):
    """A row as the database would have it."""
    count = count_of(clock_id, start)
    return SimpleNamespace(**count.__dict__, state="RUNNING", stopped_at=None, suspended_at=None,
                           **clock_rules.times(OFFICIAL, count, risk)._asdict())


def due_day(clock_id: str, start: str) -> str:
    return clock.local(times_of(clock_id, start).due_at).strftime("%a %m-%d")


def test_t1_a_complex_mediation_is_due_prompted_and_urged_on_the_right_mornings():
    times = times_of("CK07", "2026-03-02 10:00")
    assert times.due_at == clock.at("2026-03-23 17:30")
    assert times.half_at == clock.at("2026-03-12 08:30")
    assert times.yellow_at == clock.at("2026-03-16 08:30")
    assert times.ninety_at == clock.at("2026-03-20 08:30")


@pytest.mark.parametrize(("now", "overdue"), [
    ("2026-03-23 17:30", 0), ("2026-03-24 08:30", 1), ("2026-03-26 08:30", 3), ("2026-03-30 08:30", 5),
    ("2026-04-07 08:30", 10), ("2026-04-20 08:30", 19), ("2026-04-21 08:30", 20),
])
def test_t1_supervision_levels_fall_on_the_working_days_of_the_handbook(now, overdue):
    assert clock_rules.overdue_days(OFFICIAL, running("CK07", "2026-03-02 10:00"), clock.at(now)) == overdue


@pytest.mark.parametrize(("issued", "limit", "by"), [
    ("2026-03-24 08:30", "FB_L1", "2026-03-27 17:30"), ("2026-03-26 08:30", "FB_L2", "2026-03-30 17:30"),
    ("2026-03-30 08:30", "FB_L3", "2026-03-30 17:30"), ("2026-03-20 08:30", "FB_URGE", "2026-03-23 17:30"),
])
def test_t1_feedback_is_due_when_the_handbook_says(issued, limit, by):
    assert times_of(limit, issued).due_at == clock.at(by)


def test_t1_red_risk_turns_yellow_at_half_time():
    assert times_of("CK07", "2026-03-02 10:00", "RED").yellow_at == clock.at("2026-03-12 08:30")


def test_t2_a_suspended_medical_clock_goes_on_with_what_was_left():
    count = count_of("CK30", "2026-03-02 10:00")
    assert due_day("CK30", "2026-03-02 10:00") == "Tue 04-14"
    later = clock_rules.after_suspension(OFFICIAL, count, clock.at("2026-03-16 17:30"), clock.at("2026-04-20 09:00"))
    assert (later.used, later.allowed) == (10, 20)
    assert clock.local(clock_rules.times(OFFICIAL, later, "GREEN").due_at).strftime("%a %m-%d") == "Wed 05-20"


def test_t2_thresholds_count_the_whole_clock_after_a_suspension():
    before = times_of("CK30", "2026-03-02 10:00")
    later = clock_rules.after_suspension(OFFICIAL, count_of("CK30", "2026-03-02 10:00"), clock.at("2026-03-16 17:30"),
                                         clock.at("2026-04-20 09:00"))
    times = clock_rules.times(OFFICIAL, later, "GREEN", before)
    assert times.half_at == clock.at("2026-04-27 08:30")  # day 15: five after the ten that were used
    assert clock_rules.total(later) == 30


def test_a_threshold_passed_before_a_suspension_stays_in_the_past():
    before = times_of("CK30", "2026-03-02 10:00")
    later = clock_rules.after_suspension(OFFICIAL, count_of("CK30", "2026-03-02 10:00"), clock.at("2026-03-27 17:30"),
                                         clock.at("2026-04-20 09:00"))
    assert clock_rules.times(OFFICIAL, later, "GREEN", before).half_at == before.half_at


def test_t3_confirmation_is_prompted_on_day_20_and_27_and_rolls_over_the_national_day():
    start = clock.at("2026-09-01 10:00")
    prompts = [rules.nth_day(OFFICIAL, start, day, "cd") for day in (20, 27)]
    assert prompts == [clock.at("2026-09-21 08:30"), clock.at("2026-09-28 08:30")]
    assert due_day("CK50", "2026-09-01 10:00") == "Thu 10-08"


@pytest.mark.parametrize(("now", "days"), [
    ("2026-09-30 10:00", 29), ("2026-10-01 10:00", 30), ("2026-10-08 23:00", 30), ("2026-10-09 08:30", 38),
])
def test_t3_days_stay_within_the_limit_until_the_rolled_day_is_over(now, days):
    assert clock_rules.days_run(OFFICIAL, running("CK50", "2026-09-01 10:00"), clock.at(now)) == days


@pytest.mark.parametrize(("clock_id", "start", "due"), [
    ("CK11", "2026-01-16 10:00", "Tue 02-24"),  # T4
    ("CK22", "2026-06-01 10:00", "Fri 07-31"),  # T5
    ("CK31", "2026-04-20 10:00", "Wed 05-06"),  # T6
    ("CK15", "2026-09-30 10:00", "Sat 10-10"),  # T7
    ("CK16", "2026-10-10 10:00", "Tue 10-20"),  # T7
    ("CK33", "2026-04-25 10:00", "Wed 05-06"),  # T8
])
def test_t4_to_t8_statutory_limits_end_on_the_right_day(clock_id, start, due):
    assert due_day(clock_id, start) == due


def test_t5_an_approved_extension_moves_the_petition_to_the_end_of_august():
    count = clock_rules.extended(count_of("CK22", "2026-06-01 10:00"), 30)
    assert clock.local(clock_rules.times(OFFICIAL, count, "GREEN").due_at).strftime("%a %m-%d") == "Mon 08-31"


def test_t9_an_unsigned_case_is_urged_on_the_make_up_saturday_and_goes_back_after_the_holiday():
    assert times_of("CK03", "2026-02-13 10:00").due_at == clock.at("2026-02-14 17:30")
    assert times_of("CK03R", "2026-02-13 10:00").due_at == clock.at("2026-02-24 17:30")


def test_statutory_days_end_at_midnight_and_the_centre_s_own_when_it_closes():
    assert clock.local(times_of("CK11", "2026-01-16 10:00").due_at).strftime("%H:%M:%S") == "23:59:59"
    assert clock.local(times_of("CK07", "2026-03-02 10:00").due_at).strftime("%H:%M") == "17:30"
    assert clock.local(times_of("CK30", "2026-03-02 10:00").due_at).strftime("%H:%M") == "17:30"


def test_only_legal_limits_ask_for_consent_five_days_before():
    assert times_of("CK07", "2026-03-02 10:00").legal_warn_at is None
    assert times_of("CK10", "2026-03-02 10:00").legal_warn_at == clock.at("2026-03-27 08:30")  # due 04-02, raw Saturday


def test_a_limit_of_three_days_asks_nobody_for_consent():
    """A security case (CK15, 3 working days) would otherwise open an extension request the moment it starts."""
    assert times_of("CK15", "2026-03-02 10:00").legal_warn_at is None
    assert times_of("CK33", "2026-03-02 10:00").legal_warn_at == clock.at("2026-03-06 08:30")  # ten days, due 03-12, raw 03-07


@pytest.mark.parametrize(("now", "used"), [
    ("2026-03-02 10:00", 0), ("2026-03-12 08:29", 45), ("2026-03-12 08:30", 50), ("2026-03-16 08:29", 65),
    ("2026-03-16 08:30", 70), ("2026-03-20 08:30", 90), ("2026-03-23 17:29", 99), ("2026-03-23 17:30", 100),
    ("2026-04-23 17:30", 100),
])
def test_used_percent_steps_with_the_thresholds(now, used):
    assert clock_rules.used_percent(OFFICIAL, running("CK07", "2026-03-02 10:00"), clock.at(now), "GREEN") == used


def test_used_percent_reaches_a_threshold_that_was_moved_before_a_weekend():
    row = running("CK07", "2026-03-04 10:00")  # day 10 is Saturday the 14th
    assert clock_rules.used_percent(OFFICIAL, row, clock.at("2026-03-13 08:30"), "GREEN") == 50


def test_two_thresholds_moved_to_one_friday_count_as_the_later_one_but_for_red_risk():
    row = running("CK06", "2026-03-02 10:00")  # day 4 is Friday, day 5 Saturday
    assert row.half_at == row.yellow_at == clock.at("2026-03-06 08:30")
    assert clock_rules.used_percent(OFFICIAL, row, clock.at("2026-03-06 08:30"), "GREEN") == 70
    row = running("CK06", "2026-03-02 10:00", "RED")
    assert clock_rules.used_percent(OFFICIAL, row, clock.at("2026-03-06 08:30"), "RED") == 57


def test_a_clock_of_hours_is_used_up_exactly():
    row = running("CK48", "2026-10-01 10:00")
    assert clock_rules.used_percent(OFFICIAL, row, clock.at("2026-10-02 22:00"), "GREEN") == 50
    row = running("CK01", "2026-03-02 08:30")
    assert clock_rules.used_percent(OFFICIAL, row, clock.at("2026-03-02 14:30"), "GREEN") == 100
    assert clock_rules.used_percent(OFFICIAL, row, clock.at("2026-03-02 13:00"), "GREEN") == 87
    row = running("ut_register", "2026-03-02 09:30")
    assert clock_rules.used_percent(OFFICIAL, row, clock.at("2026-03-02 13:30"), "GREEN") == 50


def test_hours_that_were_frozen_go_on_as_minutes():
    count = Count("h", clock.at("2026-03-02 10:00"), 72)
    later = clock_rules.after_suspension(OFFICIAL, count, clock.at("2026-03-03 10:00"), clock.at("2026-03-10 10:00"))
    assert clock_rules.times(OFFICIAL, later, "GREEN").due_at == clock.at("2026-03-12 10:00")
    assert clock_rules.times(OFFICIAL, later, "GREEN").half_at == clock.at("2026-03-10 22:00")


def test_months_that_were_frozen_go_on_as_days():
    later = clock_rules.after_suspension(OFFICIAL, count_of("CK10", "2026-03-02 10:00"), clock.at("2026-03-12 18:00"),
                                         clock.at("2026-05-06 10:00"))
    assert (later.unit, later.used, later.allowed) == ("cd", 10, 21)


def test_a_month_is_extended_by_days_counted_from_where_it_ended_before_rolling():
    count = clock_rules.extended(count_of("CK36", "2026-09-01 10:00"), 30)  # raw 10-01
    assert clock.local(clock_rules.times(OFFICIAL, count, "GREEN").due_at).strftime("%m-%d") == "11-02"  # raw Saturday


def test_one_working_day_before_a_session_is_its_morning():
    assert times_of("T_SESSION_PROMPT", "2026-03-09 14:00").due_at == clock.at("2026-03-06 08:30")


def test_a_clock_that_stands_still_shows_what_it_showed():
    row = running("CK07", "2026-03-02 10:00")
    row.state, row.suspended_at = "SUSPENDED", clock.at("2026-03-12 09:00")
    assert clock_rules.effective_moment(row, clock.at("2026-06-01 09:00")) == row.suspended_at
    assert clock_rules.overdue_days(OFFICIAL, row, clock.at("2026-06-01 09:00")) == 0
