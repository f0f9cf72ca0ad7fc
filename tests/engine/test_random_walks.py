"""Any order of events on any shape: never stranded, never out of step with its effects, always able to end.

The driver compares the effects with the saved state after every command; this drives it at random.
"""

import random

import pytest

from app.engine.failures import BpmnError, EngineFailure
from tests.engine.driver import SHAPES, Walk, at, shape

MEANT_TO_FAIL = {"call_itself", "endless", "stranded_join", "decision_list", "exclusive_without_default", "uncaught"}
NAMES = sorted({path.stem for path in SHAPES.glob("*.bpmn")} - MEANT_TO_FAIL - {"nothing_but_a_message"})
VARIABLES = {"amount": 5, "people": [{"id": 1}, {"id": 2}, {"id": 3}], "numbers": [1, 2], "times": 2, "wait": "PT1H",
             "riskLevel": "RED", "shared": 0, "a": True, "b": True, "who": "x", "lastUser": 1}
FACTS = {"clock": {"CK01": {"halfAt": at("2026-03-03 09:00"), "dueAt": at("2026-03-04 09:00")}},
         "calendar": {"nextWorkingMorning": at("2026-03-03 08:30")}}
SIGNALS = ("sig_all", "sig_red", "sig_x", "sig_s")


def serving(chance: random.Random):
    def serve(call):
        if call.operator == "may.fail" and chance.random() < 0.5:
            raise BpmnError("err_x" if call.process == "event_subprocess" else "err_known")
        return {"noted": 1}
    return serve


def answers(chance: random.Random) -> dict:
    return {"amount": chance.choice([0, 5, 500]), "way": chance.choice(["help", "halt", "bad", "fail", "cry", ""]),
            "outcome": chance.choice(["yes", "no", "again"]), "more": chance.random() < 0.3, "n": 999,
            "a": chance.random() < 0.5, "b": True, "leave": chance.random() < 0.5, "vote": chance.choice(["yes", "no"])}


def something(walk: Walk, chance: random.Random) -> None:
    """One command that is possible now."""
    due = [timer for timer, when in walk.timers.items() if when is not None]
    possible = [lambda task=task: walk.complete_step(task.step, **answers(chance)) for task in walk._tasks.values()]
    possible += [lambda timer=timer: walk.fire(timer) for timer in due]
    possible += [lambda message=message: walk.deliver(message, x=1) for message in walk.messages]
    possible += [lambda: walk.signal(chance.choice(SIGNALS)), walk.retime]
    chance.choice(possible)()


def something_or_an_allowed_failure(walk: Walk, chance: random.Random) -> None:
    try:
        something(walk, chance)
    except EngineFailure as failure:
        if failure.kind not in ("UNCAUGHT_ERROR", "GATEWAY"):
            raise


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", NAMES)
def test_a_random_walk_stays_whole(name, seed):
    chance = random.Random(f"{name}{seed}")
    walk = Walk(name, {**VARIABLES, "people": VARIABLES["people"] if "many" in name else 7}, facts=FACTS,
                serve=serving(chance), bundle=shape(name, "risk.dmn"))
    for _ in range(60):
        if walk.done:
            break
        assert walk.open or walk.timers or walk.messages or name in ("invariants_signal", "signals")
        something_or_an_allowed_failure(walk, chance)
    if walk.done:
        assert not walk.open and not walk.timers and not walk.messages
    else:
        assert walk.cancel().status == "CANCELLED"
    entered = [(call.element, call.operator) for call in walk.calls if call.operator.startswith("clock.")]
    assert all(entered.count((element, "clock.enter")) == entered.count((element, "clock.leave"))
               for element, _ in entered)


@pytest.mark.parametrize("name", sorted(MEANT_TO_FAIL - {"call_itself", "endless", "decision_list",
                                                         "exclusive_without_default"}))
def test_a_refused_command_changes_nothing(name):
    walk = Walk(name, {"way": "a"})
    before = walk.state
    with pytest.raises(EngineFailure):
        walk.complete(walk.open[0])
    assert walk.state == before and walk.open
