"""No diagram ships without a table of walks, no table is about a process that isn't there, and some test takes each table."""

import json

from app.config import ROOT
from tests.bpmn.filled_walks import CALLED
from tests.bpmn.loop_walks import LOOPS
from tests.bpmn.route_walks import HERE
from tests.bpmn.test_routes import ROUTES
from tests.bpmn.test_side_processes import SIDE
from tests.bpmn.trunk_walks import TRUNK

TAKEN = {*LOOPS, *ROUTES, *SIDE, *CALLED, *TRUNK, "monthly_report"}
"""The processes whose tables the tests beside this one walk, flow by flow and timer by timer."""

DRAWN = {path.stem for path in (ROOT / "bpmn").glob("*.bpmn")}


def tables() -> dict[str, list[dict]]:
    """A table is a list of rows; what several rows begin with is kept beside them as a mapping."""
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (HERE / "walks").glob("*.json")}
    return {name: rows for name, rows in read.items() if isinstance(rows, list)}


def test_every_diagram_has_a_table_of_walks_and_every_table_a_diagram():
    assert set(tables()) == DRAWN


def test_every_table_is_taken_by_a_test():
    assert TAKEN == DRAWN


def test_every_table_has_rows_that_do_something():
    assert [name for name, rows in tables().items() if not any(row["steps"] for row in rows)] == []
    assert [name for name, rows in tables().items() if len({row["name"] for row in rows}) < len(rows)] == []
