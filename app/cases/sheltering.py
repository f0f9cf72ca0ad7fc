"""Whose whereabouts are kept from every view of another party, and lifting that where somebody was hidden by mistake."""

from datetime import date

from app import observe
from app.cases import identity_papers, party_sight, timeline
from app.cases.models import Case, Party
from app.cases.words import PARTY_ROLE
from app.db import db
from app.errors import Forbidden, Invalid, NotFound
from app.identity import audit

_VICTIMS = {"APPLICANT": ("APPLICANT",), "RESPONDENT": ("RESPONDENT",), "THIRD": ("THIRD",),
            "BOTH": ("APPLICANT", "RESPONDENT", "THIRD")}
NOT_SAID = "NOT_SAID"


def protect(case: Case, today: date) -> None:
    """Domestic violence hides the victim's whereabouts; a minor's are always hidden. Who the victim is says `victimSide`; while
    nobody has said it, both sides are hidden, since a wrong guess shows the victim's door. What was lifted stays lifted until
    the side is named anew."""
    facts = case.facts or {}
    hidden = _VICTIMS.get(facts.get("victimSide"), _VICTIMS["BOTH"]) if facts.get("domesticViolence") else ()
    for party in case.parties:
        if party.role in hidden and party.lifted_while != _side(case):
            party.protected, party.lifted_while = True, None
        party.protected = bool(party.protected or _is_minor(party, today))


def may_lift(case: Case, actor) -> bool:
    """Only who has the case in hand, and so sees the whereabouts anyway: lifting must not be a way to look."""
    return actor.may("party.unshelter") and party_sight.works_on(case, actor)


def lift(case: Case, party_id: int, reason: str, actor, today: date) -> Party:
    """Show the party's whereabouts again to whoever sees the case; why stands in the history and the audit. Raises NotFound for a
    party of another case or one that is not hidden, Forbidden, Invalid without a reason or for a minor."""
    if not may_lift(case, actor):
        raise Forbidden("只有承办这个案件的人可以解除住址保密，请联系承办人。")
    party = next((one for one in case.parties if one.id == party_id and one.protected), None)
    if party is None:
        raise NotFound("这名当事人的住址没有保密，或者不在这个案件里，请回到案件页面重新打开。")
    if _is_minor(party, today):
        raise Invalid("未成年人的住址、电话依法保密，不能解除。", errors={"reason": ["未成年人的住址、电话依法保密，不能解除。"]})
    reason = party_sight.reason_of(reason, "请用{}至{}个字写明为什么不该保密，例如“受害人是对方，登记时勾选有误”。")
    party.protected, party.lifted_while = False, _side(case)
    timeline.write(case.id, "PARTY", f"解除{PARTY_ROLE.get(party.role, '当事人')}{party.masked_name}的住址保密，理由：{reason}", actor,
                   party=party.id)
    audit.keep("party_unsheltered", case.case_no or str(case.id), actor.id, party=party.id, reason=reason)
    observe.instrument("party.unsheltered", case=case.id, party=party.id, by=actor.id)
    db.session.flush()
    return party


def _side(case: Case) -> str:
    return str((case.facts or {}).get("victimSide") or NOT_SAID)[:12]


def _is_minor(party: Party, today: date) -> bool:
    return identity_papers.is_minor(party.birth_date, today)
