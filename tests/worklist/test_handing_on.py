"""转办 and 委派: who may, to whom, what is written down, who is told, and who is faster."""

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import Party
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.identity.models import User
from app.notifications.models import Notice
from app.worklist import actions, choosing, delegations, task_view, transfers
from app.worklist.models import HumanTask, TaskCandidate
from tests.cast import (
    COMMITTEE_HEAD,
    DIRECTOR,
    MANAGER,
    MEDIATOR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    SUPERVISOR,
    TOWN_DIRECTOR,
    TRIAGE,
    VILLAGE_HEAD,
    WINDOW,
)
from tests.instances.running import at_once


@pytest.fixture
def shared(run, complete) -> int:
    """A task that both the window and triage may take."""
    complete()
    return run.open()["second"].id


def row(task_id: int) -> HumanTask:
    db.session.rollback()
    return db.session.get(HumanTask, task_id, populate_existing=True)


def told(cast, who: str) -> list[str]:
    return list(db.session.scalars(sa.select(Notice.text).where(Notice.user_id == cast.user(who)).order_by(Notice.id)))


def give(do, cast, verb, giver, taker, task_id, why="临时外出"):
    return do(verb, giver, cast.user(taker), why, task_id=task_id)


def test_a_task_given_away_is_the_colleagues_and_everybody_concerned_knows(cast, do, run, shared):
    do(actions.claim, WINDOW, task_id=shared)
    give(do, cast, transfers.transfer, WINDOW, TRIAGE, shared)

    assert row(shared).claimed_by_id == cast.user(TRIAGE)
    assert set(db.session.scalars(sa.select(TaskCandidate.taken_by_id).where(TaskCandidate.task_id == shared))) == {cast.user(TRIAGE)}
    assert run.lines("HANDOVER") == ["把“second”转给林芳办理。原因：临时外出"]
    assert told(cast, TRIAGE) == ["周敏把“second”转给您办理：临时外出"]


def test_only_a_colleague_who_could_do_it_is_offered_and_taken(cast, do, shared):
    with unit_of_work():
        names = {person.name for person in choosing.people("transfer", shared, "", cast.actor(WINDOW))}
    assert "林芳" in names and "吴梅" not in names and "高远" not in names
    for stranger in (OTHER_TOWN, DIRECTOR):
        with pytest.raises(Invalid) as refused:
            give(do, cast, transfers.transfer, WINDOW, stranger, shared)
        assert "能办这一步的同事" in refused.value.errors["person"][0]


def test_who_is_excluded_or_a_party_is_not_offered(cast, do, run, shared):
    with unit_of_work():
        db.session.get(HumanTask, shared).excluded = [cast.user(TRIAGE)]
    with pytest.raises(Invalid):
        give(do, cast, transfers.transfer, WINDOW, TRIAGE, shared)
    with unit_of_work():
        db.session.get(HumanTask, shared).excluded = []
        db.session.add(Party(case_id=run.case_id, position=1, role="APPLICANT", name="林芳"))
    with pytest.raises(Invalid):
        give(do, cast, transfers.transfer, WINDOW, TRIAGE, shared)


def test_a_reason_is_asked_for(cast, do, shared):
    with pytest.raises(Invalid) as refused:
        give(do, cast, transfers.transfer, WINDOW, TRIAGE, shared, why="  ")
    assert "转办原因" in refused.value.errors["reason"][0]


def test_who_does_not_have_it_may_not_give_it_away(cast, do, shared):
    do(actions.claim, WINDOW, task_id=shared)
    for who in (TRIAGE, MANAGER):
        with pytest.raises((Forbidden, NotFound)):
            give(do, cast, transfers.transfer, who, TRIAGE, shared)


def test_the_head_of_the_unit_may_and_the_holder_is_told(cast, do, run, shared):
    do(actions.claim, WINDOW, task_id=shared)
    give(do, cast, transfers.transfer, DIRECTOR, TRIAGE, shared, "周敏休假")
    assert run.lines("HANDOVER") == ["把周敏的“second”转给林芳办理。原因：周敏休假"]
    assert told(cast, WINDOW) == ["高远把您的“second”转给林芳办理：周敏休假"]


def test_a_supervisor_may_once_it_is_overdue_or_the_holder_has_left(cast, do, shared):
    do(actions.claim, WINDOW, task_id=shared)
    with pytest.raises(Forbidden, match="超期或办理人已离岗"):
        give(do, cast, transfers.transfer, SUPERVISOR, TRIAGE, shared)
    with unit_of_work():
        db.session.get(User, cast.user(WINDOW)).active = False
    give(do, cast, transfers.transfer, SUPERVISOR, TRIAGE, shared, "原办理人离岗")
    assert row(shared).claimed_by_id == cast.user(TRIAGE)
    with unit_of_work():
        db.session.get(HumanTask, shared).due_at = clock.now()
    with pytest.raises(Invalid):
        give(do, cast, transfers.transfer, SUPERVISOR, WINDOW, shared)


@pytest.mark.parametrize("verb", [transfers.transfer, delegations.delegate])
@pytest.mark.parametrize("who", [OTHER_TOWN, OTHER_VILLAGE])
def test_for_people_of_other_units_there_is_nothing_to_hand_on(cast, do, shared, verb, who):
    with pytest.raises(NotFound):
        give(do, cast, verb, who, TRIAGE, shared)


def test_of_a_transfer_and_a_completion_at_once_one_holds_and_the_other_is_told(app, cast, do, complete, run, shared):
    do(actions.claim, WINDOW, task_id=shared)
    results = at_once(app, lambda: give(do, cast, transfers.transfer, WINDOW, TRIAGE, shared),
                      lambda: complete(WINDOW, task_id=shared))
    (refused,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refused, Conflict) and ("没有提交" in refused.message or "已经办完" in refused.message)
    assert (row(shared).status, row(shared).claimed_by_id) in (
        ("DONE", cast.user(WINDOW)), ("OPEN", cast.user(TRIAGE)))


def test_of_two_transfers_at_once_one_holds(app, cast, do, shared):
    results = at_once(app, lambda: give(do, cast, transfers.transfer, WINDOW, TRIAGE, shared),
                      lambda: give(do, cast, transfers.transfer, DIRECTOR, WINDOW, shared))
    assert sum(isinstance(one, Exception) for one in results) <= 1
    assert row(shared).claimed_by_id in (cast.user(TRIAGE), cast.user(WINDOW))


@pytest.fixture
def lent(cast, do, shared) -> int:
    do(actions.claim, WINDOW, task_id=shared)
    give(do, cast, delegations.delegate, WINDOW, TRIAGE, shared, "请先核对金额")
    return shared


def test_a_lent_task_comes_back_with_the_answer_and_its_owner_confirms(cast, do, run, complete, lent):
    assert (row(lent).claimed_by_id, row(lent).owner_id) == (cast.user(TRIAGE), cast.user(WINDOW))
    do(delegations.answer, TRIAGE, {"note": "核对过了", "amount": 7}, task_id=lent)

    back = row(lent)
    assert (back.status, back.claimed_by_id, back.owner_id) == ("OPEN", cast.user(WINDOW), None)
    assert back.draft["amount"] == 7 and told(cast, WINDOW) == ["林芳办好了您委派的“second”，请确认后提交。"]
    complete(WINDOW, task_id=lent, amount=7)
    assert row(lent).status == "DONE" and run.lines("HANDOVER") == [
        "把“second”委派给林芳办理，办好后交回确认。事项：请先核对金额", "办好了周敏委派的“second”，交回确认。"]


def test_the_delegate_can_not_complete_nor_lend_it_on_nor_release_it(cast, do, complete, lent):
    with pytest.raises(Conflict, match="请点“交回”"):
        complete(TRIAGE, task_id=lent)
    with pytest.raises(Conflict, match="不能再往下委派"):
        give(do, cast, delegations.delegate, TRIAGE, WINDOW, lent)
    with pytest.raises(Conflict, match="交回"):
        do(actions.release, TRIAGE, task_id=lent)


def test_a_wrong_answer_is_refused_like_a_completion(do, lent):
    with pytest.raises(Invalid) as refused:
        do(delegations.answer, TRIAGE, {"note": "", "amount": "x"}, task_id=lent)
    assert set(refused.value.errors) == {"note", "amount"}


def test_the_owner_waits_and_may_recall_what_was_typed_stays(cast, do, complete, lent):
    with pytest.raises(Conflict, match="由周敏委派给林芳办理"):
        complete(WINDOW, task_id=lent)
    do(actions.save_draft, TRIAGE, {"note": "写到一半"}, task_id=lent)
    do(delegations.recall, WINDOW, task_id=lent)
    assert row(lent).claimed_by_id == cast.user(WINDOW) and row(lent).draft == {"note": "写到一半"}
    with pytest.raises(Conflict, match="可能已被收回"):
        do(delegations.answer, TRIAGE, {"note": "晚了"}, task_id=lent)


def test_who_can_not_do_it_hands_it_back_with_a_reason(cast, do, run, lent):
    do(delegations.hand_back, TRIAGE, "不了解情况", task_id=lent)
    assert row(lent).claimed_by_id == cast.user(WINDOW)
    assert "还给周敏。原因：不了解情况" in run.lines("HANDOVER")[-1]


def test_a_lent_task_that_a_leader_gives_away_is_nobodys_loan_any_more(cast, desk):
    task = desk.task(MEDIATOR, role="R04")
    for verb, giver, taker in ((delegations.delegate, MEDIATOR, COMMITTEE_HEAD), (transfers.transfer, TOWN_DIRECTOR, VILLAGE_HEAD)):
        with unit_of_work():
            verb(task, cast.user(taker), "换人办理", cast.actor(giver))
    assert (row(task).claimed_by_id, row(task).owner_id) == (cast.user(VILLAGE_HEAD), None)
    assert delegations.open_one(task) is None
    assert any("转给王建国办理" in text for text in told(cast, MEDIATOR)), "the owner is told, too"


def test_an_owner_who_has_left_gives_the_answer_to_the_pool(cast, do, lent):
    with unit_of_work():
        db.session.get(User, cast.user(WINDOW)).active = False
    do(delegations.answer, TRIAGE, {"note": "好了"}, task_id=lent)
    assert (row(lent).claimed_by_id, row(lent).status) == (None, "OPEN")


def test_of_a_recall_and_an_answer_at_once_one_holds(app, cast, do, lent):
    results = at_once(app, lambda: do(delegations.recall, WINDOW, task_id=lent),
                      lambda: do(delegations.answer, TRIAGE, {"note": "好了"}, task_id=lent))
    assert sum(isinstance(one, Conflict) for one in results) == 1
    assert (row(lent).claimed_by_id, row(lent).owner_id) == (cast.user(WINDOW), None)


def test_the_delegate_sees_the_form_while_it_is_theirs(cast, lent):
    db.session.rollback()
    shown = task_view.for_page(lent, cast.actor(TRIAGE))
    assert shown["doable"] and not shown["withheld"]
