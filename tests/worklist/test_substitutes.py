"""代理: by rule and period, with every exclusion still holding, and 代 on the record."""

from datetime import date

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.worklist import actions, desk_queries, substitutes
from app.worklist.models import HumanTask
from app.worklist.teamwork_models import Substitution
from tests.cast import (
    COMMITTEE_HEAD,
    DIRECTOR,
    MANAGER,
    MEDIATOR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    TRIAGE,
    VILLAGE_HEAD,
    WINDOW,
)
from tests.instances.running import at_once

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture
def appoint(cast):
    def act(absent=WINDOW, present=MANAGER, first=FIRST, last=LAST, by=None, **only):
        with unit_of_work():
            return substitutes.appoint(cast.user(absent), cast.user(present), first, last, "年休假", cast.actor(by or absent),
                                       **only)
    clock.move_to("2026-03-01 09:00")
    return act


def row(task_id) -> HumanTask:
    db.session.rollback()
    return db.session.get(HumanTask, task_id, populate_existing=True)


def to_do(cast, who) -> list[str]:
    db.session.rollback()
    return [line.name for line in desk_queries.worklist(cast.actor(who), "stand_in").items]


def test_during_the_period_and_only_then_the_substitute_sees_and_does_the_tasks(cast, run, complete, appoint):
    task_id = run.open()["first"].id
    appoint()
    assert to_do(cast, MANAGER) == []
    clock.move_to("2026-03-02 00:00")
    assert to_do(cast, MANAGER) == ["填写说明"] or to_do(cast, MANAGER) == ["first"]
    complete(MANAGER, task_id=task_id)
    done = row(task_id)
    assert (done.done_by_id, done.acted_for_id) == (cast.user(MANAGER), cast.user(WINDOW))
    assert any("代周敏办理" in line for line in run.lines("HANDOVER"))
    clock.move_to("2026-03-07 00:00")
    with pytest.raises((Forbidden, NotFound)):
        complete(MANAGER, "second")


def test_the_box_holds_what_is_the_absent_ones_says_for_whom_and_counts_it(cast, desk, signed_in):
    with unit_of_work():
        substitutes.appoint(cast.user(VILLAGE_HEAD), cast.user(MEDIATOR), FIRST, LAST, "外出开会", cast.actor(VILLAGE_HEAD))
    claimed = desk.task(VILLAGE_HEAD, role="R04", due_hours=1)
    offered = desk.task(role="R13", due_hours=2)
    desk.task(role="R04", name="自己也能领的")
    desk.task(VILLAGE_HEAD, parties=("李秀兰", "李大山"), name="本人是当事人的")
    desk.task(VILLAGE_HEAD, excluded=[cast.user(MEDIATOR)], name="应当回避的")
    actor = cast.actor(MEDIATOR)
    shown = desk_queries.worklist(actor, "stand_in").items
    assert [(line.id, line.acting_for) for line in shown] == [(claimed, "王建国"), (offered, "王建国")]
    assert desk_queries.counts(actor)["stand_in"] == 2 and desk_queries.lights_in(actor, "stand_in") == {"YELLOW": 2}
    page = signed_in(MEDIATOR).get("/?box=stand_in&sort=risk").get_data(as_text=True)
    assert "代王建国" in page and "代办" in page and "自己也能领的" not in page
    assert "2 项任务可以代别人办理" in signed_in(MEDIATOR).get("/together").get_data(as_text=True)
    for who in (OTHER_TOWN, OTHER_VILLAGE):
        assert to_do(cast, who) == [] and "代别人办" not in signed_in(who).get("/").get_data(as_text=True)
    clock.move_to("2026-03-07 00:00")
    assert desk_queries.counts(cast.actor(MEDIATOR))["stand_in"] == 0


def test_what_the_absent_one_had_claimed_is_done_too_and_of_both_at_once_one_wins(app, cast, run, do, complete, appoint):
    task_id = run.open()["first"].id
    do(actions.claim, WINDOW, task_id=task_id)
    appoint()
    clock.move_to("2026-03-03 10:00")
    results = at_once(app, lambda: complete(MANAGER, task_id=task_id), lambda: complete(WINDOW, task_id=task_id))
    (refused,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refused, Conflict) and "已经办完了这项任务" in refused.message


def test_who_is_excluded_does_not_do_it_for_somebody_else_either(cast, run, complete, appoint):
    task_id = run.open()["first"].id
    appoint()
    clock.move_to("2026-03-02 09:00")
    with unit_of_work():
        db.session.get(HumanTask, task_id).excluded = [cast.user(MANAGER)]
    assert to_do(cast, MANAGER) == []
    with pytest.raises((Forbidden, NotFound)):
        complete(MANAGER, task_id=task_id)


def test_a_rule_for_other_processes_or_roles_does_not_count(cast, run, complete, appoint):
    appoint(processes=["p"])
    clock.move_to("2026-03-02 09:00")
    assert len(to_do(cast, MANAGER)) == 1
    with unit_of_work():
        db.session.execute(sa.update(Substitution).values(processes=["q"]))
    assert to_do(cast, MANAGER) == []
    with pytest.raises((Forbidden, NotFound)):
        complete(MANAGER, task_id=run.open()["first"].id)
    with pytest.raises(Invalid) as refused:
        appoint(processes=["nothing"])
    assert "processes" in refused.value.errors
    with pytest.raises(Invalid):
        appoint(roles=["R15"])


def test_nobody_stands_in_for_whom_they_only_stand_in_for(cast, run, complete, appoint):
    appoint(WINDOW, MANAGER)
    appoint(MANAGER, TRIAGE)
    clock.move_to("2026-03-02 09:00")
    assert to_do(cast, TRIAGE) == []


def test_it_can_be_ended_early_by_whom_it_concerns_only(cast, appoint):
    rule = appoint()
    clock.move_to("2026-03-03 09:00")
    with pytest.raises(Forbidden), unit_of_work():
        substitutes.end(rule, cast.actor(OTHER_TOWN))
    with unit_of_work():
        substitutes.end(rule, cast.actor(MANAGER))
    assert to_do(cast, MANAGER) == []
    with pytest.raises(Conflict, match="已经结束"), unit_of_work():
        substitutes.end(rule, cast.actor(MANAGER))


def test_for_oneself_or_by_the_head_of_the_unit_and_to_somebody_near(cast, appoint):
    appoint(by=DIRECTOR)
    for stranger in (OTHER_TOWN, OTHER_VILLAGE, TRIAGE):
        with pytest.raises(Forbidden):
            appoint(by=stranger)
    for far in (COMMITTEE_HEAD, OTHER_VILLAGE, WINDOW):
        with pytest.raises(Invalid) as refused:
            appoint(present=far)
        assert "同一单位" in refused.value.errors["person"][0]


@pytest.mark.parametrize(("first", "last"), [
    (date(2026, 3, 6), date(2026, 3, 2)), (date(2026, 2, 1), date(2026, 2, 3)), (date(2026, 3, 2), date(2028, 3, 2))])
def test_the_period_makes_sense(appoint, first, last):
    with pytest.raises(Invalid) as refused:
        appoint(first=first, last=last)
    assert list(refused.value.errors) == ["last"]
