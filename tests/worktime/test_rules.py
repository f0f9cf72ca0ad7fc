"""The counting of handbook §4."""

from datetime import date, time

import pytest

from app import clock
from app.worktime import official, rules
from app.worktime.calendar import OFFICIAL, Calendar
from app.worktime.hours import STATUTORY_END, WorkingHours
from app.worktime.office_time import office_time_between

VECTORS = [
    ("1 wd", "2026-02-13", "2026-02-14"),
    ("3 wd", "2026-02-13", "2026-02-25"),
    ("5 wd", "2026-02-12", "2026-02-26"),
    ("30 wd", "2026-02-02", "2026-03-20"),
    ("1 wd", "2026-09-19", "2026-09-20"),
    ("7 wd", "2026-09-23", "2026-10-10"),
    ("3 wd", "2026-09-30", "2026-10-10"),
    ("45 wd", "2026-09-01", "2026-11-09"),
    ("30 cd", "2026-01-16", "2026-02-24"),
    ("30 cd", "2026-09-01", "2026-10-08"),
    ("15 cd", "2026-09-18", "2026-10-08"),
    ("60 cd", "2026-08-03", "2026-10-08"),
    ("10 cd", "2026-04-25", "2026-05-06"),
    ("20 cd", "2026-02-01", "2026-02-24"),
    ("1 mo", "2026-01-31", "2026-02-28"),
    ("1 mo", "2026-09-01", "2026-10-08"),
    ("7 cd", "2026-05-01", "2026-05-08"),
]


@pytest.mark.parametrize(("limit", "start", "due"), VECTORS)
def test_a_limit_ends_on_the_day_the_handbook_says(limit, start, due):
    number, unit = limit.split()
    assert rules.add(OFFICIAL, clock.at(f"{start} 10:00"), int(number), unit) == clock.at(f"{due} 17:30")


def test_a_statutory_limit_ends_when_its_day_ends():
    due = rules.add(OFFICIAL, clock.at("2026-01-16 10:00"), 30, "cd", STATUTORY_END)
    assert clock.local(due).date() == date(2026, 2, 24)
    assert clock.local(due).time() == time(23, 59, 59)


def test_hours_run_around_the_clock():
    assert rules.add(OFFICIAL, clock.at("2026-10-01 23:00"), 2, "h") == clock.at("2026-10-02 01:00")
    assert rules.add(OFFICIAL, clock.at("2026-10-01 23:00"), 30, "min") == clock.at("2026-10-01 23:30")


@pytest.mark.parametrize(("start", "due"), [
    ("2026-03-02 09:00", "2026-03-02 15:00"),  # over lunch
    ("2026-03-02 17:00", "2026-03-03 12:00"),  # overnight, ends as the morning does
    ("2026-03-06 16:30", "2026-03-09 11:30"),  # over the weekend
    ("2026-02-13 17:00", "2026-02-14 12:00"),  # into a make-up Saturday
    ("2026-03-07 10:00", "2026-03-09 14:30"),  # starts on a Saturday
])
def test_working_hours_run_only_while_the_office_is_open(start, due):
    assert rules.add(OFFICIAL, clock.at(start), 4, "wh") == clock.at(due)


def test_other_opening_hours_are_honoured():
    short = Calendar(hours=WorkingHours(((time(9), time(12)), (time(13), time(16)))))
    assert rules.add(short, clock.at("2026-03-02 09:00"), 4, "wh") == clock.at("2026-03-02 14:00")
    assert rules.add(short, clock.at("2026-03-02 09:00"), 1, "wd") == clock.at("2026-03-03 16:00")


@pytest.mark.parametrize(("start", "due"), [
    ("2026-03-02 09:00", "2026-03-02 17:30"),
    ("2026-03-02 17:30", "2026-03-03 17:30"),  # the office has closed
    ("2026-03-07 09:00", "2026-03-09 17:30"),  # a Saturday
    ("2026-02-14 09:00", "2026-02-14 17:30"),  # a make-up Saturday
])
def test_the_same_day_means_this_office_day(start, due):
    assert rules.add(OFFICIAL, clock.at(start), 0, "day") == clock.at(due)


def test_a_unit_nobody_can_count_is_refused():
    with pytest.raises(rules.UnknownUnit):
        rules.add(OFFICIAL, clock.at("2026-03-02 09:00"), 1, "fortnight")


def test_thresholds_fall_on_the_morning_of_their_day():
    start, due = clock.at("2026-03-02 09:00"), clock.at("2026-03-23 17:30")
    at = [rules.threshold(OFFICIAL, percent, start, 20, "cd", due) for percent in (50, 70, 90)]
    assert at == [clock.at("2026-03-12 08:30"), clock.at("2026-03-16 08:30"), clock.at("2026-03-20 08:30")]


def test_a_calendar_day_threshold_on_a_day_off_moves_to_the_working_day_before():
    start = clock.at("2026-03-02 09:00")
    assert rules.nth_day(OFFICIAL, start, 12, "cd") == clock.at("2026-03-13 08:30")  # raw: Saturday 14th


def test_a_threshold_is_never_before_the_start():
    assert rules.nth_day(OFFICIAL, clock.at("2026-05-02 09:00"), 2, "cd") == clock.at("2026-05-02 09:00")


def test_hour_thresholds_are_exact():
    start, due = clock.at("2026-03-02 09:00"), clock.at("2026-03-02 11:00")
    assert rules.threshold(OFFICIAL, 50, start, 2, "h", due) == clock.at("2026-03-02 10:00")
    assert rules.threshold(OFFICIAL, 50, start, 4, "wh", due) == clock.at("2026-03-02 11:00")


def test_the_day_of_a_moment_is_used_once_the_office_has_closed():
    start = clock.at("2026-03-02 09:00")
    assert rules.days_used(OFFICIAL, start, clock.at("2026-03-16 17:30"), "wd") == 10
    assert rules.days_used(OFFICIAL, start, clock.at("2026-03-16 17:29"), "wd") == 9
    assert rules.days_used(OFFICIAL, start, clock.at("2026-03-02 10:00"), "cd") == 0


def test_overdue_days_begin_with_the_next_working_day():
    due = clock.at("2026-03-20 17:30")  # a Friday
    assert rules.working_days_overdue(OFFICIAL, due, clock.at("2026-03-22 12:00")) == 0
    assert rules.working_days_overdue(OFFICIAL, due, clock.at("2026-03-23 08:30")) == 1


def test_office_time_between_leaves_lunch_and_nights_out():
    between = office_time_between(OFFICIAL, clock.at("2026-03-02 11:00"), clock.at("2026-03-03 09:00"))
    assert between.total_seconds() / 60 == 60 + 210 + 30


def test_the_calendar_of_2026_is_the_published_one():
    off = [("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05"), ("06-19", "06-21"),
           ("09-25", "09-27"), ("10-01", "10-07")]
    spans = [(date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}")) for first, last in off]
    make_up = {date.fromisoformat(f"2026-{day}") for day in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")}
    for ordinal in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        holiday = any(first <= day <= last for first, last in spans)
        assert official.is_working(day) == (day in make_up or (day.weekday() < 5 and not holiday)), day
    assert official.schedule(2026).make_up == make_up


def test_years_without_a_notice_are_known_as_such():
    assert official.published(2025)
    assert official.published(2026)
    assert not official.published(2027)
    assert OFFICIAL.covers(clock.at("2026-12-31 17:30"))
    assert not OFFICIAL.covers(clock.at("2027-01-04 17:30"))
    assert Calendar(loaded=frozenset({2027})).covers(clock.at("2027-01-04 17:30"))
