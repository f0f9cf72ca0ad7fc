"""加签, 减签, 抄送, 进展, 跟进: who may be asked and told, what they see, what the task waits for."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.cases import lifecycle
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.notifications.models import Notice
from app.worklist import actions, copies, cosigning, follow_ups, progress, queries, task_view
from app.worklist.models import HumanTask
from tests.cast import CALLBACK, COMMITTEE_HEAD, MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, TRIAGE, WINDOW
from tests.instances.running import at_once


@pytest.fixture
def mine(run, do) -> int:
    task_id = run.open()["first"].id
    do(actions.claim, WINDOW, task_id=task_id)
    return task_id


def ask(do, cast, task_id, *people, waits="ALL", who=WINDOW):
    return do(cosigning.ask, who, [cast.user(one) for one in people], "金额是否妥当", waits, task_id=task_id)


def sign(do, who, task_id, stance="AGREE", opinion=""):
    return do(cosigning.give_opinion, who, stance, opinion, task_id=task_id)


def row(task_id) -> HumanTask:
    db.session.rollback()
    return db.session.get(HumanTask, task_id, populate_existing=True)


def test_the_task_waits_for_those_who_must_answer_and_names_them(cast, do, run, complete, mine):
    ask(do, cast, mine, COMMITTEE_HEAD, CALLBACK)
    ask(do, cast, mine, TRIAGE, waits="NONE")
    with pytest.raises(Conflict, match="还在等孙莉、何平的会签意见"):
        complete(task_id=mine)
    sign(do, COMMITTEE_HEAD, mine)
    sign(do, CALLBACK, mine, "OBJECT", "金额偏高")
    complete(task_id=mine)
    assert row(mine).status == "DONE"
    assert run.lines("COSIGN") == ["请孙莉、何平会签“填写说明”：金额是否妥当", "请林芳会签“填写说明”（不等答复）：金额是否妥当",
                                   "会签“填写说明”：同意。", "会签“填写说明”：不同意。"]


def test_a_co_signer_opens_the_page_and_nobody_else_does(cast, do, mine):
    for who in (COMMITTEE_HEAD, OTHER_TOWN):
        with pytest.raises(NotFound):
            queries.task_row(mine, cast.actor(who))
    ask(do, cast, mine, COMMITTEE_HEAD)
    db.session.rollback()
    shown = task_view.for_page(mine, cast.actor(COMMITTEE_HEAD))
    assert not shown["doable"] and shown["cosigner"].question == "金额是否妥当"
    for who in (OTHER_TOWN, OTHER_VILLAGE):
        with pytest.raises(NotFound):
            queries.task_row(mine, cast.actor(who))
        with pytest.raises(NotFound):
            sign(do, who, mine)


def test_taken_off_before_answering_but_not_after(cast, do, complete, mine):
    ask(do, cast, mine, COMMITTEE_HEAD, CALLBACK)
    do(cosigning.remove, WINDOW, cast.user(CALLBACK), "已口头说明", task_id=mine)
    with pytest.raises((Forbidden, NotFound)):
        sign(do, CALLBACK, mine)
    sign(do, COMMITTEE_HEAD, mine)
    with pytest.raises(Conflict, match="已经签署意见，不能减签"):
        do(cosigning.remove, WINDOW, cast.user(COMMITTEE_HEAD), "不用了", task_id=mine)
    assert row(mine).opinions_awaited == 0
    ask(do, cast, mine, CALLBACK)
    assert row(mine).opinions_awaited == 1


def test_an_objection_says_why_and_an_opinion_is_given_once(cast, do, mine):
    ask(do, cast, mine, COMMITTEE_HEAD)
    with pytest.raises(Invalid) as refused:
        sign(do, COMMITTEE_HEAD, mine, "OBJECT")
    assert "写明意见" in refused.value.errors["opinion"][0]
    sign(do, COMMITTEE_HEAD, mine, "RESERVE", "先核对票据")
    with pytest.raises(Conflict, match="已经签署过意见"):
        sign(do, COMMITTEE_HEAD, mine)


def test_only_who_has_the_task_asks_and_only_around_the_county(cast, do, mine):
    with pytest.raises((Forbidden, Conflict)):
        ask(do, cast, mine, CALLBACK, who=TRIAGE)
    with pytest.raises(Invalid):
        ask(do, cast, mine, "huang.guilan")  # a party
    with pytest.raises(NotFound):
        ask(do, cast, mine, CALLBACK, who=OTHER_TOWN)


def test_of_asking_and_completing_at_once_the_task_never_ends_with_a_required_opinion_open(app, cast, do, complete, mine):
    results = at_once(app, lambda: ask(do, cast, mine, COMMITTEE_HEAD), lambda: complete(task_id=mine))
    (refused,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refused, Conflict)
    assert (row(mine).status, row(mine).opinions_awaited) in (("OPEN", 1), ("DONE", 0))


def test_a_copy_lets_somebody_read_the_page_and_no_more(cast, do, run, mine):
    do(copies.send, WINDOW, [cast.user(COMMITTEE_HEAD), cast.user(COMMITTEE_HEAD)], "请知悉", task_id=mine)
    db.session.rollback()
    shown = task_view.for_page(mine, cast.actor(COMMITTEE_HEAD))
    assert not shown["doable"] and not shown["may_open_case"] and shown["acts"] == []
    with pytest.raises(Forbidden):
        do(actions.claim, COMMITTEE_HEAD, task_id=mine)
    with pytest.raises(Forbidden):
        do(copies.send, COMMITTEE_HEAD, [cast.user(CALLBACK)], "转发", task_id=mine)
    assert run.lines("COPY") == ["把“填写说明”抄送孙莉：请知悉"]
    assert db.session.scalar(sa.select(Notice.task_id).where(Notice.user_id == cast.user(COMMITTEE_HEAD))) == mine
    with pytest.raises(NotFound):
        queries.task_row(mine, cast.actor(OTHER_TOWN))


def test_a_sealed_report_is_copied_to_nobody(cast, do, run, mine):
    with unit_of_work():
        db.session.get(Case, run.case_id).matter_kind = "DISCIPLINE_REPORT"
    with pytest.raises(Forbidden, match="检举控告件不能抄送"):
        do(copies.send, WINDOW, [cast.user(COMMITTEE_HEAD)], "请知悉", task_id=mine)


def test_progress_is_a_line_and_from_the_handler_counts(cast, do, run, mine):
    clock.move_to("2026-03-02 09:00")
    with unit_of_work():
        db.session.get(Case, run.case_id).handler_id = cast.user(WINDOW)
    do(progress.note, WINDOW, "已约双方周三见面", task_id=mine)
    assert run.lines("PROGRESS") == ["进展：已约双方周三见面"]
    assert db.session.get(Case, run.case_id, populate_existing=True).last_progress_at == clock.now()
    with pytest.raises(NotFound):
        do(progress.note, OTHER_VILLAGE, "插话", task_id=mine)
    with pytest.raises(Invalid):
        do(progress.note, WINDOW, "  ", task_id=mine)
    with unit_of_work():
        lifecycle.reach(db.session.get(Case, run.case_id), "CLOSED", None, clock.now())
    with pytest.raises(Conflict, match="已经办结"):
        do(progress.note, WINDOW, "晚了", task_id=mine)


def test_a_reminder_comes_on_its_morning_once_and_only_to_me(cast, do, mine):
    clock.move_to("2026-03-02 09:00")
    day = clock.today() + timedelta(days=2)
    do(follow_ups.remind, WINDOW, day, "问鉴定结果", task_id=mine)
    assert follow_ups.remind_due() == 0
    clock.move_to("2026-03-04 08:31")
    assert follow_ups.remind_due() == 1 and follow_ups.remind_due() == 0
    told = db.session.execute(sa.select(Notice.user_id, Notice.text)).all()
    assert told == [(cast.user(WINDOW), "跟进提醒：“填写说明”——问鉴定结果")]
    (found,) = follow_ups.of_person(cast.actor(WINDOW)).items
    with pytest.raises(NotFound), unit_of_work():
        follow_ups.finish(found[0].id, cast.actor(OTHER_TOWN))
    with unit_of_work():
        follow_ups.finish(found[0].id, cast.actor(WINDOW))
    assert follow_ups.of_person(cast.actor(WINDOW)).items == []


def test_a_reminder_is_for_a_day_to_come_and_moves_when_set_again(cast, do, mine):
    clock.move_to("2026-03-02 09:00")
    with pytest.raises(Invalid):
        do(follow_ups.remind, WINDOW, clock.today(), "", task_id=mine)
    for days in (1, 3):
        do(follow_ups.remind, WINDOW, clock.today() + timedelta(days=days), "", task_id=mine)
    assert len(follow_ups.of_person(cast.actor(WINDOW)).items) == 1
    with pytest.raises(NotFound):
        do(follow_ups.remind, MEDIATOR, clock.today() + timedelta(days=1), "", task_id=mine)
