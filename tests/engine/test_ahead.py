"""Who acts next is read from the diagrams before the step is taken."""

import itertools
import json

import pytest

from app.engine import ahead, conditions
from app.engine.bundle import compile_bundle
from app.forms import compile_form
from app.processes import shipped
from tests.engine.drawing import bundle_of, drawn


def step(name: str, inside: str = "") -> str:
    return (f'<userTask id="{name}" name="{name}"><extensionElements><spiffworkflow:properties>'
            f'<spiffworkflow:property name="form" value="f/x"/><spiffworkflow:property name="role" value="R01"/>'
            f"</spiffworkflow:properties></extensionElements>{inside}</userTask>")


def comes(bundle, outcome: str, element: str = "ask", process: str = "p", standing=()) -> list[str]:
    """ "a" comes for certain, "a?" perhaps, "a&" once the others are done, "." is the end, "~a" a wait. """
    marks = {ahead.TASK: "", ahead.WAIT: "~", ahead.END: "."}
    return [marks[one.kind] + ("" if one.kind == ahead.END else one.element) + ("" if one.certain else "&" if one.together else "?")
            for one in ahead.after(bundle, process, element, outcome, frozenset(standing))]


FORK = '<startEvent id="s"/><exclusiveGateway id="gw"/><endEvent id="e"/>' + step("ask") + step("a") + step("b") + step("c")


def test_a_condition_on_the_outcome_alone_is_decided():
    bundle = bundle_of(drawn(FORK, "s ask", "ask gw", 'gw a outcome = "yes"', 'gw b outcome in ("no", "never")', "gw c", "a e", "b e",
                             "c e"))
    assert [comes(bundle, outcome) for outcome in ("yes", "no", "later")] == [["a"], ["b"], ["c"]]


def test_what_depends_on_the_case_is_only_possible_and_a_false_part_rules_it_out():
    bundle = bundle_of(drawn(FORK, "s ask", "ask gw", 'gw a outcome = "yes" and case.tier = "TOWN"', "gw b amount &gt; 3", "gw c", "a e",
                             "b e", "c e"))
    assert comes(bundle, "yes") == ["a?", "b?", "c?"]
    assert comes(bundle, "no") == ["b?", "c?"]


def test_ways_that_all_lead_to_one_step_make_it_certain():
    bundle = bundle_of(drawn(FORK, "s ask", "ask gw", "gw a amount &gt; 3", "gw a amount &gt; 2", "gw a", "a b", "b c", "c e"))
    assert comes(bundle, "yes") == ["a"]


def test_a_script_on_the_way_passes_on_what_it_makes_of_the_outcome():
    script = ('<scriptTask id="sc"><script>{seen: amount, way: if outcome = "yes" then "left" else "right", outcome: null}</script>'
              "</scriptTask>")
    bundle = bundle_of(drawn(FORK + script, "s ask", "ask sc", "sc gw", 'gw a way = "left"', 'gw b outcome = "no"', "gw c", "a e", "b e",
                             "c e"))
    assert (comes(bundle, "yes"), comes(bundle, "no")) == (["a"], ["c"])


def test_branches_come_together_and_a_join_with_others_waits():
    gates = '<parallelGateway id="fork"/><parallelGateway id="join"/>'
    bundle = bundle_of(drawn(FORK + gates, "s ask", "ask fork", "fork a", "fork b", "a join", "b join",
                             "join gw", "gw c", "c e"))
    assert comes(bundle, "done") == ["a", "b"]
    assert comes(bundle, "done", "a") == ["c&"]


def test_a_wait_and_an_end_are_named_and_a_loop_comes_to_rest():
    wait = '<intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>'
    loop = '<scriptTask id="sc"><script>{round: round + 1}</script></scriptTask>'
    bundle = bundle_of(drawn(FORK + wait + loop, "s ask", "ask gw", 'gw w outcome = "wait"', 'gw e outcome = "end"', "gw sc", "sc gw",
                             "w a", "a b", "b c", "c e"))
    assert (comes(bundle, "wait"), comes(bundle, "end")) == (["~w"], ["."])
    assert comes(bundle, "round") == []


def called(*calls: str) -> bytes:
    body = '<startEvent id="s"/><endEvent id="e"/>' + "".join(
        f'<callActivity id="{call}" calledElement="p"/>' + step(f"after_{call}") for call in calls)
    chain = ["s", *(part for call in calls for part in (call, f"after_{call}")), "e"]
    return drawn(body, *(f"{one} {other}" for one, other in itertools.pairwise(chain)), process="caller")


CALLED = drawn('<startEvent id="s"/>' + step("ask") + '<endEvent id="e"/>', "s ask", "ask e")


def test_where_a_called_process_ends_its_caller_goes_on():
    assert comes(bundle_of(CALLED, called("one")), "done") == ["after_one"]


def test_of_several_callers_the_one_with_a_token_goes_on():
    bundle = bundle_of(CALLED, called("one", "two"))
    assert comes(bundle, "done") == ["after_one?", "after_two?"]
    assert comes(bundle, "done", standing=["two"]) == ["after_two"]
    assert comes(bundle, "done", "after_one", "caller") == ["ask"]


def test_an_escalation_at_the_end_goes_on_where_it_is_caught():
    thrown = '<escalation id="up" escalationCode="up"/>'
    inner = drawn('<startEvent id="s"/>' + step("ask") + '<endEvent id="e"><escalationEventDefinition escalationRef="up"/></endEvent>',
                  "s ask", "ask e", declared=thrown)
    caught = ('<boundaryEvent id="b" attachedToRef="one" cancelActivity="{}"><escalationEventDefinition escalationRef="up"/></boundaryEvent>')
    body = '<startEvent id="s"/><callActivity id="one" calledElement="p"/><endEvent id="e"/>' + step("plain") + step("caught")
    flows = ("s one", "one plain", "b caught", "plain e", "caught e")
    ending = bundle_of(inner, drawn(body + caught.format("true"), *flows, process="caller", declared=thrown))
    assert comes(ending, "done") == ["caught"]
    beside = bundle_of(inner, drawn(body + caught.format("false"), *flows, process="caller", declared=thrown))
    assert set(comes(beside, "done")) == {"caught?", "plain"}


def test_one_of_several_of_the_same_step_waits_for_the_others():
    several = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    bundle = bundle_of(drawn('<startEvent id="s"/>' + step("ask", several) + step("a") + '<endEvent id="e"/>', "s ask", "ask a", "a e"))
    assert comes(bundle, "done") == ["a&"]


def test_an_element_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        ahead.after(bundle_of(CALLED), "p", "nothing", "done")


@pytest.mark.parametrize(("condition", "known", "answer"), [
    ('outcome = "a"', {"outcome": "a"}, True), ('outcome = "a"', {"outcome": "b"}, False), ("true", {}, True),
    ('x = 1 and outcome = "a"', {"outcome": "b"}, False), ('x = 1 and outcome = "a"', {"outcome": "a"}, None),
    ('x = 1 or outcome = "a"', {"outcome": "b"}, None), ('outcome = "a" and x between 1 and 2', {"outcome": "b"}, None),
    ('x = 1 and (y = 2 and outcome = "a")', {"outcome": "b"}, None), ('x = " and " and y', {"outcome": "b"}, None)])
def test_a_condition_holds_does_not_or_depends(condition, known, answer):
    assert conditions.holds(condition, known) is answer


@pytest.fixture(scope="module")
def shipped_files():
    return shipped.read_bundle()


@pytest.fixture(scope="module")
def shipped_bundle(shipped_files):
    return compile_bundle(shipped_files)


def steps_of(bundle, files):
    """(process, element, outcome) of everything that can be answered in the shipped diagrams."""
    for process in bundle.processes.values():
        for element in process.elements.values():
            if element.type == "userTask":
                form = compile_form(json.loads(files[f"forms/{element.properties['form']}.json"]))
                yield from ((process.id, element.id, outcome) for outcome, _ in form.outcomes or [("done", "")])


def test_every_outcome_of_every_shipped_step_leads_somewhere(shipped_bundle, shipped_files):
    asked = list(steps_of(shipped_bundle, shipped_files))
    assert len(asked) > 200
    for process, element, outcome in asked:
        found = ahead.after(shipped_bundle, process, element, outcome)
        assert found, f"{process} {element} {outcome}"
        for one in found:
            assert one.element in shipped_bundle.processes[one.process].elements
            assert one.kind != ahead.TASK or (one.name and one.role)


@pytest.mark.parametrize(("process", "element", "outcome", "names"), [
    ("dispute_main", "ut_register", "void", ["误登作废"]),
    ("dispute_main", "ut_sign", "sign", ["首次联系"]),
    ("dispute_main", "ut_first_contact", "settled", ["办理结果填报"]),
    ("dispute_main", "ut_result_submit", "done", ["办结审核"]),
    ("mediation_core", "ut_agreement_review", "return", ["拟制协议书"]),
    ("mediation_core", "ut_agreement_review", "pass", ["签署协议"]),
    ("major_case", "ut_major_approve", "return", ["制定攻坚方案"]),
    ("tier_upgrade", "ut_upgrade_approve", "approve", ["签收"])])
def test_the_shipped_diagrams_say_plainly_what_comes(shipped_bundle, process, element, outcome, names):
    found = ahead.after(shipped_bundle, process, element, outcome)
    assert [one.name for one in found] == names and all(one.certain for one in found)
