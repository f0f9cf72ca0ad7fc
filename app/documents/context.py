"""Everything a template may name, for one case: the documented dictionary (docs/documents.md)."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, CaseDocument
from app.db import db
from app.documents import answers, case_facts, invitations, kinds, party_facts, wording
from app.documents.kinds import Kind
from app.documents.models import DocumentFill
from app.instances.models import Instance
from app.processes import queries as processes
from app.worklist import confidential
from app.worklist.models import HumanTask

NOTES, TERMS = confidential.NOTES, confidential.TERMS
RECORDER = "RECORDER"


def of(case: Case, kind: Kind, noted: CaseDocument | None, number: str | None, now: datetime) -> dict:
    """{name: value} for one document. What mediators wrote down in confidence is there only for papers that are kept as
    confidential as the notes themselves (handbook §14)."""
    today = clock.local(now).date()
    signed = clock.local(case.agreement_signed_at).date() if kind.code == "D08" and case.agreement_signed_at else today
    tasks, recorder = _tasks(case, kind, noted)
    typed = typed_for(case, kind, noted)
    return {
        "number": number, "title": kind.title, "today": wording.day(today),
        "dateInCharacters": wording.day_in_characters(signed), "copies": wording.count(len(case.parties) + 1), "recorder": recorder,
        "case": case_facts.facts_of(case), **case_facts.places_of(case), **party_facts.parties_of(case, today),
        "extension": case_facts.last_extension(case), "slip": case_facts.last_slip(case, kind.key),
        "session": invitations.facts_of(case, noted),
        "dossier": case_facts.dossier_of(case) if kind.code == "D28" else [],
        "evidence": case_facts.evidence_of(case) if kind.code == "D06" else [],
        "asked": {name: typed.get(name) for name in kinds.asked()}, **tasks,
    }


def typed_for(case: Case, kind: Kind, noted: CaseDocument | None) -> Mapping[str, str]:
    """What was typed for this document alone."""
    found = db.session.get(DocumentFill, (case.id, kind.key, noted.id if noted else 0))
    found = found or db.session.get(DocumentFill, (case.id, kind.key, 0))
    return found.values if found else {}


def digest_of(case: Case) -> str | None:
    """The bundle that the case runs on."""
    own = db.session.scalar(sa.select(Instance.digest).where(Instance.case_id == case.id).order_by(Instance.id).limit(1))
    return own or processes.active_digest_or_none()


@lru_cache(maxsize=16)
def forms_of(digest: str) -> Mapping[str, tuple[str, str, str]]:
    """{element: (form key, its name, "notes", "terms" or "")} of every user task of a bundle."""
    found = {}
    for process in processes.bundle(digest).processes.values():
        for element in process.elements.values():
            form = element.properties.get("form")
            if form and form.split("/")[-1] == element.id:
                found[element.id] = (form, element.name, element.properties.get("confidential", ""))
    return found


def _tasks(case: Case, kind: Kind, noted: CaseDocument | None) -> tuple[dict, str | None]:
    """({element: its latest answers in words}, who recorded the session)"""
    digest = digest_of(case)
    if digest is None:
        return {}, None
    done = _done(case, noted if kind.repeats else None)
    found, recorder = {}, None
    for element, (form, _, marking) in forms_of(digest).items():
        withheld = (marking == NOTES and kind.level != "NOTES") or (marking == TERMS and kind.without_terms)
        task = None if withheld else done.get(element)
        found[element] = _in_words(digest, form, task)
        if task is not None and element == "ut_med_session":
            recorder = _recorder(task)
    return found, recorder


def _done(case: Case, noted: CaseDocument | None) -> dict[str, HumanTask]:
    """The latest finished task of each element, or the latest that was finished when the document was noted."""
    query = sa.select(HumanTask).where(HumanTask.case_id == case.id, HumanTask.status == "DONE")
    if noted is not None:
        query = query.where(HumanTask.done_at <= noted.noted_at)
    query = query.order_by(HumanTask.id).execution_options(populate_existing=True)  # finished tasks are written past the session
    return {task.element: task for task in db.session.scalars(query)}


def _in_words(digest: str, form: str, task: HumanTask | None) -> dict:
    fields = answers.fields_of(task.digest if task else digest, task.form_key if task else form)
    typed = (task.answers or {}) if task else {}
    found = answers.in_words(fields, typed)
    outcome = typed.get("outcome")
    return {**found, "outcome": outcome, "outcomeInWords": found.get("outcome"), "doneBy": task.done_by_name if task else None,
            "doneOn": wording.day(clock.local(task.done_at).date()) if task else None}


def _recorder(task: HumanTask) -> str | None:
    rows = (task.answers or {}).get("attendance") or ()
    return "、".join(row["name"] for row in rows if row.get("side") == RECORDER and row.get("name")) or None
