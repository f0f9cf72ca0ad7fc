import pytest

from app import clock
from app.db import unit_of_work
from app.worklist import actions
from tests import cast as people
from tests.instances.running import Run, deploy, drawn, start, task
from tests.worklist.desk import Desk

CHAIN = drawn('<startEvent id="s"/>' + task("first", "填写说明") + task("second", keep="amount", role="R01,R02")
              + '<endEvent id="e"/>', "s first", "first second", "second e")


@pytest.fixture
def run(cast) -> Run:
    """A case of the county whose first task the window does, and triage or the window the second."""
    deploy(CHAIN)
    return start(cast)


@pytest.fixture
def do(cast, run):
    """`do(actions.claim, "zhou.min")` on the open task, in a transaction of its own."""
    def act(verb, who: str = people.WINDOW, *arguments, element: str = "first", task_id: int | None = None):
        number = task_id or run.open()[element].id
        with unit_of_work():
            return verb(number, *arguments, cast.actor(who))

    return act


@pytest.fixture
def complete(do):
    def act(who: str = people.WINDOW, element: str = "first", task_id: int | None = None, **answers):
        return do(actions.complete, who, {"note": "说明", **answers}, element=element, task_id=task_id)

    return act


@pytest.fixture
def desk(cast) -> Desk:
    deploy(CHAIN)
    clock.move_to("2026-03-02 09:00")
    return Desk(cast)
