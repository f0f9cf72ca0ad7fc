"""Timers: worked out from FEEL at the end of a command, stored, and fired only from outside."""

from datetime import timedelta

import pytest

from app.engine import effects as e
from app.engine.failures import EngineFailure
from tests.engine.drawing import bundle_of, drawn
from tests.engine.driver import Walk, at


def clocked(half="2026-03-03 09:00", due="2026-03-06 17:30") -> Walk:
    """A task whose clock does not exist before the engine has asked for it."""
    walk_facts = {"clock": {"CK01": {"halfAt": None, "dueAt": None}}}

    def serve(call):
        if call.operator == "clock.enter":
            walk_facts["clock"]["CK01"] = {"halfAt": half and at(half), "dueAt": due and at(due)}

    return Walk("timers", facts=walk_facts, serve=serve)


def test_the_clock_starts_before_the_timers_that_follow_it_are_worked_out():
    walk = clocked()
    assert [(call.operator, call.parameters, call.element) for call in walk.calls] == [
        ("clock.enter", {"clocks": ["CK01"]}, "ut_work")]
    assert walk.timers == {"half": at("2026-03-03 09:00"), "due": at("2026-03-06 17:30")}
    assert {effect.element: effect.interrupting for effect in walk.happened(e.TimerSet)} == {"half": False, "due": True}


def test_a_timer_beside_a_task_fires_once_and_leaves_the_task_open():
    walk = clocked().fire("half")
    assert walk.open == ["ut_remind", "ut_work"] and walk.timers == {"due": at("2026-03-06 17:30")}
    assert walk.happened(e.TimerFired)[0].name == "half"
    assert walk.complete("ut_work").open == ["ut_remind"] and walk.timers == {}
    assert walk.calls[-1].operator == "clock.leave"
    assert walk.complete("ut_remind").done


def test_an_interrupting_timer_takes_the_task_away():
    walk = clocked().fire("due")
    assert walk.open == ["ut_late"] and walk.timers == {}
    assert [effect.how for effect in walk.happened(e.TaskClosed)] == ["CANCELLED"]
    assert {type(effect) for effect in walk.effects} == {e.TaskClosed, e.TimerFired, e.TaskOpened, e.TimerCleared}
    assert [call.operator for call in walk.calls] == ["clock.enter", "clock.leave"]


def test_a_moved_clock_moves_its_timers_and_only_those():
    walk = clocked()
    walk.facts["clock"]["CK01"]["dueAt"] = at("2026-03-09 17:30")
    walk.retime()
    assert [(effect.element, effect.due) for effect in walk.effects] == [("due", at("2026-03-09 17:30"))]
    assert walk.retime().effects == ()


def test_a_suspended_clock_disarms_its_timers_until_it_goes_on():
    walk = clocked()
    kept = walk.facts["clock"]["CK01"]
    walk.facts["clock"]["CK01"] = {"halfAt": None, "dueAt": None}
    assert walk.retime().timers == {"half": None, "due": None}
    walk.facts["clock"]["CK01"] = kept
    assert walk.retime().timers == {"half": at("2026-03-03 09:00"), "due": at("2026-03-06 17:30")}


def test_a_timer_never_fires_early_and_the_row_is_put_right():
    walk = clocked()
    steps = {effect.element: effect.step for effect in walk.happened(e.TimerSet)}
    walk.fire_steps(steps["due"], "999")
    assert walk.open == ["ut_work"]
    assert walk.effects[0] == e.TimerSet(steps["due"], "due", at("2026-03-06 17:30"), True)
    assert walk.effects[1] == e.TimerCleared("999", "")


def test_a_timer_whose_time_was_already_past_is_due_at_once():
    walk = clocked(half="2026-01-01 00:00")
    assert walk.timers["half"] == at("2026-01-01 00:00")
    assert walk.fire("half").open == ["ut_remind", "ut_work"]


def test_two_timers_due_together_both_fire_in_order():
    walk = clocked()
    steps = {effect.element: effect.step for effect in walk.happened(e.TimerSet)}
    walk.wait(days=30).fire_steps(steps["half"], steps["due"])
    assert walk.open == ["ut_late", "ut_remind"]
    assert [effect.element for effect in walk.happened(e.TimerFired)] == ["half", "due"]


def test_bare_iso_texts_work_and_naive_times_are_the_centres():
    walk = Walk("timer_catch")
    assert walk.timers == {"pause": at("2026-03-02 10:00")}
    assert walk.fire("pause").timers == {"until": at("2026-03-05 09:00")}
    assert walk.fire("until").open == ["ut_after"]


def test_a_duration_counts_from_when_it_was_first_armed():
    walk = Walk("timer_catch").wait(minutes=30)
    assert walk.retime().effects == () and walk.timers == {"pause": at("2026-03-02 10:00")}


def test_a_cycle_repeats_as_often_as_it_says():
    walk = Walk("timer_cycle", facts={"calendar": {"nextWorkingMorning": None}})
    for hour, due in enumerate(("10:00", "11:00", "12:00"), 1):
        assert walk.timers["every_hour"] == at(f"2026-03-02 {due}")
        walk.fire("every_hour")
        assert walk.variables["hours"] == hour and walk.open == ["ut_work"]
    assert "every_hour" not in walk.timers


def test_missed_repeats_come_as_one():
    walk = Walk("timer_cycle", facts={"calendar": {"nextWorkingMorning": None}}).wait(hours=2, minutes=10)
    walk.fire("every_hour")
    assert walk.variables["hours"] == 1 and walk.timers["every_hour"] == at("2026-03-02 12:00")
    walk.wait(days=3).fire("every_hour")
    assert walk.variables["hours"] == 2 and "every_hour" not in walk.timers


def test_a_cycle_given_as_the_next_time_is_asked_for_after_each_firing():
    walk = Walk("timer_cycle", facts={"calendar": {"nextWorkingMorning": at("2026-03-03 08:30")}})
    assert walk.timers["each_morning"] == at("2026-03-03 08:30")
    walk.facts["calendar"]["nextWorkingMorning"] = at("2026-03-09 08:30")
    walk.wait(days=6).fire("each_morning")
    assert walk.timers["each_morning"] == at("2026-03-09 08:30") and walk.variables["mornings"] == 1


def test_a_next_time_that_is_not_in_the_future_does_not_fire_again_and_again():
    walk = Walk("timer_cycle", facts={"calendar": {"nextWorkingMorning": at("2026-03-03 08:30")}})
    walk.fire("each_morning")
    assert walk.timers["each_morning"] is None and walk.variables["mornings"] == 1


@pytest.mark.parametrize(("wait", "due"), [
    ("PT1H", "2026-03-02 10:00"), ("P1DT2H30M", "2026-03-03 11:30"), ("P1M", "2026-04-02 09:00"),
    ("P2W", "2026-03-16 09:00"), ("P1Y", "2027-03-02 09:00")])
def test_durations_may_come_as_text_from_feel(wait, due):
    assert Walk("timer_free", {"wait": wait}).timers == {"when": at(due)}


def test_months_end_where_months_end():
    bundle = bundle_of(drawn(
        "<userTask id='ut'/><boundaryEvent id='b' attachedToRef='ut'><timerEventDefinition><timeDuration>"
        "duration(\"P1M\")</timeDuration></timerEventDefinition></boundaryEvent>"))
    walk = Walk("p", bundle=bundle)
    assert walk.timers == {"b": at("2026-04-02 09:00")}


@pytest.mark.parametrize("wait", ["-PT1H", "P11Y", "P999999999999M", "P99999Y", "PT999999999999S", "bald", 7, "P", "PT",
                                  [1], True])
def test_negative_endless_and_senseless_durations_are_refused_with_the_element(wait):
    with pytest.raises(EngineFailure) as failure:
        Walk("timer_free", {"wait": wait})
    assert (failure.value.element, failure.value.kind) == ("when", "TIMER")


def test_null_is_a_timer_that_waits_to_be_armed():
    walk = Walk("timer_free", {"wait": None})
    assert walk.timers == {"when": None}
    assert walk.complete("ut_work").done and walk.timers == {}


def test_a_timer_start_is_told_to_whoever_starts_processes():
    walk = Walk("timer_start")
    assert walk.open == ["ut_report"]
    start = walk.bundle.processes["timer_start"].starts[0]
    assert (start.element, start.kind, start.what) == ("monthly", "timer", "R/P1M")


def test_now_in_an_expression_is_the_commands_time():
    bundle = bundle_of(drawn("<userTask id='ut'/><boundaryEvent id='b' attachedToRef='ut'><timerEventDefinition>"
                             "<timeDate>now() + duration(\"PT5M\")</timeDate></timerEventDefinition></boundaryEvent>"))
    walk = Walk("p", bundle=bundle)
    assert walk.timers == {"b": walk.now + timedelta(minutes=5)}
