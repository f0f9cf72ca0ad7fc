"""What an administrator does to the calendar. Each verb announces CalendarChanged, so that running clocks follow.

A change waits until every step that has read the calendar is committed, and holds up the next ones until it is itself:
a clock counted with the old calendar is then there to be counted again, and none is missed.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import sqlalchemy as sa

from app import clock, events, observe
from app.db import db, is_sqlite
from app.errors import Invalid
from app.worktime.events import CalendarChanged
from app.worktime.models import CalendarDay, CalendarYear
from app.worktime.queries import forget_held


def set_working_day(region_code: str, day: date, note: str, actor) -> None:
    """Say that a day is worked in a region ("" everywhere)."""
    _wait_for_readers()
    _set(region_code, day, note, working=True)
    _announce("calendar.working_day_set", region_code, {day.year}, actor)


def set_day_off(region_code: str, day: date, note: str, actor) -> None:
    """Say that nobody works on a day in a region ("" everywhere)."""
    _wait_for_readers()
    _set(region_code, day, note, working=False)
    _announce("calendar.day_off_set", region_code, {day.year}, actor)


def clear_day(region_code: str, day: date, actor) -> None:
    """Let the published calendar, or the larger region, decide about this day again."""
    _wait_for_readers()
    db.session.execute(sa.delete(CalendarDay).where(CalendarDay.region_code == region_code, CalendarDay.day == day))
    _announce("calendar.day_cleared", region_code, {day.year}, actor)


def recode_regions(codes: Mapping[str, str]) -> None:
    """Days set for a region follow when it gets another code: {old: new}."""
    rows = db.session.scalars(sa.select(CalendarDay).where(CalendarDay.region_code.in_(codes))).all()
    for row in rows:
        row.region_code = codes[row.region_code]
    forget_held()


def load_year(year: int, off: Iterable[date], make_up: Iterable[date], source: str, actor) -> None:
    """Enter a State Council notice the library does not know yet: days off and make-up days of one year.

    Loading a year again replaces what was loaded before; days set one by one stay.
    """
    off, make_up = set(off), set(make_up)
    _refuse_if_wrong(year, off, make_up)
    _wait_for_readers()
    loaded = db.session.get(CalendarYear, year) or CalendarYear(year=year)
    _forget_notice(loaded)
    for day in off | make_up:
        _set("", day, source, working=day in make_up)
    loaded.loaded_at, loaded.loaded_by_id, loaded.source = clock.now(), actor.id, source
    db.session.add(loaded)
    _announce("calendar.year_loaded", "", {year}, actor)


def _refuse_if_wrong(year: int, off: set[date], make_up: set[date]) -> None:
    if off & make_up:
        raise Invalid("同一天不能既放假又上班，请核对通知后重新录入。")
    if any(day.year != year for day in off | make_up):
        raise Invalid(f"录入的日期不全在{year}年，请核对年份。")
    if not off:
        raise Invalid(f"请至少录入{year}年的一个放假日。")


def _forget_notice(loaded: CalendarYear) -> None:
    if loaded.source:
        first, last = date(loaded.year, 1, 1), date(loaded.year, 12, 31)
        db.session.execute(sa.delete(CalendarDay).where(
            CalendarDay.region_code == "", CalendarDay.day.between(first, last), CalendarDay.note == loaded.source))


def _wait_for_readers() -> None:
    """SQLite has one writer at a time anyway. On PostgreSQL a read keeps its table lock until its transaction ends."""
    if not is_sqlite():
        db.session.execute(sa.text("SET LOCAL lock_timeout = '10s'"))
        db.session.execute(sa.text("LOCK TABLE calendar_day IN ACCESS EXCLUSIVE MODE"))


def _set(region_code: str, day: date, note: str, *, working: bool) -> None:
    row = db.session.scalar(
        sa.select(CalendarDay).where(CalendarDay.region_code == region_code, CalendarDay.day == day))
    row = row or CalendarDay(region_code=region_code, day=day)
    row.working, row.note = working, note
    db.session.add(row)


def _announce(action: str, region_code: str, years: set[int], actor) -> None:
    db.session.flush()
    forget_held()
    observe.instrument(action, region=region_code, years=sorted(years), by=actor.id)
    events.publish(CalendarChanged(region_code, frozenset(years)))
