"""Several tasks at once: each in its own transaction, checked for itself, with its own result."""

import pytest
import sqlalchemy as sa

from app.cases.models import TimelineEntry
from app.db import db, unit_of_work
from app.errors import Forbidden, Invalid, NotFound
from app.worklist import actions, bulk, choosing, desk_queries, transfers
from app.worklist.bulk_models import BulkRun
from app.worklist.models import HumanTask
from tests.cast import COMMITTEE_HEAD, MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, VILLAGE_HEAD, WINDOW
from tests.instances.running import at_once, start


@pytest.fixture
def begin(cast):
    def began(verb: str, tasks, who: str, **more) -> int:
        with unit_of_work():
            return bulk.begin(verb, tasks, cast.actor(who), **more)

    return began


@pytest.fixture
def finish(cast):
    """Goes on until nothing waits; returns {task: (status, sentence)}."""
    def finished(run_id: int, who: str) -> dict[int, tuple]:
        actor = cast.actor(who)
        while bulk.counts_of(run_id).get("WAITING"):
            bulk.go_on(run_id, actor)
        db.session.rollback()
        return {row.BulkItem.task_id: (row.BulkItem.status, row.BulkItem.sentence) for row in bulk.items_of(run_id, actor)}

    return finished


def holder(task_id: int) -> int | None:
    return db.session.get(HumanTask, task_id, populate_existing=True).claimed_by_id


def test_many_are_claimed_and_what_somebody_took_meanwhile_says_so(cast, desk, begin, finish):
    tasks = [desk.task(role="R04") for _ in range(7)]
    run = begin("claim", tasks, MEDIATOR)
    with unit_of_work():
        actions.claim(tasks[3], cast.actor(VILLAGE_HEAD))
    results = finish(run, MEDIATOR)
    assert [results[task][0] for task in tasks] == ["DONE"] * 3 + ["REFUSED"] + ["DONE"] * 3
    assert "已由王建国领取" in results[tasks[3]][1]
    assert [holder(task) == cast.user(MEDIATOR) for task in tasks] == [place != 3 for place in range(7)]


def test_many_are_released(cast, desk, begin, finish):
    tasks = [desk.task(MEDIATOR), desk.task(VILLAGE_HEAD, registered_by_id=cast.user(MEDIATOR))]
    results = finish(begin("release", tasks, MEDIATOR), MEDIATOR)
    assert results[tasks[0]] == ("DONE", None) and results[tasks[1]][0] == "REFUSED" and "不在您名下" in results[tasks[1]][1]
    assert holder(tasks[0]) is None and holder(tasks[1]) == cast.user(VILLAGE_HEAD)


def test_one_form_completes_many_and_a_wrong_answer_leaves_each_as_it_was(cast, run, begin, finish):
    tasks = [run.open()["first"].id, *(start(cast).open()["first"].id for _ in range(2))]
    refused = finish(begin("complete", tasks, WINDOW, answers={"note": ""}), WINDOW)
    assert {status for status, _ in refused.values()} == {"REFUSED"} and all(sentence for _, sentence in refused.values())
    assert set(run.open()) == {"first"}

    done = finish(begin("complete", tasks, WINDOW, answers={"note": "一起说明"}), WINDOW)
    assert set(done.values()) == {("DONE", None)}
    assert {db.session.get(HumanTask, task, populate_existing=True).answers["note"] for task in tasks} == {"一起说明"}
    assert set(run.open()) == {"second"}


def test_what_was_typed_for_all_is_forgotten_when_the_last_is_done(cast, run, begin, finish):
    run_id = begin("complete", [run.open()["first"].id], WINDOW, answers={"note": "保密的话"})
    finish(run_id, WINDOW)
    kept = db.session.get(BulkRun, run_id, populate_existing=True)
    assert kept.answers is None and kept.ended_at is not None


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(cast, desk, begin, finish):
    tasks = [desk.task(role="R04") for _ in range(bulk.AT_A_TIME + 2)]
    run = begin("claim", tasks, MEDIATOR)
    bulk.go_on(run, cast.actor(MEDIATOR))
    assert bulk.counts_of(run) == {"DONE": bulk.AT_A_TIME, "WAITING": 2}
    assert set(finish(run, MEDIATOR).values()) == {("DONE", None)}


def test_two_windows_that_go_on_at_once_do_each_item_once(app, cast, run, begin):
    tasks = [run.open()["first"].id, *(start(cast).open()["first"].id for _ in range(3))]
    run_id, actor = begin("complete", tasks, WINDOW, answers={"note": "一次"}), cast.actor(WINDOW)
    assert at_once(app, lambda: bulk.go_on(run_id, actor), lambda: bulk.go_on(run_id, actor)) == [None, None]
    db.session.rollback()
    assert bulk.counts_of(run_id) == {"DONE": 4}
    assert [db.session.query(HumanTask).filter_by(instance_id=db.session.get(HumanTask, task).instance_id, element="second").count()
            for task in tasks] == [1] * 4


def test_a_leader_gives_each_to_whom_it_is_for_with_a_reason_on_its_timeline(cast, desk, begin, finish):
    task, other_post = desk.task(role="R04", unit="上河村"), desk.task(role="R13", unit="上河村")
    results = finish(begin("transfer", [task, other_post], VILLAGE_HEAD, person_id=cast.user(MEDIATOR), reason="熟悉这一片"),
                     VILLAGE_HEAD)
    assert results[task] == ("DONE", None) and "只能转给能办这一步的同事" in results[other_post][1]
    assert holder(task) == cast.user(MEDIATOR) and holder(other_post) is None
    assert "原因：熟悉这一片" in db.session.scalars(sa.select(TimelineEntry.text).where(
        TimelineEntry.case_id == desk.case_of(task).id)).one()
    sent = desk_queries.worklist(cast.actor(VILLAGE_HEAD), "sent").items
    assert [line.id for line in sent] == [task], "what one has handed to others is sent by oneself"


def test_only_who_has_it_or_leads_the_desk_gives_it_away(cast, desk):
    task = desk.task(VILLAGE_HEAD, role="R04", unit="上河村", registered_by_id=cast.user(WINDOW))
    for who, refused in ((WINDOW, Forbidden), (COMMITTEE_HEAD, NotFound), (OTHER_TOWN, NotFound), (OTHER_VILLAGE, NotFound)):
        with pytest.raises(refused), unit_of_work():
            transfers.transfer(task, cast.user(MEDIATOR), "换人", cast.actor(who))
    assert holder(task) == cast.user(VILLAGE_HEAD)


def test_many_are_lent_and_come_back_to_their_owner(cast, desk, begin, finish):
    tasks = [desk.task(MEDIATOR), desk.task(VILLAGE_HEAD, registered_by_id=cast.user(MEDIATOR))]
    results = finish(begin("delegation", tasks, MEDIATOR, person_id=cast.user(VILLAGE_HEAD), reason="请先走访"), MEDIATOR)
    assert results[tasks[0]] == ("DONE", None) and results[tasks[1]][0] == "REFUSED"
    lent = db.session.get(HumanTask, tasks[0], populate_existing=True)
    assert (lent.claimed_by_id, lent.owner_id) == (cast.user(VILLAGE_HEAD), cast.user(MEDIATOR))


def test_for_many_only_those_are_offered_who_have_the_posts_for_all(cast, desk):
    mediators, heads = desk.task(MEDIATOR, role="R04"), desk.task(MEDIATOR, role="R13")
    actor = cast.actor(MEDIATOR)
    assert {"王建国"} <= {person.name for person in choosing.people_for_all([mediators], "", actor)}
    assert {person.name for person in choosing.people_for_all([mediators, heads], "", actor)} == {"王建国"}
    assert choosing.people_for_all([mediators, heads], "没有这个人", actor) == []
    with pytest.raises(NotFound):
        choosing.people_for_all([mediators], "", cast.actor(OTHER_VILLAGE))


@pytest.mark.parametrize(("verb", "count", "words"), [("claim", 0, "还没有勾选"), ("fly", 1, "请选择"), ("assign", 1, "请选择")])
def test_what_makes_no_sense_is_refused_before_it_begins(desk, begin, verb, count, words):
    with pytest.raises(Invalid, match=words):
        begin(verb, [desk.task() for _ in range(count)], MEDIATOR)


def test_whom_and_why_are_asked_for_together(cast, desk, begin):
    with pytest.raises(Invalid) as refused:
        begin("transfer", [desk.task(MEDIATOR)], MEDIATOR, reason=" ")
    assert set(refused.value.errors) == {"person", "reason"}


def test_no_more_than_a_person_can_answer_for(begin):
    with pytest.raises(Invalid, match="一次最多处理"):
        begin("claim", range(1, bulk.MOST + 2), MEDIATOR)


def test_different_steps_share_no_form(cast, run, complete):
    first = start(cast).open()["first"].id
    complete()
    with pytest.raises(Invalid, match="同一个环节"):
        bulk.same_form([first, run.open()["second"].id], cast.actor(WINDOW))


@pytest.mark.parametrize("who", [OTHER_TOWN, OTHER_VILLAGE])
def test_the_officers_of_another_unit_do_nothing_and_learn_nothing(cast, desk, begin, finish, who):
    tasks = [desk.task(MEDIATOR), desk.task(role="R04"), 999_999]
    for verb, more in (("claim", {}), ("release", {}), ("transfer", {"person_id": cast.user(who), "reason": "换人"}), ("complete", {"answers": {}})):
        run = begin(verb, tasks, who, **more)
        assert finish(run, who) == {}, "not even the names of the tasks"
        with pytest.raises(NotFound):
            bulk.run_of(run, cast.actor(MEDIATOR))
    assert holder(tasks[0]) == cast.user(MEDIATOR) and holder(tasks[1]) is None
    with pytest.raises(NotFound):
        bulk.same_form(tasks[:1], cast.actor(who))
