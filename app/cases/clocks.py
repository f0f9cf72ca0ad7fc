"""What is done to a case's clocks. Every verb leaves a ClockChange; on limits people speak of, a timeline line, too.

A limit is never silently begun anew (handbook §4.9): starting one that runs changes nothing, starting one that was
stopped in the same round takes it up again with the time that has gone by. Suspension and extension are in
clock_pauses.py.
"""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from app.cases import catalogue, clock_rules
from app.cases.clock_desk import LIVE, Desk, desk, when
from app.cases.models import Case, CaseClock, ClockKind
from app.db import db
from app.worktime import rules
from app.worktime.queries import calendar_for


def start(on: Desk, clock_id: str, *, alias: str | None = None, limit: int | None = None, unit: str | None = None,
          started: datetime | None = None) -> CaseClock:
    """Start a clock of the case. `limit` and `unit` replace the catalogue's; `started`: a legal event in the past.

    Another clock under the same alias is stopped: there is one main, one legal and one tier clock.
    """
    kind = catalogue.kind_of(clock_id)
    running = _running_already(on, kind, started)
    if running is not None:
        return running
    taken_up = _to_take_up(on, kind, started)
    alias = alias or kind.alias
    _replace_alias(on, alias, taken_up)
    row = _take_up(on, taken_up) if taken_up else _begin(on, kind, alias, limit, unit, started)
    on.close()
    return row


def enter(on: Desk, clock_ids: Iterable[str], step: str) -> None:
    """A task or activity with these clocks is entered (called by the engine). Unknown ids are refused."""
    wanted = [clock_id for clock_id in clock_ids if clock_id]
    known = catalogue.kinds(wanted)
    for clock_id in wanted:
        kind = known.get(clock_id) or catalogue.kind_of(clock_id)
        if kind.kind != "TASK":
            start(on, clock_id)
        elif not any(row.step == step and row.clock_id == clock_id for row in on.live):
            _begin(on, kind, None, None, None, None, step)
    on.close_quietly()


def reenter(on: Desk, clock_ids: Iterable[str], step: str) -> None:
    """A step that was left is open again because what closed it was withdrawn: its own time goes on as if it never stood."""
    wanted = [clock_id for clock_id in clock_ids if clock_id]
    stopped = db.session.scalars(sa.select(CaseClock).where(
        CaseClock.case_id == on.case.id, CaseClock.step == step, CaseClock.clock_id.in_(wanted),
        CaseClock.kind == "TASK", CaseClock.state == "STOPPED").order_by(CaseClock.id))
    for row in {row.clock_id: row for row in stopped}.values():
        on.rows.append(_take_up(on, row))
    enter(on, wanted, step)


def leave(on: Desk, clock_ids: Iterable[str], step: str) -> None:
    """The task or activity is left: its clocks stop."""
    wanted = set(clock_ids)
    ending = [row for row in on.live if row.clock_id in wanted and (row.kind != "TASK" or row.step == step)]
    for row in ending:
        _end(on, row, None)
    if any(row.kind != "TASK" for row in ending):
        on.close()
    else:
        on.close_quietly()


def stop(on: Desk, name: str, reason: str | None = None) -> None:
    """Stop the clocks with this id or alias, or "all" limits with the tier's; none running is no mistake."""
    ending = on.find(name) + (on.find("tier") if name == "all" else [])
    for row in ending:
        _end(on, row, reason)
    on.close()


def stop_all(on: Desk, reason: str) -> None:
    """The case is over: limits and reminders stop, what single people still have to do keeps its time."""
    for row in on.live:
        if row.kind != "TASK":
            _end(on, row, reason)
    on.close()


def risk_changed(on: Desk) -> None:
    """RED risk warns earlier: move the thresholds of what runs."""
    for row in on.live:
        times = on.times(row, times_of(row))
        if times.yellow_at != row.yellow_at and row.state == "RUNNING":
            on.set_times(row, times)
            percent = on.lines.of(on.case.risk_level)[1]
            on.note(row, "RETHRESHOLDED", f"风险等级变化，{row.name}的预警线调整到{percent}%：{when(row.yellow_at)}。")
    on.close()


def due_of(case_id: int, clock_ids: Iterable[str]) -> dict[str, datetime]:
    """{clock id: due time} of the newest live clock of each id."""
    found = db.session.execute(
        sa.select(CaseClock.clock_id, CaseClock.due_at)
        .where(CaseClock.case_id == case_id, CaseClock.clock_id.in_(set(clock_ids)), CaseClock.state.in_(LIVE))
        .order_by(CaseClock.id))
    return dict(map(tuple, found))


def task_due(element: str, region_code: str, at: datetime) -> datetime | None:
    """When a task that belongs to no case is due by the catalogue entry named like it; None without one."""
    kind = catalogue.kinds([element]).get(element)
    return rules.add(calendar_for(region_code), at, kind.limit, kind.unit) if kind else None


def _begin(on: Desk, kind: ClockKind, alias, limit, unit, started, step: str | None = None) -> CaseClock:
    usual_limit, usual_unit = catalogue.limit_of(kind, _risk(on.case))
    begun = started or (kind.restarts == "DISPATCH" and on.case.dispatched_at) or on.now
    row = CaseClock(
        case_id=on.case.id, clock_id=kind.id, name=kind.name, alias=alias, kind=kind.kind, state="RUNNING",
        element=on.element, step=step, committee_id=on.case.committee_id, round=on.case.reopen_count,
        unit=unit or usual_unit, allowed=usual_limit if limit is None else limit, started_at=begun,
        counted_from=begun, extra=0, used=0, extensions=0)
    row.statutory = clock_rules.is_statutory(row.unit, is_default=kind.is_default)
    on.set_times(row, on.times(row))
    db.session.add(row)
    on.rows.append(row)
    words = f"开始计时：{row.name}（{catalogue.in_words(row.allowed, row.unit)}），到期时间 {when(row.due_at)}。"
    on.note(row, "STARTED", words if _spoken_of(row) else None)
    return row


def _risk(case: Case) -> str | None:
    """Before anybody has rated the risk, a reported emergency counts as RED."""
    return case.risk_level or ("RED" if case.emergency else None)


def _running_already(on: Desk, kind: ClockKind, started: datetime | None) -> CaseClock | None:
    running = [row for row in on.live if row.clock_id == kind.id and row.step is None]
    if not running:
        return None
    if kind.restarts == "COMMITTEE" and running[-1].committee_id != on.case.committee_id:
        _end(on, running[-1], "由另一调解委员会重新受理")
        return None
    if kind.kind not in clock_rules.LIGHT_KINDS and started not in (None, running[-1].started_at):
        _end(on, running[-1], "按新的起算时间重新计时")
        return None
    return running[-1]


def _to_take_up(on: Desk, kind: ClockKind, started: datetime | None) -> CaseClock | None:
    """The stopped run of the same limit that goes on, instead of a fresh one.

    A new legal event (`started`) begins a new run, except where only a new committee does.
    """
    if kind.kind not in clock_rules.LIGHT_KINDS and kind.alias != "tier":
        return None
    if started is not None and kind.restarts != "COMMITTEE":
        return None
    earlier = [row for row in on.rows if row.clock_id == kind.id and row.round == on.case.reopen_count
               and (kind.restarts != "COMMITTEE" or row.committee_id == on.case.committee_id)]
    return earlier[-1] if earlier else None


def _take_up(on: Desk, row: CaseClock) -> CaseClock:
    row.state, row.stopped_at = "RUNNING", None
    on.note(row, "REVIVED", f"继续计时：{row.name}，原定到期时间 {when(row.due_at)} 不变。")
    return row


def _replace_alias(on: Desk, alias: str | None, keep: CaseClock | None) -> None:
    for row in on.live:
        if alias and row.alias == alias and row is not keep:
            _end(on, row, "改用新的时限")


def _end(on: Desk, row: CaseClock, reason: str | None) -> None:
    if row.state == "SUSPENDED":
        _thaw(on, row)
    row.state, row.stopped_at = "STOPPED", on.now
    words = f"停止计时：{row.name}" + (f"（{reason}）。" if reason else "。")
    on.note(row, "STOPPED", words if _spoken_of(row) else None, reason=reason)


def _spoken_of(row: CaseClock) -> bool:
    """Limits of the case and the law, and the tier's; a task's due time stands on the task, a watch speaks when due."""
    return row.kind in clock_rules.LIGHT_KINDS or row.alias is not None or row.statutory


def _thaw(on: Desk, row: CaseClock) -> None:
    """Count what was left when a frozen clock stops, so that taking it up again gives the same time."""
    recount(on, row, clock_rules.after_suspension(on.calendar, row, row.suspended_at, on.now))
    row.suspended_at, row.suspend_reason = None, None


def recount(on: Desk, row: CaseClock, count: clock_rules.Count) -> None:
    """Put a new count on a row; a due time that had passed before a suspension stays where it was."""
    overdue_then = row.suspended_at is not None and row.suspended_at >= row.due_at
    before = times_of(row)
    row.unit, row.counted_from, row.allowed = count.unit, count.counted_from, count.allowed
    row.extra, row.used = count.extra, count.used
    times = on.times(count, before)
    on.set_times(row, before if overdue_then else times)


def times_of(row: CaseClock) -> clock_rules.Times:
    return clock_rules.Times(row.due_at, row.half_at, row.yellow_at, row.ninety_at, row.legal_warn_at)


def of(case_id: int, now: datetime, actor=None, instance_id: int | None = None, element: str | None = None, taken: str = "") -> Desk:
    """The clocks of a case, ready for the verbs of this module."""
    return desk(case_id, now, actor, instance_id, element, taken)
