"""The limits printed on an order (接诉即办 §13): by when the unit signs for it, how long it has, and so by when it is done."""

from datetime import datetime

import sqlalchemy as sa

from app import clock
from app.cases import catalogue, clock_rules, thresholds
from app.cases.models import Case
from app.db import db
from app.documents import wording
from app.errors import NotFound
from app.worklist.models import HumanTask
from app.worktime.queries import calendar_for

SIGNING, TRIAGE = "CK03", "ut_triage_confirm"


def limits_of(case: Case) -> dict:
    """`limit`: its name and length; `signBy`; `dueIfSigned`: the last day if the unit signs when its time for that ends, for
    a case whose own limit does not run yet."""
    sign_by = next((row.due_at for row in reversed(case.clocks) if row.clock_id == SIGNING), None)
    kind = _ordered(case)
    return {"limit": kind and f"{kind.name}（{catalogue.in_words(*catalogue.limit_of(kind, case.risk_level))}）",
            "signBy": _day(sign_by), "dueIfSigned": _day(_due(case, kind, sign_by)) if kind and sign_by else None}


def _ordered(case: Case):
    """The limit that triage chose; nothing for one that the catalogue does not have any more."""
    answers = db.session.scalar(sa.select(HumanTask.answers).where(
        HumanTask.case_id == case.id, HumanTask.element == TRIAGE, HumanTask.status == "DONE")
        .order_by(HumanTask.id.desc()).limit(1)) or {}
    try:
        return catalogue.kind_of(answers["clockId"]) if answers.get("clockId") else None
    except NotFound:
        return None


def _due(case: Case, kind, signed_at: datetime) -> datetime:
    allowed, unit = catalogue.limit_of(kind, case.risk_level)
    begun = (kind.restarts == "DISPATCH" and case.dispatched_at) or signed_at
    count = clock_rules.Count(unit, begun, allowed, kind=kind.kind, statutory=clock_rules.is_statutory(unit, is_default=kind.is_default))
    return clock_rules.times(calendar_for(case.region_code), count, case.risk_level, None, thresholds.lines()).due_at


def _day(when: datetime | None) -> str | None:
    return wording.day(clock.local(when).date()) if when else None
