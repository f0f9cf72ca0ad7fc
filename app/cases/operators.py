"""What service tasks may ask of the case record and its clocks. wiring.py registers OPERATORS by name.

Each is `fn(context, **parameters)`: context has case_id, instance_id, now, actor and call (operator, element, name,
step). Parameters are FEEL values, named as in the diagram. A mapping that is returned becomes case variables.
"""

from app.cases import (
    approvers,
    catalogue,
    clock_pauses,
    clocks,
    documents,
    duplicates,
    experts,
    lifecycle,
    numbering,
    parties,
    plans,
    records,
    units,
    visits,
)
from app.cases.clock_desk import Desk
from app.cases.mediators import candidates
from app.cases.models import Case
from app.cases.record_fields import moment
from app.cases.statuses import STATUSES
from app.clock import local
from app.db import db
from app.errors import Invalid
from app.identity.models import OrgUnit, User


def case_number(context) -> dict:
    return {"caseNo": lifecycle.register(_case(context), context.actor, context.now, context.instance_id)}


def case_duplicates(context) -> dict:
    found = duplicates.of_case(_case(context), context.now)
    return {"dupCount": len(found), "duplicates": found}


def case_record(context, **values) -> None:
    records.record(_case(context), values, context.actor, context.now, context.instance_id)


def case_merge(context, into) -> dict:
    """→ {mergedCaseNo, mergedStatus, mergedHandler}: where it goes on, in words for the applicant."""
    other = _case_named(into)
    lifecycle.merge(_case(context), other, context.actor, context.now, context.instance_id)
    handler = db.session.get(User, other.handler_id) if other.handler_id else None
    return {"mergedCaseNo": other.case_no, "mergedStatus": STATUSES[other.status],
            "mergedHandler": handler.name if handler else None}


def case_check(context, before: str) -> dict:
    """→ {problems: [sentence, …]}: what is missing before DISPATCH or AGREEMENT; the latter also names the minors."""
    case = _case(context)
    if before == "AGREEMENT":
        today = local(context.now).date()
        return {"problems": parties.missing_before_agreement(case, today), "minors": parties.minors(case, today)}
    return {"problems": parties.missing_before_dispatch(case)}


def clock_start(context, clock, alias=None, limit=None, unit=None, started=None) -> dict:
    """→ {dueAt}."""
    row = clocks.start(_limits(context), clock, alias=alias or None, limit=None if limit in (None, "") else int(limit),
                       unit=unit or None, started=moment(started) if started else None)
    return {"dueAt": local(row.due_at)}


def clock_stop(context, clock, reason=None) -> None:
    clocks.stop(_limits(context), clock, reason)


def clock_suspend(context, clock="all", reason="", note="") -> None:
    clock_pauses.suspend(_limits(context), clock, reason or "", note or "")


def clock_resume(context, clock="all") -> None:
    clock_pauses.resume(_limits(context), clock)


def clock_extend(context, clock, reason="", approver="", days=None, until=None, consents=()) -> dict:
    """→ {newDueAt}. Refused with a sentence for the approver when the catalogue does not allow it."""
    approver = approver or (context.actor.name if context.actor else "")
    row = clock_pauses.extend(
        _limits(context), clock, reason=reason or "", approver=str(approver),
        days=None if days in (None, "") else int(days), until=moment(until) if until else None,
        consents=consents if consents is not None else ())
    return {"newDueAt": local(row.due_at)}


def clock_enter(context, clocks=()) -> None:  # noqa: A002 the engine names the parameter
    _enter(_clocks(context), clocks, context.call.step)


def clock_leave(context, clocks=()) -> None:
    _leave(_clocks(context), clocks, context.call.step)


def clock_reenter(context, clocks=()) -> None:
    _reenter(_clocks(context), clocks, context.call.step)


_enter, _leave, _reenter = clocks.enter, clocks.leave, clocks.reenter


def clock_rule(context, clock) -> dict:
    """→ {extBy, extMax, extUnit, suspendOn}: what the catalogue allows to do to this limit."""
    kind = catalogue.kind_of(clock)
    return {"extBy": kind.ext_by, "extMax": kind.ext_max, "extUnit": kind.ext_unit, "suspendOn": kind.suspend_on}


def approver_find(context, posts=(), without=()) -> dict:
    """→ {approverRole, approverUnit}: the first post of the line held by somebody who doesn't ask himself."""
    role, unit = approvers.first_held(_case(context), posts or (), without or ())
    return {"approverRole": role, "approverUnit": unit}


def unit_resolve(context, name) -> dict:
    """→ {leadUnitId, leadUnitName}, both null when no unit fits."""
    found = units.resolve(name, _case(context).region_code)
    return {"leadUnitId": found.id if found else None, "leadUnitName": found.name if found else None}


def units_plan(context, rows=(), named: str = "unit") -> dict:
    """→ {planned: [{…row, name, unit, due}]}: the units and dates that the rows of a table mean here."""
    return {"planned": plans.planned(_case(context), rows, named, context.now)}


def document_note(context, code, title="") -> None:
    """The paper Dxx was produced, or is due now; the first time it gets its number."""
    documents.note(_case(context), code, title or "", context.actor, context.now, context.call.element)


def document_number(context, committee=None) -> dict:
    """→ {agreementNo} or the number of whatever paper asks: the next one of the case's committee."""
    unit = db.session.get(OrgUnit, committee or _case(context).committee_id or 0)
    if unit is None:
        raise Invalid("案件还没有承办的调解委员会，不能编文号。请先由调委会受理。")
    return {"documentNo": numbering.document_number(unit.id, units.signing_name(unit), context.now)}


def mediators_candidates(context, unit=None) -> dict:
    """→ {mediatorCandidates: [{user, name, openCases, sameTown, previousFailedHere, …}]}."""
    case = _case(context)
    return {"mediatorCandidates": candidates(case, unit or case.committee_id)}


def experts_pick(context, count, field=None, without=()) -> dict:
    """→ {experts: [{user, name}, …]}; empty when nobody is left to ask."""
    return {"experts": experts.pick(_case(context), int(count), field or None, without or (), context.now)}


def case_visit(context, note="", into=None) -> dict:
    """→ {visitCount}: the same claim again; with `into`, this registration is a visit to that closed case."""
    case = _case(context)
    if into:
        seen = visits.note_on(_case_named(into), case, note or "", context.actor, context.now, context.instance_id)
    else:
        seen = visits.note(case, note or "", context.actor)
    return {"visitCount": seen}


OPERATORS = {
    "case.number": case_number,
    "case.duplicates": case_duplicates,
    "case.record": case_record,
    "case.merge": case_merge,
    "case.visit": case_visit,
    "case.check": case_check,
    "clock.start": clock_start,
    "clock.stop": clock_stop,
    "clock.suspend": clock_suspend,
    "clock.resume": clock_resume,
    "clock.extend": clock_extend,
    "clock.enter": clock_enter,
    "clock.leave": clock_leave,
    "clock.reenter": clock_reenter,
    "clock.rule": clock_rule,
    "approver.find": approver_find,
    "unit.resolve": unit_resolve,
    "units.plan": units_plan,
    "document.note": document_note,
    "document.number": document_number,
    "mediators.candidates": mediators_candidates,
    "experts.pick": experts_pick,
}


def _case(context) -> Case:
    case = db.session.get(Case, context.case_id)
    if case is None:
        raise Invalid("这个流程没有对应的案件，不能使用案件服务。")
    return case


def _case_named(name) -> Case:
    """By number, or by id."""
    found = db.session.query(Case).filter(Case.case_no == str(name)).first()
    if found is None and str(name).isdigit() and len(str(name)) < 10:
        found = db.session.get(Case, int(name))
    if found is None:
        raise Invalid(f"没有找到案号为“{name}”的案件，请核对。", errors={"sameCaseNo": ["没有这个案号"]})
    return found


def _limits(context) -> Desk:
    """Where a diagram moves limits: what a person's step moves can be put back."""
    return clocks.of(context.case_id, context.now, context.actor, context.instance_id, context.call.element, context.taken)


def _clocks(context) -> Desk:
    return clocks.of(context.case_id, context.now, context.actor, context.instance_id, context.call.element)
