"""What the case record keeps of what happens elsewhere: finished tasks, steps of its processes, calendar changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.cases import (
    calendar_changes,
    decision_words,
    effect_lines,
    record_fields,
    records,
    recounting,
    timeline,
)
from app.cases.brief import brief
from app.cases.models import Case
from app.db import after_commit, db
from app.errors import Invalid, NotFound

MOVING_CLOCKS = frozenset({"halfPercent", "yellowPercent", "yellowPercentRed", "ninetyPercent", "legalWarningDays",
                           "unsignedDays", "idleDays", "idleDaysRed"})
"""Thresholds that running clocks and the light of a case have been counted with."""


def on_task_completed(completed) -> None:
    """A TaskCompleted of the worklist: its answers go on the record, one line on the timeline."""
    if completed.case_id is not None:
        take_answers(completed.case_id, completed.element, completed.answers, completed.actor, completed.now,
                     name=completed.name, outcome=completed.outcome,
                     outcome_words=getattr(completed, "outcome_label", None))


def on_instance_advanced(advanced) -> None:
    """An InstanceAdvanced of the instances: what a person wants to read of it."""
    if advanced.case_id is not None:
        note_effects(advanced.case_id, advanced.effects, advanced.actor, advanced.now)


def on_calendar_changed(changed) -> None:
    """A CalendarChanged of the working calendar: mark the cases; a few are counted again right after the commit."""
    if calendar_changes.mark(changed.region_code, changed.years) <= recounting.AT_ONCE:
        after_commit(lambda: recounting.work_off(recounting.AT_ONCE))


def on_catalogue_changed(changed) -> None:
    """A CatalogueChanged: a line of the lights moves the thresholds of every running clock, as a calendar would."""
    moves = changed.list_key == "thresholds" and changed.codes & MOVING_CLOCKS
    if moves and calendar_changes.mark_all() <= recounting.AT_ONCE:
        after_commit(lambda: recounting.work_off(recounting.AT_ONCE))


def on_regions_recoded(recoded) -> None:
    """A RegionsRecoded of identity: a case keeps the place it happened in, so a place with cases keeps its code."""
    if db.session.scalar(sa.select(Case.id).where(Case.region_code.in_(recoded.codes)).limit(1)) is not None:
        raise Invalid(errors={"code": ["这里已经登记过案件，区划代码不能再改。名称可以改。"]})


def take_answers(case_id: int, element: str, answers: Mapping[str, Any], actor, now: datetime, *,
                 name: str | None = None, outcome: str | None = None, outcome_words: str | None = None) -> None:
    """Keep a finished task's answers: fields of the case, parties, progress, and who did what."""
    if _concerns_record(answers) or _is_progress(brief(case_id), answers, actor):
        _keep(case_id, answers, actor, now)
    outcome = outcome or answers.get("outcome") or "done"
    words = outcome_words or (None if outcome == "done" else decision_words.of_outcome(outcome))
    text = f"完成“{name or element}”" + (f"，结论：{words}。" if words else "。")
    timeline.write_all([timeline.line(case_id, "TASK", text, actor, element, now, outcome=outcome)])


def note_effects(case_id: int, effects: Iterable, actor, now: datetime) -> None:
    """Timeline lines for the effects of one step, written together."""
    lines = [timeline.line(case_id, kind, text, None, element, now, **details)
             for kind, text, element, details in effect_lines.of(list(effects), actor is not None)]
    timeline.write_all(lines)


def _concerns_record(answers: Mapping[str, Any]) -> bool:
    """Most notes and opinions do not: the record need not be loaded for them."""
    return "parties" in answers or "contacts" in answers or bool(record_fields.of_answers(answers))


def _is_progress(case: Case | sa.Row, answers: Mapping[str, Any], actor) -> bool:
    """A step by whom the case is with, or one that says so itself."""
    return actor is not None and (actor.id in (case.handler_id, case.mediator_id) or "progressKind" in answers)


def _keep(case_id: int, answers: Mapping[str, Any], actor, now: datetime) -> None:
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound()
    records.take(case, answers, actor, now)
    if _is_progress(case, answers, actor):
        records.progress(case, now)
