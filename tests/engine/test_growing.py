"""A case may be old, wide or deep: what is stored and what a step costs must not grow with what is past."""

import json
import zlib

import pytest

from app.engine import machine
from app.engine.failures import BpmnError, EngineFailure
from tests.engine.drawing import bundle_of, drawn
from tests.engine.driver import Walk

ROUNDS = 450


def stored(walk: Walk) -> int:
    """Steps in the saved state."""
    return sum(len(steps) for _, _, steps in json.loads(zlib.decompress(walk.state))["scopes"])


def test_a_case_that_loops_over_a_task_goes_on_for_ever_and_stays_small():
    walk = Walk("loop_user")
    for n in range(ROUNDS):
        assert walk.open == ["ut_again"] and stored(walk) == 1 and len(walk.state) < 400
        walk.complete("ut_again", n=n)
    assert walk.complete("ut_again", n=500).done


def test_so_it_does_in_parallel_branches_called_processes_and_event_subprocesses():
    walk = Walk("loop_everywhere")
    for _ in range(ROUNDS):
        assert walk.open == ["ut_branch", "ut_called", "ut_still"] and walk.messages == ["msg_tick"]
        assert stored(walk) == 7
        walk.complete("ut_branch", outcome="again").complete("ut_called", outcome="again")
        walk.deliver("msg_tick")
        assert stored(walk) == 9
        walk.complete("ut_tick")
    walk.complete("ut_branch", outcome="").complete("ut_called", outcome="").complete("ut_still")
    assert walk.done


def test_a_hundred_parallel_blocks_in_a_row_cost_a_hundred_blocks():
    body, flows, last = "<userTask id='ut'/>", [], "ut"
    for n in range(100):
        body += (f"<parallelGateway id='s{n}'/><scriptTask id='a{n}'><script>{{a: {n}}}</script></scriptTask>"
                 f"<task id='b{n}'/><parallelGateway id='j{n}'/>")
        flows += [f"{last} s{n}", f"s{n} a{n}", f"s{n} b{n}", f"a{n} j{n}", f"b{n} j{n}"]
        last = f"j{n}"
    walk = Walk("p", bundle=bundle_of(drawn(body + "<endEvent id='end'/>", *flows, f"{last} end")))
    assert stored(walk) == 1
    assert walk.complete("ut").done and walk.variables == {"a": 99}
    assert json.loads(zlib.decompress(walk.state))["next"] < 100 * 6  # steps that were ever made


def test_a_thousand_tasks_in_a_row():
    body = "".join(f"<task id='t{n}'/>" for n in range(1000)) + "<userTask id='ut'/>"
    flows = [f"t{n} t{n + 1}" for n in range(999)] + ["t999 ut"]
    assert Walk("p", bundle=bundle_of(drawn(body, *flows))).open == ["ut"]


def test_a_loop_without_a_wait_is_stopped_and_named():
    with pytest.raises(EngineFailure) as failure:
        Walk("endless", step_limit=300)
    assert failure.value.kind == "LOOP"
    assert all(element in failure.value.sentence for element in ("back", "sc_plus", "gw", "300"))


@pytest.mark.parametrize("activity", [
    "<multiInstanceLoopCharacteristics><loopDataInputRef>[]</loopDataInputRef></multiInstanceLoopCharacteristics>",
    "<standardLoopCharacteristics testBefore='true'><loopCondition>false</loopCondition></standardLoopCharacteristics>"])
def test_a_circle_of_activities_that_have_nothing_to_do_is_stopped_too(activity):
    body = "<startEvent id='s'/>" + "".join(f"<userTask id='{name}'>{activity}</userTask>" for name in "ab")
    bundle = bundle_of(drawn(body, "s a", "a b", "b a"))
    with pytest.raises(EngineFailure) as failure:
        Walk("p", bundle=bundle)
    assert failure.value.kind == "LOOP" and "a → b" in failure.value.sentence


def test_a_loop_that_multiplies_its_tokens_is_stopped():
    bundle = bundle_of(drawn("<startEvent id='s'/><task id='t'/><parallelGateway id='g'/>",
                             "s t", "t g", "g t", "g t"))
    with pytest.raises(EngineFailure) as failure:
        Walk("p", bundle=bundle)
    assert failure.value.kind == "LOOP"


def test_a_standard_loop_that_never_ends_is_stopped():
    bundle = bundle_of(drawn("<startEvent id='s'/><task id='t'><standardLoopCharacteristics><loopCondition>true"
                             "</loopCondition></standardLoopCharacteristics></task>", "s t"))
    with pytest.raises(EngineFailure) as failure:
        Walk("p", bundle=bundle)
    assert (failure.value.kind, failure.value.element) == ("LOOP", "t")


def test_an_error_that_leads_back_to_its_own_cause_is_stopped():
    def fail(call):
        raise BpmnError("err_known")

    bundle = bundle_of(drawn(
        "<startEvent id='s'/><serviceTask id='st'><extensionElements><spiffworkflow:serviceTaskOperator id='x'/>"
        "</extensionElements></serviceTask><boundaryEvent id='b' attachedToRef='st'><errorEventDefinition/>"
        "</boundaryEvent>", "s st", "b st"))
    with pytest.raises(EngineFailure) as failure:
        Walk("p", bundle=bundle, serve=fail)
    assert failure.value.kind == "LOOP" and "st" in failure.value.sentence


def test_big_data_is_saved_once_and_copied_nowhere():
    walk = Walk("parallel", {"big": "x" * 100_000})
    held = json.loads(zlib.decompress(walk.state))
    assert len(json.dumps(held["variables"])) > 100_000 and len(json.dumps(held["scopes"])) < 400
    top = machine.codec.restore(walk.bundle, walk.state, machine.Run(walk.around))[0]
    assert all(step.data is top.data for step in top.all_steps())
