"""What the service tasks of monthly_report.bpmn call. Each gets `report`, the id that the process was started with."""

from app.db import db
from app.identity.models import OrgUnit
from app.statistics import appraisals, period, reports


def compute(context, report) -> dict:
    """→ {monthWords, differences, note}: the month counted, and a row for each number beside last month and last year."""
    del context
    found = reports.report_with_id(report)
    reports.compute(found)
    return {"monthWords": period.of(found.month).words, "differences": reports.differences(found), "note": None}


def correct(context, report, note=None, corrections=()) -> dict:
    """→ {differences}: with what was corrected."""
    found = reports.report_with_id(report)
    reports.correct(found, corrections or (), note, context.actor)
    return {"differences": reports.differences(found), "corrections": []}


def freeze(context, report, signature="") -> dict:
    """→ {differences: []}: they are on the report now."""
    reports.freeze(reports.report_with_id(report), signature or "", context.actor)
    return {"differences": []}


def collect(context, report, escalated=()) -> dict:
    """→ {appraisalUnits}: the inputs of dmn_appraisal_points for each unit."""
    del context
    return {"appraisalUnits": appraisals.inputs_of_units(reports.report_with_id(report), escalated or ())}


def draft(context, report, units=(), points=()) -> dict:
    """→ {appraisals}: what the confirming form shows; the inputs are no longer needed."""
    del context
    found = reports.report_with_id(report)
    appraisals.draft(found, units or (), points or ())
    return {"appraisals": shown(found), "appraisalUnits": [], "appraisalPoints": []}


def announce(context, report, adjusts=()) -> dict:
    """→ {objectionUntil}: the units are told; they may object until then."""
    del context
    found = reports.report_with_id(report)
    region = db.session.get(OrgUnit, found.unit_id).region_code
    return {"objectionUntil": appraisals.announce(found, adjusts or (), region), "appraisals": []}


def next_objection(context, report) -> dict:
    """→ {objection}: {unit, name, text, score, grade, why}, or null when none waits."""
    del context
    found = appraisals.next_objection(reports.report_with_id(report))
    if found is None:
        return {"objection": None}
    return {"objection": {**_line(found), "text": found.objection}}


def decide(context, report, unit, accepted=None, points=0, reason="") -> None:
    del context
    appraisals.decide(reports.report_with_id(report), int(unit), bool(accepted), float(points or 0), reason or "")


def publish(context, report) -> None:
    del context
    reports.publish(reports.report_with_id(report))


def shown(report) -> list[dict]:
    return [_line(row) for row in appraisals.of_report(report.id)]


def _line(row) -> dict:
    return {"unit": row.unit_id, "name": row.unit_name, "score": row.score, "grade": row.grade + ("（连续两月，约谈）" if row.interview else ""),
            "why": appraisals.in_words(row)}


OPERATORS = {
    "statistics.compute": compute,
    "statistics.correct": correct,
    "statistics.freeze": freeze,
    "appraisal.collect": collect,
    "appraisal.draft": draft,
    "appraisal.announce": announce,
    "appraisal.next": next_objection,
    "appraisal.decide": decide,
    "appraisal.publish": publish,
}
