"""Which answer belongs to which column of the case, and how it is written there. Pure.

Answers whose name stands in ANSWERS update the case by themselves; a service task (`case.record`) may set those and
RECORDED. Names in neither are kept in `facts` when a service task records them, and stay with the task otherwise.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from app import clock
from app.db import Moment
from app.errors import Invalid

_MATTER = (
    "channel channelRef matterKind title description request relation subject migrantWorker happenedAt startedOn place "
    "placeRegionCode gridCode geo peopleCount scale amountYuan involvedOrg legalProc priorState newFacts "
    "failedMediations policeCalls180d wantsMediation preferredMediator publicMediation urgent emergency"
)
_TRIAGE = "riskLevel complexity tier route industry mojType zzCode leadUnit handler handlerPhone caseManager"
_ENDING = (
    "result resolutionMethod terminationReason unresolvedReason legalPath agreementForm agreementNo agreementAmount "
    "performance performDueAt"
)
_RENAMED = {
    "handler": "handler_id", "caseManager": "case_manager_id", "firstContactOfficer": "first_contact_officer_id",
    "mediator": "mediator_id", "host": "mediator_id", "leadUnit": "lead_unit_id", "committee": "committee_id",
    "summary": "result_summary", "effectiveAt": "agreement_signed_at", "policeCalls180d": "police_calls_180d",
}


def _column(name: str) -> str:
    return _RENAMED.get(name) or re.sub("([A-Z])", r"_\1", name).lower()


def _columns(names: str) -> dict[str, str]:
    return {name: _column(name) for name in names.split()}


ANSWERS = _columns(f"{_MATTER} {_TRIAGE} {_ENDING} firstContactOfficer host effectiveAt summary")
RECORDED = ANSWERS | _columns(
    "acceptance riskScore regionCode committee mediator acceptedAt dispatchedAt signedAt sessionAt agreementSignedAt "
    "superviseLevel urgeCount reopenCount feedbackOverdue falseFeedback satisfaction lastProgressAt resolvedAt")

FACTS = frozenset(
    "violenceOccurred threatStated weaponOrDanger domesticViolence victimSide minorOrDependent deathOrSeriousInjury "
    "groupPetitionSign workOrTrafficBlocked livelihoodAffected deadlinePressure partiesCalm riskBasis crimeSuspected "
    "manualOverride manualOverrideReason inJurisdiction infoComplete factsClear industryOrgAvailable deptCount "
    "needAppraisal policyGap boundaryUnclear sameVillage crossTown crossCounty crossRegion govIsParty securityCase "
    "securityExcluded petitionEntrusted courtStage disputeNature statusOnly bothWilling newFactsNote evidenceNote "
    "consentPrivacy coUnits clockId requirement prevented preventedReason mediators".split())
"""What FG-RISK and the decision tables ask about the dispute and no list filters by."""

RESULTS = frozenset(
    "AGREED AGREED_WRITTEN AGREED_ORAL SETTLED FAILED NO_AGREEMENT PARTIAL GUIDED TERMINATED WITHDRAWN UNREACHABLE "
    "REFUSED EXPIRED".split())

_TAKEN_ONLY_IF: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "place": lambda answers: "placeRegionCode" in answers,
    "result": lambda answers: answers["result"] in RESULTS,
    "summary": lambda answers: answers.get("result") in RESULTS,
}
"""Other forms use these names for other things: the room of a session, the answer to an urging."""


def of_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """{field: value} of the answers that belong to the case."""
    return {name: value for name, value in answers.items()
            if (name in ANSWERS or name in FACTS) and _TAKEN_ONLY_IF.get(name, lambda _: True)(answers)}


def written(column, name: str, value):
    """A value as the column keeps it. Raises Invalid with the field's name if it cannot be read."""
    kind = datetime if isinstance(column.type, Moment) else column.type.python_type
    if value is None or value == "":
        return _nothing(column, kind)
    try:
        kept = _READERS.get(kind, lambda given: given)(value)
    except (TypeError, ValueError) as why:
        raise Invalid(f"“{name}”的内容“{value}”读不懂，请核对后再提交。", errors={name: ["内容有误"]}) from why
    length = getattr(column.type, "length", None)
    if length and len(kept) > length:
        raise Invalid(f"“{name}”最多{length}个字，请缩短后再提交。", errors={name: [f"最多{length}个字"]})
    return kept


def _nothing(column, kind: type):
    return None if column.nullable else {bool: False, int: 0, str: ""}[kind]


def _text(value) -> str:
    if isinstance(value, bool):
        return "PUBLIC" if value else "PRIVATE"  # 同意公开调解 is a check box in one form and a choice in another
    return str(value)


def _day(value) -> date:
    if isinstance(value, datetime):
        return clock.local(value).date() if value.tzinfo else value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def moment(value) -> datetime:
    """A date-time of FEEL, a form or a message as an aware moment; a bare date is its midnight at the centre."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=clock.ZONE)
    return clock.at(re.sub(r"\[.*\]$|@.*$", "", str(value)))


def _truth(value) -> bool:
    if value in (True, False):
        return bool(value)
    return str(value).lower() in ("true", "yes", "1")


def _whole(value) -> int:
    number = float(value)
    if number != int(number):
        raise ValueError(value)
    return int(number)


_READERS: dict[type, Callable] = {str: _text, bool: _truth, int: _whole, float: float, date: _day, datetime: moment}
