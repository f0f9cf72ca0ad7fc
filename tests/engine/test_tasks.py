"""Tasks of every kind, and what becomes of their data."""

import pytest

from app.engine import effects as e
from app.engine.failures import BpmnError, EngineFailure, StepGone
from tests.engine.drawing import bundle_of, drawn
from tests.engine.driver import Walk


def serve(call):
    match call.operator:
        case "case.number":
            return {"caseNo": f"{call.parameters['prefix']}-{call.parameters['size']}"}
        case "case.whole":
            return {"a": 1}


def tasks_until(element: str) -> Walk:
    walk = Walk("tasks", {"who": "张三", "lastUser": 7}, serve=serve)
    if element != "ut_fill":
        walk.complete("ut_fill", amount=4)
    return walk


def test_an_opened_task_carries_its_settings_with_feel_evaluated():
    task = tasks_until("ut_fill").task("ut_fill")
    assert (task.process, task.name, task.local) == ("tasks", "ut_fill", {})
    assert task.settings == {"form": "f/fill", "role": ["R01", "R02"], "title": "给张三", "exclude": [7],
                             "keep": "amount"}


def test_the_engine_runs_on_until_something_has_to_come_from_outside():
    walk = tasks_until("receive")
    assert walk.open == [] and walk.messages == ["msg_answer"]
    assert [(call.operator, call.parameters) for call in walk.calls] == [
        ("case.number", {"prefix": "云", "size": 8}), ("case.whole", {})]
    assert walk.variables == {"who": "张三", "lastUser": 7, "amount": 4, "double": 8, "caseNo": "云-8", "whole": {"a": 1},
                              "when": "2026-03-02T09:00:00+08:00"}


def test_effects_come_in_the_order_closed_happened_open():
    walk = tasks_until("receive")
    assert [type(effect) for effect in walk.effects] == [
        e.TaskClosed, e.ServiceDone, e.ServiceDone, e.MessageThrown, e.MessageAwaited]
    assert walk.happened(e.ServiceDone)[0] == e.ServiceDone("st_number", "st_number", "case.number")
    assert walk.happened(e.MessageThrown) == [e.MessageThrown("msg_sent", {"amount": 4}, "send")]


def test_receive_then_confirm_by_hand_then_pass_a_task_without_meaning_to_the_end():
    walk = tasks_until("receive").deliver("msg_answer", text="好")
    assert walk.variables["answer"] == {"text": "好"} and walk.open == ["confirm"]
    walk.complete("confirm")
    assert walk.done and walk.effects[-1] == e.Ended("done", "办结")


def test_a_completed_step_is_gone():
    walk = tasks_until("ut_fill")
    step = walk.task("ut_fill").step
    walk.complete("ut_fill", amount=1)
    for gone in (step, "999", "0", ""):
        with pytest.raises(StepGone):
            walk.complete_step(gone)


def test_an_ended_instance_takes_no_more_commands():
    walk = Walk("timer_start").complete("ut_report")
    with pytest.raises(StepGone):
        walk.complete_step("2")
    with pytest.raises(StepGone):
        walk.retime()


def test_the_real_failure_of_an_operator_comes_out_unmasked():
    def broken(call):
        raise ZeroDivisionError("the operator's own fault")

    with pytest.raises(EngineFailure) as failure:
        Walk("tasks", {"who": "", "lastUser": None}, serve=broken).complete("ut_fill", amount=1)
    assert (failure.value.element, failure.value.expression, failure.value.kind) == (
        "st_number", "case.number", "SERVICE")
    assert "own fault" in failure.value.sentence and isinstance(failure.value.__cause__, ZeroDivisionError)


def test_what_an_operator_refuses_on_purpose_passes_through():
    class Refusal(Exception):
        pass

    def refusing(call):
        raise Refusal("别人刚刚改过")

    with pytest.raises(Refusal):
        Walk("tasks", {"who": "", "lastUser": None}, serve=refusing).complete("ut_fill", amount=1)


def test_an_operator_may_refuse_and_the_element_is_named():
    def refusing(call):
        raise EngineFailure("", call.operator, "没有这个服务。", "UNKNOWN_OPERATOR")

    with pytest.raises(EngineFailure) as refused:
        Walk("tasks", {"who": "", "lastUser": None}, serve=refusing).complete("ut_fill", amount=1)
    assert (refused.value.element, refused.value.kind) == ("st_number", "UNKNOWN_OPERATOR")


def test_a_business_error_of_an_operator_goes_to_its_boundary_event():
    def failing(call):
        raise BpmnError("err_known", {"why": "x"})

    walk = Walk("service_error", serve=failing)
    assert walk.open == ["ut_known"] and walk.variables == {"why": "x"}
    assert Walk("service_error").open == ["ut_fine"]


def test_a_business_error_that_nobody_catches_is_a_failure():
    def failing(call):
        raise BpmnError("err_other")

    with pytest.raises(EngineFailure) as failure:
        Walk("service_error", serve=failing)
    assert (failure.value.element, failure.value.kind) == ("st", "UNCAUGHT_ERROR")


def test_facts_are_asked_only_when_mentioned_and_again_after_a_service():
    facts = {"clock": {"CK01": {"halfAt": None, "dueAt": None}}}
    walk = Walk("timers", facts=facts)
    assert walk.asked == 1
    assert Walk("exclusive", {"amount": 1}, facts=facts).asked == 0


def test_a_script_must_be_a_context():
    bundle = bundle_of(drawn("<scriptTask id='sc'><script>1 + 1</script></scriptTask>"))
    with pytest.raises(EngineFailure) as failure:
        Walk("p", bundle=bundle)
    assert (failure.value.element, failure.value.expression, failure.value.kind) == ("sc", "1 + 1", "EXPRESSION")


def test_an_expression_that_fails_names_its_element_and_text():
    bundle = bundle_of(drawn("<scriptTask id='sc'><script>{a: nowhere(1)}</script></scriptTask>"))
    with pytest.raises(EngineFailure) as failure:
        Walk("p", bundle=bundle)
    assert (failure.value.element, failure.value.expression) == ("sc", "{a: nowhere(1)}")
    assert "不存在的函数" in failure.value.sentence
