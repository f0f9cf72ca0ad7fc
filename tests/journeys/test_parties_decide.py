"""A party decides how it goes on: withdraws, sues, can't be found. Who refuses: test_behaviour_scenarios.py, 1."""

import pytest

from app import clock
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


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
