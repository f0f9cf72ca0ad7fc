"""What a template may say about the parties. Where a protected person can be found goes on no paper: every party gets one."""

from datetime import date

from app.cases import identity_papers
from app.cases.models import Case, Party
from app.cases.parties import ROLES
from app.documents import wording

KEPT_BACK = "依法保密，由本调解组织单独存档"
ID_TYPES = {"ID_CARD": "居民身份证", "PASSPORT": "护照", "HK_MACAO_PERMIT": "港澳通行证", "TAIWAN_PERMIT": "台湾通行证",
            "FOREIGN_PR": "外国人永久居留证", "USCC": "统一社会信用代码", "OTHER": "其他证件"}
AUTHORITIES = {"GENERAL": "一般授权", "SPECIAL": "特别授权"}


def parties_of(case: Case, today: date) -> dict:
    """`parties` and their parts by role, with names joined for addressing them."""
    everybody = [_party(one, today) for one in case.parties]
    applicants = [one for one in everybody if one["roleName"] == ROLES["APPLICANT"]]
    respondents = [one for one in everybody if one["roleName"] == ROLES["RESPONDENT"]]
    return {
        "parties": everybody, "applicants": applicants, "respondents": respondents,
        "represented": [one for one in everybody if one["agent"]], "partyNames": _names(everybody),
        "applicantNames": _names(applicants), "respondentNames": _names(respondents),
    }


def _party(one: Party, today: date) -> dict:
    hidden = KEPT_BACK if one.protected else None
    found = {
        "roleName": ROLES.get(one.role, one.role), "name": one.name, "isOrganisation": one.kind == "ORG",
        "gender": one.gender, "ethnicity": one.ethnicity, "birthDate": wording.day(one.birth_date) if one.birth_date else None,
        "age": identity_papers.age_on(one.birth_date, today) if one.birth_date else None,
        "idType": ID_TYPES.get(one.id_type or ("USCC" if one.kind == "ORG" else "ID_CARD"), "证件"),
        "idNo": one.id_no and (hidden or one.id_no), "phone": one.phone and (hidden or one.phone),
        "address": one.address and (hidden or one.address), "domicile": one.domicile and (hidden or one.domicile),
        "occupation": one.occupation, "employer": one.employer and (hidden or one.employer), "legalRep": one.legal_rep,
        "guardian": _guardian(one, hidden), "agent": _agent(one, hidden),
    }
    found["person"] = _person(found)
    return {**found, "line": _line(found)}


def _guardian(one: Party, hidden: str | None) -> dict | None:
    if not one.guardian:
        return None
    return {"name": one.guardian.get("name"), "phone": hidden or one.guardian.get("phone"), "relation": one.guardian.get("relation")}


def _agent(one: Party, hidden: str | None) -> dict | None:
    if not one.agent:
        return None
    authority = one.agent.get("authority")
    return {"name": one.agent.get("name"), "phone": hidden or one.agent.get("phone"), "idNo": one.agent.get("idNo"),
            "authority": AUTHORITIES.get(authority, authority), "isSpecial": authority == "SPECIAL"}


def _person(found: dict) -> str | None:
    """男，汉族，1968年3月15日出生，农民; nothing for an organisation."""
    if found["isOrganisation"]:
        return None
    born = found["birthDate"] and f"{found['birthDate']}出生"
    return "，".join(filter(None, (found["gender"], found["ethnicity"], born, found["occupation"]))) or None


def _line(found: dict) -> str:
    said = (found["name"], found["person"], found["legalRep"] and f"法定代表人：{found['legalRep']}",
            found["idNo"] and f"{found['idType']}号码：{found['idNo']}", found["employer"] and f"单位：{found['employer']}",
            found["address"] and f"住址：{found['address']}", found["phone"] and f"联系方式：{found['phone']}")
    return "，".join(filter(None, said))


def _names(parties: list[dict]) -> str | None:
    return "、".join(one["name"] for one in parties) or None
