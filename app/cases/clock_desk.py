"""The clocks of one case laid out for a change: load, change, write down, mirror on the case, announce."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from app import clock, events, observe
from app.cases import clock_kept, clock_rules, lights, thresholds, timeline
from app.cases.events import ClocksChanged
from app.cases.models import Case, CaseClock, ClockChange
from app.db import db
from app.errors import NotFound
from app.worktime.alarms import warn_if_unpublished
from app.worktime.calendar import Calendar
from app.worktime.queries import calendar_for

LIVE = ("RUNNING", "SUSPENDED")
_ROWS = (sa.select(CaseClock)
         .where(CaseClock.case_id == sa.bindparam("which"), sa.or_(CaseClock.state.in_(LIVE), CaseClock.kind != "TASK"))
         .order_by(CaseClock.id))


@dataclass
class Desk:
    """`instance_id`: the process in whose step this happens, if any. `actor` is None for timers."""

    case: Case
    now: datetime
    actor: Any = None
    instance_id: int | None = None
    element: str | None = None
    moved: dict[str, datetime | None] = field(default_factory=dict)
    taken: str = ""
    """The person's step that may be taken back: each change then keeps what it changed (clock_undoing.py)."""
    before: dict[int, dict] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[CaseClock]:
        """What runs or stands still, and earlier runs of the limits that are never begun anew. Oldest first."""
        rows = list(db.session.scalars(_ROWS, {"which": self.case.id}))
        self.before = {row.id: clock_kept.values_of(row) for row in rows} if self.taken else {}
        return rows

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_for(self.case.region_code)

    @cached_property
    def lines(self) -> clock_rules.Lines:
        return thresholds.lines()

    def times(self, count, before: clock_rules.Times | None = None) -> clock_rules.Times:
        """When a count is due and passes the centre's lines."""
        return clock_rules.times(self.calendar, count, self.case.risk_level, before, self.lines)

    def used(self, row: CaseClock) -> int:
        """How much of a clock is used, 0–100, by the centre's lines."""
        at = clock_rules.effective_moment(row, self.now)
        return clock_rules.used_percent(self.calendar, row, at, self.case.risk_level, self.lines)

    @property
    def live(self) -> list[CaseClock]:
        return [row for row in self.rows if row.state in LIVE]

    def find(self, name: str) -> list[CaseClock]:
        """The live clocks with this id or alias, newest last; "all": every live clock that counts for the light."""
        if name == "all":
            return [row for row in self.live if row.kind in clock_rules.LIGHT_KINDS]
        return [row for row in self.live if name in (row.clock_id, row.alias)]

    def the(self, name: str) -> CaseClock:
        found = self.find(name)
        if not found:
            raise NotFound(f"案件现在没有正在计的时限“{name}”，请刷新后核对时限编号。")
        return found[-1]

    def set_times(self, row: CaseClock, times: clock_rules.Times) -> None:
        row.due_at, row.half_at, row.yellow_at, row.ninety_at, row.legal_warn_at = times
        row.provisional = warn_if_unpublished(self.calendar, times.due_at, self.now)

    def note(self, row: CaseClock, what: str, text: str | None, old_due: datetime | None = None,
             reason: str | None = None, approver: str | None = None, **details) -> None:
        """Keep the change; `text` goes on the timeline, None keeps a step's own clock silent there."""
        db.session.flush()
        if self.taken:
            now = clock_kept.values_of(row)
            details |= {"taken": f"{self.instance_id}:{self.taken}", "before": clock_kept.changed(self.before.get(row.id), now)}
            self.before[row.id] = now
        db.session.add(ClockChange(
            clock_row_id=row.id, case_id=self.case.id, what=what, at=self.now, old_due_at=old_due,
            new_due_at=row.due_at, reason=reason and reason[:500], actor_id=self.actor.id if self.actor else None,
            approver=approver, details=details or None))
        self.moved[row.clock_id] = row.due_at if row.state in LIVE else None
        if text:
            timeline.write_all([timeline.line(self.case.id, "CLOCK", text, self.actor, self.element, self.now,
                                              clock=row.clock_id, due=row.due_at)])
        observe.instrument(f"clock.{what.lower()}", case=self.case.id, clock=row.clock_id)

    def close(self) -> None:
        """Mirror the light on the case and tell whoever set timers by these clocks."""
        mirror(self.case, self.live)
        self.case.stale_at = lights.stale_at(self.case, self.calendar)
        db.session.flush()
        if self.moved:
            moved, self.moved = self.moved, {}
            events.publish(ClocksChanged(self.case.id, self.instance_id, moved, self.now))

    def close_quietly(self) -> None:
        """After a change to a step's own clock, which only that step's timers name."""
        db.session.flush()


def desk(case_id: int, now: datetime, actor=None, instance_id: int | None = None, element: str | None = None,
         taken: str = "") -> Desk:
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound()
    return Desk(case, now, actor, instance_id, element, taken=taken)


def mirror(case: Case, live: list[CaseClock]) -> None:
    """due_at and yellow_at of the earlier running clock; suspended when every clock of the light stands still."""
    for_light = [row for row in live if row.kind in clock_rules.LIGHT_KINDS]
    running = sorted((row for row in for_light if row.state == "RUNNING"), key=lambda row: (row.due_at, row.yellow_at))
    first = running[0] if running else None
    case.due_at, case.yellow_at = (first.due_at, first.yellow_at) if first else (None, None)
    case.legal_due_at = min((row.due_at for row in running if row.kind == "LEGAL"), default=None)
    case.suspended = bool(for_light) and not running
    pending = [row.started_at for row in live if row.clock_id == "EXT_PENDING"]
    case.extension_pending_at = pending[-1] if pending else None


def when(moment: datetime) -> str:
    """A moment as people write it."""
    return clock.local(moment).strftime("%Y-%m-%d %H:%M")
