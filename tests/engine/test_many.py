"""Activities done several times; only in here are names local."""

import pytest

from app.engine.failures import EngineFailure
from tests.engine.drawing import bundle_of, drawn
from tests.engine.driver import Walk

PEOPLE = [{"id": 1}, {"id": 2}, {"id": 3}]


def test_each_person_has_an_instance_with_names_of_its_own():
    walk = Walk("many_parallel", {"people": PEOPLE})
    tasks = walk.tasks("ut_vote")
    assert [task.local for task in tasks] == [{"loopCounter": n, "person": {"id": n}} for n in (1, 2, 3)]
    assert [task.settings["assignee"] for task in tasks] == [1, 2, 3]


def test_answers_stay_local_and_are_collected_in_the_order_of_the_items():
    walk = Walk("many_parallel", {"people": PEOPLE})
    first, second, third = (task.step for task in walk.tasks("ut_vote"))
    walk.complete_step(third, vote="no").complete_step(first, vote="yes").complete_step(second, vote="yes")
    assert walk.open == ["ut_after"]
    assert walk.variables == {"people": PEOPLE, "votes": ["yes", "yes", "no"]}


def test_enough_is_enough_and_the_rest_is_cancelled():
    walk = Walk("many_parallel", {"people": PEOPLE})
    first, second, _ = (task.step for task in walk.tasks("ut_vote"))
    walk.complete_step(first, vote="yes").complete_step(second, vote="yes")
    assert walk.open == ["ut_after"] and walk.variables["votes"] == ["yes", "yes"]


def test_nobody_to_ask_means_going_on():
    walk = Walk("many_parallel", {"people": []})
    assert walk.open == ["ut_after"] and walk.variables["votes"] == []


@pytest.mark.parametrize("people", [None, "abc", 3, {"a": 1}, [0] * 1001])
def test_what_is_no_list_or_too_long_is_refused(people):
    with pytest.raises(EngineFailure) as failure:
        Walk("many_parallel", {"people": people})
    assert (failure.value.element, failure.value.kind) == ("ut_vote", "MULTI_INSTANCE")


def test_one_after_the_other():
    walk = Walk("many_sequential")
    for who in "abc":
        assert [task.local["who"] for task in walk.tasks("ut_sign")] == [who]
        walk.complete("ut_sign")
    assert walk.open == ["ut_after"] and walk.variables == {"signed": ["a", "b", "c"]}


def test_a_number_of_times_collecting_all_that_was_written():
    walk = Walk("many_counted", {"times": 3}, serve=lambda call: {"noted": call.parameters["number"] * 10})
    assert walk.variables == {"times": 3, "notes": [{"noted": 10}, {"noted": 20}, {"noted": 30}]}


def test_a_thousand_automatic_instances_are_no_trouble():
    walk = Walk("many_counted", {"times": 1000}, serve=lambda call: {"n": call.parameters["number"]})
    assert len(walk.variables["notes"]) == 1000 and walk.open == ["ut_after"]


def test_subprocesses_and_called_processes_see_the_locals_of_their_instance():
    walk = Walk("many_scopes", {"numbers": [1, 2], "shared": "s"})
    first, second = (task.step for task in walk.tasks("ut_in"))
    walk.complete_step(second, word="b").complete_step(first, word="a")
    assert walk.variables == {"numbers": [1, 2], "shared": "s", "results": [10, 20]}
    assert walk.task("ut_called").local == {"loopCounter": 1, "result": 10, "twice": 20}
    walk.complete("ut_called").complete("ut_called")
    assert walk.open == ["ut_after"] and walk.variables["doubled"] == [20, 40]


def test_a_border_event_ends_all_instances():
    walk = Walk("many_scopes", {"numbers": [1, 2, 3], "shared": 0}).deliver("msg_all")
    assert walk.open == ["ut_all"] and walk.complete("ut_all").done


def test_a_loop_goes_on_while_its_condition_holds_and_at_most_so_often():
    walk = Walk("standard_loop").complete("ut_try", outcome="again").complete("ut_try", outcome="fine")
    assert walk.open == ["ut_after"] and walk.variables["outcome"] == "fine"
    walk = Walk("standard_loop")
    for _ in range(5):
        walk.complete("ut_try", outcome="again")
    assert walk.open == ["ut_after"]


def test_a_repeated_activity_starts_and_leaves_its_clocks_once():
    bundle = bundle_of(drawn(
        "<userTask id='ut'><extensionElements><spiffworkflow:properties><spiffworkflow:property name='clocks' "
        "value='CK01, CK02'/></spiffworkflow:properties></extensionElements><multiInstanceLoopCharacteristics>"
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>"))
    walk = Walk("p", bundle=bundle)
    assert [task.settings["clocks"] for task in walk.tasks("ut")] == ["CK01, CK02"] * 2
    walk.complete("ut").complete("ut")
    assert walk.done and [(call.operator, call.parameters) for call in walk.calls] == [
        ("clock.enter", {"clocks": ["CK01", "CK02"]}), ("clock.leave", {"clocks": ["CK01", "CK02"]})]


@pytest.mark.parametrize(("urgent", "clocks"), [(True, ["CK02", "CK01"]), (False, ["CK01"]), (None, ["CK01"])])
def test_clocks_may_depend_on_what_is_known_of_the_case(urgent, clocks):
    bundle = bundle_of(drawn(
        "<userTask id='ut'><extensionElements><spiffworkflow:properties><spiffworkflow:property name='clocks' "
        "value='=if urgent = true then \"CK02,CK01\" else \"CK01\"'/></spiffworkflow:properties></extensionElements></userTask>"))
    walk = Walk("p", {"urgent": urgent}, bundle=bundle).complete("ut")
    assert [(call.operator, call.parameters) for call in walk.calls] == [
        ("clock.enter", {"clocks": clocks}), ("clock.leave", {"clocks": clocks})]


def test_repetitions_may_hold_repetitions():
    inner = ("<task id='each'><multiInstanceLoopCharacteristics><loopDataInputRef>outer.parts</loopDataInputRef>"
             "<loopDataOutputRef>got</loopDataOutputRef><inputDataItem id='part'/><outputDataItem "
             "id='outer.name + part'/></multiInstanceLoopCharacteristics></task>")
    outer = (f"<subProcess id='sp'><multiInstanceLoopCharacteristics><loopDataInputRef>things</loopDataInputRef>"
             f"<loopDataOutputRef>all</loopDataOutputRef><inputDataItem id='outer'/><outputDataItem id='got'/>"
             f"</multiInstanceLoopCharacteristics>{inner}<userTask id='ut'/>"
             f"<sequenceFlow id='f' sourceRef='each' targetRef='ut'/></subProcess><userTask id='after'/>")
    things = [{"name": "x", "parts": ["1", "2"]}, {"name": "y", "parts": []}]
    walk = Walk("p", {"things": things}, bundle=bundle_of(drawn(outer, "sp after")))
    walk.complete("ut").complete("ut")
    assert walk.open == ["after"] and walk.variables == {"things": things, "all": [["x1", "x2"], []]}
