"""Has this come before? The same channel reference, or the same party with the same subject lately (handbook
§10.1, ut_duplicate_review). Candidates for a person to judge; nothing is decided here."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from app import clock
from app.cases import thresholds
from app.cases.models import Case, Party
from app.cases.permissions import SEALED
from app.cases.statuses import STATUSES
from app.db import db

MOST_SHOWN = 20
_AGREED = frozenset({"AGREED", "AGREED_WRITTEN", "AGREED_ORAL"})


def of_case(case: Case, now: datetime) -> list[dict]:
    """The candidates, newest first: caseId, caseNo, title, status, statusName, registeredAt, why, priorState."""
    found = {other.id: (other, "外部单号相同") for other in _same_reference(case)}
    for other, why in _same_party_and_subject(case, now):
        found.setdefault(other.id, (other, why))
    newest_first = sorted(found.values(), key=lambda pair: pair[0].id, reverse=True)
    return [_described(other, why) for other, why in newest_first[:MOST_SHOWN]]


def _same_reference(case: Case) -> Iterable[Case]:
    if not case.channel_ref:
        return ()
    return db.session.scalars(_others(case).where(Case.channel_ref == case.channel_ref, Case.channel == case.channel)
                              .limit(MOST_SHOWN))


def _same_party_and_subject(case: Case, now: datetime) -> Iterable[tuple[Case, str]]:
    """One statement finds cases with anybody of that number or name; who it really is gets judged here."""
    mine = list(case.parties)
    if not case.subject or not mine:
        return
    anybody = sa.or_(Party.id_no.in_([party.id_no for party in mine if party.id_no]),
                     Party.name.in_([party.name for party in mine]))
    rows = db.session.execute(
        sa.select(Case, Party).join(Party, Party.case_id == Case.id)
        .where(anybody, Case.subject == case.subject, Case.registered_at >= now - timedelta(days=thresholds.value("duplicateDays")),
               *_is_other(case))
        .order_by(Case.id.desc()).limit(MOST_SHOWN * 10)).all()
    for other in dict.fromkeys(other for other, _ in rows):
        theirs = [party for found, party in rows if found is other]
        why = _why_same(mine, theirs)
        if why:
            yield other, why


def _why_same(mine: list[Party], theirs: list[Party]) -> str | None:
    """One person for certain, or the names of both sides."""
    for one in mine:
        for another in theirs:
            if _same_person(one, another):
                return f"当事人{one.name}相同，争议内容相同"
    shared = {party.name for party in mine} & {party.name for party in theirs}
    return f"当事人{'、'.join(sorted(shared))}同名，争议内容相同" if len(shared) >= 2 else None


def _same_person(one: Party, another: Party) -> bool:
    if one.id_no and another.id_no:
        return one.id_no == another.id_no
    if one.name != another.name:
        return False
    return one.kind == "ORG" == another.kind or bool(one.phone and one.phone == another.phone)


def _others(case: Case):
    return sa.select(Case).where(*_is_other(case)).order_by(Case.id.desc())


def _is_other(case: Case):
    """A report to the discipline inspection is nobody's candidate: its very existence is not for the triage desk."""
    return (Case.id != case.id, Case.case_no.is_not(None), Case.status.not_in(("MERGED", "VOID")),
            sa.or_(Case.matter_kind.is_(None), Case.matter_kind != SEALED))


def _described(other: Case, why: str) -> dict:
    return {
        "caseId": other.id, "caseNo": other.case_no, "title": other.title, "status": other.status,
        "statusName": STATUSES[other.status], "registeredAt": clock.local(other.registered_at).isoformat(),
        "why": why, "priorState": _prior_state(other),
    }


def _prior_state(other: Case) -> str:
    """What ut_duplicate_review is offered first; the triage officer decides."""
    if not other.closed:
        return "ONGOING_SAME"
    if other.result in _AGREED:
        return "CLOSED_AGREED"
    return "PETITION_FINAL" if other.status == "CLOSED_MATTER" else "NONE"
