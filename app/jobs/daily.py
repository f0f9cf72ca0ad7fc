"""What runs once a day, however many schedulers there are: the round's row has a unique key, and who writes it runs it.

Only the last round counts: days on which nothing ran are not made up. A round that failed or died is taken up again
after an hour, by whoever comes first; every daily job is harmless when run twice.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app import clock, observe
from app.db import db, is_sqlite, unit_of_work
from app.jobs.models import JobRun

AT = time(3, 0)
"""On the centre's wall clock, when nobody works."""
GIVEN_UP_AFTER = timedelta(hours=1)
KEPT_FOR = timedelta(days=90)


def once_a_day(name: str, run: Callable[[], object]) -> object:
    """Run the last round that is due, unless somebody did; returns what it gave, or None."""
    due = last_due(clock.now())
    if not _is_open(name, due):
        return None
    with unit_of_work():
        mine = _claim(name, due, clock.now())
    if not mine:
        return None
    result = run()
    with unit_of_work():
        db.session.execute(sa.update(JobRun).where(JobRun.job == name, JobRun.due == due)
                           .values(finished_at=clock.now()))
    observe.instrument("job.done", job=name, due=due, result=result)
    return result


def last_due(now: datetime) -> datetime:
    """Three o'clock this night or, before that, the night before."""
    today = clock.local(now).date()
    due = datetime.combine(today, AT, clock.ZONE)
    return due if due <= now else datetime.combine(today - timedelta(days=1), AT, clock.ZONE)


def forget_old(now: datetime) -> int:
    """Drop the rows of rounds long past; returns how many. Needs an open unit of work."""
    return db.session.execute(sa.delete(JobRun).where(JobRun.due < now - KEPT_FOR)).rowcount


def _is_open(name: str, due: datetime) -> bool:
    """A look without a lock, since this is asked every minute."""
    row = db.session.execute(sa.select(JobRun.claimed_at, JobRun.finished_at).where(
        JobRun.job == name, JobRun.due == due)).first()
    db.session.rollback()
    return row is None or (row.finished_at is None and row.claimed_at <= clock.now() - GIVEN_UP_AFTER)


def _claim(name: str, due: datetime, now: datetime) -> bool:
    """Of two who try, the second waits for the first one's commit and then changes no row."""
    insert = (sqlite if is_sqlite() else postgresql).insert(JobRun).values(job=name, due=due, claimed_at=now)
    dead = sa.and_(JobRun.finished_at.is_(None), JobRun.claimed_at <= now - GIVEN_UP_AFTER)
    claiming = insert.on_conflict_do_update(index_elements=["job", "due"], set_={"claimed_at": now}, where=dead)
    return db.session.execute(claiming.returning(JobRun.id)).first() is not None
