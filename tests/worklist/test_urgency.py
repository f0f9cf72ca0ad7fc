"""急件: who may say that a task comes first, what is written down, where it shows."""

import pytest
import sqlalchemy as sa

from app.cases.models import TimelineEntry
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.notifications.models import Notice
from app.worklist import actions, desk_queries, teamwork_view, urgency
from app.worklist.desk_queries import Filters
from app.worklist.models import HumanTask
from tests import cast as people
from tests.cast import COMMITTEE_HEAD, MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, SUPERVISOR, VILLAGE_HEAD, WINDOW


@pytest.fixture
def say(cast):
    def said(verb, task: int, who: str, why: str = "当事人明天外出打工") -> None:
        with unit_of_work():
            verb(task, why, cast.actor(who))

    return said


def lines_of(desk, task: int) -> list[str]:
    return list(db.session.scalars(sa.select(TimelineEntry.text).where(
        TimelineEntry.case_id == desk.case_of(task).id, TimelineEntry.kind == "URGENT").order_by(TimelineEntry.id)))


def test_who_answers_for_it_flags_it_with_a_reason_and_the_holder_is_told(cast, desk, say):
    task = desk.task(MEDIATOR, unit="上河村", role="R04", due_hours=24)
    say(urgency.flag, task, VILLAGE_HEAD)
    assert lines_of(desk, task) == ["把“安排调解”标为急件。原因：当事人明天外出打工"]
    assert any("标为急件" in text for text in db.session.scalars(sa.select(Notice.text).where(Notice.user_id == cast.user(MEDIATOR))))
    with pytest.raises(Conflict, match="已经是急件"):
        say(urgency.flag, task, MEDIATOR)
    say(urgency.unflag, task, SUPERVISOR, "已改期")
    assert lines_of(desk, task)[-1] == "取消“安排调解”的急件。原因：已改期"
    with pytest.raises(Conflict, match="不是急件"):
        say(urgency.unflag, task, MEDIATOR)
    with pytest.raises(Invalid):
        say(urgency.flag, task, MEDIATOR, "  ")


def test_it_is_filtered_sorted_and_marked_and_moves_no_deadline(cast, desk, say, signed_in):
    first, second = desk.task(MEDIATOR, due_hours=1), desk.task(MEDIATOR, due_hours=90)
    before = db.session.get(HumanTask, second).press_at
    say(urgency.flag, second, MEDIATOR)
    actor = cast.actor(MEDIATOR)

    def listed(**wanted) -> list[int]:
        return [line.id for line in desk_queries.worklist(actor, "mine", Filters(**wanted)).items]

    assert listed() == [first, second] and listed(sort="urgent") == [second, first] and listed(urgent="yes") == [second]
    assert db.session.get(HumanTask, second, populate_existing=True).press_at == before
    assert signed_in(MEDIATOR).get("/?urgent=yes").get_data(as_text=True).count(">急件</span>") == 1


def test_the_menu_and_rest_offer_the_same(cast, desk, app, signed_in):
    task = desk.task(MEDIATOR)
    client, token = app.test_client(), cast.bearer(MEDIATOR)

    def offered() -> set[str]:
        db.session.rollback()
        row = db.session.get(HumanTask, task, populate_existing=True)
        acts = teamwork_view.around(row, desk.case_of(task), cast.actor(MEDIATOR), True)["acts"]
        return {name for name, _ in acts if name.startswith("urgency")}

    assert offered() == {"urgency"}
    assert client.put(f"/api/v1/tasks/{task}/urgency", json={"reason": "今天必须联系"}, headers=token).status_code == 204
    assert offered() == {"urgency-removal"}
    assert client.get("/api/v1/worklist?urgent=yes", headers=token).json["items"][0]["urgent"] is True
    browser = signed_in(MEDIATOR)
    assert "取消加急的原因" in browser.get(f"/tasks/{task}/urgency-removal").get_data(as_text=True)
    browser.post(f"/tasks/{task}/urgency-removal", data={"csrf_token": people.csrf_of(browser), "reason": "联系上了"})
    assert offered() == {"urgency"}
    with unit_of_work():
        actions.release(task, cast.actor(MEDIATOR))
    assert offered() == set(), "what is nobody's is its leader's to flag"


def test_nobody_else_flags_and_other_units_find_nothing(cast, desk, say):
    task = desk.task(MEDIATOR, unit="上河村", role="R04", registered_by_id=cast.user(WINDOW))
    for who, refused in ((WINDOW, Forbidden), (COMMITTEE_HEAD, NotFound), (OTHER_TOWN, NotFound), (OTHER_VILLAGE, NotFound)):
        for verb in (urgency.flag, urgency.unflag):
            with pytest.raises(refused):
                say(verb, task, who)
    assert lines_of(desk, task) == []
