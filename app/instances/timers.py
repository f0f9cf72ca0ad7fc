"""Due timers: found by an index, claimed under the instance's lock, fired once."""

from datetime import timedelta

import sqlalchemy as sa

from app import clock, observe
from app.db import db, unit_of_work
from app.engine.failures import EngineFailure
from app.instances import actions, incidents
from app.instances.loading import lock
from app.instances.models import Instance, WaitingTimer
from app.instances.step import StepRefused

BATCH = 200
LONGEST_PAUSE = timedelta(hours=6)
TRIES = 3
"""So often a timer may fail for a reason outside the diagram before people are told."""


def fire_due(batch: int = BATCH) -> int:
    """Fire what is due, oldest first, each timer in a transaction of its own; returns how many fired.

    Harmless when two sweeps run at once: whoever locks second finds the row gone.
    """
    fired = 0
    for instance_id, case_id, step in due(batch):
        try:
            with unit_of_work():
                fired += fire_if_still_due(instance_id, case_id, step)
        except Exception as why:  # the sweep must survive anything; the timers behind this one must not wait
            observe.alarm("timer.not_fired", instance=instance_id, step=step, why=repr(why))
            with unit_of_work():
                failures = postpone(instance_id, step)
                if failures >= TRIES and not isinstance(why, StepRefused):
                    _report(instance_id, case_id, step, why)
    return fired


def due(limit: int) -> list[tuple[int, int | None, str]]:
    """(instance, case, step) of due timers of running instances, in due order."""
    rows = db.session.execute(
        sa.select(WaitingTimer.instance_id, Instance.case_id, WaitingTimer.step)
        .join(Instance, Instance.id == WaitingTimer.instance_id)
        .where(WaitingTimer.wake_at <= clock.now(), Instance.status.in_(("RUNNING", "FAILED")))
        .order_by(WaitingTimer.wake_at, WaitingTimer.instance_id).limit(limit)).all()
    db.session.rollback()
    return [tuple(row) for row in rows]


def fire_if_still_due(instance_id: int, case_id: int | None, step: str) -> int:
    """Fire one of `due`, unless somebody else has, or it has moved; returns how many fired (0 or 1)."""
    loaded = lock(instance_id, case_id).get(instance_id)
    if loaded is None or loaded.status == "SUSPENDED":
        return 0
    still = db.session.scalar(sa.select(WaitingTimer.step).where(
        WaitingTimer.instance_id == instance_id, WaitingTimer.step == step, WaitingTimer.wake_at <= clock.now()))
    if still is None:
        return 0
    actions.fire(instance_id, case_id, step)
    return 1


def postpone(instance_id: int, step: str) -> int:
    """A timer that cannot fire is tried again later, each time twice as late, so that it neither spins nor blocks.

    Returns how often it has failed.
    """
    mine = sa.and_(WaitingTimer.instance_id == instance_id, WaitingTimer.step == step)
    failures = (db.session.scalar(sa.select(WaitingTimer.failures).where(mine)) or 0) + 1
    pause = min(timedelta(minutes=2 ** min(failures, 9)), LONGEST_PAUSE)
    db.session.execute(sa.update(WaitingTimer).where(mine).values(wake_at=clock.now() + pause, failures=failures))
    return failures


def _report(instance_id: int, case_id: int | None, step: str, why: Exception) -> None:
    """What the diagram is not to blame for (a row that can't be written) goes on by itself mostly; when it doesn't, people
    must see it. A step that the engine refused has its incident already."""
    element = db.session.scalar(sa.select(WaitingTimer.element).where(
        WaitingTimer.instance_id == instance_id, WaitingTimer.step == step))
    sentence = (f"到时的提醒试了多次仍没有走通，系统会继续再试。请系统管理员查看日志（{type(why).__name__}），"
                "排除后会自动恢复。")
    incidents.record(instance_id, case_id, EngineFailure(element or "", "", sentence, "SYSTEM"), "TIMER", step)
