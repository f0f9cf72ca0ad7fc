"""supervision.issue and supervision.release, called by the service tasks of supervision.bpmn."""

from app.cases import facts as case_facts
from app.cases.models import Case
from app.db import db
from app.supervision import actions


def issue(context, action: str, notify: str = "-", feedbackWithin: str = "-", clock: str = "main",  # noqa: N803
          reason: str = "") -> dict:
    """→ {issued, slipNo, superviseLevel}. Issued once per case, clock and level, however often the tick comes."""
    case = db.session.get(Case, context.case_id)
    facts = case_facts.facts_of(context.case_id, context.now)
    watched = facts["clock"].get(clock) or {}
    slip = None
    if action and action != "NONE":
        slip = actions.issue(case, action, notify or "", feedbackWithin or "", watched, facts["case"], reason or "",
                             context.actor, context.call.element)
    return {"issued": slip is not None, "slipNo": slip.slip_no if slip else None,
            "superviseLevel": case.supervise_level}


def release(context, reason: str = "") -> dict:
    """→ {superviseLevel: 0}."""
    actions.release(db.session.get(Case, context.case_id), reason or "", context.actor, context.call.element)
    return {"superviseLevel": 0}
