"""The law and the clock behind a deadline: from when it counts, by which rule, how long, what moved it."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app import clock
from app.cases import catalogue, clock_rules
from app.cases.clock_desk import Desk
from app.cases.clock_view import tone_of
from app.cases.models import Case, CaseClock, ClockChange, ClockKind
from app.db import db
from app.worktime import rules

KINDS = {"TASK": "本环节", "INTERNAL": "内部期限", "LEGAL": "法定期限", "WATCH": "提醒"}
_ARTICLE = re.compile(r"^(?P<rule>[^第《]+)(?P<article>第.+)$")


@dataclass(frozen=True)
class Basis:
    """One limit with its reasons. `used` is 0–100 in the clock's own units; `sentence` says by which rule, from when and how
    long; `changes` what was done to it since, oldest first."""

    kind: str
    name: str
    due_at: datetime
    state: str
    used: int
    tone: str
    overdue: int
    sentence: str
    changes: list[str]


def of_step(case: Case, step: str, now: datetime) -> list[Basis]:
    """The step's own limits, then the case's internal and statutory ones, the most pressing first."""
    on = Desk(case, now)
    own = [row for row in on.live if row.step == step]
    whole = [row for row in on.live if row.kind in clock_rules.LIGHT_KINDS and row.step != step]
    rows = sorted(own, key=_due) + sorted(whole, key=_due)
    kinds = catalogue.kinds(row.clock_id for row in rows) if rows else {}
    changes = _changes([row.id for row in rows if row.extensions or row.state == "SUSPENDED" or row.used])
    return [_basis(on, row, kinds.get(row.clock_id), changes.get(row.id, [])) for row in rows]


def _due(row: CaseClock) -> datetime:
    return row.due_at


def _basis(on: Desk, row: CaseClock, kind: ClockKind | None, changes: list[ClockChange]) -> Basis:
    return Basis(KINDS[row.kind], row.name, row.due_at, row.state, on.used(row), tone_of(on, row),
                 clock_rules.overdue_days(on.calendar, row, on.now), _sentence(row, kind), [_changed(one) for one in changes])


def _sentence(row: CaseClock, kind: ClockKind | None) -> str:
    began = f"自 {_day(row.started_at)}{kind.start_event if kind else ''}起"
    return f"依据{rule_of(kind)}，{began} {_length(row)}"


def rule_of(kind: ClockKind | None) -> str:
    """ "《信访工作条例》第22、23条"; without a rule of its own, whose choice it is. """
    if kind is None or not kind.basis:
        return "本中心的时限目录"
    found = _ARTICLE.match(kind.basis)
    return f"《{found['rule']}》{found['article']}" if found else f"《{kind.basis}》" if "《" not in kind.basis else kind.basis


def _length(row: CaseClock) -> str:
    """How long the clock runs in all, extensions in days apart."""
    if row.unit == "day":
        return "当日办结"
    spent = row.used if row.unit in rules.DAY_UNITS else 0
    return catalogue.in_words(row.allowed + spent, row.unit) + (f"，另加 {row.extra}日" if row.extra else "")


def _changes(rows: list[int]) -> dict[int, list[ClockChange]]:
    if not rows:
        return {}
    found: dict[int, list[ClockChange]] = {}
    for change in db.session.scalars(sa.select(ClockChange).where(
            ClockChange.clock_row_id.in_(rows), ClockChange.what.in_(("EXTENDED", "SUSPENDED", "RESUMED"))).order_by(ClockChange.id)):
        found.setdefault(change.clock_row_id, []).append(change)
    return found


def _changed(change: ClockChange) -> str:
    if change.what == "SUSPENDED":
        return f"{_day(change.at)}起中止计时" + (f"（{change.reason}）" if change.reason else "")
    if change.what == "RESUMED":
        return f"{_day(change.at)}恢复计时，顺延到 {_day(change.new_due_at)}"
    approved = f"，{change.approver}批准" if change.approver else ""
    return f"{_day(change.at)}延期，从 {_day(change.old_due_at)}到 {_day(change.new_due_at)}{approved}"


def _day(moment: datetime) -> str:
    local = clock.local(moment)
    year = f"{local.year}年" if local.year != clock.local(clock.now()).year else ""
    return f"{year}{local.month}月{local.day}日"
