"""The telephone at one tap on a task whose work is to contact the parties: for its holder, written down, and for nobody else."""

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import Party
from app.db import db, unit_of_work
from app.identity.models import AuditEntry
from app.instances import actions as instances
from app.worklist.models import HumanTask
from tests import cast as people
from tests.cases.situations import lines_of
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped

PHONE = "13812345678"


@pytest.fixture
def walk(cast) -> Walk:
    """The first contact lies with the head of 上河村, who has the case in hand."""
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return stages.signed(Walk(cast))


def party_of(walk, **values) -> Party:
    with unit_of_work():
        party = walk.case().parties[0]
        for name, value in {"phone": PHONE, **values}.items():
            setattr(party, name, value)
    return party


def tap(client, task):
    return client.post(f"/tasks/{task.id}/contacts", data={"csrf_token": people.csrf_of(client)})


def looks() -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "party_unmasked").order_by(AuditEntry.id)))


def test_the_holder_sees_telephone_and_representative_at_one_tap_and_it_is_written_down(walk, cast, signed_in):
    party = party_of(walk, agent={"name": "钱律师", "phone": "0991-2345678 转8001"})
    task, client = walk.task("ut_first_contact"), signed_in(people.VILLAGE_HEAD)
    page = client.get(f"/tasks/{task.id}").get_data(as_text=True)
    assert "显示电话" in page and party.name in page and "tel:" not in page and PHONE not in page and looks() == []
    answer = tap(client, task)
    shown = answer.get_data(as_text=True)
    assert f'href="tel:{PHONE}"' in shown and "代理人 钱律师" in shown and 'href="tel:09912345678"' in shown
    assert answer.headers["Cache-Control"] == "no-store"
    assert [one.details["party"] for one in looks()] == [one.id for one in walk.case().parties]
    assert {(one.actor_id, one.details["reason"]) for one in looks()} == {(cast.user(people.VILLAGE_HEAD), "办理“首次联系”")}
    assert f"查看了申请人{party.masked_name}的联系方式，理由：办理“首次联系”" in lines_of(walk.case())


def test_who_does_not_hold_the_task_gets_no_telephone(walk, signed_in):
    party_of(walk)
    task = walk.task("ut_first_contact")
    for who in (people.TRIAGE, people.SUPERVISOR):
        client = signed_in(who)
        assert "显示电话" not in client.get(f"/tasks/{task.id}").get_data(as_text=True)
        refused = tap(client, task)
        assert refused.status_code == 403 and PHONE not in refused.get_data(as_text=True)
    for who in (people.OTHER_TOWN, people.OTHER_VILLAGE):
        assert tap(signed_in(who), task).status_code == 404
    assert looks() == []


def test_a_task_that_is_free_must_be_taken_first(walk, signed_in):
    party_of(walk)
    task, client = walk.task("ut_first_contact"), signed_in(people.VILLAGE_HEAD)
    with unit_of_work():
        db.session.get(HumanTask, task.id).claimed_by_id = None
    assert "领取任务后，可以在这里查看电话" in client.get(f"/tasks/{task.id}").get_data(as_text=True)
    assert tap(client, task).status_code == 403 and looks() == []


def test_a_task_that_contacts_nobody_or_is_done_gives_no_telephone(walk, signed_in):
    party_of(walk)
    done, client = walk.task("ut_first_contact"), signed_in(people.VILLAGE_HEAD)
    with unit_of_work():
        db.session.get(HumanTask, done.id).settings = {}
    assert "显示电话" not in client.get(f"/tasks/{done.id}").get_data(as_text=True) and tap(client, done).status_code == 403
    with unit_of_work():
        db.session.get(HumanTask, done.id).settings = {"contacts": "parties"}
    walk.do("ut_first_contact", people.VILLAGE_HEAD, "both_willing")
    assert tap(client, done).status_code == 403 and looks() == []


def test_one_side_is_meant_where_the_task_speaks_to_one_side(walk, signed_in):
    applicant = party_of(walk)
    task, client = walk.task("ut_first_contact"), signed_in(people.VILLAGE_HEAD)
    with unit_of_work():
        db.session.get(HumanTask, task.id).settings = {"contacts": "APPLICANT"}
    shown = tap(client, task).get_data(as_text=True)
    assert applicant.name in shown and "被申请人" not in shown
    assert [one.details["party"] for one in looks()] == [one.id for one in walk.case().parties if one.role == "APPLICANT"]


def test_a_victims_number_stays_hidden_from_a_holder_who_does_not_have_the_case_in_hand(walk, cast, signed_in):
    party_of(walk, protected=True, agent={"name": "钱律师", "phone": "13999990000"})
    task = walk.task("ut_first_contact")
    assert PHONE in tap(signed_in(people.VILLAGE_HEAD), task).get_data(as_text=True)
    with unit_of_work():
        db.session.get(HumanTask, task.id).claimed_by_id = cast.user(people.CALLBACK)
    shown = tap(signed_in(people.CALLBACK), task).get_data(as_text=True)
    assert PHONE not in shown and "13999990000" not in shown and "已保密" in shown


def test_what_was_taken_down_as_a_number_is_shown_escaped_and_not_dialled(walk, signed_in):
    party_of(walk, phone="<b>问村长</b>")
    shown = tap(signed_in(people.VILLAGE_HEAD), walk.task("ut_first_contact")).get_data(as_text=True)
    assert "&lt;b&gt;问村长" in shown and "<b>" not in shown and 'href="tel:"' not in shown


def test_two_tasks_that_ask_each_side_say_which_side_and_give_that_sides_number(walk, cast):
    given = {"result": "AGREED_WRITTEN", "performance": "NOT_DUE", "effectiveAt": "2026-03-01T10:00+08:00", "disputeNature": "CIVIL",
             "agreedClauses": [{"amount": 100, "dueAt": "2026-05-01"}]}
    with unit_of_work():
        instances.start("judicial_confirmation", given, walk.case_id, cast.actor(people.VILLAGE_HEAD))
    asked = db.session.scalars(sa.select(HumanTask).where(HumanTask.element == "ut_jc_consent", HumanTask.status == "OPEN"))
    assert {task.name: task.settings["contacts"] for task in asked} == {
        "征询申请人一方（司法确认）": "APPLICANT", "征询被申请人一方（司法确认）": "RESPONDENT"}
