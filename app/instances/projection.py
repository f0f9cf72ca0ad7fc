"""The engine's timers and awaited messages as rows, so that a sweep and a message find them."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.db import db, is_sqlite
from app.engine import effects as e
from app.instances.loading import Loaded
from app.instances.models import AwaitedMessage, WaitingTimer


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
    _forget(WaitingTimer, loaded.id, gone_timers)
    _forget(AwaitedMessage, loaded.id, gone_messages)
    _set_timers(loaded.id, timers.values())
    _await_messages(loaded, messages.values())


def _forget(model, instance_id: int, steps: set[str]) -> None:
    if steps:
        db.session.execute(sa.delete(model).where(model.instance_id == instance_id, model.step.in_(steps))
                           .execution_options(synchronize_session=False))


def _set_timers(instance_id: int, timers) -> None:
    rows = [{"instance_id": instance_id, "step": timer.step, "element": timer.element, "due_at": timer.due,
             "wake_at": timer.due, "failures": 0} for timer in timers]
    if rows:
        insert = _upserting_insert(WaitingTimer)
        db.session.execute(insert.on_conflict_do_update(
            index_elements=["instance_id", "step"],
            set_={name: insert.excluded[name] for name in ("due_at", "wake_at", "failures")}), rows)


def _await_messages(loaded: Loaded, awaited) -> None:
    rows = [{"instance_id": loaded.id, "step": message.step, "case_id": loaded.case_id, "element": message.element,
             "message": message.message} for message in awaited]
    if rows:
        db.session.execute(_upserting_insert(AwaitedMessage).on_conflict_do_nothing(), rows)


def _upserting_insert(model):
    return (sqlite if is_sqlite() else postgresql).insert(model.__table__)
