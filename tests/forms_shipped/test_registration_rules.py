"""The rules of the registration form (handbook 6.5), as a clerk meets them."""

from copy import deepcopy
from datetime import timedelta

import pytest

from app import clock
from app.errors import Invalid
from app.forms import compile_form
from tests.forms_shipped.asking import context_for
from tests.forms_shipped.shipped import schema_of
from tests.walk_answers import answers_for

KEY = "dispute_main/ut_register"


def check(answers: dict) -> dict:
    return compile_form(schema_of(KEY)).check(answers, context_for(KEY, answers))


def faults(**changes) -> dict:
    with pytest.raises(Invalid) as refused:
        check(answers_for(KEY, "submit", **changes))
    return refused.value.errors


def with_party(number: int, **changes) -> list[dict]:
    """The usual parties, one of them changed; None takes an answer away."""
    parties = deepcopy(answers_for(KEY, "submit")["parties"])
    parties[number] = {name: value for name, value in {**parties[number], **changes}.items() if value is not None}
    return parties


@pytest.mark.parametrize("channel", ["HOTLINE_12345", "POLICE_110", "COURT", "PETITION_OFFICE", "SUPERIOR"])
def test_what_comes_from_elsewhere_has_a_number_there(channel):
    assert "channelRef" in faults(channel=channel, courtStage="PRE_FILING")


def test_what_comes_to_the_window_has_none():
    assert "channelRef" not in check(answers_for(KEY, "submit", channel="WINDOW", channelRef="made up"))


def test_a_court_says_at_which_stage_it_sends_the_case():
    assert set(faults(channel="COURT", channelRef="(2026)云01民初1号")) == {"courtStage"}


@pytest.mark.parametrize("flag", ["violenceOccurred", "threatStated", "weaponOrDanger", "domesticViolence", "minorOrDependent",
                                  "groupPetitionSign", "workOrTrafficBlocked", "deathOrSeriousInjury", "livelihoodAffected",
                                  "deadlinePressure"])
def test_a_risk_needs_its_grounds(flag):
    assert set(faults(**{flag: True})) == {"riskBasis"}


def test_calm_parties_need_no_grounds():
    assert check(answers_for(KEY, "submit", partiesCalm=True))["partiesCalm"] is True


def test_raising_the_risk_by_hand_needs_a_reason():
    assert set(faults(manualOverride="RAISE_RED")) == {"manualOverrideReason"}


def test_whose_wages_are_owed_is_only_asked_for_wages():
    assert "migrantWorker" not in check(answers_for(KEY, "submit", migrantWorker=True))
    assert check(answers_for(KEY, "submit", subject="WAGE_ARREARS", migrantWorker=True))["migrantWorker"] is True


def test_an_identity_number_with_a_slip_is_refused():
    assert set(faults(parties=with_party(0, idNo="990121196803151019"))) == {"parties.0.idNo"}


def test_a_passport_is_not_an_identity_card():
    assert check(answers_for(KEY, "submit", parties=with_party(0, idType="PASSPORT", idNo="E12345678")))


@pytest.mark.parametrize(("channel", "may_wait"), [("GRID", True), ("PHONE", True), ("WINDOW", False)])
def test_an_applicants_number_may_come_later_only_without_meeting(channel, may_wait):
    answers = answers_for(KEY, "submit", channel=channel, parties=with_party(0, idLater=True, idNo=None, idType=None))
    if may_wait:
        assert check(answers)["parties"][0]["idLater"] is True
    else:
        assert {"parties.0.idNo", "parties.0.idType"} == set(faults(channel=channel, parties=answers["parties"]))


def test_a_respondent_nobody_knows_yet_is_enough_to_begin():
    unknown = {"partyRole": "RESPONDENT", "partyKind": "PERSON", "name": "不详", "detailsLater": True, "idLater": True}
    assert check(answers_for(KEY, "submit", parties=[with_party(0)[0], unknown]))["parties"][1]["name"] == "不详"


def test_an_applicant_can_always_be_reached():
    assert set(faults(parties=with_party(0, detailsLater=True, phone=None))) == {"parties.0.phone"}


def test_an_organisation_has_somebody_who_speaks_for_it():
    organisation = with_party(1, partyKind="ORG", name="云溪县第3建筑公司", gender=None)
    assert set(faults(parties=organisation)) == {"parties.1.legalRep"}


def test_a_person_has_no_digits_in_the_name():
    assert set(faults(parties=with_party(0, name="王3"))) == {"parties.0.name"}


def test_somebody_who_needs_a_guardian_has_one():
    missing = faults(parties=with_party(0, needsGuardian=True))
    assert set(missing) == {"parties.0.guardian.name", "parties.0.guardian.phone", "parties.0.guardian.relation"}
    guarded = with_party(0, needsGuardian=True, guardian={"name": "王大海", "phone": "13800990009", "relation": "父亲"})
    assert check(answers_for(KEY, "submit", parties=guarded))["parties"][0]["guardian"]["name"] == "王大海"


def test_nothing_has_happened_tomorrow():
    assert set(faults(happenedAt=(clock.today() + timedelta(days=1)).isoformat())) == {"happenedAt"}


def test_one_person_alone_has_no_dispute():
    assert set(faults(peopleCount=1)) == {"peopleCount"}


def test_consent_cannot_be_left_out():
    assert set(faults(consentPrivacy=False)) == {"consentPrivacy"}


def test_a_mistaken_registration_is_voided_with_a_reason_and_nothing_else():
    void = {"outcome": "void", "voidReason": "重复登记，另有一件。"}
    form, context = compile_form(schema_of(KEY)), context_for(KEY, void)
    assert set(form.check(void, context | {"case": {"id": 1}})) >= {"outcome", "voidReason"}
    with pytest.raises(Invalid) as refused:  # nothing is there yet that could be voided
        form.check(void, {name: value for name, value in context.items() if name != "case"})
    assert "outcome" in refused.value.errors


@pytest.mark.parametrize(("changes", "nature"), [
    ({}, "CIVIL"), ({"subject": "LAND_CONTRACT"}, "LAND_CONTRACT"), ({"subject": "WAGE_ARREARS"}, "LABOR"),
    ({"govIsParty": True}, "ADMIN"), ({"relation": "CITIZEN_GOV"}, "ADMIN"),
    ({"relation": "SPOUSE", "statusOnly": True}, "STATUS_ONLY"), ({"statusOnly": True}, "CIVIL"),
])
def test_the_nature_is_computed_whatever_the_browser_says(changes, nature):
    assert check(answers_for(KEY, "submit", disputeNature="FORGED", **changes))["disputeNature"] == nature
