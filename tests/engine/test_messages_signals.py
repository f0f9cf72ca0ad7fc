"""What comes from outside, and what goes out."""

import pytest

from app.engine import effects as e
from app.engine.failures import EngineFailure, NotAwaited
from tests.engine.drawing import bundle_of, drawn
from tests.engine.driver import Walk


def test_a_process_may_begin_with_a_message():
    walk = Walk("message_start", {"from": "12345"}, message="msg_go")
    assert walk.open == ["ut_work"] and walk.variables == {"from": "12345"}
    with pytest.raises(NotAwaited):
        Walk("message_start", message="msg_other")
    assert Walk("message_start").open == ["ut_work"]


def test_messages_are_thrown_for_others_and_caught_from_outside():
    walk = Walk("message_catch", {"caseNo": "云-1"})
    assert walk.happened(e.MessageThrown) == [e.MessageThrown("msg_out", {"no": "云-1"}, "tell")]
    assert walk.messages == ["msg_in"]
    with pytest.raises(NotAwaited):
        walk.deliver("msg_out")
    walk.deliver("msg_in", opinion="同意")
    assert walk.variables["opinion"] == "同意" and walk.happened(e.MessageForgone)[0].message == "msg_in"
    walk.complete("ut_read")
    assert walk.happened(e.MessageThrown) == [e.MessageThrown("msg_out", {}, "told")] and walk.done


def test_a_message_beside_a_task_may_come_again_and_again():
    walk = Walk("message_boundary").deliver("msg_note", text="1").deliver("msg_note", text="2")
    assert walk.open == ["ut_note", "ut_note", "ut_work"] and walk.messages == ["msg_note", "msg_stop"]
    walk.complete("ut_note")
    walk.deliver("msg_stop")
    assert walk.open == ["ut_note", "ut_stopped"] and walk.messages == []
    with pytest.raises(NotAwaited):
        walk.deliver("msg_note")


def test_a_signal_reaches_everybody_who_waits_in_the_instance_and_goes_out():
    walk = Walk("signals").complete("ut_b", reason="x")
    assert walk.open == ["ut_a_stopped", "ut_heard"]
    assert walk.happened(e.SignalThrown) == [e.SignalThrown("sig_red", {}, "alarm")]


def test_a_signal_from_outside_needs_nobody_to_wait_for_it():
    walk = Walk("signals").signal("sig_red", level="红")
    assert walk.open == ["ut_a_stopped", "ut_b", "ut_heard"] and walk.variables == {"level": "红"}
    assert walk.signal("sig_red").signal("sig_unknown").open == ["ut_a_stopped", "ut_b", "ut_heard"]


def test_waiting_for_a_signal_alone_is_waiting():
    walk = Walk("invariants_signal")
    assert walk.status == "RUNNING" and not walk.open
    assert walk.signal("sig_s").done


def test_a_message_that_would_start_two_processes_is_refused():
    start = "<startEvent id='s'><messageEventDefinition messageRef='m'/></startEvent><userTask id='ut'/>"
    files = [drawn(start, "s ut", process=name, declared="<message id='m' name='go'/>") for name in "ab"]
    with pytest.raises(EngineFailure) as failure:
        Walk("a", bundle=bundle_of(*files), message="go")
    assert "a、b" in failure.value.sentence


def test_an_unknown_process_does_not_start():
    with pytest.raises(EngineFailure) as failure:
        Walk("nobody", bundle=bundle_of())
    assert failure.value.kind == "STATE"
