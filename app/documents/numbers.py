"""Which numbered document of the case a kind stands for, and the number it bears (cases/documents.py gives the numbers)."""

from datetime import datetime

import sqlalchemy as sa

from app.cases import documents
from app.cases.models import Case, CaseDocument
from app.db import db
from app.documents import invitations
from app.documents.kinds import Kind
from app.instances import queries as instances

LONGEST_TITLE = 120
TO_BE_GIVEN = "（签发时编号）"


def noted_for(case: Case, kind: Kind) -> list[CaseDocument]:
    """What was noted of this kind in the present round of handling, oldest first."""
    rows = db.session.scalars(sa.select(CaseDocument).where(
        CaseDocument.case_id == case.id, CaseDocument.code == kind.code, CaseDocument.round == (case.reopen_count or 0))
        .order_by(CaseDocument.id).limit(documents.MOST_SHOWN))
    return [row for row in rows if kind.is_noted_as(row.title)]


def current(case: Case, kind: Kind) -> CaseDocument | None:
    """The row that another making is a new version of: the latest, or that of the session which people are called to."""
    there = noted_for(case, kind)
    if kind.key == invitations.KEY:
        return next((row for row in there if row.title == _title(case, kind)), None)
    return there[-1] if there else None


def number_for(case: Case, kind: Kind, noted: CaseDocument | None) -> str | None:
    """The number as far as it is known: an agreement's comes from its mediation, before it is signed."""
    if is_agreement(kind):
        return (noted.number if noted else None) or case.agreement_no or _agreement_to_come(case)
    return noted.number if noted else None


def is_numbered(kind: Kind) -> bool:
    return kind.code in documents.marks()


def is_agreement(kind: Kind) -> bool:
    mark = documents.marks().get(kind.code)
    return mark is not None and mark.by == documents.AGREEMENT


def note(case: Case, kind: Kind, actor, now: datetime) -> CaseDocument | None:
    """The document's row, made now if the process has not noted it. Whoever asks second waits and gets the same one.

    Agreements are noted by their mediation when they take effect, never before.
    """
    db.session.execute(sa.select(Case.id).where(Case.id == case.id).with_for_update())
    there = current(case, kind)
    if there or is_agreement(kind):
        return there
    documents.note(case, kind.code, _title(case, kind), actor, now)
    return current(case, kind)


def title_of(case: Case, kind: Kind, noted: CaseDocument | None) -> str:
    """What the paper is called; the same again for the next version."""
    if noted is not None and not kind.shared:
        return noted.title[:LONGEST_TITLE]
    number = number_for(case, kind, noted) if is_agreement(kind) else None
    return f"{kind.title} {number}" if number else _title(case, kind)


def _title(case: Case, kind: Kind) -> str:
    """What it is noted as when the process has not done so."""
    session = invitations.coming(case) if kind.key == invitations.KEY else None
    return invitations.title_of(session) if session else kind.title


def _agreement_to_come(case: Case) -> str | None:
    """As mediation_core numbers it: the acceptance's number, with 之二 for a second part; else the case's own."""
    for instance in reversed(instances.of_case(case.id)):
        variables = instances.variables_of(instance.id)
        if variables.get("acceptNo"):
            part = (variables.get("agreementSeq") or 0) + 1
            return variables["acceptNo"] + (f"之{part}" if part > 1 else "")
    return case.case_no
