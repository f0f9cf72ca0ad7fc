"""Sending back and withdrawing on rows: what is kept for it, what it costs, what stands in the way."""

import pytest
import sqlalchemy as sa

from app.db import db, unit_of_work
from app.engine.returning import Done
from app.errors import Conflict
from app.instances import actions, queries
from app.instances.models import Instance
from app.worklist import actions as worklist
from app.worklist.models import HumanTask
from tests.cast import WINDOW
from tests.instances.running import Run, deploy, drawn, message, start, task

BODY = '<startEvent id="s"/>{}<endEvent id="e"/>'
CHAIN = drawn(BODY.format(task("a") + task("b") + task("c")), "s a", "a b", "b c", "c e")
THROWING = drawn(BODY.format(task("a") + task("b") + '<intermediateThrowEvent id="throw"><messageEventDefinition '
                             'messageRef="m_told"/></intermediateThrowEvent>' + task("c")),
                 "s a", "a b", "b throw", "throw c", "c e", declared=message("told"))


def do(run: Run, cast, element: str) -> HumanTask:
    row = run.open()[element]
    with unit_of_work():
        worklist.complete(row.id, {"note": "说明"}, cast.actor(WINDOW))
    return row


def done(run: Run) -> list[Done]:
    rows = db.session.scalars(sa.select(HumanTask).where(HumanTask.instance_id == run.id, HumanTask.status == "DONE"))
    return [Done(row.step, row.element, row.process_id, row.place) for row in rows]


def ways(run: Run, element: str) -> dict:
    return {way.done.element: (way, acts) for way, acts in queries.ways_back(run.id, run.open()[element].step, done(run))}


def before(run: Run) -> tuple:
    db.session.rollback()
    return db.session.execute(sa.select(Instance.before_step, Instance.before_state).where(Instance.id == run.id)).one()


def send_back(run: Run, cast, element: str, target: Done) -> None:
    with unit_of_work():
        actions.send_back(run.id, run.case_id, run.open()[element].step, target, (), cast.actor(WINDOW))


def test_a_task_goes_back_and_the_rows_follow(cast):
    deploy(CHAIN)
    run = start(cast)
    do(run, cast, "a")
    do(run, cast, "b")
    assert set(ways(run, "c")) == {"a", "b"}
    send_back(run, cast, "c", ways(run, "c")["a"][0].done)
    assert set(run.open()) == {"a"}
    assert {row.element: row.status for row in run._all(HumanTask) if row.element == "c"} == {"c": "CANCELLED"}


def test_what_lasts_is_named_and_closes_the_way_behind_it_only(cast):
    deploy(THROWING)
    run = start(cast)
    do(run, cast, "a")
    do(run, cast, "b")
    found = ways(run, "c")
    assert found["a"][1] == found["b"][1] == ["已向其他流程发出消息“told”"]
    with pytest.raises(Conflict, match="已向其他流程发出消息“told”"):
        send_back(run, cast, "c", found["a"][0].done)
    assert set(run.open()) == {"c"}


def test_a_step_that_told_others_cannot_be_taken_back(cast):
    deploy(THROWING)
    run = start(cast)
    row = do(run, cast, "a")
    assert queries.can_be_withdrawn(run.id, row.step)
    row = do(run, cast, "b")
    assert not queries.can_be_withdrawn(run.id, row.step) and before(run) == (None, None)


def test_only_one_earlier_state_is_kept_and_it_costs_as_much_as_the_state(cast):
    deploy(CHAIN)
    run = start(cast)
    assert before(run) == (None, None)
    for element in ("a", "b"):
        state, row = run.row().state, do(run, cast, element)
        assert before(run) == (row.step, state)
    do(run, cast, "c")
    assert run.row().status == "ENDED" and before(run) == (None, None)


def test_a_withdrawn_step_opens_the_same_task_with_what_was_typed(cast):
    deploy(CHAIN)
    run = start(cast)
    do(run, cast, "a")
    row = do(run, cast, "b")
    with unit_of_work():
        actions.withdraw(run.id, run.case_id, row.step, cast.actor(WINDOW))
    again = run.open()
    assert set(again) == {"b"} and again["b"].id == row.id
    assert again["b"].draft["note"] == "说明" and (again["b"].answers, again["b"].done_by_id) == (None, None)
    do(run, cast, "b")
    assert set(run.open()) == {"c"}


def test_of_two_steps_only_the_last_can_be_taken_back_and_only_once(cast):
    deploy(CHAIN)
    run = start(cast)
    first, second = do(run, cast, "a"), do(run, cast, "b")
    for step in (first.step, second.step, second.step):
        if step == second.step and set(run.open()) == {"c"}:
            with unit_of_work():
                actions.withdraw(run.id, run.case_id, step, cast.actor(WINDOW))
            continue
        with pytest.raises(Conflict, match="不能撤回"), unit_of_work():
            actions.withdraw(run.id, run.case_id, step, cast.actor(WINDOW))
    assert set(run.open()) == {"b"}
