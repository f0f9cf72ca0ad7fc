"""When two ticks mean the same occasion, and what a slip says."""

from datetime import datetime, timedelta

import pytest

from app.supervision import rules

SIGNED = datetime(2026, 3, 2, 9)
CLOCK = {"id": "CK07", "name": "疑难复杂纠纷办理", "startedAt": SIGNED, "usedPct": 55, "overdueWd": 0}
CASE = {"reopenCount": 0, "urgeCount": 0, "idleWd": 0, "unsignedWd": 0, "superviseLevel": 0, "riskLevel": "GREEN",
        "feedbackOverdue": False, "lastProgressAt": SIGNED, "dispatchedAt": SIGNED}


def same(action, first: dict, second: dict) -> bool:
    """Whether the second tick finds the action already taken; both are changes of the clock's or the case's facts."""
    keys = [rules.occasion_of(action, "", {**CLOCK, **change}, {**CASE, **change}) for change in (first, second)]
    return keys[0] == keys[1]


def test_a_prompt_comes_once_per_threshold():
    assert same("PROMPT", {"usedPct": 50}, {"usedPct": 69})
    assert not same("PROMPT", {"usedPct": 69}, {"usedPct": 70})


def test_an_urging_comes_once_per_threshold_and_once_per_spell_of_standing_still():
    assert same("URGE", {"usedPct": 90}, {"usedPct": 99})
    assert not same("URGE", {"usedPct": 99}, {"usedPct": 100})
    assert same("URGE", {"idleWd": 5}, {"idleWd": 7})
    assert not same("URGE", {"idleWd": 5}, {"idleWd": 5, "lastProgressAt": SIGNED + timedelta(days=3)})


@pytest.mark.parametrize("action", ["URGE", "REASSIGN_REVIEW"])
def test_every_dispatch_that_nobody_signs_is_an_occasion_of_its_own(action):
    assert same(action, {"unsignedWd": 1}, {"unsignedWd": 2})
    assert not same(action, {"unsignedWd": 1}, {"unsignedWd": 1, "dispatchedAt": SIGNED + timedelta(days=5)})


def test_a_level_comes_once_per_clock_and_round():
    assert same("SUPERVISE_L1", {"overdueWd": 1}, {"overdueWd": 2})
    assert not same("SUPERVISE_L1", {}, {"id": "CK08"})
    assert not same("SUPERVISE_L1", {}, {"reopenCount": 1})


@pytest.mark.parametrize(("action", "reason", "facts", "sentence"), [
    ("PROMPT", "", {}, "疑难复杂纠纷办理已用 55%"),
    ("URGE", "", {"usedPct": 99}, "疑难复杂纠纷办理已用 99%"),
    ("URGE", "", {"usedPct": 100}, "疑难复杂纠纷办理已到期"),
    ("URGE", "", {"idleWd": 5, "usedPct": 92}, "已有 5 个工作日没有新的进展记录"),
    ("URGE", "", {"unsignedWd": 1}, "派单后 1 个工作日未签收"),
    ("URGE", "PARTY_URGE", {"idleWd": 6}, "当事人催办"),
    ("SUPERVISE_L1", "", {"overdueWd": 1}, "疑难复杂纠纷办理已超期 1 个工作日"),
    ("SUPERVISE_L2", "", {"urgeCount": 3}, "已催办 3 次"),
    ("SUPERVISE_L2", "", {"overdueWd": 1, "superviseLevel": 1, "feedbackOverdue": True}, "普通督办已到反馈期限仍未反馈"),
    ("SUPERVISE_L3", "FALSE", {}, "办理或反馈情况不实"),
    ("SUPERVISE_L4", "", {"overdueWd": 10, "riskLevel": "RED", "superviseLevel": 3}, "疑难复杂纠纷办理已超期 10 个工作日"),
    ("SUPERVISE_L4", "", {"overdueWd": 6, "superviseLevel": 3, "feedbackOverdue": True}, "红牌督办已到反馈期限仍未反馈"),
])
def test_a_slip_says_why(action, reason, facts, sentence):
    assert rules.why(action, reason, {**CLOCK, **facts}, {**CASE, **facts}) == sentence
