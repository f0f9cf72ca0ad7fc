"""The cards above the worklist: each counts what its link shows; nought stays away; others' officers have none."""

from datetime import date, timedelta

import pytest

from app import clock
from app.cases import sharing
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errands import actions as errands
from app.home import cards
from app.notifications import writing
from app.sessions.models import MediationSession, SessionMediator
from app.worklist import follow_ups
from tests import cast as people
from tests.instances.running import deploy
from tests.worklist.conftest import CHAIN
from tests.worklist.desk import Desk


@pytest.fixture
def desk(cast) -> Desk:
    deploy(CHAIN)
    clock.move_to("2026-03-02 09:00")
    return Desk(cast)


@pytest.fixture
def counted(cast):
    return lambda who=people.MEDIATOR: {card.label: card.count for card in cards.of(cast.actor(who))}


def test_an_empty_desk_has_one_card(desk, counted):
    assert counted("bai.lu") == {"我的待办": 0}


def test_mine_late_due_today_and_waiting_to_be_taken(desk, counted):
    for hours in (-1, 3, 48):
        desk.task(people.MEDIATOR, due_hours=hours)
    desk.task(None, unit="上河村")
    found = counted()
    assert (found["我的待办"], found["已超期"], found["今天到期"]) == (3, 1, 1)
    assert "本单位超期" not in found and "今天的调解" not in found


def test_sessions_reminders_errands_and_unread_notices_of_today(cast, desk, counted):
    task = desk.task(people.MEDIATOR, case_no="990121ZZ20260000001")
    case, actor, mine = desk.case_of(task), cast.actor(people.MEDIATOR), cast.user(people.MEDIATOR)
    desk.change_case(task, mediator_id=mine, lead_unit_id=cast.unit("上河村"))
    with unit_of_work():
        for step, begins in (("1", "2026-03-02 14:30"), ("2", "2026-03-03 09:00")):
            db.session.add(a_session(case, step, begins, mine))
        errands.ask(db.session.get(Case, case.id), cast.user(people.VILLAGE_HEAD), "量一下界墙", date(2026, 3, 3), actor)
        follow_ups.remind(task, date(2026, 3, 3), "问结果", actor)
        writing.write([mine], "URGE", "催办：请尽快办理", case_id=case.id)
    found = {card.label: card for card in cards.of(actor)}
    assert found["今天的调解"].count == 1 and found["今天的调解"].more == "14:30起" and found["催办督办未读"].count == 1
    assert "今天跟进" not in found
    assert counted(people.VILLAGE_HEAD)["交办给我的"] == 1
    clock.move_to("2026-03-04 09:00")
    assert counted()["今天跟进"] == 1
    late = {card.label: card for card in cards.of(cast.actor(people.VILLAGE_HEAD))}["交办给我的"]
    assert (late.tone, late.more) == ("red", "1 件超期")


def a_session(case, step: str, begins: str, mediator: int) -> MediationSession:
    at = clock.at(begins)
    return MediationSession(case_id=case.id, instance_id=1, step=step, number=int(step), state="PLANNED", begins_at=at,
                            ends_at=at + timedelta(hours=1), place="调解室", changed_at=clock.now(),
                            mediators=[SessionMediator(user_id=mediator, begins_at=at)])


def test_a_head_sees_what_is_late_in_the_unit(cast, desk, counted):
    desk.task(people.MEDIATOR, unit="上河村", due_hours=-1, lead_unit_id=cast.unit("上河村"))
    assert counted(people.VILLAGE_HEAD)["本单位超期"] == 1


def test_every_card_leads_to_a_list_that_opens(cast, desk, signed_in):
    desk.task(people.MEDIATOR, due_hours=-1)
    desk.task(people.MEDIATOR, due_hours=3)
    client = signed_in(people.MEDIATOR)
    page = client.get("/").get_data(as_text=True)
    assert 'aria-label="今天要看的"' in page and "已超期" in page and "light=RED" in page and "due_by=2026-03-02" in page
    assert 'aria-label="今天要看的"' not in client.get("/?box=mine").get_data(as_text=True)


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_counts_nothing(cast, desk, counted, who):
    task = desk.task(people.MEDIATOR, due_hours=-1, unit="上河村")
    with unit_of_work():
        sharing.share_with_unit(desk.case_of(task).id, cast.unit("上河村"), "CO_HANDLER", clock.now())
    assert counted(who) == {"我的待办": 0}
