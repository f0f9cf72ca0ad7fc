"""Trap 1: mediation is voluntary (人民调解法 arts 3, 17, 26). Nobody is mediated against their will, whatever an official
ticks, sends or leaves out; no timer makes an agreement; whoever sues is let go."""

import pytest
from lxml import etree

from app.config import ROOT
from tests.cast import MEDIATOR, OTHER_VILLAGE, TRIAGE, VILLAGE_HEAD
from tests.journeys import stages

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
WHO = {"partyName": "王长河"}, {"partyName": "李大山"}


def contact(name: str, willing: str | None) -> dict:
    reached = {"reached": True, "willing": willing} if willing else {"reached": False}
    return {"partyName": name, "way": "PHONE", "contactedAt": "@now-2h", **reached}


def test_a_refusal_written_down_can_not_be_handed_in_as_consent(attempts):
    stages.signed(attempts.walk)
    said = [contact("王长河", "YES"), contact("李大山", "NO")]
    for outcome in ("both_willing", "unreachable"):
        attempts.refused("ut_first_contact", VILLAGE_HEAD, outcome, contacts=said)
    attempts.walk.do("ut_first_contact", VILLAGE_HEAD, "one_refuses", contacts=said)
    assert attempts.walk.open() == {"ut_legal_guide"}


@pytest.mark.parametrize("said", [
    [contact("王长河", "YES")],
    [contact("王长河", "YES"), contact("李大山", None)],
    [contact("王长河", "YES"), contact("王长河", "YES")],
    [],
], ids=["one side asked", "one side not found", "one side asked twice", "nobody asked"])
def test_who_was_not_asked_has_not_consented(attempts, said):
    stages.signed(attempts.walk)
    attempts.refused("ut_first_contact", VILLAGE_HEAD, "both_willing", contacts=said)
    attempts.no_mediation()


def test_a_refusal_stands_even_where_triage_had_chosen_mediation_against_the_table(attempts):
    """The table says what was proposed, the triage desk chose otherwise: the refusal must still win."""
    stages.accepted(attempts.walk, wantsMediation="NO")
    assert attempts.known("ut_triage_confirm")["proposal"]["route"] == "LEGAL_CHANNEL"
    attempts.refused("ut_triage_confirm", TRIAGE, "dispatch", at="route", route="PEOPLE")
    attempts.forced("ut_triage_confirm", "dispatch", **attempts.known("ut_triage_confirm")["proposal"] | {
        "route": "PEOPLE", "leadUnit": attempts.cast.unit("上河村"), "coUnits": []})
    attempts.walk.do("ut_sign", VILLAGE_HEAD, "sign")
    attempts.walk.do("ut_first_contact", VILLAGE_HEAD, "one_refuses")
    assert attempts.walk.open() == {"ut_legal_guide"}
    assert attempts.walk.case().route == "LEGAL_CHANNEL"


@pytest.mark.parametrize("said", [{"otherPartyWilling": "NO"}, {"withinScope": False}], ids=["unwilling", "out of scope"])
def test_a_committee_can_not_accept_whom_it_may_not_mediate(attempts, said):
    stages.handled(attempts.walk)
    attempts.refused("ut_med_accept", VILLAGE_HEAD, "accept", **said)
    attempts.forced("ut_med_accept", "accept", **{"otherPartyWilling": "YES", "withinScope": True, **said})
    attempts.no_mediation()
    assert attempts.walk.open() == {"ut_legal_guide"}


def test_who_did_not_sign_the_notice_of_rights_is_not_led_to_the_table(attempts):
    stages.handled(attempts.walk).do("ut_med_accept", VILLAGE_HEAD, "accept")
    rows = [{**one, "readAt": "@now-1h", "readAndSigned": one["partyName"] == "王长河"} for one in WHO]
    for notices in (rows, []):
        attempts.refused("ut_rights_notice", MEDIATOR, "done", notices=notices)
    attempts.walk.do("ut_rights_notice", MEDIATOR, "refused", notices=rows)
    assert attempts.walk.open() == {"ut_terminate"}


@pytest.mark.parametrize("reason", ["UNREACHABLE", "TOO_FAR_APART", "OTHER", "REFUSED_TO_SIGN"])
def test_a_refusal_at_the_table_is_not_turned_into_another_reason_to_try_higher_up(attempts, reason):
    stages.in_mediation(attempts.walk)
    attempts.walk.do("ut_med_session", MEDIATOR, "continue")
    attempts.walk.do("ut_med_schedule", MEDIATOR, "refused")
    attempts.walk.do("ut_terminate", MEDIATOR, terminationReason=reason, partiesWant="UPGRADE", needAuthority=True)
    assert attempts.walk.open() == {"ut_legal_guide"}


def test_the_desk_of_legal_ways_can_not_bring_a_refused_case_back_without_both_consents(attempts):
    stages.signed(attempts.walk).do("ut_first_contact", VILLAGE_HEAD, "one_refuses")
    attempts.walk.do("ut_legal_guide", TRIAGE, "guided")
    for forged in ({"bothConsent": False}, {"bothConsent": None}):
        attempts.refused("ut_legal_accept_track", "chen.yu", "consents", at="bothConsent", **forged)
    attempts.no_mediation()


def test_whoever_wants_to_sue_is_not_sent_up_a_tier(attempts):
    stages.in_mediation(attempts.walk).do("ut_med_session", MEDIATOR, "terminate")
    attempts.walk.do("ut_terminate", MEDIATOR, terminationReason="TOO_FAR_APART", partiesWant="LAWSUIT")
    assert attempts.walk.open() == {"ut_legal_guide"}


def test_whoever_has_sued_is_let_go_while_an_upgrade_is_being_asked_for(attempts):
    stages.handled(attempts.walk)
    attempts.walk.until("2026-03-05 17:30")
    assert "ut_upgrade_report" in attempts.walk.open()
    attempts.walk.bring("msg_lawsuit_filed", "zhou.min")
    assert attempts.walk.open() & {"ut_upgrade_report", "ut_upgrade_approve", *stages_of_mediation()} == set()


def test_an_agreement_nobody_signed_can_not_be_reported(attempts):
    stages.in_mediation(attempts.walk).do("ut_med_session", MEDIATOR, "terminate")
    attempts.walk.do("ut_terminate", MEDIATOR, terminationReason="TOO_FAR_APART", partiesWant="STOP")
    assert attempts.walk.open() == {"ut_result_submit"}
    for result in ("AGREED_WRITTEN", "AGREED_ORAL"):
        attempts.refused("ut_result_submit", VILLAGE_HEAD, at="result", result=result, agreementNo="(2026)上河村人调字第1号")


def test_one_signature_makes_no_agreement(attempts):
    walk = stages.in_mediation(attempts.walk)
    walk.do("ut_med_session", MEDIATOR, "agreed_written")
    walk.do("ut_draft_agreement", MEDIATOR, contacts=[stages.PAPERS])
    walk.do("ut_agreement_review", VILLAGE_HEAD, "pass")
    attempts.forced("ut_sign_agreement", "effective", signedBy=["王长河"], performance="NOT_DUE")
    assert walk.open() == {"ut_sign_agreement"}
    assert walk.case().agreement_signed_at is None


def test_time_alone_never_makes_an_agreement(attempts):
    """Everybody stays silent for a year after the draft: the mediation ends, unsigned."""
    walk = stages.in_mediation(attempts.walk)
    walk.do("ut_med_session", MEDIATOR, "agreed_written")
    walk.do("ut_draft_agreement", MEDIATOR, contacts=[stages.PAPERS])
    walk.do("ut_agreement_review", VILLAGE_HEAD, "pass")
    walk.until("2026-03-12 18:00")
    assert "ut_sign_agreement" not in walk.open()
    assert walk.case().agreement_signed_at is None and walk.case().result is None


def test_no_timer_leads_to_an_agreement_without_a_person_in_between():
    """On every diagram: from each timer, going on by flows alone, no step records that an agreement was signed."""
    reached = {}
    for path in sorted((ROOT / "bpmn").glob("*.bpmn")):
        root = etree.parse(path).getroot()
        for timer in {one.getparent().get("id") for one in root.iter(f"{BPMN}timerEventDefinition")}:
            made = _unattended(root, timer) & _agreements(root)
            reached |= {f"{path.stem} {timer}": made} if made else {}
    assert reached == {}
    assert _agreements(etree.parse(ROOT / "bpmn/mediation_core.bpmn").getroot()) == {"st_agreement"}, "the search finds them"


def test_another_village_can_neither_see_nor_move_it(attempts):
    stages.signed(attempts.walk)
    assert attempts.send("ut_first_contact", OTHER_VILLAGE, "both_willing")[0] == 404


def stages_of_mediation() -> set[str]:
    return {"ut_med_accept", "ut_rights_notice", "ut_mediator_assign", "ut_med_schedule", "ut_med_session"}


def _agreements(root) -> set[str]:
    return {task.get("id") for task in root.iter(f"{BPMN}serviceTask")
            for parameter in task.iter(f"{SPIFF}parameter") if parameter.get("id") == "agreementSignedAt"}


def _unattended(root, start: str) -> set[str]:
    """What a token from here comes to before a person has to act or another process runs."""
    flows: dict[str, set[str]] = {}
    for flow in root.iter(f"{BPMN}sequenceFlow"):
        flows.setdefault(flow.get("sourceRef"), set()).add(flow.get("targetRef"))
    waits = {one.get("id") for tag in ("userTask", "callActivity", "subProcess") for one in root.iter(f"{BPMN}{tag}")}
    seen, ahead = set(), [start]
    while ahead:
        for follower in flows.get(ahead.pop(), set()) - seen:
            seen.add(follower)
            ahead += [] if follower in waits else [follower]
    return seen
