import pytest

from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.instances import actions as running
from app.instances import queries as instances
from app.worklist import actions
from app.worklist.models import HumanTask, TaskCandidate
from tests.cast import COMMITTEE_HEAD, DIRECTOR, OTHER_TOWN, OTHER_VILLAGE, TRIAGE, WINDOW
from tests.instances.running import at_once


def test_completing_moves_the_process_on_and_keeps_what_was_typed(cast, run, complete):
    task_id = run.open()["first"].id
    complete(note="漏水到楼下")

    done = db.session.get(HumanTask, task_id, populate_existing=True)
    assert (done.status, done.outcome, done.answers["note"]) == ("DONE", "done", "漏水到楼下")
    assert (done.done_by_id, done.done_by_name, done.claimed_by_id) == (cast.user(WINDOW), "周敏", cast.user(WINDOW))
    assert set(run.open()) == {"second"} and run.lines("TASK") == ["完成“填写说明”。"]


def test_only_what_the_diagram_keeps_becomes_a_variable(run, complete):
    complete()
    complete(TRIAGE, "second", amount=5)

    assert instances.variables_of(run.id) == {"outcome": "done", "amount": 5}
    assert run.row().status == "ENDED"


def test_a_closed_task_is_offered_to_nobody(run, complete):
    first = run.open()["first"].id
    complete()

    offered = set(db.session.execute(db.select(TaskCandidate.task_id, TaskCandidate.role)).all())
    second = run.open()["second"].id
    assert offered == {(second, "R01"), (second, "R02")} and first != second


def test_wrong_answers_are_refused_field_by_field_and_change_nothing(run, complete):
    with pytest.raises(Invalid) as refused:
        complete(note="", amount="x")

    assert set(refused.value.errors) == {"note", "amount"}
    assert set(run.open()) == {"first"} and run.lines("TASK") == []


@pytest.mark.parametrize("again", [WINDOW, TRIAGE])
def test_who_comes_second_is_told_who_was_first(run, complete, again):
    complete()
    second = run.open()["second"].id
    complete(TRIAGE, "second")

    with pytest.raises(Conflict, match="林芳已经办完了这项任务"):
        complete(again, task_id=second)


def test_of_two_people_at_once_one_wins_and_the_other_is_told_who(app, run, complete):
    complete()
    second = run.open()["second"].id
    results = at_once(app, lambda: complete(WINDOW, task_id=second), lambda: complete(TRIAGE, task_id=second))

    db.session.rollback()
    (refused,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refused, Conflict)
    winner = db.session.get(HumanTask, second, populate_existing=True).done_by_name
    assert f"{winner}已经办完了这项任务" in refused.message
    assert len(run.lines("TASK")) == 2 and run.row().status == "ENDED"


@pytest.mark.parametrize("who", [OTHER_TOWN, OTHER_VILLAGE, COMMITTEE_HEAD])
@pytest.mark.parametrize("verb", [actions.claim, actions.release])
def test_for_people_of_other_units_the_task_is_not_there(do, who, verb):
    with pytest.raises(NotFound, match="没有找到这项任务"):
        do(verb, who)


def test_nor_can_they_complete_it_or_keep_a_draft(do, complete):
    with pytest.raises(NotFound):
        complete(OTHER_TOWN)
    with pytest.raises(NotFound):
        do(actions.save_draft, OTHER_TOWN, {"note": "x"})
    with pytest.raises(NotFound):
        complete(WINDOW, task_id=2**31 - 1)


def test_who_may_see_the_case_but_has_another_post_is_told_so(complete, run):
    with pytest.raises(Forbidden, match="其他岗位或单位办理"):
        complete(DIRECTOR)
    assert set(run.open()) == {"first"}


def test_a_withdrawn_task_says_so(run, cast, complete):
    task_id = run.open()["first"].id
    with unit_of_work():
        running.cancel(run.id, run.case_id, cast.actor(WINDOW))
    with pytest.raises(Conflict, match="已随流程撤销"):
        complete(task_id=task_id)
