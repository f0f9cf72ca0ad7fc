"""The people and organisations of a case: taking them down, checking them, what is still missing (handbook §6.5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.cases import identity_papers, sheltering
from app.cases.models import Case, Party
from app.db import db
from app.errors import Invalid

ROLES = {"APPLICANT": "申请人", "RESPONDENT": "被申请人", "THIRD": "第三人", "REPRESENTATIVE": "代表人"}
MOST_REPRESENTATIVES = 5
"""Those whom a group elects to speak for it (信访工作条例 art. 20)."""
_PLAIN = {
    "partyRole": "role", "partyKind": "kind", "name": "name", "idType": "id_type", "idNo": "id_no", "gender": "gender",
    "ethnicity": "ethnicity", "phone": "phone", "domicile": "domicile", "address": "address",
    "regionCode": "region_code", "occupation": "occupation", "employer": "employer", "legalRep": "legal_rep",
    "needs": "needs", "deliveryAddressConfirmed": "delivery_address_confirmed", "eDelivery": "e_delivery",
    "identityVerified": "identity_verified", "willing": "willing",
}
_NESTED = {
    "guardian": {"guardianName": "name", "guardianPhone": "phone", "guardianRelation": "relation"},
    "agent": {"agentName": "name", "agentPhone": "phone", "agentIdNo": "idNo", "agentAuthority": "authority"},
}

_OF_CONTACT = _PLAIN.keys() - {"name"} | {name for fields in _NESTED.values() for name in fields}


def take_down(case: Case, entries: Sequence[Mapping[str, Any]], today: date) -> None:
    """Update the parties from a form's list. Entries are matched by role and name; while the case is being registered
    the list is complete, so that a party struck out is gone. Raises Invalid by path ("parties.0.idNo")."""
    problems = problems_of(entries, today)
    if problems:
        raise Invalid("当事人信息有误，请按提示改正。", errors=problems)
    known = {(party.role, party.name): party for party in case.parties}
    kept = [_one(case, known, entry) for entry in entries]
    if case.case_no is None:
        case.parties[:] = kept
    for position, party in enumerate(case.parties):  # who comes later stands behind those who were there
        party.position = position
    case.party_count = sum(party.role in ("APPLICANT", "RESPONDENT") for party in case.parties)
    sheltering.protect(case, today)
    db.session.flush()


def take_contacts(case: Case, contacts: Sequence[Mapping[str, Any]], today: date) -> None:
    """What a later step found out about parties already known, named by `partyName`: papers, willingness, a guardian. What is left
    empty there stays as it was."""
    for contact in contacts:
        told = {name: value for name, value in contact.items() if name in _OF_CONTACT and value not in (None, "")}
        for party in case.parties:
            if party.name == contact.get("partyName"):
                _fill(party, told)
    sheltering.protect(case, today)
    db.session.flush()


def problems_of(entries: Sequence[Mapping[str, Any]], today: date) -> dict[str, list[str]]:
    """{path: sentences} for what is written but cannot be right; required fields are the form's business."""
    found = {}
    for position, entry in enumerate(entries):
        for field, sentence in _problems_of_one(entry, today):
            found.setdefault(f"parties.{position}.{field}", []).append(sentence)
    elected = [position for position, entry in enumerate(entries) if entry.get("partyRole") == "REPRESENTATIVE"]
    for position in elected[MOST_REPRESENTATIVES:]:
        found.setdefault(f"parties.{position}.partyRole", []).append("推选的代表人最多5名，请由大家推选后再登记。")
    return found


def missing_before_dispatch(case: Case) -> list[str]:
    """What keeps the case from being handed to a unit."""
    roles = {party.role for party in case.parties}
    return [f"还没有登记{ROLES[role]}，请补充。" for role in ("APPLICANT", "RESPONDENT") if role not in roles]


def missing_before_agreement(case: Case, today: date) -> list[str]:
    """What keeps an agreement from being signed."""
    missing = [f"{party.name}的证件号码还没有登记，签署协议前请补上。" for party in case.parties
               if not party.id_no and party.role != "REPRESENTATIVE"]
    return missing + [f"{party.name}未成年，请登记监护人并由监护人到场。" for party in case.parties
                      if identity_papers.is_minor(party.birth_date, today) and not party.guardian]


def minors(case: Case, today: date) -> list[str]:
    """Names of the parties who are not of age by their papers; their guardians must be there."""
    return [party.name for party in case.parties if identity_papers.is_minor(party.birth_date, today)]


def _one(case: Case, known: dict, entry: Mapping[str, Any]) -> Party:
    party = known.get((entry.get("partyRole"), entry.get("name")))
    if party is None:
        party = Party(kind="PERSON", protected=False, position=len(case.parties))
        case.parties.append(party)
    _fill(party, entry)
    return party


def _fill(party: Party, entry: Mapping[str, Any]) -> None:
    for name, column in _PLAIN.items():
        if name in entry:
            setattr(party, column, entry[name])
    for column, fields in _NESTED.items():
        given = {field: entry[name] for name, field in fields.items() if entry.get(name)}
        given = given or (entry.get(column) if isinstance(entry.get(column), Mapping) else None)
        known = getattr(party, column) or {}
        if given:
            setattr(party, column, {**(known if known.get("name") == given.get("name") else {}), **given})
    if party.id_type in (None, "ID_CARD") and identity_papers.is_identity_card(party.id_no or ""):
        party.birth_date = identity_papers.birth_date_of(party.id_no)
        party.gender = party.gender or identity_papers.gender_of(party.id_no)


def _problems_of_one(entry: Mapping[str, Any], today: date):
    name, id_no, phone = entry.get("name"), entry.get("idNo"), entry.get("phone")
    organisation = entry.get("partyKind") == "ORG"
    if name and not organisation and any(char.isdigit() for char in name):
        yield "name", "姓名里不能有数字，请核对。"
    if id_no and entry.get("idType") in (None, "ID_CARD") and not organisation:
        if not identity_papers.is_identity_card(id_no):
            yield "idNo", "身份证号有误，请对照证件逐位核对。"
        elif _lacks_guardian(entry, id_no, today):
            yield "guardianName", "当事人未满18周岁，请登记监护人。"
    if id_no and entry.get("idType") == "USCC" and not identity_papers.is_credit_code(id_no):
        yield "idNo", "统一社会信用代码有误，请对照证照核对。"
    if phone and not identity_papers.is_phone(phone):
        yield "phone", "电话号码有误，请填写11位手机号或带区号的座机号。"


def _lacks_guardian(entry: Mapping[str, Any], id_no: str, today: date) -> bool:
    minor = identity_papers.is_minor(identity_papers.birth_date_of(id_no), today)
    return minor and not (entry.get("guardian") or entry.get("guardianName"))
