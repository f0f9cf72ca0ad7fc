"""The limits of a case as people speak of them: how much is used, when it ends, how long overdue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cases import catalogue, clock_rules, thresholds
from app.cases.clock_desk import Desk, when
from app.cases.models import Case, CaseClock, ClockKind

OVERDUE, WARNED, FINE, STANDING = "red", "yellow", "green", "secondary"


@dataclass(frozen=True)
class Limit:
    """`used` is 0–100; `tone` colours the bar; `overdue` in working days."""

    name: str
    state: str
    started_at: datetime
    due_at: datetime
    used: int
    tone: str
    overdue: int
    extensions: int


def limits_of(case: Case, now: datetime) -> list[Limit]:
    """Limits of the case, of the law and of its tier that run or stand still, the most pressing first. A task's own due
    time stands with the task."""
    on = Desk(case, now)
    spoken_of = [row for row in on.live if row.kind in clock_rules.LIGHT_KINDS or row.alias is not None]
    return [_limit(on, row) for row in sorted(spoken_of, key=lambda row: row.due_at)]


def to_change(case: Case, now: datetime) -> list[dict[str, Any]]:
    """Limits that may be extended, suspended or resumed now, for a form to choose from: [{value: clock id, label,
    changes: ["EXTEND", "SUSPEND"] or ["RESUME"]}]."""
    own = [row for row in Desk(case, now).live if row.kind in clock_rules.LIGHT_KINDS or row.alias in ("main", "legal")]
    kinds = catalogue.kinds(row.clock_id for row in own)
    changes = {row.clock_id: _changes(row, kinds[row.clock_id]) for row in own}
    return [{"value": row.clock_id, "label": _named(row), "changes": changes[row.clock_id]} for row in own if changes[row.clock_id]]


def _changes(row: CaseClock, kind: ClockKind) -> list[str]:
    if row.state == "SUSPENDED":
        return ["RESUME"]
    extendable = (kind.ext_max != 0 and row.extensions < thresholds.value("extensionsMost") and row.unit not in ("wh", "day"))
    pausable = bool(kind.suspend_on) and row.unit in clock_rules.SUSPENDABLE_UNITS
    return ["EXTEND"] * extendable + ["SUSPEND"] * pausable


def _named(row: CaseClock) -> str:
    return f"{row.name}（{'中止中' if row.state == 'SUSPENDED' else when(row.due_at) + '到期'}）"


def _limit(on: Desk, row: CaseClock) -> Limit:
    return Limit(row.name, row.state, row.started_at, row.due_at, on.used(row), tone_of(on, row),
                 clock_rules.overdue_days(on.calendar, row, on.now), row.extensions)


def tone_of(on: Desk, row: CaseClock) -> str:
    """The colour of a limit's bar."""
    if row.state == "SUSPENDED":
        return STANDING
    if on.now >= row.due_at:
        return OVERDUE
    return WARNED if on.now >= row.yellow_at else FINE
