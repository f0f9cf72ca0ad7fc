"""P09, P10, P14, P16, P20 with the shipped forms: every walk ends as its row says, and together they go everywhere."""

import pytest

from tests.bpmn.filled_walks import CALLED, FilledWalk, table
from tests.bpmn.route_walks import flows_and_timers, watched

ROWS = [pytest.param(process, row, id=f"{process}: {row['name']}") for process in CALLED for row in table(process)]


@pytest.mark.parametrize(("process", "row"), ROWS)
def test_a_walk_ends_as_its_row_says(process, row):
    ends_as_told(FilledWalk(process, row), row)


def ends_as_told(walk: FilledWalk, row: dict) -> None:
    assert walk.open == sorted(row.get("open", []))
    assert walk.done == ("open" not in row)
    assert {name: walk.variables.get(name) for name in row.get("has", {})} == row.get("has", {})
    assert walk.said("process.start", "process") == row.get("starts", [])
    assert walk.ordered() == row.get("orders", [])


@pytest.mark.parametrize("process", CALLED)
def test_the_walks_take_every_flow_and_fire_every_timer(process):
    fired: set[str] = set()
    with watched() as taken:
        for row in table(process):
            fired |= FilledWalk(process, row).fired()
    flows, timers = flows_and_timers(process)
    assert (flows - taken, timers - fired) == (set(), set())
