"""The trunk (P01, P19, the report upwards): every walk ends as its row says, and together they go everywhere."""

import pytest

from tests.bpmn.filled_walks import table
from tests.bpmn.route_walks import HERE, flows_and_timers, watched
from tests.bpmn.trunk_walks import SEEN, TRUNK, TrunkWalk

ROWS = [pytest.param(process, row, id=f"{process}: {row['name']}")
        for process in TRUNK if (HERE / "walks" / f"{process}.json").exists() for row in table(process)]


@pytest.mark.parametrize(("process", "row"), ROWS)
def test_a_walk_ends_as_its_row_says(process, row):
    ends_as_told(TrunkWalk(process, row), row)


def ends_as_told(walk: TrunkWalk, row: dict) -> None:
    wanted = {"done": "open" not in row} | {name: row[name] for name in SEEN if name in row}
    wanted["open"] = sorted(row.get("open", []))
    assert walk.seen(wanted) == wanted


@pytest.mark.parametrize("process", TRUNK)
def test_the_walks_take_every_flow_and_fire_every_timer(process):
    fired: set[str] = set()
    with watched() as taken:
        for row in table(process):
            fired |= TrunkWalk(process, row).fired()
    flows, timers = flows_and_timers(process)
    assert (flows - taken, timers - fired) == (set(), set())
