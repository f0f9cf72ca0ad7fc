import pytest

from app.db import unit_of_work
from app.errors import Conflict
from app.instances import actions, step
from app.worklist import actions as worklist
from tests.cast import WINDOW
from tests.instances.running import deploy, drawn, message, start, task


def throw(element: str, name: str) -> str:
    return (f'<intermediateThrowEvent id="{element}"><messageEventDefinition messageRef="m_{name}"/>'
            "</intermediateThrowEvent>")


def catch(element: str, name: str) -> str:
    return (f'<intermediateCatchEvent id="{element}"><messageEventDefinition messageRef="m_{name}"/>'
            "</intermediateCatchEvent>")


def loop(process: str, hears: str, says: str) -> bytes:
    """Whenever it hears the one it says the other, for ever; the asker begins when its task is done."""
    return drawn('<startEvent id="s"/><exclusiveGateway id="again"/>' + catch("hear", hears) + throw("say", says),
                 "s again", "again hear", "hear say", "say again", process=process,
                 declared=message(hears) + message(says))


LISTENER = drawn('<startEvent id="s"/>' + catch("hear", "ping") + task("heard") + '<endEvent id="e"/>', "s hear",
                 "hear heard", "heard e", process="listener", declared=message("ping"))
ASKER = drawn('<startEvent id="s"/>' + task("ask") + throw("say", "ping") + '<endEvent id="e"/>', "s ask", "ask say",
              "say e", process="asker", declared=message("ping"))


def do(cast, run, element):
    with unit_of_work():
        worklist.complete(run.open()[element].id, {"note": "说明"}, cast.actor(WINDOW))


def test_a_message_reaches_whoever_waits_for_it_in_the_same_case_only(cast):
    deploy(LISTENER, ASKER)
    asker = start(cast, "asker")
    listeners = [start(cast, "listener", asker.case_id) for _ in range(2)]
    stranger = start(cast, "listener")
    do(cast, asker, "ask")

    assert [set(run.open()) for run in listeners] == [{"heard"}, {"heard"}]
    assert set(stranger.open()) == set() and [row.message for row in stranger.awaited()] == ["ping"]
    assert listeners[0].awaited() == [] and asker.row().status == "ENDED"


def test_a_message_from_outside_says_how_many_took_it(cast):
    deploy(LISTENER)
    run = start(cast, "listener")
    with unit_of_work():
        assert actions.deliver(run.case_id, "ping", {}, None) == 1
    with unit_of_work():
        assert actions.deliver(run.case_id, "ping", {}, None) == 0


def test_two_processes_that_answer_each_other_for_ever_are_stopped_and_nothing_is_kept(cast):
    deploy(loop("left", "ping", "pong"), loop("right", "pong", "ping"))
    left = start(cast, "left")
    right = start(cast, "right", left.case_id)
    versions = left.row().version, right.row().version

    with pytest.raises(step.StepRefused, match="来回传递超过 40 次"), unit_of_work():
        actions.deliver(left.case_id, "ping", {}, None)
    assert (left.row().version, right.row().version) == versions
    assert [row.message for row in left.awaited() + right.awaited()] == ["ping", "pong"]


def test_a_suspended_process_takes_no_message_and_says_so(cast):
    deploy(LISTENER)
    run = start(cast, "listener")
    with unit_of_work():
        actions.suspend(run.id, run.case_id, None)
    with pytest.raises(Conflict, match="暂停"), unit_of_work():
        actions.deliver(run.case_id, "ping", {}, None)
    with unit_of_work():
        actions.resume(run.id, run.case_id, None)
        assert actions.deliver(run.case_id, "ping", {}, None) == 1
