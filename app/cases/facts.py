"""What FEEL may know about a case (clock, calendar, case) and of the catalogues (threshold, documentName), in at most four statements."""

from datetime import datetime
from typing import Any

from app import clock
from app.cases import clock_rules, thresholds
from app.cases.clock_desk import LIVE, Desk, desk
from app.cases.models import Case, CaseClock
from app.cases.statuses import BEING_HANDLED
from app.catalogues import queries as catalogues
from app.worktime import rules
from app.worktime.calendar import Calendar

_AS_THEY_ARE = {
    "id": "id", "no": "case_no", "title": "title", "status": "status", "channel": "channel", "tier": "tier",
    "riskLevel": "risk_level", "riskScore": "risk_score", "complexity": "complexity", "route": "route",
    "industry": "industry", "mojType": "moj_type", "zzCode": "zz_code", "matterKind": "matter_kind",
    "subject": "subject", "regionCode": "region_code", "leadUnit": "lead_unit_id", "committee": "committee_id",
    "handler": "handler_id", "caseManager": "case_manager_id", "firstContactOfficer": "first_contact_officer_id",
    "mediator": "mediator_id", "urgeCount": "urge_count", "superviseLevel": "supervise_level",
    "reopenCount": "reopen_count", "feedbackOverdue": "feedback_overdue", "falseFeedback": "false_feedback",
    "suspended": "suspended", "closed": "closed", "result": "result", "peopleCount": "people_count", "partyCount": "party_count",
    "amountYuan": "amount_yuan", "performance": "performance", "satisfaction": "satisfaction",
    "agreementNo": "agreement_no", "emergency": "emergency", "urgent": "urgent",
}
_MOMENTS = {
    "registeredAt": "registered_at", "acceptedAt": "accepted_at", "dispatchedAt": "dispatched_at",
    "signedAt": "signed_at", "sessionAt": "session_at", "agreementSignedAt": "agreement_signed_at",
    "closedAt": "closed_at", "lastProgressAt": "last_progress_at", "dueAt": "due_at",
}


def facts_of(case_id: int, now: datetime) -> dict[str, Any]:
    """{"clock": {id or alias: …}, "calendar": {…}, "case": {…}, "threshold": {name: number}, "documentName": {code:
    name}}; moments are on the centre's wall clock. `usedPct` counts in the stages of dmn_light_action, `sharePct` by the
    centre's own lines."""
    on = desk(case_id, now)
    return {"clock": _clocks(on), "calendar": _calendar(on.calendar, now), "case": _case(on),
            "threshold": catalogues.values(), "documentName": {code: one.name for code, one in catalogues.entries("documents").items()}}


def _clocks(on: Desk) -> dict[str, dict]:
    """Newest last wins; what runs wins over what was stopped."""
    in_order = sorted(on.rows, key=lambda row: (row.state in LIVE, row.id))
    shown = {row.clock_id: _clock(on, row) for row in in_order}
    for row in in_order:
        if row.alias:
            shown[row.alias] = shown[row.clock_id]
    if "legal" not in shown and shown.get("main", {}).get("kind") == "LEGAL":
        shown["legal"] = shown["main"]
    if "main" not in shown and "legal" in shown:
        shown["main"] = shown["legal"]
    return shown


def _clock(on: Desk, row: CaseClock) -> dict[str, Any]:
    at = clock_rules.effective_moment(row, on.now)
    expired = row.state == "RUNNING" and on.now >= row.due_at
    shown = {"startedAt": clock.local(row.started_at)} | {
        name: _ahead(row, moment) for name, moment in (
            ("dueAt", row.due_at), ("halfAt", row.half_at), ("yellowAt", row.yellow_at), ("ninetyAt", row.ninety_at),
            ("legalWarnAt", row.legal_warn_at))}
    return shown | {
        "id": row.clock_id, "name": row.name, "kind": row.kind, "state": "EXPIRED" if expired else row.state,
        "usedPct": clock_rules.used_percent(on.calendar, row, at, on.case.risk_level),
        "sharePct": on.used(row),
        "overdueWd": clock_rules.overdue_days(on.calendar, row, on.now), "suspended": row.state == "SUSPENDED",
        "extensions": row.extensions, "daysRun": clock_rules.days_run(on.calendar, row, at),
    }


def _ahead(row: CaseClock, moment: datetime | None) -> datetime | None:
    """Nothing is ahead of a clock that stands still: timers that follow it wait until it goes on."""
    return None if moment is None or row.state == "SUSPENDED" else clock.local(moment)


def _calendar(calendar: Calendar, now: datetime) -> dict[str, Any]:
    today = clock.local(now).date()
    return {
        "now": clock.local(now), "today": today, "isWorkingDay": calendar.is_working(today),
        "nextWorkingMorning": clock.local(calendar.next_working_morning(now)),
        "endOfToday": clock.local(calendar.evening(today)),
    }


def _case(on: Desk) -> dict[str, Any]:
    case, now = on.case, on.now
    shown = {name: getattr(case, column) for name, column in _AS_THEY_ARE.items()}
    for name, column in _MOMENTS.items():
        moment = getattr(case, column)
        shown[name] = moment and clock.local(moment)
    return shown | {
        "ageDays": rules.calendar_days(case.registered_at or case.created_at, now),
        "unsignedWd": _unsigned(on), "idleWd": _idle(on),
        "extensionPending": any(row.clock_id == "EXT_PENDING" and now < row.due_at for row in on.live),
        "sessionPlannedWithin2wd": _session_soon(case, on.calendar, now),
        "agreementSigned": case.agreement_signed_at is not None,
    }


def _unsigned(on: Desk) -> int:
    """Whole working days since dispatch while nobody has signed."""
    case = on.case
    if case.status != "DISPATCHED" or case.dispatched_at is None:
        return 0
    return rules.full_working_days(on.calendar, case.dispatched_at, on.now)


def _idle(on: Desk) -> int:
    """Whole working days without a progress record while the case is being handled."""
    case = on.case
    since = case.last_progress_at or case.signed_at
    if case.status not in BEING_HANDLED or since is None or case.suspended:
        return 0
    return rules.full_working_days(on.calendar, since, on.now)


def _session_soon(case: Case, calendar: Calendar, now: datetime) -> bool:
    return case.session_at is not None and now <= case.session_at <= rules.add(calendar, now, thresholds.value("sessionSoonDays"), "wd")
