"""A step that the engine cannot take leaves nothing behind but an incident, and the next good try resolves it."""

import pytest

from app.db import unit_of_work
from app.instances import step
from app.worklist import actions
from tests.cast import WINDOW
from tests.instances.running import deploy, drawn, start, task

NARROW = drawn('<startEvent id="s"/>' + task("first", keep="amount") + '<exclusiveGateway id="g"/>' + task("second")
               + '<endEvent id="e"/>', "s first", "first g", "g second amount = 1", "second e")


@pytest.fixture
def run(cast):
    deploy(NARROW)
    return start(cast)


def complete(cast, run, element, **answers):
    with unit_of_work():
        actions.complete(run.open()[element].id, {"note": "说明", **answers}, cast.actor(WINDOW))


def test_the_person_is_told_that_nothing_is_lost(cast, run):
    with pytest.raises(step.StepRefused, match="没有走通"):
        complete(cast, run, "first", amount=2)


def test_the_step_is_undone_and_kept_as_an_incident(cast, run):
    before = run.row().version
    with pytest.raises(step.StepRefused):
        complete(cast, run, "first", amount=2)

    (incident,) = run.incidents()
    assert (incident.element, incident.cause, incident.times) == ("g", "TASK", 1)
    assert incident.sentence and incident.resolved_at is None
    assert (run.row().status, run.row().version) == ("FAILED", before)
    assert run.open()["first"].answers is None and run.lines("TASK") == []


def test_a_repetition_is_counted_not_listed_again(cast, run):
    for _ in range(3):
        with pytest.raises(step.StepRefused):
            complete(cast, run, "first", amount=2)

    assert [incident.times for incident in run.incidents()] == [3]


def test_the_same_step_resolves_it_when_it_goes_through(cast, run):
    with pytest.raises(step.StepRefused):
        complete(cast, run, "first", amount=2)
    complete(cast, run, "first", amount=1)

    assert [incident.resolved_at is not None for incident in run.incidents()] == [True]
    assert run.row().status == "RUNNING" and set(run.open()) == {"second"}
