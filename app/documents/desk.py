"""The documents part of a case or task page: what is still to be made or signed, what is done, what else there is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.cases import documents
from app.cases import permissions as case_permissions
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
    """One document: its kind, the row it is noted under, the paper that was made, copies that were signed; `required`: the
    check-list asks for it and nothing is there."""

    kind: Kind
    noted: CaseDocument | None
    title: str
    number: str | None
    paper: Paper | None
    signed: tuple[Paper, ...]
    required: bool = False


@dataclass(frozen=True)
class Desk:
    """`called_for`: by the open task, what was done, or the check-list; `noted`: what the process says was produced and this
    person makes none of; `others`: every other kind they may make."""

    called_for: list[Line]
    others: list[Kind]
    noted: list[CaseDocument]

    @property
    def missing(self) -> list[Line]:
        """What is asked for first."""
        return sorted((line for line in self.called_for if not line.paper and not line.signed), key=lambda line: not line.required)

    @property
    def to_sign(self) -> list[Line]:
        return [line for line in self.called_for if line.paper and not line.signed]

    @property
    def done(self) -> list[Line]:
        return [line for line in self.called_for if line.signed]


def desk_of(case: Case, actor, element: str | None = None) -> Desk:
    """What this person may see and make here; with an element only what belongs to its task comes first."""
    open_to_them = [kind for kind in kinds.kinds().values() if actions.may_make(case, kind, actor)]
    of_task = {kind.key for kind in kinds.kinds().values() if element in kind.tasks}
    asked = {row["docCode"] for row in checklist.asked_of(case) if row["requiredness"] == checklist.REQUIRED}
    wanted = of_task or _wanted(case, asked)
    seen = _papers(case, actor)
    lines = [line for kind in open_to_them if kind.key in wanted for line in _lines(case, kind, seen)]
    shown = {line.kind.key for line in lines}
    noted = [] if of_task or not case_permissions.may_see(case, actor) else _noted_besides(case, lines)
    return Desk(_with_required(lines, asked - {paper.code for paper in seen}),
                [kind for kind in open_to_them if kind.key not in shown], noted)


def made_for(case: Case, kind: Kind, title: str, actor) -> Line:
    """The document of this title, as far as this person may see it."""
    noted = next((row for row in numbers.noted_for(case, kind) if row.title == title), None)
    return _titled(kind, noted, title, noted.number if noted else None, _papers(case, actor))


def signed_copies(case: Case, made: Paper, actor) -> list[Paper]:
    """The signed copies of a document that was made."""
    return list(_signed(made.code, made.title, _papers(case, actor)))


def _wanted(case: Case, asked: set[str]) -> set[str]:
    reached = set(db.session.scalars(sa.select(HumanTask.element).where(
        HumanTask.case_id == case.id, HumanTask.status.in_(("OPEN", "DONE"))).distinct()))
    noted = list(db.session.execute(sa.select(CaseDocument.code, CaseDocument.title).where(CaseDocument.case_id == case.id)))
    return {kind.key for kind in kinds.kinds().values() if reached.intersection(kind.tasks)
            or any(code == kind.code and kind.is_noted_as(title) for code, title in noted)
            or (kind.code in asked and not kind.shared and not kind.match)}


def _noted_besides(case: Case, lines: list[Line]) -> list[CaseDocument]:
    told = {line.noted.id for line in lines if line.noted}
    return [row for row in documents.of_case(case.id) if row.id not in told]


def _with_required(lines: Iterable[Line], lacking: set[str]) -> list[Line]:
    """Of several kinds under one code the check-list asks for one: the first."""
    left, found = set(lacking), []
    for line in lines:
        found.append(replace(line, required=line.kind.code in left))
        left.discard(line.kind.code)
    return found


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


def _line(case: Case, kind: Kind, noted: CaseDocument | None, seen: list[Paper]) -> Line:
    return _titled(kind, noted, numbers.title_of(case, kind, noted), numbers.number_for(case, kind, noted), seen)


def _titled(kind: Kind, noted: CaseDocument | None, title: str, number: str | None, seen: list[Paper]) -> Line:
    made = next((one for one in seen if one.origin == "system" and (one.code, one.title) == (kind.code, title)), None)
    return Line(kind, noted, title, number, made, _signed(kind.code, title, seen))


def _signed(code: str, title: str, seen: Iterable[Paper]) -> tuple[Paper, ...]:
    """What was brought as its signed copy; of a code with one kind of document every signed paper is."""
    alone = sum(kind.code == code for kind in kinds.kinds().values()) == 1 and not any(
        kind.repeats for kind in kinds.kinds().values() if kind.code == code)
    return tuple(one for one in seen if one.kind == "signed" and one.code == code
                 and (alone or one.title.startswith(f"{title}{SIGNED}")))
