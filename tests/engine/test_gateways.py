"""Where tokens go and where they wait for each other."""

import pytest

from app.engine.failures import EngineFailure
from tests.engine.drawing import bundle_of, drawn
from tests.engine.driver import Walk


@pytest.mark.parametrize(("amount", "task"), [(101, "ut_much"), (5, "ut_some"), (0, "ut_none"), (None, "ut_none")])
def test_the_first_condition_that_holds_decides_else_the_default(amount, task):
    assert Walk("exclusive", {"amount": amount}).open == [task]


def test_no_condition_and_no_default_names_the_gateway_and_what_was_tried():
    with pytest.raises(EngineFailure) as failure:
        Walk("exclusive_without_default", {"amount": 1})
    assert (failure.value.element, failure.value.kind) == ("gw", "GATEWAY")
    assert failure.value.expression == "amount > 100；amount > 50"


@pytest.mark.parametrize(("answers", "tasks"), [
    ({"a": True, "b": True}, ["ut_a", "ut_b"]), ({"b": True}, ["ut_b"]), ({}, ["ut_rest"])])
def test_conditional_flows_out_of_a_task_are_taken_where_they_hold(answers, tasks):
    assert Walk("conditional_flows").complete("ut_ask", **answers).open == tasks


def test_several_flows_out_of_a_task_are_all_taken_and_dead_ends_end():
    walk = Walk("implicit_split").complete("ut_first")
    assert walk.open == ["ut_a", "ut_b"]
    assert not walk.complete("ut_b").done
    assert walk.complete("ut_a").done


def test_a_parallel_join_waits_for_every_flow():
    walk = Walk("parallel").complete("ut_b").complete("ut_a")
    assert walk.open == ["ut_c"]
    assert walk.complete("ut_c").open == ["ut_last"]
    assert walk.complete("ut_last").done


def test_a_parallel_join_in_a_loop_counts_each_round_anew():
    walk = Walk("parallel_loop")
    for more in (True, True, False):
        assert walk.open == ["ut_a", "ut_b"]
        assert walk.complete("ut_b").open == ["ut_a"]
        assert walk.complete("ut_a").open == ["ut_check"]
        walk.complete("ut_check", more=more)
    assert walk.done


def test_a_parallel_join_fed_by_alternatives_says_so():
    with pytest.raises(EngineFailure) as failure:
        Walk("stranded_join", {"way": "a"}).complete("ut_a")
    assert (failure.value.element, failure.value.kind) == ("join", "STRANDED")
    assert "f_ut_b_join" in failure.value.sentence


@pytest.mark.parametrize(("a", "b", "tasks"), [
    (True, True, ["ut_a", "ut_b"]), (True, False, ["ut_a"]), (False, True, ["ut_b"]), (False, False, ["ut_d"])])
def test_an_inclusive_join_waits_for_those_that_were_sent(a, b, tasks):
    walk = Walk("inclusive", {"a": a, "b": b})
    assert walk.open == tasks
    for task in tasks:
        assert "ut_last" not in walk.open
        walk.complete(task)
    if b:
        walk.complete("ut_b2")
    assert walk.open == ["ut_last"]
    assert walk.complete("ut_last").done


def test_an_inclusive_join_goes_on_when_the_other_token_turns_away():
    walk = Walk("inclusive_diverted").complete("ut_a")
    assert walk.open == ["ut_b"]
    assert walk.complete("ut_b", leave=True).open == ["ut_last"]


def test_the_first_event_decides_and_the_others_are_forgotten():
    walk = Walk("event_gateway")
    assert walk.messages == ["msg_yes"] and walk.timers == {"on_time": walk.now.replace(day=5)}
    assert [call.operator for call in walk.calls] == ["clock.enter"]
    walk.deliver("msg_yes", text="好")
    assert (walk.open, walk.messages, walk.timers) == (["ut_yes"], [], {})
    assert walk.variables == {"text": "好"}
    assert [(call.operator, call.element) for call in walk.calls] == [("clock.enter", "gw"), ("clock.leave", "gw")]


def test_the_event_may_be_a_time_or_a_signal():
    assert Walk("event_gateway").fire("on_time").open == ["ut_late"]
    walk = Walk("event_gateway").signal("sig_all")
    assert walk.open == ["ut_signal"]
    assert walk.complete("ut_signal").done


def test_a_joins_clock_runs_while_it_waits():
    clocked = ("<extensionElements><spiffworkflow:properties><spiffworkflow:property name='clocks' value='CK01'/>"
               "</spiffworkflow:properties></extensionElements>")
    bundle = bundle_of(drawn(f"<parallelGateway id='s'/><userTask id='a'/><userTask id='b'/><parallelGateway id='j'>"
                             f"{clocked}</parallelGateway><userTask id='after'/>", "s a", "s b", "a j", "b j", "j after"))
    walk = Walk("p", bundle=bundle).complete("a")
    assert [call.operator for call in walk.calls] == ["clock.enter"]
    walk.complete("b")
    assert [call.operator for call in walk.calls] == ["clock.enter", "clock.leave"] and walk.open == ["after"]


def test_surplus_tokens_wait_at_the_join_for_their_partners():
    bundle = bundle_of(drawn("<startEvent id='s'/><parallelGateway id='split'/><userTask id='a'/><task id='m'/>"
                             "<userTask id='b'/><parallelGateway id='j'/><userTask id='after'/>",
                             "s split", "split a", "split b", "split m", "m a", "a j", "b j", "j after"))
    walk = Walk("p", bundle=bundle)
    assert walk.open == ["a", "a", "b"]
    walk.complete("a").complete("b")
    assert walk.open == ["a", "after"]
    with pytest.raises(EngineFailure) as failure:
        walk.complete("a")
    assert (failure.value.element, failure.value.kind) == ("j", "STRANDED")
