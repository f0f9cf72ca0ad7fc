"""What the steps of the processes tell: a mediation ended, people were asked to rate, performances were planned.

A mediation ends with an agreement (`st_agreement`), with its termination (`st_papers`), or because a limit, a withdrawal or a
lawsuit took its open task away. Several sessions, and a part agreed first, are still one mediation: it begins with the notice
of rights.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from app.cases.models import Case
from app.db import db
from app.engine.effects import DecisionTaken, MessageThrown, ServiceDone, TaskClosed, TaskOpened
from app.statistics import milestones, performances
from app.worklist.models import HumanTask

AGREED, TERMINATED, RATED = "st_agreement", "st_papers", "st_satisfaction"
TASKS = frozenset({
    "ut_rights_notice", "ut_mediator_assign", "ut_recusal_decide", "ut_investigate", "ut_med_schedule", "ut_med_session",
    "ut_draft_agreement", "ut_agreement_review", "ut_sign_agreement", "ut_oral_agreement", "ut_terminate"})
POLICE_TASKS = frozenset({"ut_police_mediation", "ut_police_second"})
SATISFIED = 3


def follow(advanced) -> None:
    """Look through the effects of one step."""
    served = {effect.element for effect in advanced.effects if isinstance(effect, ServiceDone)}
    _follow_mediation(advanced, served)
    if RATED in served:
        _rated(milestones.case_of(advanced.case_id), advanced.variables, advanced.now)
    for effect in advanced.effects:
        if isinstance(effect, DecisionTaken) and effect.decision == "dmn_followup_plan":
            performances.planned(milestones.case_of(advanced.case_id), advanced.variables.get("instalments"), advanced.now)
        if isinstance(effect, MessageThrown) and effect.message == "msg_false_feedback" and effect.element == "msg_false":
            milestones.mark(milestones.case_of(advanced.case_id), "FALSE", advanced.now)


def _follow_mediation(advanced, served: set[str]) -> None:
    if AGREED in served:
        case = milestones.case_of(advanced.case_id)
        _ended(case, True, advanced.now)
        performances.immediate(case, case.performance in ("IMMEDIATE", "FULL"), advanced.now)
    elif TERMINATED in served or _broken_off(advanced.effects, TASKS):
        _ended(milestones.case_of(advanced.case_id), False, advanced.now)
    elif _broken_off(advanced.effects, POLICE_TASKS):
        milestones.mark(milestones.case_of(advanced.case_id), "MEDIATED", advanced.now, good=False, label="POLICE")


def _broken_off(effects: Iterable, tasks: frozenset[str]) -> bool:
    """A first police mediation that runs out while the second begins goes on, as a session does that leads to the next."""
    taken_away = any(isinstance(effect, TaskClosed) and effect.how == "CANCELLED" and effect.element in tasks
                     for effect in effects)
    return taken_away and not any(isinstance(effect, TaskOpened) and effect.element in tasks for effect in effects)


def _ended(case: Case, agreed: bool, now) -> None:  # noqa: FBT001 how it ended
    """One row for each mediation; what was agreed in part before stays an agreement."""
    before = milestones.last(case.id, "MEDIATED")
    if before is not None and before.label == "CORE" and before.at >= _begun(case.id):
        before.good = bool(before.good or agreed)
    else:
        milestones.mark(case, "MEDIATED", now, good=agreed, label="CORE")


def _begun(case_id: int):
    """When the parties of the latest mediation were told their rights."""
    return db.session.scalar(sa.select(sa.func.max(HumanTask.opened_at)).where(
        HumanTask.case_id == case_id, HumanTask.element == "ut_rights_notice"))


def _rated(case: Case, variables, now) -> None:
    """An evaluation is over: who was asked, whether anybody answered, and what they said."""
    rating = str(variables.get("rating") or "NONE")
    rated = rating.isdigit()
    milestones.mark(case, "INVITED", now, good=rated)
    if rated:
        milestones.mark(case, "RATED", now, good=int(rating) >= SATISFIED, label=rating)
        milestones.mark(case, "ANSWERED", now, good=_say_contacted(variables))
        milestones.mark(case, "SOLVED", now, good=variables.get("resolved") is True)


def _say_contacted(variables) -> bool:
    """What the parties who rated say; without such, what was answered when they were called back."""
    own = [one.get("contacted") for one in variables.get("ratings") or () if isinstance(one, dict)]
    return all(said is True for said in own) if own else variables.get("contacted") is True
