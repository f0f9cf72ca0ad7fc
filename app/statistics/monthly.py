"""Starts the monthly report of every county when the cycle of its start event says so; makes up what was missed.

The diagram's start event gives the next moment after a day (`after`). A row for county and month is written in the same
transaction as the process is started, so that two schedulers start it once.
"""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app import clock, observe
from app.cases.record_fields import moment
from app.db import db, is_sqlite, unit_of_work
from app.engine import feel
from app.errors import Unavailable
from app.identity.candidates import in_region
from app.instances import actions as instances
from app.processes import queries as processes
from app.statistics import period, places
from app.statistics.models import Milestone, MonthlyReport
from app.statistics.period import Period

PROCESS = "monthly_report"


def start_due() -> int:
    """Start every report that is due; returns how many."""
    cycle = _cycle()
    if cycle is None:
        return 0
    counties = [(county.id, county.region_code, county.region_prefix) for county in places.counties()]
    due = [(county, month) for county in counties for month in _due_months(county, cycle, clock.now())]
    db.session.rollback()
    return sum(_start(*county, month) for county, month in due)


def next_after(cycle: str, day: date) -> datetime:
    """The first moment after a day at which the cycle says that a report begins."""
    return moment(feel.evaluate(cycle, {"after": day}))


def _cycle() -> str | None:
    """The text of the start event's cycle in the bundle that new processes use."""
    try:
        process = processes.bundle(processes.active_digest()).processes.get(PROCESS)
    except Unavailable:
        return None  # nothing is deployed yet
    timers = [start.what for start in process.starts if start.kind == "timer"] if process else []
    return timers[0] if timers else None


def _due_months(county: tuple[int, str, str], cycle: str, now: datetime) -> list[Period]:
    """The months whose report should have begun by now and has not, oldest first."""
    after = _last_begun(county) or _first_in_use(county)
    found: list[Period] = []
    while after is not None and (due := next_after(cycle, after)) <= now:
        found.append(period.last_month(due))
        after = clock.local(due).date()
    return found


def _last_begun(county: tuple[int, str, str]) -> date | None:
    """The first day after the last month that has a report."""
    month = db.session.scalar(sa.select(sa.func.max(MonthlyReport.month)).where(MonthlyReport.unit_id == county[0]))
    return period.of(month).after if month else None


def _first_in_use(county: tuple[int, str, str]) -> date | None:
    """The month the county's first case was registered in; but no more than a year is made up. A county without a case reports nothing."""
    first = db.session.scalar(sa.select(sa.func.min(Milestone.at)).where(in_region(Milestone.region_code, [county[2]])))
    if first is None:
        return None
    return max(period.containing(first).first, period.containing(clock.now() - timedelta(days=365)).first)


def _start(unit_id: int, region_code: str, prefix: str, month: Period) -> int:
    with unit_of_work():
        report_id = _claim(unit_id, prefix, month)
        if report_id is None:
            return 0
        variables = {"reportId": report_id, "unit": unit_id, "regionCode": region_code, "month": month.text}
        instance_id = instances.start(PROCESS, variables, None, None)
        db.session.execute(sa.update(MonthlyReport).where(MonthlyReport.id == report_id).values(instance_id=instance_id))
    observe.instrument("report.begun", unit=unit_id, month=month.text)
    return 1


def _claim(unit_id: int, prefix: str, month: Period) -> int | None:
    """Of two who try, the second writes no row."""
    values = {"unit_id": unit_id, "region_prefix": prefix, "month": month.text, "status": "COMPUTED", "figures": {},
              "computed_at": clock.now()}
    insert = (sqlite if is_sqlite() else postgresql).insert(MonthlyReport).values(values)
    return db.session.scalar(insert.on_conflict_do_nothing(index_elements=["unit_id", "month"]).returning(MonthlyReport.id))
