"""A changed calendar counts running clocks again; each that moves says so on its case's timeline."""

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock
from app.cases import clock_rules, clocks
from app.cases.clock_desk import when
from app.cases.models import Case, CaseClock
from app.db import db
from app.worktime.regions import bounds_of, prefix_of


def recount(region_code: str, years: Iterable[int]) -> int:
    """Count the running clocks of a region again whose time touches these years. Returns how many cases moved."""
    moved = [recount_case(case_id) for case_id in affected(region_code, years)]
    return sum(moved)


def affected(region_code: str, years: Iterable[int]) -> list[int]:
    """Cases with a running clock that a change in these years may move."""
    years = sorted(years)
    first, last = clock.at(f"{years[0]}-01-01"), clock.at(f"{years[-1]}-12-31 23:59")
    query = (sa.select(CaseClock.case_id).distinct()
             .where(CaseClock.state == "RUNNING", CaseClock.counted_from <= last, CaseClock.due_at >= first))
    if region_code:
        low, high = bounds_of(prefix_of(region_code))
        query = query.join(Case, Case.id == CaseClock.case_id).where(Case.region_code.between(low, high))
    return list(db.session.scalars(query.order_by(CaseClock.case_id)))


def recount_case(case_id: int) -> bool:
    """Whether a due time or threshold of this case moved."""
    on = clocks.of(case_id, clock.now())
    for row in on.live:
        if row.state == "RUNNING":
            _recount(on, row)
    changed = bool(on.moved)
    on.close()
    return changed


def _recount(on, row: CaseClock) -> None:
    before = clocks.times_of(row)
    times = clock_rules.times(on.calendar, row, on.case.risk_level, before)
    was_provisional = row.provisional
    on.set_times(row, times)
    if times != before or row.provisional != was_provisional:
        moved = times.due_at != before.due_at
        words = f"工作日历调整，{row.name}到期时间由 {when(before.due_at)} 改为 {when(row.due_at)}。"
        on.note(row, "RECOUNTED", words if moved else None, before.due_at, "工作日历调整")
