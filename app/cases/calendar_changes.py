"""A changed calendar, or a changed line of the lights, counts running clocks again; each that moves says so on its
case's timeline.

The change only marks the cases, in its own transaction: a row each, so that a crash loses none. recounting.py works the
marks off, a case in a transaction of its own.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app import clock, events
from app.cases import clocks
from app.cases.clock_desk import Desk, when
from app.cases.clock_models import PendingRecount
from app.cases.events import ClocksChanged
from app.cases.models import Case, CaseClock
from app.db import Moment, db, is_sqlite
from app.worktime.regions import bounds_of, prefix_of


def mark(region_code: str, years: Iterable[int]) -> int:
    """Mark the cases of a region with a running clock whose time touches these years. Returns how many."""
    return _mark(*_touching(region_code, years))


def mark_all() -> int:
    """Mark every case with a running clock: a line of the lights was changed. Returns how many."""
    return _mark(CaseClock.state == "RUNNING")


def recount(on: Desk) -> bool:
    """Count a case's running clocks again; whether a due time or threshold moved. Its timers follow in any case: a
    daily check knows the calendar without a clock."""
    for row in on.live:
        if row.state == "RUNNING":
            _recount(on, row)
    changed = bool(on.moved)
    on.close()
    if not changed:
        events.publish(ClocksChanged(on.case.id, None, {}, on.now))
    return changed


def running_by_year() -> dict[int, int]:
    """{year: how many running clocks end in it}, from this year to the last one that is in use."""
    running = CaseClock.state == "RUNNING"
    last = db.session.scalar(sa.select(sa.func.max(CaseClock.due_at)).where(running))
    first = clock.today().year
    return {year: db.session.scalar(sa.select(sa.func.count()).where(running, CaseClock.due_at.between(*_span(year, year))))
            for year in range(first, max(first, clock.local(last).year if last else first) + 1)}


def _mark(*which) -> int:
    rows = (sa.select(CaseClock.case_id, sa.func.min(CaseClock.due_at), sa.literal(clock.now(), Moment), sa.literal(0))
            .where(*which).group_by(CaseClock.case_id))
    insert = (sqlite if is_sqlite() else postgresql).insert(PendingRecount).from_select(
        ["case_id", "due_at", "wake_at", "failures"], rows)
    marking = insert.on_conflict_do_update(index_elements=["case_id"], set_={
        name: insert.excluded[name] for name in ("due_at", "wake_at", "failures")})
    return db.session.execute(marking, execution_options={"preserve_rowcount": True}).rowcount


def _touching(region_code: str, years: Iterable[int]):
    years = sorted(years)
    first, last = _span(years[0], years[-1])
    yield CaseClock.state == "RUNNING"
    yield CaseClock.counted_from <= last
    yield CaseClock.due_at >= first
    if region_code:
        low, high = bounds_of(prefix_of(region_code))
        yield CaseClock.case_id.in_(sa.select(Case.id).where(Case.region_code.between(low, high)))


def _span(first_year: int, last_year: int):
    return clock.at(f"{first_year}-01-01"), clock.at(f"{last_year}-12-31 23:59:59")


def _recount(on: Desk, row: CaseClock) -> None:
    before = clocks.times_of(row)
    times = on.times(row, before)
    was_provisional = row.provisional
    on.set_times(row, times)
    if times != before or row.provisional != was_provisional:
        moved = times.due_at != before.due_at
        words = f"工作日历调整，{row.name}到期时间由 {when(before.due_at)} 改为 {when(row.due_at)}。"
        on.note(row, "RECOUNTED", words if moved else None, before.due_at, "工作日历调整" if moved else "预警线或工作日历调整")
