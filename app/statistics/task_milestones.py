"""Which finished task leaves which milestone."""

from collections.abc import Callable

from app.cases.models import Case
from app.statistics import contacts, milestones, performances


def _objected(case: Case, completed) -> None:
    if completed.outcome == "object":
        milestones.mark(case, "OBJECTED", completed.now)


def _ruled(case: Case, completed) -> None:
    """The first ruling; an appeal leaves it to the final one."""
    if completed.outcome in ("move", "keep"):
        moved = completed.outcome == "move" and completed.answers.get("newUnit") != case.lead_unit_id
        _answer_objection(case, moved)


def _ruled_finally(case: Case, completed) -> None:
    _answer_objection(case, completed.answers.get("mainUnit") not in (None, case.lead_unit_id))


def _answer_objection(case: Case, established: bool) -> None:  # noqa: FBT001 what was ruled
    objection = milestones.last(case.id, "OBJECTED")
    if objection is not None and objection.good is None:
        objection.good = established


def _upgraded(case: Case, completed) -> None:
    if completed.outcome == "approve":
        milestones.mark(case, "UPGRADED", completed.now, label=case.tier)


def _guided(case: Case, completed) -> None:
    if completed.outcome == "guided":
        milestones.mark(case, "GUIDED", completed.now, label=str(completed.answers.get("legalPath") or "")[:24])


def _confirmed(case: Case, completed) -> None:
    if completed.outcome == "confirmed":
        milestones.mark(case, "CONFIRMED", completed.now)


def _settled_on_the_spot(case: Case, completed) -> None:
    milestones.mark(case, "MEDIATED", completed.now, good=completed.outcome == "agreed", label="ONSITE")
    if completed.outcome == "agreed" and completed.answers.get("performance") in ("IMMEDIATE", "FULL"):
        milestones.mark(case, "DUE", completed.now, good=True)


def _mediated_by_police(case: Case, completed) -> None:
    if completed.outcome == "agreed":
        milestones.mark(case, "MEDIATED", completed.now, good=True, label="POLICE")
        performances.immediate(case, completed.answers.get("paidNow"), completed.now)
    elif completed.element == "ut_police_second" or not completed.answers.get("secondNeeded"):
        milestones.mark(case, "MEDIATED", completed.now, good=False, label="POLICE")


def _checked(case: Case, completed) -> None:
    if completed.answers.get("checkResult") == "FALSE":
        milestones.mark(case, "FALSE", completed.now)


def _reviewed(case: Case, completed) -> None:
    if completed.outcome == "supervise":
        milestones.mark(case, "FALSE", completed.now)


OF_TASK: dict[str, Callable] = {
    "ut_sign": _objected,
    "ut_objection_decide": _ruled,
    "ut_objection_final": _ruled_finally,
    "ut_first_contact": contacts.contacted,
    "ut_onsite_mediation": _settled_on_the_spot,
    "ut_police_mediation": _mediated_by_police,
    "ut_police_second": _mediated_by_police,
    "ut_upgrade_approve": _upgraded,
    "ut_legal_guide": _guided,
    "ut_jc_result": _confirmed,
    "ut_perform_check": performances.checked,
    "ut_police_perform_check": performances.checked_by_police,
    "ut_supervise_check": _checked,
    "ut_result_review": _reviewed,
}
"""By the id of the task, which never changes its meaning (bpmn/README.md)."""
