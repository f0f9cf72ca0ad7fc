"""Reading the calendar of a place."""

from datetime import date

import sqlalchemy as sa

from app.db import db, in_unit_of_work
from app.worktime.calendar import Calendar
from app.worktime.models import CalendarDay, CalendarYear
from app.worktime.regions import regions_around


def calendar_for(region_code: str = "") -> Calendar:
    """The calendar that holds in a place: published days, changed by the nearest region that says otherwise.

    One statement, asked once per transaction and place.
    """
    held = _held_in_this_transaction()
    if region_code not in held:
        held[region_code] = _read(region_code)
    return held[region_code]


def forget_held() -> None:
    """The calendar has just been changed in this transaction."""
    db.session().info.pop("worktime_calendars", None)


def _held_in_this_transaction() -> dict[str, Calendar]:
    """A unit of work that goes on from a look reads anew: the look held no lock."""
    session = db.session()
    session.connection()
    present = (session.get_transaction(), in_unit_of_work())
    kept, held = session.info.get("worktime_calendars", (None, {}))
    if kept != present:
        held = {}
        session.info["worktime_calendars"] = (present, held)
    return held


def _read(region_code: str) -> Calendar:
    """Years loaded by an administrator come with the days, as rows without a day."""
    around = regions_around(region_code)
    days = sa.select(CalendarDay.region_code, CalendarDay.day, CalendarDay.working, sa.null().label("year")).where(
        CalendarDay.region_code.in_(around))
    years = sa.select(sa.null(), sa.null(), sa.null(), CalendarYear.year)
    overrides, loaded = {}, set()
    rows = db.session.execute(sa.union_all(days, years)).all()
    for code, day, working, year in rows:
        if year is not None:
            loaded.add(year)
        elif day not in overrides or around.index(code) < overrides[day][0]:
            overrides[day] = (around.index(code), bool(working))
    return Calendar({day: working for day, (_, working) in overrides.items()}, frozenset(loaded))


def changes_in_force(region_code: str, year: int) -> dict[date, CalendarDay]:
    """{day: the row that decides about it here}: set for this region or for the nearest one around it."""
    around = regions_around(region_code)
    rows = db.session.scalars(sa.select(CalendarDay).where(
        CalendarDay.region_code.in_(around), CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))))
    nearest_last = sorted(rows, key=lambda row: -around.index(row.region_code))
    decided = {row.day: row for row in nearest_last}
    return dict(sorted(decided.items()))


def loaded_year(year: int) -> CalendarYear | None:
    """The notice an administrator loaded for this year."""
    return db.session.get(CalendarYear, year)


def days_set(region_code: str, year: int) -> list[CalendarDay]:
    """What administrators set for exactly this region in a year."""
    return list(db.session.scalars(
        sa.select(CalendarDay).where(CalendarDay.region_code == region_code,
                                     CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(CalendarDay.day)))
