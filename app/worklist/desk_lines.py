"""One line of the worklist: what to do, in which case, for whom, by when, who has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

import sqlalchemy as sa

from app import clock
from app.cases import permissions as case_permissions
from app.cases.models import Case, Party
from app.db import db
from app.identity.models import OrgUnit, User
from app.identity.roles import ROLES
from app.processes import queries as processes
from app.worklist import confidential, desk_rules, permissions
from app.worklist.models import NEVER, HumanTask
from app.worklist.standing_in import Absent
from app.worktime.queries import calendar_for

PARTIES_SHOWN = 2
POSTS_SHOWN = 3


@dataclass(frozen=True)
class _Around:
    """What the lines of one page need beside their rows."""

    parties: dict[int, list[str]]
    now: datetime
    absent: Sequence[Absent]


def lines(task_ids: Sequence[int], actor, absent: Sequence[Absent] = ()) -> list[SimpleNamespace]:
    """The lines of these tasks in this order. Each has the row's columns, `parties` (masked), `waiting_for`, `outcome_name`,
    `press_at` and `legal_due_at` (None without a limit), `light` and `time_left`; `acting_for`: whom
    of those `absent` one would do it for, empty for none."""
    if not task_ids:
        return []
    rows = {row.id: row for row in db.session.execute(_rows(actor).where(HumanTask.id.in_(task_ids)))}
    around = _Around(_parties({row.case_id for row in rows.values() if row.readable}), clock.now(), absent)
    return [_line(rows[number], around) for number in task_ids if number in rows]


def _line(row: sa.Row, around: _Around) -> SimpleNamespace:
    press_at = row.due_at if row.paused else _real(row.press_at)
    calendar = calendar_for((row.region or "")[:6].ljust(12, "0") if row.region else "")
    light = _light(row, around.now)
    return SimpleNamespace(
        **{**row._mapping, "press_at": press_at, "legal_due_at": _real(row.legal_due_at), "urgent": bool(row.urgent)}, light=light,
        parties=_in_words(around.parties.get(row.case_id, []), row.party_count), waiting_for=_waiting_for(row), outcome_name=_outcome(row), acting_for=_acting_for(row, around.absent),
        time_left=desk_rules.time_left(calendar, press_at, around.now) if press_at and light != "GREY" else None)


def _rows(actor) -> sa.Select:
    readable = case_permissions.may_read_content(actor)
    title = sa.case((readable, Case.title), else_=confidential.SEALED_TITLE)
    return (
        sa.select(
            HumanTask.id, HumanTask.name, HumanTask.element, HumanTask.process_id, HumanTask.status, HumanTask.opened_at,
            HumanTask.due_at, HumanTask.press_at, HumanTask.yellow_at, HumanTask.paused, HumanTask.legal_due_at,
            HumanTask.done_at, HumanTask.outcome, HumanTask.digest, HumanTask.claimed_by_id, HumanTask.case_id, HumanTask.roles,
            HumanTask.form_key, HumanTask.urgent, HumanTask.unit_id, HumanTask.region_code, HumanTask.excluded, Case.case_no, title.label("title"), Case.tier, Case.risk_level, Case.route,
            Case.party_count, Case.region_code.label("region"), readable.label("readable"),
            User.name.label("holder"), OrgUnit.name.label("desk"))
        .outerjoin(Case, Case.id == HumanTask.case_id).outerjoin(User, User.id == HumanTask.claimed_by_id)
        .outerjoin(OrgUnit, OrgUnit.id == HumanTask.desk_unit_id))


def _parties(case_ids: set[int | None]) -> dict[int, list[str]]:
    """{case: masked names of its first parties}"""
    found: dict[int, list[str]] = {}
    wanted = sa.select(Party).where(Party.case_id.in_(case_ids - {None}), Party.position < PARTIES_SHOWN)
    for party in db.session.scalars(wanted.order_by(Party.case_id, Party.position)):
        found.setdefault(party.case_id, []).append(party.masked_name)
    return found


def _in_words(names: list[str], count: int | None) -> str:
    """王**、李** 等 5 人"""
    more = f" 等 {count} 方" if (count or 0) > len(names) else ""
    return "、".join(names) + more if names else ""


def _acting_for(row: sa.Row, absent: Sequence[Absent]) -> str:
    return next((one.person.name for one in absent if row.claimed_by_id == one.person.id or (
        row.claimed_by_id is None and permissions.is_candidate(row, one.person))), "")


def _outcome(row: sa.Row) -> str:
    """How a finished task ended, as its form calls it; a form without a choice of outcomes is simply done."""
    if row.status != "DONE":
        return ""
    return processes.options_of(row.digest, row.form_key, "outcome").get(row.outcome) or "办结"


def _waiting_for(row: sa.Row) -> str:
    """The person who has it, else where it lies and the first of the posts that may take it."""
    if row.holder:
        return row.holder
    names = [ROLES[role].name for role in row.roles.split(",") if role in ROLES]
    more = f"等 {len(names)} 个岗位" if len(names) > POSTS_SHOWN else ""
    return " · ".join(part for part in (row.desk, "、".join(names[:POSTS_SHOWN]) + more) if part)


def _light(row: sa.Row, now: datetime) -> str:
    if row.paused:
        return "GREY"
    if row.press_at <= now:
        return "RED"
    return "YELLOW" if row.yellow_at <= now else "GREEN"


def _real(moment: datetime) -> datetime | None:
    return None if moment == NEVER else moment
