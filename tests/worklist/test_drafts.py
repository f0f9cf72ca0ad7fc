"""What is typed and not sent is there again, for the person who typed it and nobody else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db, unit_of_work
from app.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from app.worklist import actions, drafts, task_view
from app.worklist.draft_models import TaskDraft
from tests import cast as people

COLLEAGUE = people.TRIAGE


@pytest.fixture
def second(run, complete):
    """The task that the window and triage may both do, free."""
    complete()
    return run.open()["second"].id


def opened_with(cast, task_id: int, who: str):
    return task_view.for_rest(task_id, cast.actor(who))["data"].get("note")


def test_two_people_in_front_of_a_free_task_each_find_their_own_words(do, cast, second):
    do(actions.save_draft, people.WINDOW, {"note": "窗口的话"}, task_id=second)
    do(actions.save_draft, COLLEAGUE, {"note": "研判的话"}, task_id=second)
    do(actions.save_draft, COLLEAGUE, {"note": "研判改过的话"}, task_id=second)
    assert (opened_with(cast, second, people.WINDOW), opened_with(cast, second, COLLEAGUE)) == ("窗口的话", "研判改过的话")


def test_claiming_makes_ones_words_the_tasks_and_giving_back_leaves_them(do, cast, second):
    do(actions.save_draft, people.WINDOW, {"note": "窗口的话"}, task_id=second)
    do(actions.claim, people.WINDOW, task_id=second)
    assert opened_with(cast, second, people.WINDOW) == "窗口的话"
    do(actions.save_draft, people.WINDOW, {"note": "领取后改的"}, task_id=second)
    do(actions.release, people.WINDOW, task_id=second)
    assert opened_with(cast, second, COLLEAGUE) == "领取后改的"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TaskDraft)) == 0


def test_the_slower_persons_words_stay_hers(do, cast, second):
    do(actions.save_draft, people.WINDOW, {"note": "窗口的话"}, task_id=second)
    do(actions.claim, COLLEAGUE, task_id=second)
    assert opened_with(cast, second, COLLEAGUE) is None
    with pytest.raises(Conflict):
        do(actions.save_draft, people.WINDOW, {"note": "再来"}, task_id=second)
    do(actions.release, COLLEAGUE, task_id=second)
    assert opened_with(cast, second, people.WINDOW) == "窗口的话"


def test_who_only_looks_on_saves_nothing_and_another_unit_does_not_find_it(do, cast, second):
    for who, refusal in ((people.OTHER_VILLAGE, NotFound), (people.OTHER_TOWN, NotFound), (people.SUPERVISOR, (Forbidden, NotFound))):
        with pytest.raises(refusal):
            do(actions.save_draft, who, {"note": "不该有"}, task_id=second)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TaskDraft)) == 0
    with pytest.raises(DomainError):
        task_view.for_rest(second, cast.actor(people.OTHER_VILLAGE))


def test_a_draft_beyond_measure_is_refused(do, second):
    with pytest.raises(Invalid, match="草稿太大"):
        do(actions.save_draft, people.WINDOW, {"note": "长" * 600_000}, task_id=second)


def test_drafts_of_closed_tasks_are_forgotten_after_a_month(do, complete, second):
    do(actions.save_draft, people.WINDOW, {"note": "没有提交"}, task_id=second)
    complete(COLLEAGUE, task_id=second)
    for days, forgotten in ((29, 0), (31, 1)):
        with unit_of_work():
            assert drafts.forget_old(clock.now() + timedelta(days=days)) == forgotten


def test_drafts_of_open_tasks_are_kept(do, second):
    do(actions.save_draft, people.WINDOW, {"note": "还要用"}, task_id=second)
    with unit_of_work():
        assert drafts.forget_old(clock.now() + timedelta(days=400)) == 0
