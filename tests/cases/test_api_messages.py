"""Messages over REST: who may bring which."""

import pytest

from app import clock
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
