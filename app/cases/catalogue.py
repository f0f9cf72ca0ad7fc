"""The catalogue of clocks: shipped in catalogue.json (handbook §3 and the due times of §10), changeable in the table.

A row in the table wins; a clock the table does not know is taken from the shipped file, so that a new diagram never
finds its clock missing.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from app import observe
from app.cases import limit_checks
from app.cases.clock_models import ClockKind
from app.db import db
from app.errors import NotFound
from app.identity import audit
from app.worktime import rules

KINDS = {"TASK": "任务时限", "INTERNAL": "内部时限", "LEGAL": "法定时限", "WATCH": "提醒时限"}
CHANGED = "clock_changed"
"""The action under which the audit keeps changes of the catalogue."""


@cache
def shipped() -> dict[str, dict]:
    """{clock id: values} of catalogue.json."""
    with open(Path(__file__).with_name("catalogue.json"), encoding="utf-8") as file:
        return {row["id"]: row for row in json.load(file)}


def seed() -> int:
    """Put every shipped clock that is missing into the table; what was changed there stays. Returns how many."""
    known = set(db.session.scalars(sa.select(ClockKind.id)))
    missing = [complete(row) for id_, row in shipped().items() if id_ not in known]
    if missing:
        db.session.execute(sa.insert(ClockKind), missing)
    return len(missing)


def kinds(clock_ids: Iterable[str]) -> dict[str, ClockKind]:
    """{clock id: kind} for those that exist, in the order asked."""
    wanted = list(dict.fromkeys(clock_ids))
    changed = {kind.id: kind for kind in db.session.scalars(sa.select(ClockKind).where(ClockKind.id.in_(wanted)))}
    found = {id_: changed.get(id_) or _shipped_kind(id_) for id_ in wanted}
    return {id_: kind for id_, kind in found.items() if kind is not None}


def kind_of(clock_id: str) -> ClockKind:
    found = kinds([clock_id])
    if not found:
        raise NotFound(f"时限目录里没有“{clock_id}”，请系统管理员检查流程图里的时限编号或在时限目录中补上。")
    return found[clock_id]


def limit_of(kind: ClockKind, risk_level: str | None) -> tuple[int, str]:
    """(limit, unit) for a case of this risk."""
    if risk_level == "RED" and kind.red_limit is not None:
        return kind.red_limit, kind.red_unit
    return kind.limit, kind.unit


def everything(text: str = "", kind: str = "") -> list[ClockKind]:
    """The catalogue in the order it ships, then what was added; those whose id, name or basis contains the text."""
    table = {row.id: row for row in db.session.scalars(sa.select(ClockKind).order_by(ClockKind.id))}
    rows = [table.pop(id_, None) or _shipped_kind(id_) for id_ in shipped()] + list(table.values())
    wanted = text.casefold()
    return [row for row in rows if kind in ("", row.kind)
            and any(wanted in field.casefold() for field in (row.id, row.name, row.basis))]


def change(clock_id: str, values: dict, actor, reason: str = "") -> ClockKind:
    """Change a limit for clocks started from now on; running ones keep theirs. Before and after go to the audit."""
    kind = db.session.get(ClockKind, clock_id) or ClockKind(**complete(_known(clock_id)))
    limit_checks.refuse_if_uncountable(values, kind)
    before = {name: getattr(kind, name) for name, value in values.items() if getattr(kind, name) != value}
    for name in before:
        setattr(kind, name, values[name])
    db.session.add(kind)
    db.session.flush()
    after = {name: values[name] for name in before}
    audit.keep(CHANGED, clock_id, actor.id, before=before, after=after, reason=reason)
    observe.instrument("clock_kind.changed", clock=clock_id, by=actor.id, fields=sorted(after))
    return kind


def is_as_shipped(kind: ClockKind) -> bool:
    """Whether the limit is still the one that came with the system."""
    row = complete(shipped().get(kind.id, {}))
    return all(getattr(kind, name) == row[name] for name in ("limit", "unit", "red_limit", "red_unit"))


def in_words(limit: int, unit: str) -> str:
    """ "7日", "2个工作日", "当日". """
    return "当日" if unit == "day" else f"{abs(limit)}{rules.UNITS[unit]}" + ("前" if limit < 0 else "")


def _known(clock_id: str) -> dict:
    if clock_id not in shipped():
        raise NotFound(f"时限目录里没有“{clock_id}”。")
    return shipped()[clock_id]


def _shipped_kind(clock_id: str) -> ClockKind | None:
    """A value, not a row: it never enters the session."""
    return ClockKind(**complete(shipped()[clock_id])) if clock_id in shipped() else None


def complete(row: dict) -> dict:
    """A row as the table keeps it, with empty texts where the file says nothing."""
    empty = {"start_event": "", "basis": "", "suspend_on": "", "ext_by": ""}
    return {column.name: row.get(column.name, empty.get(column.name)) for column in ClockKind.__table__.columns}
