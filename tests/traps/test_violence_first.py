"""Trap 2: with violence at home, protection comes before mediation (反家庭暴力法; 人民调解法 art. 25; DMN-04 r9–r10).

A high risk goes to the police whatever was chosen; the two are never put in one room; nothing a form forgets to tick makes the
violence disappear; where the victim lives is hidden from the moment it is known; a signed paper alone closes nothing."""

import pytest

from tests.cast import DIRECTOR, MEDIATOR, SUPERVISOR, TRIAGE, VILLAGE_HEAD, WINDOW
from tests.journeys import stages
from tests.walk_answers import answers_for

VIOLENT = {"domesticViolence": True, "relation": "SPOUSE", "subject": "MARRIAGE", "riskBasis": "邻居和出警记录都能证明。"}
RED = VIOLENT | {"threatStated": True}
POLICE = "ma.chao"
ADDRESS, PHONE = "暗号里弄九号", "13700008888"


def willing(attempts, **inputs):
    """Dispatched to the village on the route that the tables propose, signed, both called."""
    walk = stages.accepted(attempts.walk, **inputs)
    proposal = attempts.known("ut_triage_confirm")["proposal"]
    attempts.forced("ut_triage_confirm", "dispatch", **proposal | {"tier": "VILLAGE", "leadUnit": attempts.cast.unit("上河村")})
    walk.do("ut_sign", VILLAGE_HEAD, "sign")
    walk.do("ut_first_contact", VILLAGE_HEAD, "both_willing")
    return walk


@pytest.mark.parametrize("route", ["PEOPLE", "ONSITE", "JOINT", "MAJOR", "INDUSTRY", "PETITION", "LITIGATION", "ADMIN_MEDIATION"])
def test_a_high_risk_can_not_be_dispatched_to_any_mediation(attempts, route):
    stages.accepted(attempts.walk, **RED)
    attempts.refused("ut_triage_confirm", DIRECTOR, "dispatch", at="route", riskLevel="RED", route=route)


@pytest.mark.parametrize("graded", ["YELLOW", "GREEN"])
def test_triage_can_not_talk_the_risk_down(attempts, graded):
    stages.accepted(attempts.walk, **RED)
    for outcome in ("dispatch", "consult", "report_up"):
        attempts.refused("ut_triage_confirm", DIRECTOR, outcome, at="riskLevel", riskLevel=graded, route="POLICE")


@pytest.mark.parametrize("route", ["PEOPLE", "ONSITE", "JOINT", "MAJOR", "INDUSTRY"])
def test_the_diagram_itself_takes_a_high_risk_to_the_police(attempts, route):
    """Even when no form stood in the way."""
    walk = stages.accepted(attempts.walk, **RED)
    proposal = attempts.known("ut_triage_confirm")["proposal"]
    attempts.forced("ut_triage_confirm", "dispatch", **proposal | {"route": route, "leadUnit": attempts.cast.unit("上河村")})
    walk.do("ut_sign", VILLAGE_HEAD, "sign")
    walk.do("ut_first_contact", VILLAGE_HEAD, "both_willing")
    assert walk.open() == {"ut_police_triage"}
    assert walk.case().route == "POLICE"


@pytest.mark.parametrize("forged", [{}, {"dv": False}, {"dv": False, "domesticViolence": False}, {"dv": True}],
                         ids=["left out", "unticked", "forged", "told, but the victim was not asked"])
def test_the_police_desk_can_not_hand_the_victim_to_a_mediator(attempts, forged):
    willing(attempts, **RED)
    attempts.refused("ut_police_triage", POLICE, "dispute", at="outcome", **{"protectionTold": True, "dv": None, **forged})
    attempts.no_mediation()


def test_the_door_of_every_mediation_is_shut_to_a_high_risk(attempts):
    willing(attempts, **RED)
    attempts.forced("ut_police_triage", "dispute", dv=False, victimChooses=False, excluded=[])
    attempts.no_mediation()
    assert attempts.walk.open() == {"ut_legal_guide"}


def test_a_security_case_at_home_is_not_mediated_unless_the_victim_asks(attempts):
    walk = willing(attempts, **RED)
    walk.do("ut_police_triage", POLICE, "security", dv=True, protectionTold=True)
    walk.do("ut_police_facts", POLICE)
    assert walk.open() == {"ut_police_handover"}


def test_the_victim_who_asks_is_heard_apart_and_told_of_protection_first(attempts):
    walk = willing(attempts, **RED)
    attempts.refused("ut_police_triage", POLICE, "dispute", at="protectionTold", dv=True, victimChooses=True, protectionTold=False)
    walk.do("ut_police_triage", POLICE, "dispute", dv=True, victimChooses=True, protectionTold=True)
    assert "D12" in walk.documents()
    _mediated_apart(attempts)


def test_without_a_high_risk_too_the_two_are_never_put_in_one_room(attempts):
    walk = willing(attempts, **VIOLENT)
    assert walk.case().risk_level == "YELLOW"
    assert "ut_med_accept" in walk.open(), "on the spot would be face to face"
    walk.do("ut_med_accept", VILLAGE_HEAD, "accept")
    _mediated_apart(attempts)


def _mediated_apart(attempts):
    walk = attempts.walk
    attempts.refused("ut_rights_notice", MEDIATOR, at="protectionTold", victimChooses=True)
    attempts.refused("ut_rights_notice", MEDIATOR, at="outcome", protectionTold=True)
    walk.do("ut_rights_notice", MEDIATOR, victimChooses=True, protectionTold=True)
    walk.do("ut_mediator_assign", VILLAGE_HEAD)
    attempts.refused("ut_med_schedule", MEDIATOR, "schedule", at="separately")
    walk.do("ut_med_schedule", MEDIATOR, "schedule", separately=True)
    attempts.refused("ut_med_session", MEDIATOR, "agreed_written", at="keptApart")
    attempts.refused("ut_med_session", MEDIATOR, "agreed_written", at="keptApart", keptApart=False)


@pytest.mark.parametrize("ticked", [
    {"weaponOrDanger": True}, {"deathOrSeriousInjury": True}, {"violenceOccurred": True, "threatStated": True},
    {"domesticViolence": True, "threatStated": True},
], ids="+".join)
@pytest.mark.parametrize("outcome", ["keep", "lower", "raise"])
def test_what_was_ticked_makes_the_risk_high_whatever_outcome_is_chosen(attempts, outcome, ticked):
    walk = stages.in_mediation(attempts.walk)
    walk.bring("msg_risk_changed", TRIAGE, note="调解员电话报告：有人动手。")
    walk.do("ut_risk_review", TRIAGE, outcome, **ticked, riskBasis="调解员在现场看见。", measures=["POLICE"], reportedTo="清河派出所",
            reportedAt="@now-1h")
    assert walk.case().risk_level == "RED"
    assert "D34" in walk.documents()


@pytest.mark.parametrize("said", [{"domesticViolence": None}, {"domesticViolence": False}], ids=["left out", "unticked"])
def test_violence_known_is_not_forgotten_by_a_review_that_keeps_the_grade(attempts, said):
    walk = willing(attempts, **VIOLENT)
    walk.bring("msg_risk_changed", TRIAGE, note="又打电话来了。")
    walk.do("ut_risk_review", TRIAGE, "keep", **said)
    walk.do("ut_med_accept", VILLAGE_HEAD, "accept")
    attempts.refused("ut_rights_notice", MEDIATOR, at="protectionTold")
    assert walk.case().risk_level == "YELLOW"


def test_the_address_is_hidden_from_the_moment_the_violence_is_known(attempts):
    parties = answers_for("dispute_main/ut_register", "submit")["parties"]
    parties[0] |= {"phone": PHONE, "address": ADDRESS}
    walk = _handled(attempts.walk, parties)
    assert not walk.case().parties[0].protected
    walk.bring("msg_risk_changed", TRIAGE, note="妻子说丈夫一直打她。")
    walk.do("ut_risk_review", TRIAGE, "keep", domesticViolence=True, riskBasis="本人陈述，身上有伤。")
    assert walk.case().parties[0].protected
    headers = attempts.cast.bearer(SUPERVISOR)
    told = attempts.app.test_client().get(f"/api/v1/cases/{walk.case().case_no}", headers=headers).get_data(as_text=True)
    assert ADDRESS not in told and PHONE not in told and PHONE[:3] + "****" not in told


def _handled(walk, parties):
    stages.dispatched(walk, parties=parties)
    walk.do("ut_sign", VILLAGE_HEAD, "sign")
    walk.do("ut_first_contact", VILLAGE_HEAD, "both_willing")
    return walk


def test_a_signature_alone_does_not_close_it(attempts):
    """The agreement is signed and approved the same day: it is not called resolved before the visits of DMN-12 r2."""
    walk = willing(attempts, **VIOLENT)
    walk.do("ut_med_accept", VILLAGE_HEAD, "accept")
    walk.do("ut_rights_notice", MEDIATOR, victimChooses=True, protectionTold=True)
    walk.do("ut_mediator_assign", VILLAGE_HEAD)
    walk.do("ut_med_schedule", MEDIATOR, "schedule", separately=True)
    walk.do("ut_med_session", MEDIATOR, "agreed_written", keptApart=True)
    stages.written_down(walk)
    walk.do("ut_result_review", "zhao.gang", "approve")
    rules, outputs = walk.decisions()["dmn_followup_plan"][-1]
    assert rules == [2], outputs
    assert walk.case().status == "PERFORMING"
    assert walk.case().resolved_at is None


def test_whoever_registers_can_not_leave_the_ground_out(attempts):
    answers = answers_for("dispute_main/ut_register", "submit", **VIOLENT) | {"riskBasis": None}
    answer = attempts.app.test_client().post("/api/v1/cases", json={"answers": answers}, headers=attempts.cast.bearer(WINDOW))
    assert answer.status_code == 422 and "riskBasis" in answer.get_json()["errors"]
