"""Works off the cases that a changed calendar has marked: the most pressing first, each in a transaction of its own.

Harmless when two work at once, or when one dies: the mark goes with the commit that moved the case's clocks and timers.
"""

from datetime import timedelta

import sqlalchemy as sa

from app import clock, observe
from app.cases import calendar_changes, clocks
from app.cases.clock_models import PendingRecount
from app.db import db, unit_of_work
from app.instances.loading import lock
from app.instances.models import Instance, WaitingTimer
from app.worktime.queries import calendar_for

BATCH = 200
AT_ONCE = 50
"""So many cases are counted again before the administrator gets an answer; more than that is left to the job."""
LONGEST_PAUSE = timedelta(hours=6)
_MARK = PendingRecount


def work_off(batch: int = BATCH) -> int:
    """Count marked cases again; returns how many were done. What fails is tried later, each time twice as late."""
    done = 0
    for case_id in _marked(batch):
        try:
            with unit_of_work():
                done += _recount_if_still_marked(case_id)
        except Exception as why:  # one case that cannot be counted must not hold up the county
            observe.alarm("calendar.recount_failed", case=case_id, why=repr(why))
            with unit_of_work():
                _postpone(case_id)
    return done


def waiting() -> int:
    """How many cases are still marked."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(_MARK))


def _marked(limit: int) -> list[int]:
    found = list(db.session.scalars(sa.select(_MARK.case_id).where(_MARK.wake_at <= clock.now())
                                    .order_by(_MARK.due_at, _MARK.case_id).limit(limit)))
    db.session.rollback()
    return found


def _recount_if_still_marked(case_id: int) -> int:
    """The locks in the order of every step: processes, calendar, rows. A timer that is due fires before it is moved."""
    lock(None, case_id)
    on = clocks.of(case_id, clock.now())
    calendar_for(on.case.region_code), on.lines  # before the mark is touched, or a change of them and this one block each other
    if _has_due_timer(case_id) or not _take_mark(case_id):
        return 0
    calendar_changes.recount(on)
    observe.instrument("case.recounted", case=case_id)
    return 1


def _take_mark(case_id: int) -> bool:
    return db.session.execute(sa.delete(_MARK).where(_MARK.case_id == case_id)).rowcount == 1


def _has_due_timer(case_id: int) -> bool:
    due = (sa.select(WaitingTimer.step).join(Instance, Instance.id == WaitingTimer.instance_id)
           .where(Instance.case_id == case_id, Instance.status.in_(("RUNNING", "FAILED")),
                  WaitingTimer.wake_at <= clock.now()))
    return db.session.scalar(due.limit(1)) is not None


def _postpone(case_id: int) -> None:
    mine = _MARK.case_id == case_id
    failures = (db.session.scalar(sa.select(_MARK.failures).where(mine)) or 0) + 1
    pause = min(timedelta(minutes=2 ** min(failures, 9)), LONGEST_PAUSE)
    db.session.execute(sa.update(_MARK).where(mine).values(wake_at=clock.now() + pause, failures=failures))
