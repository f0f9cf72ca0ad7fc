"""The documents of a case and their numbers (handbook §6.1, §7).

A document gets its number when it is first noted as produced: `(2026)上河村人调终字第3号`, one series for each issuer, kind and
year, without gaps. An agreement bears its own number; what courts, police and petition offices issue is numbered by them.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from app.cases import document_words, numbering, timeline, units
from app.cases.models import Case, CaseDocument
from app.db import db
from app.identity.models import OrgUnit

MOST_SHOWN = 200
AGREEMENT, COMMITTEE = "AGREEMENT", "COMMITTEE"


@dataclass(frozen=True)
class Mark:
    """Who issues a kind of document (COMMITTEE, CENTRE or AGREEMENT) and the sign of its series."""

    by: str
    mark: str = ""


@cache
def marks() -> dict[str, Mark]:
    """By document code; a code without a mark is not numbered by us."""
    rows = json.loads((Path(__file__).parent / "document_marks.json").read_text(encoding="utf-8"))
    return {code: Mark(**row) for code, row in rows.items()}


def note(case: Case, code: str, title: str, actor, now: datetime, element: str | None = None) -> str | None:
    """The document was produced, or is due now: one line in the history, and a number if it is its first time.

    Returns the number, None for what others number.
    """
    document = _noted(case, code, title[:200]) or _first_time(case, code, title[:200], now, element)
    name = document_words.name_of(code, title)
    said = f"，编号{document.number}" if document.number and document.number not in title else ""
    timeline.write(case.id, "DOCUMENT", f"文书 {code}{name}{said}", actor, element, code=code, title=title,
                   number=document.number)
    return document.number


def number_of(case_id: int, code: str, title: str | None = None) -> str | None:
    """The number of the case's latest document of this kind (and title); None if it has none."""
    query = sa.select(CaseDocument.number).where(CaseDocument.case_id == case_id, CaseDocument.code == code)
    query = query.where(CaseDocument.title == title[:200]) if title is not None else query
    return db.session.scalar(query.order_by(CaseDocument.id.desc()).limit(1))


def of_case(case_id: int) -> list[CaseDocument]:
    """In the order they were produced."""
    return list(db.session.scalars(sa.select(CaseDocument).where(CaseDocument.case_id == case_id)
                                   .order_by(CaseDocument.id).limit(MOST_SHOWN)))


def _noted(case: Case, code: str, title: str) -> CaseDocument | None:
    return db.session.scalar(sa.select(CaseDocument).where(
        CaseDocument.case_id == case.id, CaseDocument.round == (case.reopen_count or 0), CaseDocument.code == code,
        CaseDocument.title == title))


def _first_time(case: Case, code: str, title: str, now: datetime, element: str | None) -> CaseDocument:
    document = CaseDocument(case_id=case.id, round=case.reopen_count or 0, code=code, title=title, element=element, noted_at=now)
    mark = marks().get(code)
    if mark is not None and mark.by == AGREEMENT:
        document.number = case.agreement_no
    elif mark is not None:
        issuer = _issuer(case, mark)
        name = units.signing_name(issuer) if issuer else ""
        issued = numbering.paper_number(issuer, name, mark.mark, case.region_code, now)
        document.number, document.series, document.year, document.sequence = issued
    db.session.add(document)
    db.session.flush()
    return document


def _issuer(case: Case, mark: Mark) -> OrgUnit | None:
    """The committee that has the case, otherwise the centre of its county, which signs with the county's name."""
    if mark.by == COMMITTEE and case.committee_id:
        return db.session.get(OrgUnit, case.committee_id)
    return units.county_of(case.region_code)
