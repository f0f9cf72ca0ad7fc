"""The law and the clock behind a deadline, in words."""

import pytest

from app import clock
from app.cases import clock_basis, clock_pauses
from app.cases.clock_desk import desk
from app.cases.models import ClockKind
from app.db import unit_of_work
from app.worklist import actions
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped
from tests.walk_answers import answers_for


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


@pytest.mark.parametrize(("basis", "words"), [
    ("人民调解工作若干规定第33条", "《人民调解工作若干规定》第33条"), ("信访工作条例第22、23条", "《信访工作条例》第22、23条"),
    ("12345条例", "《12345条例》"), ("《某办法》第三条", "《某办法》第三条"), ("", "本中心的时限目录")])
def test_a_rule_is_cited_as_people_cite_it(basis, words):
    assert clock_basis.rule_of(ClockKind(basis=basis)) == words


def limits(walk, element: str) -> list[clock_basis.Basis]:
    return clock_basis.of_step(walk.case(), walk.task(element).step, clock.now())


def test_a_steps_own_limit_comes_first_then_the_internal_and_the_statutory_one(walk):
    stages.in_mediation(walk)
    clock.move_to("2026-03-06 10:00")
    found = limits(walk, "ut_med_session")
    assert {"内部期限", "法定期限"} <= {one.kind for one in found}
    legal = next(one for one in found if one.kind == "法定期限")
    assert legal.sentence == "依据《人民调解工作若干规定》第33条，自 3月2日调委会受理起 1个月"
    assert 0 < legal.used < 30 and legal.tone == "green" and not legal.changes
    own = [one for one in found if one.kind == "本环节"]
    assert found[:len(own)] == own


@pytest.mark.parametrize(("emergency", "first", "due"), [(False, "受理审核", "03-03 17:30"), (True, "紧急处置记录", "03-02 09:30")])
def test_half_an_hour_is_the_limit_of_an_emergency_alone(walk, emergency, first, due):
    walk.register("zhou.min", emergency=emergency)
    own = [one.name for one in limits(walk, "ut_accept_review") if one.kind == "本环节"]
    assert own[0] == first and ("紧急处置记录" in own) is emergency
    assert walk.due("ut_accept_review") == due


def test_an_extension_is_told_with_its_dates(walk):
    stages.in_mediation(walk)
    with unit_of_work():
        clock_pauses.extend(desk(walk.case_id, clock.now()), "legal", days=10, reason="双方同意继续调解", approver="王建国", consents=True)
    legal = next(one for one in limits(walk, "ut_med_session") if one.kind == "法定期限")
    assert legal.changes == ["3月2日延期，从 4月2日到 4月13日，王建国批准"]


def test_a_case_without_clocks_has_no_reasons(walk):
    walk.register("zhou.min")
    with unit_of_work():
        task = walk.task("ut_accept_review")
        actions.save_draft(task.id, answers_for(task.form_key, "done"), walk.actor("lin.fang"))
    assert all(one.due_at for one in limits(walk, "ut_accept_review"))
