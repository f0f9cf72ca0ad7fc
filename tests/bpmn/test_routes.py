"""The routes of mediation, diagram by diagram: every walk ends as its row says, and together they go everywhere."""

import pytest

from app import clock
from app.engine import effects
from tests.bpmn.route_walks import HERE, RouteWalk, flows_and_timers, table, walked, watched

ROUTES = ("med_industry", "med_litigation", "med_police", "med_petition")
DRAWN = [process for process in ROUTES if (HERE / "walks" / f"{process}.json").exists()]
ROWS = [pytest.param(process, row, id=f"{process}: {row['name']}") for process in DRAWN for row in table(process)]


@pytest.mark.parametrize(("process", "row"), ROWS)
def test_a_walk_ends_as_its_row_says(process, row):
    ends_as_told(walked(process, row), row)


def ends_as_told(walk: RouteWalk, row: dict) -> None:
    assert walk.open == sorted(row.get("open", []))
    assert walk.done == (not row.get("waits", False) and "open" not in row)
    assert {name: walk.variables.get(name) for name in row.get("has", {})} == row.get("has", {})
    papers = [given["code"] for operator, given in walk.books.calls if operator == "document.note"]
    assert papers == row.get("papers", papers)
    begun = {clock_id: f"{clock.local(walk.books.clocks[clock_id]['startedAt']):%m-%d}" for clock_id in row.get("since", {})}
    assert begun == row.get("since", {})


@pytest.mark.parametrize("process", DRAWN)
def test_the_walks_take_every_flow_and_fire_every_timer(process):
    fired: set[str] = set()
    with watched() as taken:
        for row in table(process):
            walk = walked(process, row)
            fired |= {effect.element for effect in walk.history if isinstance(effect, effects.TimerFired)}
    flows, timers = flows_and_timers(process)
    assert (flows - taken, timers - fired) == (set(), set())
