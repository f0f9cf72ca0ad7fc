"""The saved state: data is data, strangers are refused, and stopping is stopping."""

import json
import zlib

import pytest

from app.engine import effects as e
from app.engine import machine
from app.engine.failures import EngineFailure, StepGone, Suspended
from tests.engine.driver import Walk, shape

ODD = {
    "typename": "BpmnWorkflow", "deep": [{"typename": "datetime", "value": "2026-01-01"}], "__class__": "x",
    "serializer_version": "1.1", "nul": "a\x00b", "surrogate": "\ud800", "@feel": "date", "": None, "中文": "调解",
    "big": 12345678901234567890, "small": 1e-300, "proto": {"__proto__": {"a": 1}},
}


def packed(state: dict) -> bytes:
    return zlib.compress(json.dumps(state).encode())


def unpacked(walk: Walk) -> dict:
    return json.loads(zlib.decompress(walk.state))


def refused(walk: Walk, state: bytes) -> EngineFailure:
    with pytest.raises(EngineFailure) as failure:
        machine.inspect(walk.bundle, state)
    return failure.value


def test_odd_data_comes_back_as_it_went_and_the_case_goes_on():
    walk = Walk("exclusive", {"amount": 1, **ODD}).complete("ut_some", **ODD)
    assert walk.done and walk.variables == {"amount": 1, **ODD}


def test_no_spec_and_no_python_is_in_the_state():
    kept = unpacked(Walk("subprocess_boundaries"))
    assert set(kept) == {"format", "bundle", "process", "status", "next", "variables", "locals", "scopes"}
    assert b"typename" not in zlib.decompress(Walk("parallel").state)


@pytest.mark.parametrize("change", [
    {"format": "hejie-0"}, {"format": None}, {"serializer_version": "1.1", "format": "1.5"}])
def test_another_format_is_refused(change):
    walk = Walk("parallel")
    assert refused(walk, packed({**unpacked(walk), **change})).kind == "STATE"


@pytest.mark.parametrize("state", [b"", b"nonsense", zlib.compress(b"[]"), zlib.compress(b"{"), zlib.compress(b"null"),
                                   b"\x80\x04K\x01.", zlib.compress(b" " * 40_000_000)])
def test_what_is_no_state_is_refused(state):
    assert refused(Walk("parallel"), state).kind == "STATE"


def test_a_state_of_another_bundle_is_refused():
    assert refused(Walk("exclusive", {"amount": 1}), Walk("parallel").state).kind == "STATE"


def test_a_state_that_names_an_unknown_element_is_refused():
    walk = Walk("parallel")
    kept = unpacked(walk)
    kept["scopes"][0][2][0][1] = "gone"
    assert refused(walk, packed(kept)).element == "gone"


@pytest.mark.parametrize("value", [object(), b"bytes", {1: object()}])
def test_what_is_no_json_cannot_become_a_variable(value):
    with pytest.raises(EngineFailure) as failure:
        Walk("exclusive", {"amount": 1}).complete("ut_some", value=value)
    assert (failure.value.element, failure.value.kind) == ("ut_some", "DATA")


def test_data_nested_too_deep_is_refused():
    deep: list = []
    for _ in range(3000):
        deep = [deep]
    with pytest.raises(EngineFailure) as failure:
        Walk("exclusive", {"amount": 1}).complete("ut_some", deep=deep)
    assert failure.value.kind == "DATA"


def test_a_suspended_instance_takes_nothing_but_resume_and_cancel():
    walk = Walk("timer_cycle", facts={"calendar": {"nextWorkingMorning": None}}).suspend()
    assert walk.status == "SUSPENDED" and walk.open == ["ut_work"]
    step = walk.task("ut_work").step
    for command in (lambda: walk.complete_step(step), walk.retime, walk.suspend, lambda: walk.deliver("x"),
                    lambda: walk.signal("x"), lambda: walk.fire_steps("3")):
        with pytest.raises(Suspended):
            command()
    assert walk.resume().status == "RUNNING" and walk.complete("ut_work").done


def test_resuming_works_the_timers_out_anew():
    facts = {"calendar": {"nextWorkingMorning": None}}
    walk = Walk("timer_cycle", facts=facts).suspend().wait(days=3)
    facts["calendar"]["nextWorkingMorning"] = walk.now
    walk.resume()
    assert [(effect.element, effect.due) for effect in walk.effects] == [("each_morning", walk.now)]


def test_cancelling_closes_everything_and_leaves_the_clocks():
    walk = Walk("subprocess_boundaries").cancel()
    assert walk.status == "CANCELLED" and (walk.open, walk.timers, walk.messages) == ([], {}, [])
    assert [call.operator for call in walk.calls] == ["clock.enter", "clock.leave"]
    assert walk.effects[-1] == e.Ended("", "")
    with pytest.raises(StepGone):
        walk.cancel()
    assert Walk("parallel").suspend().cancel().status == "CANCELLED"


def test_the_same_command_on_the_same_state_gives_the_same_bytes():
    walk = Walk("many_parallel", {"people": [1, 2, 3]})
    step = walk.tasks("ut_vote")[1].step
    outcomes = {machine.complete(walk.bundle, walk.state, step, {"vote": "yes"}, walk.around).state for _ in range(3)}
    assert len(outcomes) == 1


def test_inspect_says_where_the_tokens_are():
    walk = Walk("calls")
    seen = machine.inspect(shape("calls"), walk.state)
    assert seen.elements == ("ca_middle", "slow", "ca_inner", "ut_deep")
    assert [(task.element, task.process) for task in seen.tasks] == [("ut_deep", "inner")]
