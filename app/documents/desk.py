"""The documents part of a case or task page: what is called for now, what was made, what else there is."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.cases.models import Case, CaseDocument
from app.db import db
from app.documents import actions, invitations, kinds, numbers
from app.documents.kinds import Kind
from app.papers import checklist, permissions
from app.papers.models import Paper
from app.worklist.models import HumanTask

SIGNED = "（签字件"


@dataclass(frozen=True)
class Line:
    """One document: its kind, the row it is noted under, the paper that was made, copies that were signed."""

    kind: Kind
    noted: CaseDocument | None
    title: str
    number: str | None
    paper: Paper | None
    signed: tuple[Paper, ...]


@dataclass(frozen=True)
class Desk:
    """`called_for`: by the open task, what was done, or the check-list; `others`: every other kind."""

    called_for: list[Line]
    others: list[Kind]


def desk_of(case: Case, actor, element: str | None = None) -> Desk:
    """What this person may see and make here; with an element only what belongs to its task comes first."""
    open_to_them = [kind for kind in kinds.kinds().values() if actions.may_make(case, kind, actor)]
    wanted = _wanted(case, element)
    seen = _papers(case, actor)
    lines = [line for kind in open_to_them if kind.key in wanted for line in _lines(case, kind, seen)]
    shown = {line.kind.key for line in lines}
    return Desk(lines, [kind for kind in open_to_them if kind.key not in shown])


def _wanted(case: Case, element: str | None) -> set[str]:
    if element is not None:
        mine = {kind.key for kind in kinds.kinds().values() if element in kind.tasks}
        if mine:
            return mine
    reached = set(db.session.scalars(sa.select(HumanTask.element).where(
        HumanTask.case_id == case.id, HumanTask.status.in_(("OPEN", "DONE"))).distinct()))
    noted = list(db.session.execute(sa.select(CaseDocument.code, CaseDocument.title).where(CaseDocument.case_id == case.id)))
    asked = {row["docCode"] for row in checklist.asked_of(case) if row["requiredness"] == checklist.REQUIRED}
    return {kind.key for kind in kinds.kinds().values() if reached.intersection(kind.tasks)
            or any(code == kind.code and kind.is_noted_as(title) for code, title in noted)
            or (kind.code in asked and not kind.shared and not kind.match)}


def _papers(case: Case, actor) -> list[Paper]:
    return list(db.session.scalars(sa.select(Paper).where(
        permissions.visible(case, actor), Paper.withdrawn_at.is_(None), Paper.code.is_not(None)).order_by(Paper.id)))


def _lines(case: Case, kind: Kind, seen: list[Paper]) -> list[Line]:
    """Each of those that repeat, and the one that is to be made now."""
    now = numbers.current(case, kind)
    there = [row for row in numbers.noted_for(case, kind) if kind.repeats and row != now]
    if kind.key == invitations.KEY and now is None and invitations.coming(case) is None:
        return [_line(case, kind, noted, seen) for noted in there]
    return [_line(case, kind, noted, seen) for noted in [*there, now]]


def made_for(case: Case, kind: Kind, title: str, actor) -> Line:
    """The document of this title, as far as this person may see it."""
    noted = next((row for row in numbers.noted_for(case, kind) if row.title == title), None)
    return _titled(kind, noted, title, noted.number if noted else None, _papers(case, actor))


def _line(case: Case, kind: Kind, noted: CaseDocument | None, seen: list[Paper]) -> Line:
    return _titled(kind, noted, numbers.title_of(case, kind, noted), numbers.number_for(case, kind, noted), seen)


def _titled(kind: Kind, noted: CaseDocument | None, title: str, number: str | None, seen: list[Paper]) -> Line:
    made = next((one for one in seen if one.origin == "system" and (one.code, one.title) == (kind.code, title)), None)
    signed = tuple(one for one in seen if one.kind == "signed" and one.code == kind.code and one.title.startswith(f"{title}{SIGNED}"))
    return Line(kind, noted, title, number, made, signed)
