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
from app.cases.clock_models import ClockKind
from app.db import db
from app.errors import Invalid, NotFound
from app.worktime import rules

KINDS = {"TASK": "任务时限", "INTERNAL": "内部时限", "LEGAL": "法定时限", "WATCH": "提醒时限"}
CHANGEABLE = frozenset({"name", "limit", "unit", "red_limit", "red_unit", "basis", "suspend_on", "ext_max", "ext_unit",
                        "ext_by", "is_default"})


@cache
def shipped() -> dict[str, dict]:
    """{clock id: values} of catalogue.json."""
    with open(Path(__file__).with_name("catalogue.json"), encoding="utf-8") as file:
        return {row["id"]: row for row in json.load(file)}


def seed() -> int:
    """Put every shipped clock that is missing into the table; what was changed there stays. Returns how many."""
    known = set(db.session.scalars(sa.select(ClockKind.id)))
    missing = [_complete(row) for id_, row in shipped().items() if id_ not in known]
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


def change(clock_id: str, values: dict, actor) -> ClockKind:
    """Change a limit for clocks started from now on; running ones keep theirs."""
    kind = db.session.get(ClockKind, clock_id) or ClockKind(**_complete(_known(clock_id)))
    _refuse_if_uncountable(values)
    for name, value in values.items():
        setattr(kind, name, value)
    db.session.add(kind)
    db.session.flush()
    observe.instrument("clock_kind.changed", clock=clock_id, by=actor.id, values=values)
    return kind


def in_words(limit: int, unit: str) -> str:
    """ "7日", "2个工作日", "当日". """
    return "当日" if unit == "day" else f"{abs(limit)}{rules.UNITS[unit]}" + ("前" if limit < 0 else "")


def _refuse_if_uncountable(values: dict) -> None:
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise Invalid(f"时限目录里不能改这些内容：{'、'.join(sorted(unknown))}。")
    for name in ("unit", "red_unit"):
        if values.get(name) is not None and values[name] not in rules.UNITS:
            known = "、".join(rules.UNITS)
            raise Invalid(f"不认识的单位“{values[name]}”，可用的有：{known}。", errors={name: ["单位有误"]})
    if "limit" in values and not isinstance(values["limit"], int):
        raise Invalid("时限要填整数。", errors={"limit": ["时限要填整数"]})


def _known(clock_id: str) -> dict:
    if clock_id not in shipped():
        raise NotFound(f"时限目录里没有“{clock_id}”。")
    return shipped()[clock_id]


def _shipped_kind(clock_id: str) -> ClockKind | None:
    """A value, not a row: it never enters the session."""
    return ClockKind(**_complete(shipped()[clock_id])) if clock_id in shipped() else None


def _complete(row: dict) -> dict:
    empty = {"start_event": "", "basis": "", "suspend_on": "", "ext_by": ""}
    return {column.name: row.get(column.name, empty.get(column.name)) for column in ClockKind.__table__.columns}
