"""The engine's timers and awaited messages as rows, so that a sweep and a message find them."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, run
from app.engine import effects as e
from app.instances.loading import Loaded
from app.instances.models import AwaitedMessage, WaitingTimer

_TIMERS, _MESSAGES = WaitingTimer.__table__, AwaitedMessage.__table__


def _forgetting(table: sa.Table) -> sa.Delete:
    return sa.delete(table).where(table.c.instance_id == sa.bindparam("which"),
                                  table.c.step.in_(sa.bindparam("steps", expanding=True)))


def _setting(insert):
    return insert.on_conflict_do_update(index_elements=["instance_id", "step"], set_={
        name: insert.excluded[name] for name in ("due_at", "wake_at", "failures")})


_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
_FORGET_TIMERS, _FORGET_MESSAGES = _forgetting(_TIMERS), _forgetting(_MESSAGES)
_SET_TIMERS = {name: _setting(dialect.insert(_TIMERS)) for name, dialect in _DIALECTS.items()}
_AWAIT = {name: dialect.insert(_MESSAGES).on_conflict_do_nothing() for name, dialect in _DIALECTS.items()}


def timers_and_messages(loaded: Loaded, effects: Iterable) -> None:
    """Bring the rows of this instance in step with what has just happened."""
    timers, gone_timers, messages, gone_messages = {}, set(), {}, set()
    for effect in effects:
        match effect:
            case e.TimerSet(step=step):
                timers[step] = effect
                gone_timers.discard(step)
            case e.TimerCleared(step=step) | e.TimerFired(step=step):
                gone_timers.add(step)
                timers.pop(step, None)
            case e.MessageAwaited(step=step):
                messages[step] = effect
                gone_messages.discard(step)
            case e.MessageForgone(step=step):
                gone_messages.add(step)
                messages.pop(step, None)
    _forget(_FORGET_TIMERS, loaded.id, gone_timers)
    _forget(_FORGET_MESSAGES, loaded.id, gone_messages)
    _set_timers(loaded.id, timers.values())
    _await_messages(loaded, messages.values())


def _forget(forgetting: sa.Delete, instance_id: int, steps: set[str]) -> None:
    if steps:
        run(forgetting, {"which": instance_id, "steps": sorted(steps)})


def _set_timers(instance_id: int, timers) -> None:
    rows = [{"instance_id": instance_id, "step": timer.step, "element": timer.element, "due_at": timer.due,
             "wake_at": timer.due, "failures": 0} for timer in timers]
    if rows:
        run(_SET_TIMERS[_dialect()], rows)


def _await_messages(loaded: Loaded, awaited) -> None:
    rows = [{"instance_id": loaded.id, "step": message.step, "case_id": loaded.case_id, "element": message.element,
             "message": message.message} for message in awaited]
    if rows:
        run(_AWAIT[_dialect()], rows)


def _dialect() -> str:
    return db.session().connection().dialect.name
