"""Trap 3: what an authority did to a citizen is not for people's mediation (handbook §14, DMN-07 r12–r13, DMN-10 r11): it is
mediated by the authority itself or goes to reconsideration and court. The validity of a marriage, an adoption or a parentage is
mediated by nobody (trap 4 of the handbook's list, DMN-07 r2)."""

import pytest

from tests.cast import TRIAGE, VILLAGE_HEAD
from tests.journeys import stages

ADMIN = {"relation": "CITIZEN_GOV", "subject": "EXPROPRIATION", "govIsParty": True}
STATUS = {"relation": "SPOUSE", "subject": "MARRIAGE", "statusOnly": True}


def dispatched(attempts, route: str | None = None, **inputs):
    """As the tables propose, or on another route past every form; signed by the village, both sides called."""
    walk = stages.accepted(attempts.walk, **inputs)
    chosen = attempts.known("ut_triage_confirm")["proposal"] | ({"route": route} if route else {})
    attempts.forced("ut_triage_confirm", "dispatch", **chosen | {"tier": "VILLAGE", "leadUnit": attempts.cast.unit("上河村")})
    walk.do("ut_sign", VILLAGE_HEAD, "sign")
    walk.do("ut_first_contact", VILLAGE_HEAD, "both_willing")
    return walk


@pytest.mark.parametrize("route", ["PEOPLE", "ONSITE", "INDUSTRY"])
@pytest.mark.parametrize("ticked", [True, False], ids=["authority ticked", "box forgotten"])
def test_triage_can_not_choose_peoples_mediation(attempts, route, ticked):
    stages.accepted(attempts.walk, **ADMIN | {"govIsParty": ticked})
    attempts.refused("ut_triage_confirm", TRIAGE, "dispatch", at="route", route=route)


@pytest.mark.parametrize("sent", [{"disputeNature": "CIVIL"}, {"disputeNature": "LABOR", "govIsParty": False}],
                         ids=["called civil", "called labour"])
def test_what_kind_of_dispute_it_is_can_not_be_sent_by_the_browser(attempts, sent):
    stages.accepted(attempts.walk, **ADMIN | sent)
    assert attempts.known("ut_triage_confirm")["proposal"]["route"] == "ADMIN_MEDIATION"


def test_a_forgotten_box_does_not_make_an_authority_a_neighbour(attempts):
    dispatched(attempts, **ADMIN | {"govIsParty": False})
    assert attempts.walk.case().route == "ADMIN_MEDIATION"
    assert attempts.walk.open() == {"ut_legal_guide"}


@pytest.mark.parametrize("route", ["PEOPLE", "ONSITE", "INDUSTRY"])
def test_the_diagram_itself_turns_it_away_from_people_s_mediation(attempts, route):
    walk = dispatched(attempts, route, **ADMIN)
    assert (walk.open(), walk.case().route) == ({"ut_legal_guide"}, "ADMIN_MEDIATION")


def test_it_does_not_get_there_over_the_police_desk_either(attempts):
    walk = dispatched(attempts, **ADMIN, channel="POLICE_110", channelRef="110-2026-1")
    assert walk.open() == {"ut_police_triage"}
    attempts.refused("ut_police_triage", "ma.chao", "dispute")
    attempts.forced("ut_police_triage", "dispute", excluded=[])
    attempts.no_mediation()


def test_nor_over_the_petition_desk(attempts):
    walk = dispatched(attempts, **ADMIN, channel="PETITION_OFFICE", channelRef="信访2026-1")
    assert walk.open() == {"ut_pet_check"}
    attempts.forced("ut_pet_check", "mediate", mediable=True, petitionKind="CLAIM")
    attempts.no_mediation()


def test_nor_over_a_round_table(attempts):
    """The meeting decides to mediate: the committee's mediation is shut to it."""
    walk = dispatched(attempts, "JOINT", **ADMIN)
    assert walk.open() == {"ut_joint_prepare"}, "officials may meet about it"
    walk.do("ut_joint_prepare", "chen.yu")
    _through_the_meeting(attempts)
    attempts.forced("ut_med_accept", "accept", withinScope=True, otherPartyWilling="YES")
    attempts.no_mediation()
    assert walk.open() == {"ut_legal_guide"}


def _through_the_meeting(attempts):
    units = [attempts.cast.unit("上河村")]
    attempts.forced("ut_joint_invite", participants=[{"name": "上河村", "unit": units[0], "duty": "参会"}], meetingAt="2026-03-04T09:00+08:00", meetingPlace="县中心")
    attempts.forced("ut_joint_ack", attend=True)
    attempts.forced("ut_joint_meeting", "decided", positions=[], mainUnit=units[0], coUnits=[], jointWay="MEDIATE")
    attempts.forced("ut_joint_minutes", jointMeasures=[])


@pytest.mark.parametrize("outcome", ["consents"])
def test_the_desk_of_legal_ways_offers_no_way_back_to_mediation(attempts, outcome):
    walk = dispatched(attempts, **ADMIN)
    walk.do("ut_legal_guide", TRIAGE, "guided", legalPath="RECONSIDER", limitationFrom="@today-3d")
    attempts.refused("ut_legal_accept_track", "chen.yu", outcome, bothConsent=True)
    attempts.forced("ut_legal_accept_track", outcome)
    attempts.no_mediation()


@pytest.mark.parametrize("route", ["PEOPLE", "ONSITE", "JOINT", "MAJOR", "POLICE", "ADMIN_MEDIATION"])
def test_who_is_married_to_whom_is_mediated_by_nobody(attempts, route):
    stages.accepted(attempts.walk, **STATUS)
    attempts.refused("ut_triage_confirm", TRIAGE, "dispatch", at="route", route=route)
    attempts.forced("ut_triage_confirm", "dispatch", **attempts.known("ut_triage_confirm")["proposal"] | {
        "route": route, "tier": "VILLAGE", "leadUnit": attempts.cast.unit("上河村")})
    attempts.walk.do("ut_sign", VILLAGE_HEAD, "sign")
    attempts.walk.do("ut_first_contact", VILLAGE_HEAD, "both_willing")
    assert (attempts.walk.open(), attempts.walk.case().route) == ({"ut_legal_guide"}, "LEGAL_CHANNEL")
