"""Sub-processes, called processes, and what happens at their borders."""

import pytest

from app.engine import effects as e
from app.engine.failures import EngineFailure
from tests.engine.driver import Walk, at


def test_a_subprocess_runs_inside_its_step_and_then_the_flow_goes_on():
    walk = Walk("subprocess_boundaries")
    assert walk.open == ["ut_in"]
    assert walk.timers == {"late": at("2026-03-07 09:00"), "nudge": at("2026-03-04 09:00")}
    walk.complete("ut_in").complete("ut_in2")
    assert walk.open == ["ut_after"] and walk.timers == {} and walk.messages == []
    assert [(call.operator, call.element) for call in walk.calls] == [("clock.enter", "sp"), ("clock.leave", "sp")]
    assert walk.complete("ut_after").done


@pytest.mark.parametrize(("happen", "opened"), [
    (lambda walk: walk.fire("late"), ["ut_late"]),
    (lambda walk: walk.fire("nudge"), ["ut_in", "ut_nudge"]),
    (lambda walk: walk.deliver("msg_urge"), ["ut_in", "ut_urged"]),
    (lambda walk: walk.signal("sig_x"), ["ut_sig"]),
    (lambda walk: walk.complete("ut_in", way="help"), ["ut_help", "ut_in2"]),
    (lambda walk: walk.complete("ut_in", way="halt"), ["ut_halted"]),
    (lambda walk: walk.complete("ut_in", way="bad"), ["ut_bad"])])
def test_what_happens_at_the_border(happen, opened):
    walk = Walk("subprocess_boundaries")
    happen(walk)
    assert walk.open == opened
    left = [call.operator for call in walk.calls] == ["clock.enter", "clock.leave"]
    assert left == ("ut_in" not in walk.open and "ut_in2" not in walk.open)
    while walk.open:
        walk.complete(walk.open[0])
    assert walk.done and walk.timers == {} and walk.messages == []


def test_called_processes_share_the_one_set_of_variables_however_deep():
    walk = Walk("calls", {"given": 1})
    assert walk.open == ["ut_deep"] and walk.task("ut_deep").process == "inner"
    walk.complete("ut_deep", outcome="yes")
    assert walk.open == ["ut_after"]
    assert walk.variables == {"given": 1, "outcome": "yes", "inner": 1, "middle": 2}
    assert [(call.operator, call.element) for call in walk.calls] == [
        ("clock.enter", "ca_middle"), ("clock.leave", "ca_middle")]


def test_an_error_climbs_out_of_called_processes_to_its_catcher():
    walk = Walk("calls").complete("ut_deep", outcome="no")
    assert walk.open == ["ut_refused"] and walk.timers == {}


def test_an_interrupted_call_takes_everything_inside_with_it():
    walk = Walk("calls").fire("slow")
    assert walk.open == ["ut_slow"]
    assert [(effect.element, effect.how) for effect in walk.happened(e.TaskClosed)] == [("ut_deep", "CANCELLED")]


def test_a_process_that_calls_itself_is_stopped_with_a_sentence():
    with pytest.raises(EngineFailure) as failure:
        Walk("call_itself")
    assert (failure.value.element, failure.value.kind) == ("ca", "DEPTH")


def test_an_escalation_at_the_end_of_a_subprocess_leaves_both_ways_open():
    walk = Walk("escalation_end")
    assert walk.open == ["ut_after", "ut_caught"]
    assert walk.happened(e.EscalationThrown) == [e.EscalationThrown("esc_up", "up")]


def test_an_escalation_may_go_uncaught_an_error_may_not():
    walk = Walk("uncaught")
    assert walk.open == ["ut_go"] and walk.happened(e.EscalationThrown) == [e.EscalationThrown("esc_wild", "cry")]
    with pytest.raises(EngineFailure) as failure:
        walk.complete("ut_go")
    assert (failure.value.element, failure.value.kind) == ("wild", "UNCAUGHT_ERROR")
    assert failure.value.expression == "err_wild"


def test_terminate_ends_its_own_scope_only():
    walk = Walk("terminate")
    assert walk.open == ["ut_x", "ut_y"]
    assert walk.complete("ut_x").open == ["ut_a", "ut_b"]
    walk.complete("ut_a")
    assert walk.done and walk.effects[-1] == e.Ended("stop", "终止")
    assert {(effect.element, effect.how) for effect in walk.happened(e.TaskClosed)} == {
        ("ut_a", "COMPLETED"), ("ut_b", "CANCELLED")}
