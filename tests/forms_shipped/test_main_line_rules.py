"""Rules of the other forms of the main line, supervision and deadline change that a clerk can run into."""

import pytest

from app.errors import Invalid
from app.forms import compile_form
from tests.forms_shipped.asking import context_for
from tests.forms_shipped.shipped import schema_of
from tests.walk_answers import answers_for

TRIAGE = "dispute_main/ut_triage_confirm"
SUGGESTED = ("mojType", "zzCode", "riskLevel", "complexity", "tier", "leadUnit", "route", "clockId")


def check(key: str, answers: dict, **known) -> dict:
    return compile_form(schema_of(key)).check(answers, {**context_for(key, answers), **known})


def faults(key: str, answers: dict, **known) -> set[str]:
    with pytest.raises(Invalid) as refused:
        check(key, answers, **known)
    return set(refused.value.errors)


def proposal() -> dict:
    return {name: answers_for(TRIAGE, "dispatch")[name] for name in SUGGESTED}


def test_following_the_suggestion_needs_no_reason():
    assert "overrideReason" not in check(TRIAGE, answers_for(TRIAGE, "dispatch"), proposal=proposal())


@pytest.mark.parametrize(("name", "value"), [("mojType", "02"), ("zzCode", "0201"), ("riskLevel", "RED"), ("complexity", "SIMPLE"),
                                             ("tier", "TOWN"), ("route", "ONSITE"), ("clockId", "CK05")])
def test_changing_a_suggestion_needs_a_reason(name, value):
    changed = answers_for(TRIAGE, "dispatch", overrideReason=None, **{name: value})
    assert faults(TRIAGE, changed, proposal=proposal()) == {"overrideReason"}


def test_another_decision_than_suggested_needs_a_reason_and_a_notice():
    key = "dispute_main/ut_accept_review"
    other = {"decision": "GUIDE_COURT", "noticeWay": "FACE"}
    assert faults(key, other, acceptance={"decision": "ACCEPT"}) == {"overrideReason", "noticeText"}


def test_a_designated_unit_cannot_object_again():
    objecting = answers_for("dispute_main/ut_sign", "object")
    assert check("dispute_main/ut_sign", objecting, designated=False)["outcome"] == "object"
    assert faults("dispute_main/ut_sign", objecting, designated=True) == {"outcome"}


def test_whoever_let_the_case_lie_cannot_be_its_handler_again():
    signing = answers_for("dispute_main/ut_sign", "sign")
    assert faults("dispute_main/ut_sign", signing, setAside=[signing["handler"]]) == {"handler"}
    assert check("dispute_main/ut_sign", signing, setAside=["@person:somebody"])["handler"] == signing["handler"]


def test_a_case_is_not_handled_again_by_the_same_handler():
    key = "dispute_main/ut_reopen_decide"
    reopening = answers_for(key, "reopen")
    assert faults(key, reopening, variables={"handler": reopening["newHandler"]}) == {"newHandler"}
    assert check(key, reopening, variables={"handler": "@person:somebody"})["newHandler"] == reopening["newHandler"]


def test_a_unit_that_did_not_sign_gets_the_case_again_only_with_a_reason():
    again = answers_for(TRIAGE, "dispatch")
    assert faults(TRIAGE, again, unsignedUnits=[again["leadUnit"]]) == {"sameUnitReason"}
    assert "sameUnitReason" not in check(TRIAGE, again, unsignedUnits=["@unit:elsewhere"])


def test_more_time_is_asked_only_for_a_limit_that_can_have_it():
    key, asking = "deadline_change/ut_ext_apply", answers_for("deadline_change/ut_ext_apply", "done")
    standing = [{"value": "CK06", "label": "一般纠纷办理（中止中）", "changes": ["RESUME"]}]
    assert faults(key, asking, clocks=standing) == faults(key, asking, clocks=[]) == {"changeClock"}
    assert check(key, {**asking, "kind": "RESUME"}, clocks=standing)["changeClock"] == "CK06"


def test_who_does_not_want_more_time_says_nothing_else():
    assert set(check("deadline_change/ut_ext_apply", answers_for("deadline_change/ut_ext_apply", "withdraw"))) == {"outcome", "remark"}


def test_a_supplement_is_extended_once():
    extending = answers_for("dispute_main/ut_supplement_confirm", "extend")
    assert faults("dispute_main/ut_supplement_confirm", extending, supplementExtended=True) == {"outcome"}


def test_an_interview_comes_only_after_the_red_card():
    interviewing = answers_for("supervision/ut_supervise_check", "interview")
    assert faults("supervision/ut_supervise_check", interviewing, superviseLevel=1) == {"outcome"}


def test_a_party_that_was_not_reached_is_not_asked_what_it_wants():
    clean = check("dispute_main/ut_first_contact", answers_for("dispute_main/ut_first_contact", "unreachable"))
    assert "willing" in clean["contacts"][0]
    assert "willing" not in clean["contacts"][1]


def test_what_was_prevented_needs_grounds():
    claiming = answers_for("dispute_main/ut_result_submit", "done", prevented=["FIGHT"])
    assert faults("dispute_main/ut_result_submit", claiming) == {"preventedReason"}


def test_a_result_guided_elsewhere_names_the_way_and_no_agreement():
    guided = answers_for("dispute_main/ut_result_submit", "done", result="GUIDED")
    assert faults("dispute_main/ut_result_submit", guided) == {"legalPath"}
    assert "agreementNo" not in check("dispute_main/ut_result_submit", {**guided, "legalPath": "LAWSUIT"})


def test_a_result_is_approved_only_with_every_line_of_the_list_ticked():
    approving = answers_for("dispute_main/ut_result_review", "approve", documentsComplete=False)
    assert faults("dispute_main/ut_result_review", approving) == {"documentsComplete"}


@pytest.mark.parametrize(("key", "outcome", "name", "value"), [
    ("dispatch_objection/ut_objection_decide", "move", "established", True), ("dispatch_objection/ut_objection_decide", "keep", "established", False),
    ("deadline_change/ut_ext_consent", "no", "agree", False), ("deadline_change/ut_ext_approve", "approve", "approved", True),
    ("supervision/ut_supervise_check", "release", "release", True), ("dispute_main/ut_supplement_confirm", "close", "close", True),
])
def test_the_yes_or_no_behind_an_outcome_follows_from_it(key, outcome, name, value):
    assert check(key, answers_for(key, outcome, **{name: not value}))[name] is value


def test_a_clock_is_suspended_only_for_a_listed_reason():
    suspending = answers_for("deadline_change/ut_ext_apply", "done", kind="SUSPEND", evidence="鉴定委托书", suspendReason="HOLIDAY")
    assert faults("deadline_change/ut_ext_apply", suspending) == {"suspendReason"}


def test_an_extension_is_at_most_sixty_days():
    assert faults("deadline_change/ut_ext_apply", answers_for("deadline_change/ut_ext_apply", "done", days=61)) == {"days"}


def test_a_red_risk_says_what_was_done_and_who_was_told():
    kept = answers_for("dispute_main/ut_risk_review", "keep")
    assert faults("dispute_main/ut_risk_review", kept, riskLevel="RED") == {"measures", "reportedTo", "reportedAt"}
    assert "measures" not in check("dispute_main/ut_risk_review", kept, riskLevel="GREEN")


@pytest.mark.parametrize(("mode", "asked"), [("SWAP_PERSON", {"newHandler"}), ("SWAP_UNIT", {"newUnit"}), ("UPGRADE", set())])
def test_handling_again_asks_for_the_person_or_the_unit_by_mode(mode, asked):
    reopening = answers_for("dispute_main/ut_reopen_decide", "reopen", newHandler=None, mode=mode)
    assert (faults("dispute_main/ut_reopen_decide", reopening) if asked else set()) == asked
    assert asked or check("dispute_main/ut_reopen_decide", reopening)["mode"] == mode
