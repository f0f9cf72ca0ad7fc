import pytest
import sqlalchemy as sa

from app import clock
from app.cases import clocks
from app.db import db, unit_of_work
from app.instances import actions, timers
from app.instances.models import WaitingTimer
from tests.cast import WINDOW
from tests.instances.running import at_once, deploy, drawn, start, task, timer

WAIT = drawn('<startEvent id="s"/>' + timer("t_wait", "at") + task("after") + '<endEvent id="e"/>',
             "s t_wait", "t_wait after", "after e")


@pytest.fixture
def waiting(cast):
    clock.move_to("2026-03-02 09:00")
    deploy(WAIT)
    return [start(cast, at=clock.at(f"2026-03-02 1{hour}:00")) for hour in range(3)]


def test_what_is_due_fires_and_nothing_else(waiting):
    clock.move_to("2026-03-02 11:30")

    assert timers.fire_due() == 2
    assert [set(run.open()) for run in waiting] == [{"after"}, {"after"}, set()]
    assert [len(run.timers()) for run in waiting] == [0, 0, 1]
    assert timers.fire_due() == 0


def test_two_sweeps_at_once_fire_each_timer_once(app, waiting):
    clock.move_to("2026-03-02 13:00")
    fired = at_once(app, *[timers.fire_due] * 3)

    assert sum(fired) == 3
    assert [run.lines("TIMER") for run in waiting] == [["到时：t_wait。"]] * 3


def test_a_suspended_process_keeps_its_timers_until_it_is_resumed(cast, waiting):
    run = waiting[0]
    with unit_of_work():
        actions.suspend(run.id, run.case_id, cast.actor(WINDOW))
    clock.move_to("2026-03-02 10:30")
    assert timers.fire_due() == 0

    with unit_of_work():
        actions.resume(run.id, run.case_id, cast.actor(WINDOW))
    assert timers.fire_due() == 1
    assert set(run.open()) == {"after"}


def test_a_timer_moves_with_the_clock_it_follows(cast):
    clock.move_to("2026-03-02 09:00")
    deploy(drawn('<startEvent id="s"/>' + timer("t_due", "clock.CK03.dueAt") + '<endEvent id="e"/>', "s t_due", "t_due e"))
    run = start(cast)
    assert [row.due_at for row in run.timers()] == [None]

    with unit_of_work():
        clocks.start(clocks.of(run.case_id, clock.now()), "CK03", limit=3, unit="h")
    assert [row.due_at for row in run.timers()] == [clock.at("2026-03-02 12:00")]
    clock.move_to("2026-03-02 12:00")
    assert timers.fire_due() == 1
    assert run.row().status == "ENDED"


def test_a_timer_that_cannot_fire_is_kept_tried_later_and_does_not_block_others(cast, waiting):
    broken = drawn('<startEvent id="s"/>' + timer("t_wait", "at") + '<exclusiveGateway id="g"/><endEvent id="e"/>',
                   "s t_wait", "t_wait g", "g e amount = 1", process="broken")
    deploy(broken)
    run = start(cast, "broken", at=clock.at("2026-03-02 09:30"), amount=2)
    clock.move_to("2026-03-02 10:00")

    assert timers.fire_due() == 1
    assert set(waiting[0].open()) == {"after"}
    (kept,), (incident,) = run.timers(), run.incidents()
    assert (kept.failures, kept.wake_at) == (1, clock.at("2026-03-02 10:02"))
    assert (incident.cause, incident.times, run.row().status) == ("TIMER", 1, "FAILED")

    clock.advance(minutes=2)
    assert timers.fire_due() == 0
    assert [(row.failures, row.wake_at) for row in run.timers()] == [(2, clock.now() + (clock.at("2026-03-02 10:04")
                                                                                       - clock.at("2026-03-02 10:00")))]
    assert [row.times for row in run.incidents()] == [2]


def test_what_the_database_refuses_becomes_one_incident_after_three_tries(cast):
    """The task that the timer opens can't be written as a row: no unit has such a number."""
    clock.move_to("2026-03-02 09:00")
    deploy(drawn('<startEvent id="s"/>' + timer("t_wait", "at") + task("after", unit="=wanted") + '<endEvent id="e"/>',
                 "s t_wait", "t_wait after", "after e"))
    run = start(cast, at=clock.at("2026-03-02 09:30"), wanted=2**70)
    clock.move_to("2026-03-02 10:00")
    seen = []
    for _ in range(timers.TRIES):
        assert timers.fire_due() == 0
        seen.append([(row.element, row.cause, row.kind, row.times) for row in run.incidents()])
        clock.move_to(run.timers()[0].wake_at)
    assert seen == [[], [], [("t_wait", "TIMER", "SYSTEM", 1)]]
    assert run.row().status == "FAILED" and "系统管理员" in run.incidents()[0].sentence

    assert timers.fire_due() == 0
    assert [row.times for row in run.incidents()] == [2], "one incident that counts"


def test_due_timers_are_found_by_their_index(app):
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(sa.text(
            "EXPLAIN QUERY PLAN SELECT step FROM waiting_timer WHERE wake_at <= '2026-03-02' ORDER BY wake_at")).all()
        assert "USING INDEX ix_waiting_timer_wake_at" in str(plan)
    assert any(index.columns.keys() == ["wake_at"] for index in WaitingTimer.__table__.indexes)
