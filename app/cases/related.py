"""Other cases that one should know of before working on this one: merged ones, duplicates, earlier ones of the same parties."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.cases import duplicates, permissions
from app.cases.models import Case, Party
from app.cases.statuses import STATUSES
from app.db import db

MOST_SHOWN = 10


@dataclass(frozen=True)
class Related:
    case_no: str
    title: str
    status: str
    registered_at: datetime | None
    why: str


def of_case(case: Case, now: datetime, actor) -> list[Related]:
    """At most ten that the actor may see, each with the first reason found, the closest first."""
    found: dict[int, str] = {}
    for ids, why in ((_merged_here(case), "已并入本案"), (_merged_into(case), "本案并入此案")):
        for id_ in ids:
            found.setdefault(id_, why)
    for other in duplicates.of_case(case, now):
        found.setdefault(other["caseId"], f"疑似重复：{other['why']}")
    for id_, name in _same_people(case):
        found.setdefault(id_, f"同一当事人{name}")
    seen = db.session.scalars(sa.select(Case).where(
        Case.id.in_(list(found)[:MOST_SHOWN * 5]), Case.case_no.is_not(None), permissions.visible_to(actor))) if found else ()
    rows = {row.id: row for row in seen}
    return [_told(rows[id_], why) for id_, why in found.items() if id_ in rows][:MOST_SHOWN]


def _told(row: Case, why: str) -> Related:
    return Related(row.case_no, row.title, STATUSES.get(row.status, row.status), row.registered_at, why)


def _merged_here(case: Case) -> list[int]:
    return list(db.session.scalars(sa.select(Case.id).where(Case.merged_into_id == case.id).order_by(Case.id.desc()).limit(MOST_SHOWN)))


def _merged_into(case: Case) -> list[int]:
    return [case.merged_into_id] if case.merged_into_id is not None else []


def _same_people(case: Case) -> list[tuple[int, str]]:
    """(case, name) of other cases with the same person or organisation (party_keys.py)."""
    keys = [party.same_key for party in case.parties if party.same_key]
    if not keys:
        return []
    return [tuple(row) for row in db.session.execute(
        sa.select(Party.case_id, Party.name).where(Party.same_key.in_(keys), Party.case_id != case.id)
        .order_by(Party.case_id.desc()).limit(MOST_SHOWN * 5))]
