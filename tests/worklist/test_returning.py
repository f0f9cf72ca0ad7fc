"""退回 and 撤回 as people do them, on the shipped diagrams and on a fork; the races between them and everything else."""

import pytest

from app import clock
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.worklist import actions, returning, withdrawing
from app.worklist.models import HumanTask
from tests.cast import MANAGER, OTHER_TOWN, OTHER_VILLAGE, TRIAGE, VILLAGE_HEAD, WINDOW
from tests.engine.test_returning import FORK
from tests.instances.running import at_once, deploy, start, task
from tests.journeys.walking import Walk, deploy_shipped

ROLE = '<userTask id="{0}"/>'


def forked() -> bytes:
    text = FORK.decode()
    for element in ("before", "a1", "a2", "b1", "b2", "after"):
        drawn = task(element, role="R01,R02").replace("<", "<bpmn:").replace("<bpmn:/", "</bpmn:").replace(
            "<bpmn:spiffworkflow", "<spiffworkflow").replace("</bpmn:spiffworkflow", "</spiffworkflow")
        text = text.replace(f"<bpmn:{ROLE.format(element)[1:]}", drawn)
    return text.encode()


@pytest.fixture
def fork(cast):
    deploy(forked())
    return start(cast)


@pytest.fixture
def step(cast):
    def act(run, element, who=WINDOW):
        row = run.open()[element]
        with unit_of_work():
            actions.complete(row.id, {"note": "说明"}, cast.actor(who))
        return row.id
    return act


@pytest.fixture
def back(cast):
    def act(run, element, target, who=WINDOW, agreed=(), why="材料不全"):
        number = run.open()[element].id
        with unit_of_work():
            to = next((one for one in returning.choices(number, cast.actor(who)) if one.name == target), None)
            return returning.send_back(number, to.task_id if to else 0, why, agreed, cast.actor(who))
    return act


def row(task_id) -> HumanTask:
    db.session.rollback()
    return db.session.get(HumanTask, task_id, populate_existing=True)


def test_it_lies_with_who_did_it_with_what_they_typed_and_says_why(cast, fork, step, back):
    step(fork, "before", TRIAGE)
    step(fork, "a1")
    number = back(fork, "a2", "a1")
    again = row(number)
    assert (again.element, again.claimed_by_id, again.draft["note"]) == ("a1", cast.user(WINDOW), "说明")
    assert again.sent_back["reason"] == "材料不全" and again.sent_back["by"] == "周敏"
    assert set(fork.open()) == {"a1", "b1"}
    assert fork.lines("RETURN") == ["把“a2”退回到“a1”。原因：材料不全"]


def test_colleagues_tasks_end_only_when_that_was_agreed(cast, fork, step, back):
    step(fork, "before")
    step(fork, "a1")
    other = fork.open()["b1"].id
    with pytest.raises(Conflict, match="退回会同时结束同事的任务：“b1”（待领取）"):
        back(fork, "a2", "before")
    assert set(fork.open()) == {"a2", "b1"}
    back(fork, "a2", "before", agreed=[other])
    assert set(fork.open()) == {"before"} and row(other).status == "CANCELLED"


def test_a_task_that_opens_meanwhile_is_asked_about_anew(cast, fork, step, back):
    step(fork, "before")
    step(fork, "a1")
    agreed = [fork.open()["b1"].id]
    step(fork, "b1", TRIAGE)
    with pytest.raises(Conflict, match="“b2”"):
        back(fork, "a2", "before", agreed=agreed)


def test_no_reason_no_target_no_right(cast, fork, step, back):
    step(fork, "before")
    with pytest.raises(Invalid):
        back(fork, "a1", "before", why="")
    with pytest.raises(Invalid):
        back(fork, "a1", "b2")
    for who in (OTHER_TOWN, OTHER_VILLAGE):
        with pytest.raises(NotFound):
            back(fork, "a1", "before", who=who)
    with pytest.raises((Forbidden, NotFound)):
        back(fork, "a1", "before", who=MANAGER)


def test_of_a_return_and_a_completion_at_once_one_holds(app, cast, fork, step, back):
    step(fork, "before")
    step(fork, "a1")
    number = fork.open()["a2"].id
    results = at_once(app, lambda: back(fork, "a2", "a1"), lambda: step(fork, "a2", TRIAGE))
    (refused,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refused, Conflict), refused
    assert row(number).status in ("DONE", "CANCELLED")
    assert ("a1" in fork.open()) == (row(number).status == "CANCELLED")


@pytest.fixture
def withdraw(cast):
    def act(task_id, who=WINDOW, why="填错了"):
        with unit_of_work():
            withdrawing.withdraw(task_id, why, cast.actor(who))
    return act


def test_my_last_step_comes_back_to_me(cast, fork, step, withdraw):
    number = step(fork, "before")
    assert withdrawing.may(row(number), cast.actor(WINDOW))
    withdraw(number)
    again = row(number)
    assert (again.status, again.claimed_by_id, again.draft["note"], again.done_at) == ("OPEN", cast.user(WINDOW), "说明", None)
    assert set(fork.open()) == {"before"}
    assert fork.lines("WITHDRAW") == ["撤回自己办结的“before”（已发出的通知和短信不会收回）。原因：填错了"]
    step(fork, "before")
    assert set(fork.open()) == {"a1", "b1"}


def test_once_somebody_has_begun_it_stays_done(cast, fork, step, withdraw):
    number = step(fork, "before")
    clock.move_to("2026-03-02 09:00")
    with unit_of_work():
        actions.claim(fork.open()["b1"].id, cast.actor(TRIAGE))
    assert not withdrawing.may(row(number), cast.actor(WINDOW))
    with pytest.raises(Conflict, match="林芳已经开始办理“b1”"):
        withdraw(number)
    assert set(fork.open()) == {"a1", "b1"}


def test_a_draft_or_a_step_of_a_colleague_is_an_act_too(cast, fork, step, withdraw):
    number = step(fork, "before")
    with unit_of_work():
        actions.save_draft(fork.open()["a1"].id, {"note": "在写"}, cast.actor(TRIAGE))
    with pytest.raises(Conflict, match="开始办理"):
        withdraw(number)
    step(fork, "b1", TRIAGE)
    with pytest.raises(Conflict):
        withdraw(number)


def test_only_ones_own(cast, fork, step, withdraw):
    number = step(fork, "before")
    with pytest.raises(Forbidden, match="自己办结"):
        withdraw(number, TRIAGE)
    with pytest.raises(NotFound):
        withdraw(number, OTHER_TOWN)
    with pytest.raises(Invalid):
        withdraw(number, why=" ")


def test_of_a_withdrawal_and_a_claim_at_once_one_holds(app, cast, fork, step, withdraw):
    number = step(fork, "before")
    follower = fork.open()["a1"].id

    def claim():
        with unit_of_work():
            actions.claim(follower, cast.actor(TRIAGE))

    results = at_once(app, lambda: withdraw(number), claim)
    (refused,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refused, Conflict), refused
    assert "撤销" in refused.message or "林芳已经开始办理" in refused.message
    assert (row(number).status, row(follower).status) in (("OPEN", "CANCELLED"), ("DONE", "OPEN"))


def test_on_the_shipped_diagrams_a_case_goes_back_to_triage_with_its_status(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    walk = Walk(cast).register(WINDOW)
    walk.take("ut_accept_review lin.fang")
    review = walk.task("ut_triage_confirm")
    names = {one.name: one.blocked for one in returning.choices(review.id, cast.actor(TRIAGE))}
    assert "受理审核" in names
    db.session.rollback()
    before = walk.statuses()
    with unit_of_work():
        to = next(one for one in returning.choices(review.id, cast.actor(TRIAGE)) if one.name == "受理审核")
        returning.send_back(review.id, to.task_id, "受理依据要补充", [], cast.actor(TRIAGE))
    assert "ut_accept_review" in walk.open() and "ut_triage_confirm" not in walk.open()
    assert walk.case().status == "REGISTERED" and walk.statuses()[:len(before)] == before
    walk.take("""
        ut_accept_review lin.fang
        ut_triage_confirm lin.fang dispatch
        ut_sign wang.jianguo sign
    """)
    assert walk.case().status in ("SIGNED", "HANDLING")


def test_on_the_shipped_diagrams_a_step_that_told_other_processes_stays(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    walk = Walk(cast).register(WINDOW)
    walk.take("ut_accept_review lin.fang\n ut_triage_confirm lin.fang dispatch")
    sign = walk.task("ut_sign")
    blocked = {one.name: one.blocked for one in returning.choices(sign.id, cast.actor(VILLAGE_HEAD))}
    assert "已启动关联流程" in blocked["研判定级派单"] if "研判定级派单" in blocked else all(blocked.values())
