"""Asking for more time on the way: who must consent, and what a refusal changes. Pauses: test_behaviour_scenarios.py, 4."""

import pytest

from app import clock
from app.db import unit_of_work
from app.worklist import deadline_requests
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped, local


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def asked_for(walk: Walk) -> Walk:
    with unit_of_work():
        deadline_requests.begin(walk.case(), walk.cast.actor(stages.HEAD))
    return walk


def test_an_extension_needs_both_parties_and_somebody_else_who_approves(walk):
    asked_for(stages.handled(walk))
    walk.do("ut_ext_apply", stages.HEAD, days=7)
    walk.do("ut_ext_consent", "chen.yu", "agree")
    walk.do("ut_ext_consent", "chen.yu", "agree")
    walk.do("ut_ext_approve", "gao.yuan", "approve")
    assert local(walk.case().due_at) == "03-16 17:30"
    assert walk.documents() == ["D17"]
    walk.until("2026-03-16 17:29")
    assert walk.light() == "YELLOW"
    assert "deadline_change" in walk.instances() and walk.instances()["deadline_change"] == ["ENDED"]


def test_an_extension_that_one_side_refuses_changes_nothing(walk):
    asked_for(stages.handled(walk))
    walk.do("ut_ext_apply", stages.HEAD, days=7)
    walk.do("ut_ext_consent", "chen.yu", "agree")
    walk.do("ut_ext_consent", "chen.yu", "no")
    assert local(walk.case().due_at) == "03-09 17:30"
    assert "ut_ext_approve" not in walk.open()
