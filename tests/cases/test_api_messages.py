"""Messages over REST: who may bring which."""

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db
from app.instances.models import Instance
from app.instances.queries import variables_of
from tests import cast as people
from tests.journeys.walking import Walk, deploy_shipped


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast).register(people.WINDOW)


@pytest.fixture
def bring(client, cast, walk):
    def send(who: str, message: str, **payload):
        return client.post(f"/api/v1/cases/{walk.case().case_no}/messages", headers=cast.bearer(who),
                           json={"message": message, "payload": payload})

    return send


@pytest.mark.parametrize("who", [people.WINDOW, people.TRIAGE, people.DIRECTOR, people.SUPERVISOR])
def test_no_member_of_staff_rates_the_work_for_a_party(bring, who):
    refused = bring(who, "msg_rated", party="王长河", rating=5)
    assert refused.status_code == 403
    assert "只能由当事人本人或外部渠道送达" in refused.json["message"]


def test_an_unknown_message_and_one_that_nothing_waits_for_are_told_apart(bring):
    assert bring(people.WINDOW, "msg_case_closed").status_code == 422
    late = bring(people.WINDOW, "msg_supplemented", note="身份证复印件")
    assert (late.status_code, late.json["message"]) == (409, "案件现在没有在等“申请人已补正材料”，请先查看办理进度。")


def test_a_mediator_gives_no_leaders_instruction(bring, walk):
    walk.take("ut_accept_review lin.fang\nut_triage_confirm lin.fang dispatch\nut_sign wang.jianguo sign")
    assert bring(people.VILLAGE_HEAD, "msg_leader_instruction", text="从快办理").status_code == 403
    assert bring(people.DIRECTOR, "msg_leader_instruction", instructor="陈书记", text="从快办理",
                 requiredAt="2026-03-09").json == {"message": "msg_leader_instruction", "taken": 1}
    assert "ut_instruction_handle" in walk.open()


SIGNED = "ut_accept_review lin.fang\nut_triage_confirm lin.fang dispatch\nut_sign wang.jianguo sign"


def test_what_the_court_asks_for_comes_with_its_day(bring, walk):
    walk.take(SIGNED)
    awaited_later = bring(people.VILLAGE_HEAD, "msg_jc_supplement", note="补签名", courtDueOn="2026-04-10")
    assert (awaited_later.status_code, awaited_later.json["message"][:8]) == (409, "案件现在没有在等")
    not_its_own = bring(people.VILLAGE_HEAD, "msg_jc_supplement", note="补签名", dueOn="2026-04-10")
    assert (not_its_own.status_code, list(not_its_own.json["errors"])) == (422, ["payload.dueOn"])


@pytest.mark.parametrize("who", [people.WINDOW, people.TRIAGE, people.MANAGER, people.SUPERVISOR])
def test_whoever_takes_down_a_partys_urging_is_named_with_the_party(bring, walk, who):
    walk.take(SIGNED)
    name = walk.actor(who).name
    assert bring(who, "msg_party_urge", note="何时来丈量？", onBehalfOf="王长河").status_code == 200
    assert walk.lines("MESSAGE")[-1].text == f"当事人催办：何时来丈量？（{name}代王长河登记）"
    assert walk.lines("MESSAGE")[-1].actor_name == name


def test_a_withdrawal_says_who_took_it_down_even_if_no_party_was_named(bring, walk):
    walk.take(f"{SIGNED}\nut_first_contact wang.jianguo both_willing")
    assert bring(people.WINDOW, "msg_party_withdraw").status_code == 200
    assert walk.lines("MESSAGE")[-1].text == "当事人撤回申请。（周敏代当事人登记）"


def test_nobody_urges_for_somebody_who_is_no_party(bring, walk):
    walk.take(SIGNED)
    refused = bring(people.WINDOW, "msg_party_urge", onBehalfOf="张三")
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["payload.onBehalfOf"])
    assert bring(people.OTHER_VILLAGE, "msg_party_urge", onBehalfOf="王长河").status_code == 404
    assert walk.lines("MESSAGE") == []


def test_the_partys_name_stays_out_of_the_processes(bring, walk):
    walk.take(SIGNED)
    bring(people.WINDOW, "msg_party_urge", note="何时来丈量？", onBehalfOf="王长河")
    assert all("onBehalfOf" not in variables_of(instance) for instance in running_of(walk))


def running_of(walk) -> list[int]:
    return list(db.session.scalars(sa.select(Instance.id).where(Instance.case_id == walk.case_id)))
