from datetime import date

import pytest

from app import clock
from app.cases import identity_papers, masking, parties
from app.db import unit_of_work
from app.errors import Invalid
from tests.cases.situations import ANOTHER_CARD, CARD, CHILDS_CARD, a_case

TODAY = date(2026, 3, 2)
ZHANG = {"partyRole": "APPLICANT", "partyKind": "PERSON", "name": "张三", "idType": "ID_CARD", "idNo": CARD,
         "phone": "13812345678", "address": "上河村三组"}
LI = {"partyRole": "RESPONDENT", "partyKind": "PERSON", "name": "李四"}
CHILD = {**LI, "name": "李小四", "idType": "ID_CARD", "idNo": CHILDS_CARD}


def take_down(case, *entries):
    with unit_of_work():
        parties.take_down(case, entries, TODAY)


def test_the_parties_of_a_form_become_rows(app):
    case = a_case()
    take_down(case, ZHANG, LI)
    assert [(party.position, party.role, party.name) for party in case.parties] == [
        (0, "APPLICANT", "张三"), (1, "RESPONDENT", "李四")]
    assert (case.parties[0].birth_date, case.parties[0].gender) == (date(1990, 3, 7), "男")


def test_lists_see_numbers_masked(app):
    case = a_case()
    take_down(case, ZHANG, {**LI, "partyKind": "ORG", "name": "云溪物业公司"})
    applicant, company = case.parties
    assert (applicant.masked_id_no, applicant.masked_phone, applicant.masked_name) == (
        "110***********803X", "138****5678", "张*")
    assert company.masked_name == "云溪物业公司"
    assert masking.id_number("12345") == "1****"
    assert masking.phone(None) is None


def test_a_party_struck_out_during_registration_is_gone(app):
    case = a_case()
    take_down(case, ZHANG, LI)
    take_down(case, ZHANG)
    assert [party.name for party in case.parties] == ["张三"]


def test_after_registration_a_shorter_list_removes_nobody(app):
    case = a_case()
    take_down(case, ZHANG, LI)
    with unit_of_work():
        case.case_no = "990121ZZ20260000001"
    take_down(case, {**LI, "idNo": ANOTHER_CARD})
    assert sorted(party.name for party in case.parties) == sorted(["张三", "李四"])
    assert next(party for party in case.parties if party.name == "李四").id_no == ANOTHER_CARD


def test_who_comes_later_stands_behind_those_who_were_there(app):
    case = a_case()
    take_down(case, ZHANG, LI)
    with unit_of_work():
        case.case_no = "990121ZZ20260000001"
    take_down(case, {**LI, "partyRole": "AGENT", "name": "赵六"})
    assert [(party.name, party.position) for party in case.parties] == [(ZHANG["name"], 0), (LI["name"], 1), ("赵六", 2)]


def test_the_first_contact_tells_more_about_known_parties(app):
    case = a_case()
    take_down(case, ZHANG, LI)
    with unit_of_work():
        parties.take_contacts(case, [{"partyName": "李四", "willing": "YES", "identityVerified": True, "way": "PHONE"},
                                     {"partyName": "无此人", "willing": "NO"}], TODAY)
    assert (case.parties[1].willing, case.parties[1].identity_verified) == ("YES", True)
    assert case.parties[0].willing is None


def test_papers_brought_later_name_the_guardian_and_hide_a_minor_at_once(app):
    case = a_case()
    take_down(case, ZHANG, {**LI, "name": "李小四", "phone": "13912345678", "guardian": {"name": "李四", "relation": "父亲"}})
    assert case.parties[1].protected is False
    with unit_of_work():
        parties.take_contacts(case, [{"partyName": "李小四", "idType": "ID_CARD", "idNo": CHILDS_CARD, "phone": "", "guardianName": "李四",
                                      "guardianPhone": "13711112222"}, {"partyName": "张三", "idNo": None}], TODAY)
    child = case.parties[1]
    assert child.guardian == {"name": "李四", "relation": "父亲", "phone": "13711112222"}
    assert (child.protected, child.phone, child.birth_date) == (True, "13912345678", date(2015, 1, 1))
    assert case.parties[0].id_no == CARD, "what is left empty stays"
    assert parties.missing_before_agreement(case, TODAY) == []


@pytest.mark.parametrize(("change", "field"), [
    ({"idNo": "110101199003078031"}, "idNo"),
    ({"idNo": "11010119901307803X"}, "idNo"),
    ({"phone": "1234"}, "phone"),
    ({"name": "张3"}, "name"),
    ({"idNo": CHILDS_CARD}, "guardianName"),
    ({"partyKind": "ORG", "idType": "USCC", "idNo": "91350100M000100Y44"}, "idNo"),
])
def test_what_cannot_be_right_is_refused_at_its_field(app, change, field):
    case = a_case()
    with pytest.raises(Invalid) as refused, unit_of_work():
        parties.take_down(case, [LI, {**ZHANG, **change}], TODAY)
    assert list(refused.value.errors) == [f"parties.1.{field}"]


def test_numbers_that_are_right_pass():
    assert identity_papers.is_identity_card(CARD)
    assert identity_papers.is_identity_card(CARD.lower())
    assert identity_papers.is_credit_code("91350100M000100Y43")
    assert identity_papers.is_phone("0731-88886666")
    assert not identity_papers.is_phone("23812345678")
    assert parties.problems_of([{**ZHANG, "idType": "PASSPORT", "idNo": "G1234"}], TODAY) == {}


def test_a_minor_needs_a_guardian_and_is_protected(app):
    case = a_case()
    take_down(case, ZHANG, {**CHILD, "guardianName": "李四", "guardianPhone": "13912345678", "guardianRelation": "父亲"})
    child = case.parties[1]
    assert child.guardian == {"name": "李四", "phone": "13912345678", "relation": "父亲"}
    assert child.protected
    assert not case.parties[0].protected


@pytest.mark.parametrize(("side", "hidden"), [
    ("APPLICANT", [True, False]), ("RESPONDENT", [False, True]), ("THIRD", [False, False]), ("BOTH", [True, True]), (None, [True, True])])
def test_the_victim_of_domestic_violence_is_protected_whoever_applied(app, side, hidden):
    case = a_case(facts={"domesticViolence": True, "victimSide": side})
    take_down(case, ZHANG, LI)
    assert [party.protected for party in case.parties] == hidden


def test_a_group_elects_five_to_speak_for_it_at_most(app):
    elected = [{"partyRole": "REPRESENTATIVE", "partyKind": "PERSON", "name": name} for name in "甲一 乙二 丙三 丁四 戊五 己六".split()]
    assert parties.problems_of([ZHANG, *elected[:5]], TODAY) == {}
    assert list(parties.problems_of([ZHANG, *elected], TODAY)) == ["parties.6.partyRole"]


def test_what_is_missing_before_dispatch_and_before_an_agreement_is_said(app):
    case = a_case()
    take_down(case, ZHANG)
    assert parties.missing_before_dispatch(case) == ["还没有登记被申请人，请补充。"]
    take_down(case, ZHANG, LI)
    assert parties.missing_before_dispatch(case) == []
    assert parties.missing_before_agreement(case, TODAY) == ["李四的证件号码还没有登记，签署协议前请补上。"]


def test_eighteen_is_grown_up_on_the_birthday():
    born = date(2008, 3, 2)
    assert not identity_papers.is_minor(born, clock.local(clock.at("2026-03-02")).date())
    assert identity_papers.is_minor(born, date(2026, 3, 1))
