"""What sessions decide without a database."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from app import clock
from app.sessions import rules, weeks
from app.worktime.calendar import OFFICIAL

NINE = clock.at("2026-03-05 09:00")


@pytest.mark.parametrize(("minutes", "hours"), [("90", 1.5), (240, 4), (None, 2), ("", 2), ("lang", 2), (-30, 2), (0, 2), (1e9, 2)])
def test_a_session_lasts_as_long_as_said_or_as_usual(minutes, hours):
    assert rules.ends_at(NINE, minutes, 120) == NINE + timedelta(hours=hours)


def party(name: str, present, side: str = "PARTY") -> dict:
    return {"name": name, "side": side, "present": present}


@pytest.mark.parametrize(("attendance", "state"), [
    ([party("王", True), party("李", True)], "HELD"),
    ([party("王", True), party("李", False)], "NO_SHOW"),
    ([party("王", False), party("李", False)], "NO_SHOW"),
    ([party("王", True), party("李", True), party("赵", False)], "HELD"),
    ([party("王", True), party("李", True), party("李秀兰", False, "MEDIATOR")], "HELD"),
    ([], "HELD"), (None, "HELD")])
def test_nobody_to_talk_with_is_no_session_held(attendance, state):
    assert rules.state_after(rules.presence(attendance)) == state


def test_people_are_named_once_whatever_a_diagram_calls_them():
    assert rules.people_in(3, ["3", 5, None], "x", None) == [3, 5]


def rows(*begins: str) -> list:
    return [(SimpleNamespace(begins_at=clock.at(one)), None, None) for one in begins]


def test_a_week_has_office_hours_days_off_and_what_lies_outside_them():
    week = weeks.laid_out(date(2026, 5, 4), rows("2026-05-06 19:30", "2026-05-06 09:15"), OFFICIAL, date(2026, 5, 6))
    assert [hour for hour, _ in week.hours] == list(range(8, 20))
    assert [hour for hour, open_ in week.hours if not open_] == [12, 13, 18, 19]
    assert [day.working for day in week.days] == [False, False, True, True, True, True, False]
    assert [day.today for day in week.days].index(True) == 2
    assert len(week.days[2].at(9)) == 1 and len(week.days[2].at(19)) == 1 and not week.days[3].entries


def test_absences_are_counted_over_the_sessions():
    def held(**came):
        return SimpleNamespace(parties=[SimpleNamespace(name=name, present=present) for name, present in came.items()])

    assert rules.absences([held(王=False, 李=True), held(王=False, 李=None)]) == {"王": 2}
