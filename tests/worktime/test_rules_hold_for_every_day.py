"""Properties of counting that no table can list."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.worktime import rules
from app.worktime.calendar import OFFICIAL, Calendar, NoWorkingDay, moment_of
from app.worktime.office_time import office_time_between

days = st.dates(date(2024, 1, 1), date(2026, 12, 1))
moments = st.builds(moment_of, days, st.times())
office_moments = st.builds(moment_of, days.filter(OFFICIAL.is_working), st.times(time(8, 30), time(11, 59)))
overrides = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.booleans(), max_size=12)


@given(days, st.integers(1, 60))
def test_counting_what_was_added_gives_it_back(day, count):
    assert OFFICIAL.working_days_between(day, OFFICIAL.working_day_after(day, count)) == count


@given(days.filter(OFFICIAL.is_working), st.integers(1, 60))
def test_going_on_and_back_returns_to_a_working_day(day, count):
    assert OFFICIAL.working_day_after(OFFICIAL.working_day_after(day, count), -count) == day


@given(moments, st.integers(1, 90), st.sampled_from(["wd", "cd"]), overrides)
def test_a_day_limit_ends_on_a_working_day_after_its_start(start, limit, unit, changed):
    place = Calendar(changed)
    due = rules.add(place, start, limit, unit)
    assert place.is_working(clock.local(due).date())
    assert clock.local(due).date() > clock.local(start).date()


@given(moments, st.integers(1, 12))
def test_a_month_limit_ends_on_a_working_day_within_a_holiday_of_its_date(start, months):
    due = clock.local(rules.add(OFFICIAL, start, months, "mo")).date()
    raw = rules.raw_day(clock.local(start).date(), months, "mo")
    assert OFFICIAL.is_working(due)
    assert timedelta(0) <= due - raw <= timedelta(days=12)


@given(moments, st.integers(1, 89), st.sampled_from(["wd", "cd", "mo", "wh"]))
def test_a_longer_limit_never_ends_sooner(start, limit, unit):
    assert rules.add(OFFICIAL, start, limit, unit) <= rules.add(OFFICIAL, start, limit + 1, unit)


@given(moments, st.integers(1, 90), st.sampled_from(["wd", "cd", "h", "wh", "min"]))
def test_thresholds_come_in_order_between_start_and_due(start, limit, unit):
    due = rules.add(OFFICIAL, start, limit, unit)
    half, yellow, ninety = (rules.threshold(OFFICIAL, share, start, limit, unit, due) for share in (50, 70, 90))
    assert start <= half <= yellow <= ninety <= due


@given(office_moments, st.integers(1, 100))
def test_office_hours_between_a_start_and_its_due_time_are_the_limit(start, hours):
    due = rules.add(OFFICIAL, start, hours, "wh")
    assert office_time_between(OFFICIAL, start, due) == timedelta(hours=hours)


@given(moments, st.integers(1, 60), st.data())
def test_used_and_left_make_the_limit_while_it_runs(start, limit, data):
    due = rules.add(OFFICIAL, start, limit, "wd")
    now = data.draw(st.datetimes(start.replace(tzinfo=None), due.replace(tzinfo=None)))
    used = rules.days_used(OFFICIAL, start, datetime.combine(now.date(), now.time(), start.tzinfo), "wd")
    assert 0 <= used <= limit


def test_a_calendar_without_any_working_day_is_refused_instead_of_searched_for_ever():
    closed = Calendar({date(2026, 1, 1) + timedelta(days=offset): False for offset in range(800)})
    with pytest.raises(NoWorkingDay):
        closed.next_working_day(date(2026, 1, 1))
