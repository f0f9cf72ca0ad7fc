"""What a template may say about the case itself, in words. docs/documents.md lists the names."""

from datetime import date, datetime

import sqlalchemy as sa

from app import clock
from app.cases import units, words
from app.cases.models import Case, ClockChange, TimelineEntry
from app.db import db
from app.documents import ordered_limits, wording
from app.identity.models import OrgUnit, User
from app.papers import checklist
from app.papers import words as paper_words
from app.papers.models import Paper

PERFORMANCE = {"IMMEDIATE": "即时履行", "FULL": "全部履行", "PARTIAL": "部分履行", "NONE": "未履行", "NOT_DUE": "未到期"}
SLIPS = {"D18": ("URGE",), "D18-2": ("SUPERVISE",)}
MOST_EVIDENCE = 300


def facts_of(case: Case) -> dict:
    """{name: text}: `case` in templates."""
    return {
        "no": case.case_no, "title": case.title, "description": case.description, "request": case.request,
        "channel": words.CHANNEL.get(case.channel, case.channel), "channelRef": case.channel_ref,
        "type": words.DISPUTE_TYPE.get(case.moj_type, case.moj_type), "place": case.place,
        "happenedOn": _day(case.happened_at), "startedOn": _day(case.started_on), "peopleCount": case.people_count,
        **_sum("amount", case.amount_yuan), "registeredOn": _day(case.registered_at), "acceptedOn": _day(case.accepted_at),
        "dispatchedOn": _day(case.dispatched_at), "sessionAt": _moment(case.session_at),
        "agreementSignedOn": _day(case.agreement_signed_at), "resolvedOn": _day(case.resolved_at),
        "closedOn": _day(case.closed_at), "dueOn": _day(case.due_at), "legalDueOn": _day(case.legal_due_at),
        "tier": words.TIER.get(case.tier), "route": words.ROUTE.get(case.route, case.route), "risk": words.RISK.get(case.risk_level),
        "complexity": words.COMPLEXITY.get(case.complexity), "result": words.RESULT.get(case.result, case.result),
        "resultSummary": case.result_summary, "performance": PERFORMANCE.get(case.performance),
        "performDueOn": _day(case.perform_due_at), "agreementNo": case.agreement_no,
        **_sum("agreementAmount", case.agreement_amount), "isCourtRoute": case.route == "LITIGATION", **ordered_limits.limits_of(case),
    }


def places_of(case: Case) -> dict:
    """The units and people of the case: `committee`, `unit`, `centre`, `issuer`, `handler`, …"""
    county = units.county_of(case.region_code)
    centre = f"{county.name}社会治安综合治理中心" if county else None
    committee = _unit(case.committee_id)
    return {
        "committee": committee, "unit": _unit(case.lead_unit_id), "centre": centre, "issuer": committee or centre,
        "handler": _person(case.handler_id), "handlerPhone": case.handler_phone or _phone(case.handler_id),
        "caseManager": _person(case.case_manager_id), "mediator": _person(case.mediator_id),
        "firstContact": _person(case.first_contact_officer_id), "firstContactPhone": _phone(case.first_contact_officer_id),
    }


def last_extension(case: Case) -> dict:
    """The last change of a due date: `extension`."""
    change = db.session.scalar(sa.select(ClockChange).where(
        ClockChange.case_id == case.id, ClockChange.what.in_(("EXTENDED", "SUSPENDED", "RESUMED")))
        .order_by(ClockChange.id.desc()).limit(1))
    return {"oldDueOn": _day(change and change.old_due_at), "newDueOn": _day(change and change.new_due_at)}


def last_slip(case: Case, key: str) -> dict:
    """The last slip that this document is the paper of: `slip`. An urging (D18) is not a supervision (D18-2); the answer to
    either (D18-3) goes to the latest."""
    rows = db.session.scalars(sa.select(TimelineEntry).where(
        TimelineEntry.case_id == case.id, TimelineEntry.kind.in_(SLIPS.get(key) or sum(SLIPS.values(), ())))
        .order_by(TimelineEntry.id.desc()).limit(20))
    line = next((row for row in rows if (row.details or {}).get("slip")), None)
    if line is None:
        return {"no": None, "level": None, "reason": None, "text": None, "on": None}
    level, _, reason = line.text.partition(f"（{line.details['slip']}）：")
    return {"no": line.details["slip"], "level": level, "reason": reason or line.text, "text": line.text, "on": _day(line.at)}


def evidence_of(case: Case) -> list[dict]:
    """[{title, from, on, pages}] of the papers put in as evidence that whoever sees the case may see: `evidence`."""
    papers = db.session.scalars(sa.select(Paper).where(
        Paper.case_id == case.id, Paper.withdrawn_at.is_(None), Paper.level == "OPEN", Paper.origin != "system",
        sa.or_(Paper.code == "D06", Paper.kind.in_(("evidence", "photo")))).order_by(Paper.id).limit(MOST_EVIDENCE))
    return [{"title": one.title, "from": f"{paper_words.ORIGINS[one.origin]}（{one.added_by_name}）", "on": _day(one.added_at),
             "pages": one.latest.pages or 1} for one in papers]


def dossier_of(case: Case) -> list[dict]:
    """[{code, name, required, found}]: the check-list with what is in the dossier: `dossier`."""
    rows = checklist.checked(case, checklist.asked_of(case), ())["documentList"]
    return [{"code": row["docCode"], "name": row["docName"], "required": row["requiredness"], "found": row["found"]}
            for row in rows]


def _sum(name: str, value: float | None) -> dict:
    return {name: wording.number(value) if value is not None else None,
            f"{name}InCapitals": wording.sum_in_capitals(value) if value is not None else None}


def _day(when: datetime | date | None) -> str | None:
    if when is None:
        return None
    return wording.day(clock.local(when).date() if isinstance(when, datetime) else when)


def _moment(when: datetime | None) -> str | None:
    return wording.moment(clock.local(when)) if when else None


def _unit(unit_id: int | None) -> str | None:
    unit = db.session.get(OrgUnit, unit_id) if unit_id else None
    return units.signing_name(unit) if unit else None


def _person(user_id: int | None) -> str | None:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else None


def _phone(user_id: int | None) -> str | None:
    user = db.session.get(User, user_id) if user_id else None
    return user.phone if user else None
