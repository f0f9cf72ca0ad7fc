"""What of a party a person sees: masked as a rule, all of it for a stated reason that stays with the case (handbook §5.3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app import observe
from app.cases import masking, thresholds, timeline
from app.cases.models import Case, Party
from app.cases.permissions import OWN
from app.cases.words import PARTY_ROLE
from app.errors import Invalid, NotFound
from app.identity import audit

AUTHORITY = {"GENERAL": "一般授权", "SPECIAL": "特别授权"}
LEAST_REASON, MOST_REASON = 5, 100
_DIALLED = re.compile(r"\+?[\d ()-]*")


@dataclass(frozen=True)
class Number:
    """`who` answers there, `text` as it was taken down, `dialled` what a telephone dials (empty: nothing to dial)."""

    who: str
    text: str
    dialled: str


@dataclass(frozen=True)
class Contact:
    name: str
    role: str
    representatives: list[str]
    numbers: list[Number]


def works_on(case: Case, actor) -> bool:
    """Those who have the case in hand see where a protected person lives; nobody else does, for no reason."""
    return actor.id is not None and any(getattr(case, column) == actor.id for column in OWN)


def lines(party: Party) -> list[str]:
    """Who stands beside a party, numbers masked: 监护人, 代理人 with scope of authority and paper, 法定代表人."""
    said = []
    if party.legal_rep:
        said.append(f"法定代表人 {party.legal_rep}")
    if party.guardian:
        said.append(_said("监护人", party.guardian.get("name"), party.guardian.get("relation"), _reach(party, party.guardian)))
    if party.agent:
        said.append(_said("代理人", party.agent.get("name"), AUTHORITY.get(party.agent.get("authority")),
                          "已收授权委托书" if party.agent.get("powerOfAttorney") else None, _reach(party, party.agent)))
    return said


def unmask(case: Case, party_id: int, reason: str, actor) -> dict[str, Any]:
    """{label: text} of a party of the case; who looked, when and why is written into the history and the audit first.

    Raises NotFound for a party of another case, Invalid without a reason."""
    party = next((one for one in case.parties if one.id == party_id), None)
    if party is None:
        raise NotFound("没有找到这名当事人，请回到案件页面重新打开。")
    reason = reason_of(reason, "请用{}至{}个字写明为什么要看，例如“电话通知到场调解”。")
    _keep_the_look(case, party, "完整信息", reason, actor)
    return _whole(party, party.protected and not works_on(case, actor))


def contact(case: Case, party: Party, reason: str, actor) -> Contact:
    """How to reach a party and who stands beside them; kept like unmask, and no more open about a protected party."""
    _keep_the_look(case, party, "联系方式", reason, actor)
    sheltered = party.protected and not works_on(case, actor)
    beside = [(word, person) for word, person in (("监护人", party.guardian), ("代理人", party.agent)) if person]
    phones = [("本人" if party.kind == "PERSON" else "单位", party.phone), *((word, person.get("phone")) for word, person in beside)]
    named = [("法定代表人", {"name": party.legal_rep}), *beside] if party.legal_rep else beside
    return Contact(party.name, PARTY_ROLE.get(party.role, "当事人"),
                   [_said(word, person.get("name"), person.get("relation")) for word, person in named],
                   [_number(who, phone, sheltered) for who, phone in phones if phone])


def _number(who: str, phone: str, sheltered: bool) -> Number:  # noqa: FBT001 a fact about who looks
    if sheltered:
        return Number(who, masking.HIDDEN, "")
    return Number(who, phone, re.sub(r"[ ()-]", "", _DIALLED.match(phone)[0]))


def _keep_the_look(case: Case, party: Party, what: str, reason: str, actor) -> None:
    who = f"{PARTY_ROLE.get(party.role, '当事人')}{party.masked_name}"
    timeline.write(case.id, "PARTY", f"查看了{who}的{what}，理由：{reason}", actor, party=party.id)
    audit.keep("party_unmasked", case.case_no or str(case.id), actor.id, party=party.id, reason=reason)
    observe.instrument("party.unmasked", case=case.id, party=party.id, by=actor.id)


def reason_of(text: str | None, asked: str) -> str:
    """The reason, on one line. Raises Invalid with the sentence `asked`, which has two places for how long it may be."""
    reason = " ".join((text or "").split())
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise Invalid("请写明理由。", errors={"reason": [asked.format(LEAST_REASON, MOST_REASON)]})
    return reason


def _whole(party: Party, sheltered: bool) -> dict[str, Any]:  # noqa: FBT001 a fact about who looks
    kept = {"证件号码": party.id_no, "出生日期": party.birth_date, "性别": party.gender, "民族": party.ethnicity,
            "职业": party.occupation, "法定代表人": party.legal_rep}
    where = {"电话": party.phone, "现住址": party.address, "户籍地": party.domicile, "工作单位": party.employer,
             "监护人": _all_of(party.guardian), "代理人": _all_of(party.agent)}
    shown = {**kept, **({label: masking.HIDDEN for label, value in where.items() if value} if sheltered else where)}
    return {label: value for label, value in shown.items() if value}


def _all_of(person: Mapping | None) -> str | None:
    if not person:
        return None
    return _said(person.get("name"), person.get("relation"), AUTHORITY.get(person.get("authority")), person.get("phone"), person.get("idNo"))


def _reach(party: Party, person: Mapping) -> str | None:
    number = person.get("phone")
    return masking.HIDDEN if party.protected and number else masking.phone(number, *thresholds.shown_ends())


def _said(*words: str | None) -> str:
    return " ".join(filter(None, words))
