from datetime import date

import pytest

from app import clock, events
from app.db import unit_of_work
from app.errors import Invalid
from app.identity.actor import SYSTEM
from app.worktime import actions, alarms
from app.worktime.calendar import OFFICIAL
from app.worktime.events import CalendarChanged
from app.worktime.queries import calendar_for, days_set

A_MONDAY = date(2026, 3, 2)
VILLAGE, TOWN, COUNTY = "990121100200", "990121100000", "990121000000"
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"


@pytest.fixture
def heard(monkeypatch):
    announced = []
    monkeypatch.setitem(events._reactions, CalendarChanged, [announced.append])
    return announced


def test_without_changes_the_published_calendar_holds(app):
    assert not calendar_for(VILLAGE).is_working(date(2026, 10, 1))
    assert calendar_for(VILLAGE).is_working(date(2026, 10, 10))


def test_the_nearest_region_decides_about_a_day(app):
    with unit_of_work():
        actions.set_day_off("", A_MONDAY, "全县停电", SYSTEM)
        actions.set_working_day(TOWN, A_MONDAY, "镇里有发电机", SYSTEM)
    assert calendar_for(VILLAGE).is_working(A_MONDAY)
    assert calendar_for("990121101200").is_working(A_MONDAY) is False
    assert calendar_for(COUNTY).is_working(A_MONDAY) is False


def test_another_town_s_day_off_changes_nothing_here(app):
    with unit_of_work():
        actions.set_day_off("990121101000", A_MONDAY, "古庙会", SYSTEM)
    assert calendar_for(VILLAGE).is_working(A_MONDAY)


def test_a_day_can_be_changed_and_given_back(app):
    with unit_of_work():
        actions.set_day_off("", A_MONDAY, "测试", SYSTEM)
        actions.set_working_day("", A_MONDAY, "改正", SYSTEM)
    assert [(row.day, row.working) for row in days_set("", 2026)] == [(A_MONDAY, True)]
    with unit_of_work():
        actions.clear_day("", A_MONDAY, SYSTEM)
    assert days_set("", 2026) == []


def test_loading_a_year_makes_its_deadlines_reliable(app, heard):
    with unit_of_work():
        actions.load_year(2027, [date(2027, 2, 6)], [date(2027, 2, 14)], NOTICE, SYSTEM)
    calendar = calendar_for(VILLAGE)
    assert calendar.published(2027)
    assert calendar.is_working(date(2027, 2, 14))
    assert heard == [CalendarChanged("", frozenset({2027}))]


@pytest.mark.parametrize(("off", "make_up"), [
    ([date(2027, 2, 6)], [date(2027, 2, 6)]),
    ([date(2026, 2, 6)], []),
    ([], [date(2027, 2, 14)]),
])
def test_a_notice_that_contradicts_itself_is_refused(app, off, make_up):
    with pytest.raises(Invalid), unit_of_work():
        actions.load_year(2027, off, make_up, NOTICE, SYSTEM)


def test_a_deadline_in_an_unpublished_year_gives_one_alarm_a_day(caplog):
    due = clock.at("2031-01-06 17:30")
    alarmed = [alarms.warn_if_unpublished(OFFICIAL, due, clock.at(now))
               for now in ("2030-12-20 09:00", "2030-12-20 10:00", "2030-12-21 09:00")]
    assert alarmed == [True, True, True]
    assert sum("calendar.year_unpublished" in line for line in caplog.messages) == 2


def test_next_year_is_asked_for_in_december():
    assert alarms.years_to_load(OFFICIAL, clock.at("2026-11-30 09:00")) == []
    assert alarms.years_to_load(OFFICIAL, clock.at("2026-12-01 09:00")) == [2027]
