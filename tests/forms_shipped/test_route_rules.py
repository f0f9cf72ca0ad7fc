"""Rules of the routes' forms that must not be got round (handbook 12.3 and 14)."""

import pytest

from app.errors import Invalid
from app.forms import compile_form
from tests.forms_shipped.asking import context_for
from tests.forms_shipped.shipped import schema_of
from tests.walk_answers import answers_for


def faults(key: str, outcome: str, variables: dict, **changed) -> set[str]:
    answers = answers_for(key, outcome, **changed)
    try:
        compile_form(schema_of(key)).check(answers, {**context_for(key, answers), "variables": variables})
    except Invalid as refused:
        return set(refused.errors)
    return set()


def test_a_minors_fight_is_not_mediated_without_the_guardian():
    key, variables = "med_police/ut_police_mediation", {"minorInvolved": True}
    assert faults(key, "agreed", variables) == {"guardianPresent", "guardianName"}
    assert faults(key, "agreed", variables, guardianPresent=True, guardianName="王母") == set()


def test_domestic_violence_is_mediated_only_if_the_victim_asks_for_it():
    key = "med_police/ut_police_triage"
    assert faults(key, "dispute", {}, dv=True, protectionTold=True) == {"outcome"}
    assert faults(key, "dispute", {}, dv=True, victimChooses=True) == {"protectionTold"}
    assert faults(key, "dispute", {}, dv=True, protectionTold=True, victimChooses=True) == set()


def test_security_mediation_is_repeated_once_only():
    clean = compile_form(schema_of("med_police/ut_police_mediation")).check(
        answers_for("med_police/ut_police_mediation", "not"), {"variables": {"secondAttempt": True}})
    assert "secondNeeded" not in clean


@pytest.mark.parametrize("running", ["suedAccepted", "adminMediationRunning"])
def test_a_medical_dispute_before_court_or_health_office_is_not_accepted(running):
    medical = {"hospital": "县人民医院", "claimAmount": 5000, "recordsSealed": "SEALED"}
    key, variables = "med_industry/ut_ind_accept", {"industry": "MEDICAL"}
    assert faults(key, "accept", variables, **medical) == set()
    assert faults(key, "accept", variables, **medical, **{running: True}) == {"outcome"}


def test_a_medical_claim_above_ten_thousand_names_the_insurer():
    medical = {"hospital": "县人民医院", "claimAmount": 10001, "recordsSealed": "SEALED"}
    assert faults("med_industry/ut_ind_accept", "accept", {"industry": "MEDICAL"}, **medical) == {"insurer"}


def test_ten_workers_choose_representatives():
    labour = {"employer": "示例建筑公司", "appliedAt": "@today", "relationType": "LABOR", "workers": 10}
    assert faults("med_industry/ut_ind_accept", "accept", {"industry": "LABOR"}, **labour) == {"representatives"}


def test_a_fee_is_agreed_only_with_both_signatures():
    assert faults("med_industry/ut_ind_fee", "agree", {}, feeAgreed=None) == {"feeAgreed"}
    assert faults("mediation_core/ut_rights_notice", "done", {"industry": "COMMERCIAL"}, feeNotice=None) == {"feeNotice"}


@pytest.mark.parametrize("given", [{"disputeNature": "ADMIN"}, {"disputeNature": "CIVIL", "notMediable": ["ADMIN"]},
                                   {"disputeNature": "CIVIL", "petitionKind": "ACCUSATION"}, {"disputeNature": "CIVIL", "mediable": False}])
def test_what_people_may_not_mediate_is_not_offered_for_mediation(given):
    typed = {name: value for name, value in given.items() if name != "disputeNature"}
    assert faults("med_petition/ut_pet_check", "mediate", {"disputeNature": given["disputeNature"]}, **typed) == {"outcome"}


def test_a_petition_goes_to_mediation_only_with_both_consents_and_a_letter():
    wanted = {"applicantConsents", "respondentConsents", "entrustLetterNo"}
    assert faults("med_petition/ut_pet_consent", "entrusted", {}, **dict.fromkeys(wanted)) == wanted
