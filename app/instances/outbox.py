"""Calls to the outside: written with the step, made after its commit, retried with growing pauses, given up visibly."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from app import clock, observe
from app.db import db, unit_of_work
from app.instances.models import OutboxItem

MOST_TRIES = 8
_connectors: dict[str, Callable[[Mapping, str], None]] = {}


class GaveUp(Exception):
    """The receiver refuses for good; trying again would not help."""


def connect(name: str, send: Callable[[Mapping, str], None]) -> None:
    """`send(payload, key)` makes the call; it raises GaveUp for good or anything else to be tried again."""
    _connectors[name] = send


def put(connector: str, payload: Mapping, case_id: int | None, key: str, at: datetime | None = None) -> None:
    """Ask for a call once this step is committed, or not before `at`. `key` names the effect, so that a repetition is
    recognised."""
    db.session.execute(sa.insert(OutboxItem).values(
        key=key, case_id=case_id, connector=connector, payload=dict(payload), status="WAITING", tries=0,
        next_try_at=at or clock.now()))


def send_due(batch: int = 50) -> int:
    """Make the calls that are due, each on its own; returns how many went through. Two senders share the work."""
    waiting = sa.select(OutboxItem.id).where(OutboxItem.status == "WAITING", OutboxItem.next_try_at <= clock.now())
    ids = list(db.session.scalars(waiting.order_by(OutboxItem.next_try_at).limit(batch)))
    db.session.rollback()
    return sum(_send_one(item_id) for item_id in ids)


def _send_one(item_id: int) -> int:
    with unit_of_work():
        item = _claim(item_id)
    if item is None:
        return 0
    try:
        _connectors[item.connector](item.payload, item.key)
    except Exception as why:  # whatever the outside did, the item is kept and shown
        with unit_of_work():
            _failed(item, why)
        return 0
    with unit_of_work():
        _update(item.id, status="SENT", sent_at=clock.now(), last_error=None)
    return 1


def _claim(item_id: int) -> OutboxItem | None:
    """Count the try before making it: a crash in mid-call is then tried again after the pause, not at once."""
    pause = timedelta(seconds=30)
    due = sa.and_(OutboxItem.id == item_id, OutboxItem.status == "WAITING", OutboxItem.next_try_at <= clock.now())
    changed = db.session.execute(sa.update(OutboxItem).where(due).values(
        tries=OutboxItem.tries + 1, next_try_at=clock.now() + pause))
    return db.session.get(OutboxItem, item_id, populate_existing=True) if changed.rowcount == 1 else None


def _failed(item: OutboxItem, why: Exception) -> None:
    given_up = isinstance(why, GaveUp) or item.tries >= MOST_TRIES
    _update(item.id, status="GIVEN_UP" if given_up else "WAITING", last_error=str(why)[:500],
            next_try_at=clock.now() + timedelta(seconds=15 * 2 ** item.tries))
    if given_up:
        observe.alarm("outbox.given_up", item=item.id, connector=item.connector)


def _update(item_id: int, **values) -> None:
    db.session.execute(sa.update(OutboxItem).where(OutboxItem.id == item_id).values(**values))
