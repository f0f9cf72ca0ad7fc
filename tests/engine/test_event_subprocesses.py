"""Event sub-processes: listening beside everything that happens in their scope."""

import pytest

from app.engine import effects as e
from app.engine.failures import BpmnError, NotAwaited
from tests.engine.driver import Walk, at


def test_they_listen_as_long_as_their_scope_runs():
    walk = Walk("event_subprocess")
    assert walk.open == ["ut_main"] and walk.messages == ["msg_note", "msg_withdraw"]
    assert walk.timers == {"day": at("2026-03-03 09:00")}
    walk.complete("ut_main")
    assert walk.done and walk.messages == [] and walk.timers == {}


def test_an_interrupting_one_ends_everything_else():
    walk = Walk("event_subprocess").deliver("msg_note").deliver("msg_withdraw", reason="和好了")
    assert walk.open == ["ut_withdraw"] and walk.messages == [] and walk.timers == {}
    assert walk.variables == {"reason": "和好了"}
    assert [(call.operator, call.parameters["clocks"]) for call in walk.calls] == [("clock.enter", ["CK07"])]
    assert {effect.element for effect in walk.happened(e.TaskClosed)} == {"ut_main", "ut_note"}
    assert walk.complete("ut_withdraw").done
    assert walk.calls[-1].operator == "clock.leave"


def test_one_beside_the_flow_may_be_triggered_again_while_it_runs():
    walk = Walk("event_subprocess").deliver("msg_note").deliver("msg_note")
    assert walk.open == ["ut_main", "ut_note", "ut_note"]
    walk.complete_step(walk.tasks("ut_note")[0].step)
    assert walk.open == ["ut_main", "ut_note"]
    assert not walk.complete("ut_main").done
    assert walk.messages == ["msg_note", "msg_withdraw"]
    assert walk.complete("ut_note").done


def test_a_timer_one_repeats():
    walk = Walk("event_subprocess")
    for day in (1, 2, 3):
        walk.fire("day")
        assert walk.variables["days"] == day
    assert walk.timers == {"day": at("2026-03-06 09:00")}


def test_one_catches_errors_of_its_scope():
    def fail(call):
        raise BpmnError("err_x", {"why": "y"})

    walk = Walk("event_subprocess", serve=lambda call: fail(call) if call.operator == "may.fail" else {})
    walk.complete("ut_main", way="fail")
    assert walk.open == ["ut_error"] and walk.variables == {"way": "fail", "why": "y"}
    with pytest.raises(NotAwaited):
        walk.deliver("msg_note")
    assert walk.complete("ut_error").done


def test_one_catches_escalations_and_the_thrower_goes_on():
    walk = Walk("event_subprocess").complete("ut_main", way="cry")
    assert walk.open == ["ut_cry", "ut_more"]
    walk.complete("ut_more")
    assert walk.complete("ut_cry").done
