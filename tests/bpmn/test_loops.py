"""P03, P04, P13, P17, P18, P21 with the shipped forms: every walk ends as its row says, and together they go everywhere."""

import pytest

from tests.bpmn.filled_walks import table
from tests.bpmn.loop_walks import LOOPS, LoopWalk
from tests.bpmn.route_walks import flows_and_timers, watched

ROWS = [pytest.param(process, row, id=f"{process}: {row['name']}") for process in LOOPS for row in table(process)]


@pytest.mark.parametrize(("process", "row"), ROWS)
def test_a_walk_ends_as_its_row_says(process, row):
    ends_as_told(LoopWalk(process, row), row)


def ends_as_told(walk: LoopWalk, row: dict) -> None:
    assert (walk.open, walk.done) == (sorted(row.get("open", [])), "end" in row)
    assert walk.ends()[-1:] == [row["end"]] if "end" in row else True
    assert {name: walk.variables.get(name) for name in row.get("has", {})} == row.get("has", {})
    assert walk.said("document.note", "code") == row.get("papers", [])
    assert walk.books.slips == row.get("slips", [])
    assert walk.said("clock.start", "clock") == row.get("clocks", [])
    assert walk.thrown() == row.get("throws", [])


@pytest.mark.parametrize("process", LOOPS)
def test_the_walks_take_every_flow_and_fire_every_timer(process):
    fired: set[str] = set()
    with watched() as taken:
        for row in table(process):
            fired |= LoopWalk(process, row).fired()
    flows, timers = flows_and_timers(process)
    assert (flows - taken, timers - fired) == (set(), set())
