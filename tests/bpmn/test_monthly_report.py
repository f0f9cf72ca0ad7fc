"""The monthly report (P22): every walk ends as its row says, and together they take every flow and fire every timer."""

from datetime import date

import pytest

from app import clock
from app.engine import effects
from app.statistics import monthly
from tests.bpmn.route_walks import bundle_of, flows_and_timers, table, watched
from tests.bpmn.test_side_processes import SideWalk, walked

PROCESS = "monthly_report"
ROWS = [pytest.param(row, id=row["name"]) for row in table(PROCESS)]
START = "se_month"
"""A timer that whoever starts processes fires: app/statistics/monthly.py."""


@pytest.mark.parametrize("row", ROWS)
def test_a_walk_ends_as_its_row_says(row):
    ends_as_told(walked(PROCESS, row), row)


def ends_as_told(walk: SideWalk, row: dict) -> None:
    assert walk.open == sorted(row.get("open", []))
    assert walk.done == ("open" not in row)
    assert {name: walk.variables.get(name) for name in row.get("has", {})} == row.get("has", {})


def test_the_walks_take_every_flow_and_fire_every_timer():
    fired: set[str] = set()
    with watched() as taken:
        for row in table(PROCESS):
            fired |= {effect.element for effect in walked(PROCESS, row).history if isinstance(effect, effects.TimerFired)}
    flows, timers = flows_and_timers(PROCESS)
    assert (flows - taken, timers - fired) == (set(), {START})


def test_each_objection_is_decided_for_the_unit_that_raised_it():
    walk = walked(PROCESS, table(PROCESS)[2])
    assert walk.said("appraisal.decide", "unit") == [3, 5]
    assert walk.said("appraisal.decide", "accepted") == [True, False]


@pytest.mark.parametrize(("day", "expected"), [("2026-03-02", "2026-04-01 00:30"), ("2026-04-01", "2026-05-01 00:30"),
                                               ("2026-12-31", "2027-01-01 00:30"), ("2028-01-31", "2028-02-01 00:30")])
def test_the_start_event_says_half_past_midnight_of_the_first(day, expected):
    start = bundle_of(PROCESS).processes[PROCESS].starts[0]
    assert (start.element, start.kind) == (START, "timer")
    assert monthly.next_after(start.what, date.fromisoformat(day)) == clock.at(expected)
