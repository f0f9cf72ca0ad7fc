import pytest

from app.cases import lifecycle
from app.db import db, unit_of_work
from app.errors import Conflict, NotFound
from app.instances import actions
from app.instances.queries import variables_of
from app.worklist import actions as worklist
from app.worklist.models import TaskCandidate
from tests.cast import WINDOW
from tests.instances.running import Run, at_once, deploy, drawn, message, start, task, timer

BOTH = drawn('<startEvent id="s"/><parallelGateway id="split"/>' + task("left") + task("right")
             + timer("t_late", 'date and time("2099-01-01T09:00:00+08:00")')
             + '<parallelGateway id="join"/><endEvent id="e"/>',
             "s split", "split left", "split right", "split t_late", "left join", "right join", "t_late join", "join e")


@pytest.fixture
def run(cast):
    deploy(BOTH)
    return start(cast)


def complete(cast, task_id):
    with unit_of_work():
        worklist.complete(task_id, {"note": "说明"}, cast.actor(WINDOW))


def test_a_message_starts_the_process_that_begins_with_it(cast):
    deploy(drawn('<startEvent id="s"/><startEvent id="s_in"><messageEventDefinition messageRef="m_come"/></startEvent>'
                 + task("typed") + task("come") + '<endEvent id="e"/>', "s typed", "typed e", "s_in come", "come e",
                 declared=message("come")))
    with unit_of_work():
        case_id = lifecycle.open_case(cast.actor(WINDOW))
        begun = Run(case_id, actions.start_by_message("come", {"from": "12345"}, case_id, cast.actor(WINDOW)))

    assert set(begun.open()) == {"come"}
    assert variables_of(begun.id)["from"] == "12345"
    assert begun.row().process_id == "p"
    with pytest.raises(actions.NotAwaited), unit_of_work():
        actions.start_by_message("unheard", {}, case_id, cast.actor(WINDOW))


def test_cancelling_closes_everything_that_is_open(cast, run):
    with unit_of_work():
        actions.cancel(run.id, run.case_id, cast.actor(WINDOW))

    assert run.row().status == "CANCELLED" and run.row().ended_at is not None
    assert (run.open(), run.timers()) == ({}, [])
    assert db.session.scalar(db.select(TaskCandidate.task_id)) is None


def test_what_has_ended_takes_no_more_steps(cast, run):
    with unit_of_work():
        actions.cancel(run.id, run.case_id, cast.actor(WINDOW))

    with pytest.raises(Conflict, match="流程已经结束"), unit_of_work():
        actions.suspend(run.id, run.case_id, cast.actor(WINDOW))
    with pytest.raises(NotFound, match="没有找到这个流程"), unit_of_work():
        actions.suspend(run.id + 1, None, cast.actor(WINDOW))


def test_a_suspended_process_refuses_work_until_it_is_resumed(cast, run):
    with unit_of_work():
        actions.suspend(run.id, run.case_id, cast.actor(WINDOW))
    with pytest.raises(Conflict, match="流程已被暂停"):
        complete(cast, run.open()["left"].id)
    assert set(run.open()) == {"left", "right"}

    with unit_of_work():
        actions.resume(run.id, run.case_id, cast.actor(WINDOW))
    complete(cast, run.open()["left"].id)
    assert set(run.open()) == {"right"}


def test_two_steps_of_one_case_wait_for_each_other_and_both_count(app, cast, run):
    tasks, before = run.open(), run.row().version
    results = at_once(app, lambda: complete(cast, tasks["left"].id), lambda: complete(cast, tasks["right"].id))

    assert results == [None, None]
    assert run.open() == {} and run.row().version == before + 2
    assert sorted(run.lines("TASK")) == ["完成“left”。", "完成“right”。"]

