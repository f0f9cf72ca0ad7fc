"""Every row of every table again, step by step on SQLite and on PostgreSQL: it ends as on the engine alone, and on each
database every flow is taken and every timer fires."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from app import events
from app.engine import effects
from app.instances.events import InstanceAdvanced
from tests.bpmn import (
    test_loops,
    test_monthly_report,
    test_routes,
    test_shared_and_supervised,
    test_side_processes,
    test_trunk,
)
from tests.bpmn.filled_walks import CALLED, FilledWalk
from tests.bpmn.loop_walks import LOOPS, LoopWalk
from tests.bpmn.route_walks import RouteWalk, flows_and_timers, table, walked, watched
from tests.bpmn.stored_walks import Ground, known_by_id, real_books_afterwards, stored
from tests.bpmn.test_every_diagram_is_walked import TAKEN
from tests.bpmn.test_monthly_report import PROCESS as MONTHLY
from tests.bpmn.test_monthly_report import START
from tests.bpmn.test_routes import ROUTES
from tests.bpmn.test_side_processes import SIDE, SideWalk
from tests.bpmn.trunk_walks import TRUNK, TrunkWalk


class Kind(NamedTuple):
    """`take(process, row, walks)` walks a row with a class of walks; `see(walk, row)` looks at where it ended."""

    walks: type
    take: Callable
    see: Callable


def _at_once(process: str, row: dict, walks: type):
    return walks(process, row)


def _kinds() -> dict[str, Kind]:
    kinds = {MONTHLY: Kind(SideWalk, test_side_processes.walked, test_monthly_report.ends_as_told)}
    for processes, kind in ((ROUTES, Kind(RouteWalk, walked, test_routes.ends_as_told)),
                            (SIDE, Kind(SideWalk, test_side_processes.walked, test_side_processes.ends_as_told)),
                            (CALLED, Kind(FilledWalk, _at_once, test_shared_and_supervised.ends_as_told)),
                            (LOOPS, Kind(LoopWalk, _at_once, test_loops.ends_as_told)),
                            (TRUNK, Kind(TrunkWalk, _at_once, test_trunk.ends_as_told))):
        kinds |= dict.fromkeys(processes, kind)
    return kinds


KINDS = _kinds()


@pytest.fixture
def ground(app, cast, monkeypatch) -> Iterator[Ground]:
    ground = Ground(cast.actor("gao.yuan"))
    monkeypatch.setitem(events._reactions, InstanceAdvanced,
                        [*events.reactions_to(InstanceAdvanced), ground.advanced.append])
    with real_books_afterwards():
        yield ground


@pytest.mark.parametrize("process", sorted(KINDS))
def test_all_walks_of_a_diagram_end_as_told_and_go_everywhere(ground, process):
    kind, fired = KINDS[process], set()
    walks = stored(kind.walks, ground)
    with watched() as taken:
        for row in known_by_id(table(process)):
            try:
                walk = kind.take(process, row, walks)
                kind.see(walk, row)
                walk.put_away()
            except Exception as why:
                why.add_note(f"{process}: {row['name']} {getattr(why, 'errors', '')}")
                raise
            fired |= {effect.element for effect in walk.history if isinstance(effect, effects.TimerFired)}
    flows, timers = flows_and_timers(process)
    assert (flows - taken, timers - fired) == (set(), {START} if process == MONTHLY else set())


def test_every_diagram_is_among_them():
    assert set(KINDS) == TAKEN
