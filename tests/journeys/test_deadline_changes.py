"""Asking for more time (P19): which limits are on offer, who records the consents, who approves."""

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db, unit_of_work
from app.errors import Conflict, Invalid
from app.worklist import deadline_requests, permissions, task_view
from app.worklist.models import HumanTask
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped, local

ELSEWHERE = {"wu.mei", "yan.jun"}
PAUSE = {"kind": "SUSPEND", "days": None, "suspendReason": "APPRAISAL", "evidence": "鉴定委托书一份"}


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def asked_for(walk: Walk, who: str = stages.HEAD) -> Walk:
    with unit_of_work():
        deadline_requests.begin(walk.case(), walk.cast.actor(who))
    return walk


def offered(walk: Walk, who: str = stages.HEAD) -> dict[str, list[str]]:
    shown = task_view.for_rest(walk.task("ut_ext_apply").id, walk.cast.actor(who))["data"]["clocks"]
    return {one["value"]: one["changes"] for one in shown}


def able(walk: Walk, element: str) -> set[str]:
    return {name for name in walk.cast.users if permissions.is_candidate(walk.task(element), walk.cast.actor(name))}


def test_only_limits_that_run_are_offered_and_only_what_may_be_done_to_them(walk):
    asked_for(stages.handled(walk))
    assert offered(walk) == {"CK06": ["EXTEND", "SUSPEND"]}
    with pytest.raises(Invalid):
        walk.do("ut_ext_apply", stages.HEAD, changeClock="CK07")
    db.session.rollback()
    walk.do("ut_ext_apply", stages.HEAD, changeClock="CK06", **PAUSE)
    walk.do("ut_ext_approve", "gao.yuan", "approve")
    assert walk.case().suspended
    asked_for(walk)
    assert offered(walk) == {"CK06": ["RESUME"]}
    walk.do("ut_ext_apply", stages.HEAD, kind="RESUME", days=None)
    walk.do("ut_ext_approve", "gao.yuan", "approve")
    assert (walk.case().suspended, local(walk.case().due_at)) == (False, "03-09 17:30")
    assert able(walk, "ut_med_accept") & ELSEWHERE == set()


def test_a_limit_of_the_law_is_offered_beside_the_centre_s_own(walk):
    stages.in_mediation(walk)
    asked_for(walk)
    assert set(offered(walk)) == {"CK06", "CK10"}
    assert able(walk, "ut_ext_apply") & ELSEWHERE == set()


def test_who_need_not_ask_leaves_everything_as_it_is(walk):
    asked_for(stages.handled(walk)).do("ut_ext_apply", stages.HEAD, "withdraw")
    assert walk.instances()["deadline_change"] == ["ENDED"]
    assert (walk.documents(), local(walk.case().due_at)) == ([], "03-09 17:30")
    assert able(walk, "ut_med_accept") & ELSEWHERE == set()


def test_nothing_is_asked_for_while_no_limit_runs(walk):
    stages.signed(walk, route="MAJOR", clockId="CK08", complexity="MAJOR")
    with pytest.raises(Conflict):
        asked_for(walk)
    db.session.rollback()
    assert able(walk, "ut_first_contact") & ELSEWHERE == set()


def test_the_case_manager_records_what_both_sides_say(walk):
    asked_for(stages.handled(walk)).do("ut_ext_apply", stages.HEAD)
    assert walk.task("ut_ext_consent").claimed_by_id == walk.cast.user("chen.yu")
    assert able(walk, "ut_ext_consent") == {"chen.yu"}
    assert stages.HEAD not in able(walk, "ut_ext_consent")
    assert able(walk, "ut_ext_consent") & ELSEWHERE == set()
    assert sides_of(walk, "ut_ext_consent") == {"征得申请人一方同意": "APPLICANT", "征得被申请人一方同意": "RESPONDENT"}


def test_the_head_of_the_case_s_own_committee_approves(walk):
    stages.dispatched(walk).do("ut_sign", stages.HEAD, "sign", handler=f"@person:{stages.MEDIATOR}")
    walk.do("ut_first_contact", stages.MEDIATOR, "both_willing")
    agreed_to(asked_for(walk, stages.MEDIATOR), stages.MEDIATOR)
    assert able(walk, "ut_ext_approve") == {stages.HEAD}
    assert able(walk, "ut_ext_approve") & ELSEWHERE == set()


def test_a_head_who_handles_the_case_himself_needs_the_centre_s_director(walk):
    agreed_to(asked_for(stages.handled(walk)), stages.HEAD)
    assert "gao.yuan" in able(walk, "ut_ext_approve")
    assert able(walk, "ut_ext_approve") & {stages.HEAD, "sun.li", "feng.lei", *ELSEWHERE} == set()


def test_a_department_s_own_leader_approves_and_no_other_department_s(walk):
    labour = walk.cast.unit("人社局")
    stages.dispatched(walk, leadUnit=labour, tier="COUNTY", route="PETITION", clockId="CK22")
    walk.do("ut_sign", "qian.wei", "sign", handler="@person:qian.wei")
    agreed_to(asked_for(walk, "qian.wei"), "qian.wei", changeClock="CK22", days=30)
    assert able(walk, "ut_ext_approve") == {"feng.lei"}
    assert able(walk, "ut_ext_approve") & {"pan.hong", *ELSEWHERE} == set()


def sides_of(walk: Walk, element: str) -> dict[str, str]:
    """{what the list calls the open task: the side it speaks to}"""
    return {task.name: task.settings["contacts"] for task in db.session.scalars(sa.select(HumanTask).where(
        HumanTask.case_id == walk.case_id, HumanTask.element == element, HumanTask.status == "OPEN"))}


def agreed_to(walk: Walk, asking: str, **what) -> Walk:
    walk.do("ut_ext_apply", asking, **what)
    walk.do("ut_ext_consent", "chen.yu", "agree")
    walk.do("ut_ext_consent", "chen.yu", "agree")
    return walk
