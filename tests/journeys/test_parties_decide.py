"""Behaviour scenarios (handbook 12.3) in which a party decides how it goes on: refuses, withdraws, sues, can't be found."""

import pytest

from app import clock
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


MEDIATION = {"ut_med_accept", "ut_rights_notice", "ut_mediator_assign", "ut_med_schedule", "ut_med_session"}


def test_1_who_refuses_is_told_the_legal_ways_and_no_session_can_be_held(walk):
    stages.signed(walk).do("ut_first_contact", stages.HEAD, "one_refuses")
    assert walk.decisions()["dmn_mediation_route"][-1] == ([1], walk.decisions()["dmn_mediation_route"][-1][1])
    assert walk.case().route == "LEGAL_CHANNEL"
    assert walk.open() == {"ut_legal_guide"}
    walk.do("ut_legal_guide", "lin.fang", "guided")
    assert {"D11", "D12"} <= set(walk.documents())
    assert walk.open() == {"ut_legal_accept_track"}


def test_1_whoever_consents_after_all_can_have_a_mediation(walk):
    stages.signed(walk).do("ut_first_contact", stages.HEAD, "one_refuses")
    walk.do("ut_legal_guide", "lin.fang", "guided")
    walk.do("ut_legal_accept_track", "chen.yu", "consents")
    assert walk.open() == {"ut_med_accept"}
    assert walk.case().route == "PEOPLE"
    assert "同意" in walk.lines("TASK")[-1].text


def test_whoever_withdraws_ends_the_mediation_as_settled(walk):
    stages.in_mediation(walk)
    assert walk.bring("msg_party_withdraw", "zhou.min") == 1
    assert walk.open() == {"ut_result_submit"}
    assert walk.documents()[-1] == "D10"
    stages.reported_settled(walk)
    assert walk.case().result == "SETTLED"


def test_whoever_sues_ends_the_mediation_and_the_court_takes_over(walk):
    stages.in_mediation(walk)
    assert walk.bring("msg_lawsuit_filed", "zhou.min") == 1
    assert walk.open() == {"ut_result_submit"}
    assert walk.documents()[-1] == "D11"
    walk.do("ut_result_submit", stages.HEAD, result="GUIDED", legalPath="LAWSUIT", agreementNo=None,
            agreementAmount=None, jcWanted=None, performance=None, performDueAt=None)
    walk.do("ut_result_review", "zhao.gang", "approve")
    assert walk.statuses()[-1] == "GUIDED"


def test_whoever_is_not_found_on_three_days_is_written_to_and_the_case_ends(walk):
    stages.signed(walk)
    for day in ("2026-03-03", "2026-03-04"):
        walk.do("ut_first_contact", stages.HEAD, "unreachable")
        assert walk.open() == set()
        walk.until(f"{day} 18:00")
    walk.do("ut_first_contact", stages.HEAD, "unreachable")
    assert walk.open() == {"ut_result_submit"}
    decided = walk.decisions()["dmn_after_failure"]
    assert [(rules, out["nextStep"]) for rules, out in decided] == [([5], "RETRY"), ([5], "RETRY"), ([6], "TERMINATE")]
