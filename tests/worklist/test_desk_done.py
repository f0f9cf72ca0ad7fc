"""What one has finished: how it ended, in the form's own words."""

import json

import pytest

from app.db import unit_of_work
from app.processes import actions as processes
from app.worklist import actions, desk_queries
from tests.cast import OTHER_TOWN, OTHER_VILLAGE, WINDOW
from tests.instances.running import FORM, Run, drawn, start, task

DECIDING = {**FORM, "components": [{"key": "outcome", "type": "radio", "label": "处理结论", "values": [
    {"value": "accept", "label": "受理"}, {"value": "refuse", "label": "不予受理"}]}]}


@pytest.fixture
def deciding(cast) -> Run:
    """A decision with two outcomes, then a note without any."""
    chain = drawn('<startEvent id="s"/>' + task("decide", form="p/decide") + task("note") + '<endEvent id="e"/>',
                  "s decide", "decide note", "note e")
    files = {"0.bpmn": chain, "forms/p/decide.json": DECIDING, "forms/p/note.json": FORM}
    with unit_of_work():
        processes.deploy({name: kept if isinstance(kept, bytes) else json.dumps(kept).encode() for name, kept in files.items()}, None)
    return start(cast)


def test_a_finished_task_says_how_it_ended(cast, deciding, signed_in):
    for element, answers in (("decide", {"outcome": "refuse"}), ("note", {"note": "说明"})):
        with unit_of_work():
            actions.complete(deciding.open()[element].id, answers, cast.actor(WINDOW))
    done = {line.element: line.outcome_name for line in desk_queries.worklist(cast.actor(WINDOW), "done").items}
    assert done == {"decide": "不予受理", "note": "办结"}
    assert "不予受理" in signed_in(WINDOW).get("/?box=done").get_data(as_text=True)
    for who in (OTHER_TOWN, OTHER_VILLAGE):
        assert "不予受理" not in signed_in(who).get("/?box=done").get_data(as_text=True)
