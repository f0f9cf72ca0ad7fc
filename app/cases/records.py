"""Writing on the case record: what forms answer, and what service tasks say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app import clock
from app.cases import clocks, lifecycle, lights, parties, record_fields, sharing, sheltering, units
from app.cases.models import Case
from app.db import db
from app.errors import Invalid
from app.worktime.queries import calendar_for


def take(case: Case, answers: Mapping[str, Any], actor, now: datetime) -> None:
    """Answers named like a case field update the case; `parties` and `contacts` the people in it."""
    _set(case, record_fields.of_answers(answers), record_fields.ANSWERS, actor, now)
    today = clock.local(now).date()
    if isinstance(answers.get("parties"), list):
        parties.take_down(case, answers["parties"], today)
    if isinstance(answers.get("contacts"), list):
        parties.take_contacts(case, answers["contacts"], today)


def record(case: Case, values: Mapping[str, Any], actor, now: datetime, instance_id: int | None = None) -> None:
    """What a service task sets: any field of the case by name, `status`, `agreementSigned`, `extensionPending`; names
    the case has no column for are kept among its facts."""
    values = dict(values)
    status = values.pop("status", None)
    if values.pop("agreementSigned", None):
        values.setdefault("agreementSignedAt", now)
    pending = values.pop("extensionPending", None)
    _set(case, values, record_fields.RECORDED, actor, now, instance_id)
    if status is not None:
        lifecycle.reach(case, status, actor, now, instance_id)
    if pending is not None:
        _extension_pending(case, bool(pending), actor, now, instance_id)


def progress(case: Case, now: datetime) -> None:
    """Something was done for the case: the count of idle days begins again."""
    case.last_progress_at = now
    if case.status in ("SIGNED", "HANDLING"):
        case.stale_at = lights.stale_at(case, calendar_for(case.region_code))


def _set(case: Case, values: Mapping[str, Any], fields: Mapping[str, str], actor, now: datetime,
         instance_id: int | None = None) -> None:
    risk_before, lead_before, facts = case.risk_level, case.lead_unit_id, {}
    for name, value in values.items():
        if name in fields:
            _set_column(case, name, fields[name], value)
        else:
            facts[name] = value
    if facts:
        case.facts = {**(case.facts or {}), **facts}
    if values.get("domesticViolence") or values.get("victimSide"):
        sheltering.protect(case, clock.local(now).date())
    if values.get("placeRegionCode"):
        case.region_code = case.place_region_code
    db.session.flush()
    _let_in(case, values, lead_before, now)
    if case.risk_level != risk_before:
        clocks.risk_changed(clocks.of(case.id, now, actor, instance_id))


def _let_in(case: Case, values: Mapping[str, Any], lead_before: int | None, now: datetime) -> None:
    """Co-handling units and all mediators may see the case; a unit that had signed stays on after an upgrade."""
    if lead_before not in (None, case.lead_unit_id) and case.signed_at:
        sharing.share_with_unit(case.id, lead_before, "CO_HANDLER", now)
    for unit in values.get("coUnits") or ():
        sharing.share_with_unit(case.id, _unit_id(case, "coUnits", unit), "CO_HANDLER", now)
    for person in values.get("mediators") or ():
        sharing.share_with_person(case.id, int(person), "MEDIATOR", now)


def _set_column(case: Case, name: str, column: str, value) -> None:
    if name in ("leadUnit", "committee"):
        value = _unit_id(case, name, value)
    setattr(case, column, record_fields.written(Case.__table__.c[column], name, value))


def _unit_id(case: Case, name: str, value) -> int | None:
    if value in (None, ""):
        return None
    found = units.resolve(value, case.region_code)
    if found is None:
        raise Invalid(f"没有找到单位“{value}”，请重新选择。", errors={name: ["没有这个单位"]})
    return found.id


def _extension_pending(case: Case, pending: bool, actor, now: datetime, instance_id: int | None) -> None:  # noqa: FBT001
    on = clocks.of(case.id, now, actor, instance_id)
    if pending:
        clocks.start(on, "EXT_PENDING")
    else:
        clocks.stop(on, "EXT_PENDING")
