"""What a database needs at night: forgetting what nobody will ask for again, and looking a year ahead."""

from app import clock, observe
from app.api import writes
from app.cases import calendar_changes
from app.config import Config
from app.db import db, unit_of_work
from app.identity import guard, sign_in
from app.jobs import daily
from app.worklist import drafts
from app.worktime import alarms
from app.worktime.queries import calendar_for


def forget_answers() -> int:
    with unit_of_work():
        return writes.forget_old(clock.now())


def forget_sign_ins(settings: Config) -> int:
    """Sessions that no longer hold, and failed tries a day old."""
    with unit_of_work():
        return sign_in.forget_dead(clock.now(), settings) + guard.forget_old(clock.now())


def forget_task_drafts() -> int:
    """What people typed in tasks that were closed a month ago."""
    with unit_of_work():
        return drafts.forget_old(clock.now())


def forget_rounds() -> int:
    with unit_of_work():
        return daily.forget_old(clock.now())


def look_for_unpublished_years() -> int:
    """Alarm for each year without a schedule that running clocks end in or that begins soon; returns how many."""
    years = alarms.years_at_risk(calendar_for(), clock.now(), calendar_changes.running_by_year())
    for year, clocks in years.items():
        observe.alarm("calendar.year_unpublished", year=year, clocks=clocks)
    db.session.rollback()
    return len(years)
