import pytest

from app.db import db
from app.errors import Conflict, Forbidden, Invalid
from app.worklist import actions, drafts, queries
from app.worklist.models import HumanTask
from tests.cast import DIRECTOR, TRIAGE, WINDOW
from tests.instances.running import at_once


@pytest.fixture
def shared(run, complete) -> int:
    """A task that both the window and triage may take."""
    complete()
    return run.open()["second"].id


def box(cast, who, name) -> list[int]:
    db.session.rollback()
    return [row.id for row in queries.worklist(cast.actor(who), name, queries.Filters()).items]


def test_a_claimed_task_leaves_the_pool_for_ones_own_list(cast, do, shared):
    assert box(cast, TRIAGE, "pool") == [shared] and box(cast, WINDOW, "pool") == [shared]
    do(actions.claim, TRIAGE, task_id=shared)

    assert box(cast, TRIAGE, "mine") == [shared] and box(cast, WINDOW, "pool") == []


def test_claiming_again_changes_nothing(do, shared):
    do(actions.claim, TRIAGE, task_id=shared)
    since = db.session.get(HumanTask, shared, populate_existing=True).claimed_at
    do(actions.claim, TRIAGE, task_id=shared)

    assert db.session.get(HumanTask, shared, populate_existing=True).claimed_at == since


def test_a_task_somebody_has_names_them(do, shared, complete):
    do(actions.claim, TRIAGE, task_id=shared)

    with pytest.raises(Conflict, match="已由林芳领取"):
        do(actions.claim, WINDOW, task_id=shared)
    with pytest.raises(Conflict, match="您填写的内容没有提交"):
        complete(WINDOW, task_id=shared)


def test_of_two_claims_at_once_one_holds(app, do, shared):
    results = at_once(app, lambda: do(actions.claim, WINDOW, task_id=shared),
                      lambda: do(actions.claim, TRIAGE, task_id=shared))

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]


def test_a_released_task_is_everybodys_again(cast, do, shared):
    do(actions.claim, TRIAGE, task_id=shared)
    do(actions.release, TRIAGE, task_id=shared)

    assert box(cast, TRIAGE, "mine") == [] and box(cast, WINDOW, "pool") == [shared]


def test_only_ones_own_task_can_be_released(do, shared):
    do(actions.claim, TRIAGE, task_id=shared)
    with pytest.raises(Conflict, match="不在您名下"):
        do(actions.release, WINDOW, task_id=shared)


def test_seeing_a_case_does_not_mean_taking_its_tasks(do):
    with pytest.raises(Forbidden, match="其他岗位或单位办理"):
        do(actions.claim, DIRECTOR)


def test_a_draft_is_kept_half_filled_and_gone_when_the_task_is_done(cast, do, run, complete):
    task_id = run.open()["first"].id
    do(actions.save_draft, WINDOW, {"note": "写到一"})
    assert drafts.shown_to(queries.task_row(task_id, cast.actor(WINDOW)), cast.actor(WINDOW)) == {"note": "写到一"}

    complete()
    done = db.session.get(HumanTask, task_id, populate_existing=True)
    assert done.draft is None and drafts.shown_to(done, cast.actor(WINDOW)) is None


def test_a_draft_may_be_wrong_but_not_huge(do):
    do(actions.save_draft, WINDOW, {"amount": "不是数字"})
    with pytest.raises(Invalid, match="草稿太大"):
        do(actions.save_draft, WINDOW, {"note": "长" * 600_000})
