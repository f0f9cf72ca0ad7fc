"""Sending back and withdrawing: exactly what lies between goes, and whatever is left can always go on."""

import itertools

import pytest

from app.engine import effects as e
from app.engine import machine
from app.engine.failures import ClosesMore, NoWayBack, StepGone
from app.engine.returning import Done
from tests.engine.drawing import bundle_of, drawn
from tests.engine.driver import at
from tests.engine.going import Going

FACTS = {"clock": {"c1": {"dueAt": at("2026-03-04 09:00")}, "c2": {"dueAt": at("2026-03-05 09:00")}}}
CLOCKED = """<userTask id="{0}"><extensionElements><spiffworkflow:properties><spiffworkflow:property name="clocks"
 value="{1}"/></spiffworkflow:properties></extensionElements></userTask>
<boundaryEvent id="t_{0}" attachedToRef="{0}"><timerEventDefinition><timeDate>clock.{1}.dueAt</timeDate>
</timerEventDefinition></boundaryEvent><endEvent id="e_{0}"/>"""


def chain(*tasks: str, body: str = "") -> Going:
    body += '<startEvent id="s"/><endEvent id="e"/>' + "".join(f'<userTask id="{t}"/>' for t in tasks)
    steps = ["s", *tasks, "e"]
    return Going("p", bundle=bundle_of(drawn(body, *(f"{a} {b}" for a, b in itertools.pairwise(steps)))))


FORK = drawn('<startEvent id="s"/><userTask id="before"/><parallelGateway id="f"/><userTask id="a1"/><userTask id="a2"/>'
             '<userTask id="b1"/><userTask id="b2"/><parallelGateway id="j"/><userTask id="after"/>'
             '<exclusiveGateway id="gw" default="f10"/><endEvent id="e"/>',
             "s before", "before f", "f a1", "a1 a2", "a2 j", "f b1", "b1 b2", "b2 j", "j after", "after gw", "gw e",
             "gw before outcome = &quot;again&quot;")


@pytest.fixture
def fork() -> Going:
    return Going("p", bundle=bundle_of(FORK)).complete("before")


def test_a_task_goes_back_to_any_that_was_done_before_it_the_latest_first():
    walk = chain("a", "b", "c").complete("a").complete("b")
    assert list(walk.ways("c")) == ["b", "a"]
    assert walk.back("c", "a").open == ["a"]
    assert walk.complete("a").complete("b").complete("c").done


def test_what_did_not_come_before_is_no_target():
    walk = chain("a", "b")
    assert walk.ways("a") == {}
    forged = Done("99", "b", "p", ":")
    with pytest.raises(NoWayBack):
        machine.send_back(walk.bundle, walk.state, walk.task("a").step, forged, (), walk.around)


def test_a_closed_task_cannot_be_sent_back():
    walk = chain("a", "b").complete("a")
    with pytest.raises(StepGone):
        machine.ways_back(walk.bundle, walk.state, "1", walk.done_before)


def test_within_its_branch_it_leaves_the_other_branch_alone(fork):
    fork.complete("a1").complete("b1")
    way = fork.ways("a2")["a1"]
    assert way.closes == () and set(fork.ways("a2")) == {"a1", "before"}
    fork.back("a2", "a1")
    assert fork.open == ["a1", "b2"]
    fork.complete("a1").complete("b2").complete("a2")
    assert fork.open == ["after"]


def test_before_the_fork_it_ends_the_other_branch_and_says_so(fork):
    fork.complete("a1").complete("b1")
    way = fork.ways("a2")["before"]
    assert way.closes == (fork.task("b2").step,)
    with pytest.raises(ClosesMore) as more:
        machine.send_back(fork.bundle, fork.state, fork.task("a2").step, way.done, (), fork.around)
    assert more.value.steps == way.closes
    assert fork.back("a2", "before").open == ["before"]
    fork.complete("before").complete("a1").complete("a2").complete("b1").complete("b2").complete("after", outcome="no")
    assert fork.done


def test_a_branch_that_waits_at_the_join_goes_with_it(fork):
    fork.complete("b1").complete("b2").back("a1", "before")
    assert fork.open == ["before"]
    fork.complete("before")
    assert fork.open == ["a1", "b1"]


def test_after_the_join_there_is_no_way_into_one_branch_only(fork):
    for element in ("a1", "a2", "b1", "b2"):
        fork.complete(element)
    assert set(fork.ways("after")) == {"before"}


def test_in_a_loop_the_last_time_counts_and_no_branch_of_the_round_before(fork):
    for element in ("a1", "a2", "b1", "b2"):
        fork.complete(element)
    fork.complete("after", outcome="again").complete("before").complete("a1")
    assert set(fork.ways("a2")) == {"a1", "before", "after"}
    assert set(fork.ways("b1")) == {"before", "after"}
    assert fork.back("a2", "after").open == ["after"]


def test_out_of_a_called_process_into_its_caller():
    caller = drawn('<startEvent id="s"/><userTask id="first"/><callActivity id="ca" calledElement="q"/><endEvent id="e"/>',
                   "s first", "first ca", "ca e")
    called = drawn('<startEvent id="s"/><userTask id="inner1"/><userTask id="inner2"/><endEvent id="e"/>', "s inner1",
                   "inner1 inner2", "inner2 e", process="q")
    walk = Going("p", bundle=bundle_of(caller, called)).complete("first").complete("inner1")
    assert {name: way.scopes for name, way in walk.ways("inner2").items()} == {"inner1": 0, "first": 1}
    assert walk.back("inner2", "first").open == ["first"]
    walk.complete("first").complete("inner1")
    assert len(walk.ways("inner2")) == 2
    assert walk.complete("inner2").done


MANY = drawn('<startEvent id="s"/><userTask id="plan"/><subProcess id="each"><startEvent id="is"/><userTask id="do"/>'
             '<userTask id="report"/><endEvent id="ie"/><sequenceFlow id="i1" sourceRef="is" targetRef="do"/>'
             '<sequenceFlow id="i2" sourceRef="do" targetRef="report"/><sequenceFlow id="i3" sourceRef="report" targetRef="ie"/>'
             '<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>'
             '</subProcess><userTask id="sum"/><endEvent id="e"/>', "s plan", "plan each", "each sum", "sum e")


def test_of_several_instances_one_goes_back_alone_or_all_are_left_together():
    walk = Going("p", bundle=bundle_of(MANY)).complete("plan")
    one, two, _ = walk.tasks("do")
    walk.complete_step(one.step).complete_step(two.step)
    assert walk.open == ["do", "report", "report"]
    assert {name: len(way.closes) for name, way in walk.ways("report").items()} == {"do": 0, "plan": 2}
    assert walk.back("report", "do").open == ["do", "do", "report"]
    assert walk.back("report", "plan").open == ["plan"]
    assert len(walk.complete("plan").tasks("do")) == 3


def test_into_what_several_did_all_begin_anew():
    several = drawn('<startEvent id="s"/><userTask id="vote"><multiInstanceLoopCharacteristics><loopCardinality>2'
                    '</loopCardinality></multiInstanceLoopCharacteristics></userTask><userTask id="sum"/><endEvent id="e"/>',
                    "s vote", "vote sum", "sum e")
    walk = Going("p", bundle=bundle_of(several))
    one, two = walk.tasks("vote")
    walk.complete_step(one.step)
    assert walk.ways("vote") == {}
    walk.complete_step(two.step)
    assert walk.ways("sum")["vote"].anew
    assert walk.back("sum", "vote").open == ["vote", "vote"]


def test_what_runs_beside_the_flow_stays_and_has_nothing_before_it():
    body = ('<userTask id="a"/><userTask id="b"/><startEvent id="s"/><endEvent id="e"/><subProcess id="es" '
            'triggeredByEvent="true"><startEvent id="ss" isInterrupting="false"><messageEventDefinition messageRef="m"/>'
            '</startEvent><userTask id="note"/><endEvent id="se"/><sequenceFlow id="x1" sourceRef="ss" targetRef="note"/>'
            '<sequenceFlow id="x2" sourceRef="note" targetRef="se"/></subProcess>')
    walk = Going("p", bundle=bundle_of(drawn(body, "s a", "a b", "b e", declared='<message id="m" name="m"/>')))
    walk.complete("a").deliver("m")
    assert walk.ways("note") == {} and walk.ways("b")["a"].closes == ()
    assert walk.back("b", "a").open == ["a", "note"]


def test_clocks_and_timers_of_what_is_left_go_and_of_what_is_entered_begin_anew():
    body = '<startEvent id="s"/><endEvent id="e"/>' + CLOCKED.format("a", "c1") + CLOCKED.format("b", "c2")
    walk = Going("p", bundle=bundle_of(drawn(body, "s a", "a b", "b e", "t_a e_a", "t_b e_b")), facts=FACTS).complete("a")
    assert set(walk.timers) == {"t_b"}
    walk.calls.clear()
    walk.back("b", "a")
    assert set(walk.timers) == {"t_a"} and walk.timers["t_a"] == at("2026-03-04 09:00")
    assert [(call.operator, call.element) for call in walk.calls] == [("clock.leave", "b"), ("clock.enter", "a")]


def test_a_withdrawn_step_leaves_everything_as_it_was_under_the_same_step():
    body = '<startEvent id="s"/><endEvent id="e"/>' + CLOCKED.format("a", "c1") + CLOCKED.format("b", "c2")
    walk = Going("p", {"n": 1}, bundle=bundle_of(drawn(body, "s a", "a b", "b e", "t_a e_a", "t_b e_b")), facts=FACTS)
    step = walk.task("a").step
    walk.complete("a", n=2).withdraw()
    assert walk.open == ["a"] and walk.variables == {"n": 1} and set(walk.timers) == {"t_a"}
    assert walk.happened(e.TaskReopened) == [e.TaskReopened(step, "a")] and walk.task("a").step == step
    first = walk.complete_step(step).task("b").step
    assert int(first) > int(step)


def test_a_step_number_is_never_given_twice_not_even_after_a_withdrawal():
    walk = chain("a", "b").complete("a")
    gone = walk.task("b").step
    assert walk.withdraw().complete("a").task("b").step != gone


def test_a_withdrawn_fork_and_a_withdrawn_end_of_a_called_process_come_back(fork):
    fork.withdraw()
    assert fork.open == ["before"]
    fork.complete("before")
    assert fork.open == ["a1", "b1"]
    for element in ("a1", "a2", "b1"):
        fork.complete(element)
    fork.complete("b2").withdraw()
    assert fork.open == ["b2"] and fork.complete("b2").open == ["after"]


def test_branches_of_a_loop_stay_short():
    """A way out of each round's fork that ends by itself must not make the path of the others grow."""
    loop = drawn('<startEvent id="s"/><userTask id="again"/><parallelGateway id="f"/><endEvent id="aside"/>', "s again",
                 "again f", "f again", "f aside")
    walk = Going("p", bundle=bundle_of(loop))
    sizes = set()
    for _ in range(60):
        walk.complete("again")
        sizes.add(len(walk.task("again").place))
    assert max(sizes) < 60 and len(walk.state) < 500
