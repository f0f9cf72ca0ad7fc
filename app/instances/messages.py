"""Messages between the instances of one case, and from outside to a case."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app import observe
from app.db import db
from app.engine import effects as e
from app.engine import machine
from app.engine.failures import NotAwaited
from app.errors import Conflict
from app.instances import step
from app.instances.loading import Loaded, load
from app.instances.models import AwaitedMessage, Instance

MOST_HOPS = 40
RUNNING = ("RUNNING", "FAILED")
_HOPS = "hejie_message_hops"


def route(sender: Loaded, effects: Iterable, actor) -> None:
    """Bring every message and signal that a step threw to whoever in the case waits for it."""
    for effect in effects:
        match effect:
            case e.MessageThrown(message=message, payload=payload):
                if deliver(sender.case_id, message, payload or {}, actor) == 0:
                    observe.instrument("message.unawaited", case=sender.case_id, message=message)
            case e.SignalThrown(signal=signal, payload=payload):
                _broadcast(sender, signal, payload or {}, actor)


def deliver(case_id: int | None, message: str, payload: Mapping, actor) -> int:
    """Returns how many instances took the message."""
    if case_id is None:
        return 0
    _count_hop(case_id, message)
    taken = 0
    for instance_id in waiting_for(case_id, message):
        loaded = load(instance_id, case_id)
        if loaded.status in ("ENDED", "CANCELLED"):  # an earlier hop of this very step ended it
            continue
        if loaded.status == "SUSPENDED":
            raise Conflict("这个案件的流程已被暂停，消息没有送达。请先恢复流程。")
        try:
            outcome = step.advance(loaded, lambda bundle, state, around: machine.deliver(
                bundle, state, message, payload, around), actor, "MESSAGE", message)
        except NotAwaited:
            continue
        taken += 1
        route(loaded, outcome.effects, actor)
    return taken


def waiting_for(case_id: int, message: str) -> list[int]:
    rows = sa.select(AwaitedMessage.instance_id).where(
        AwaitedMessage.case_id == case_id, AwaitedMessage.message == message).distinct()
    return sorted(db.session.scalars(rows))


def _broadcast(sender: Loaded, signal: str, payload: Mapping, actor) -> None:
    """A signal goes to the case's other instances; the sender's own catchers have had it inside the engine.

    Nobody has to hear a signal, so suspended ones miss it.
    """
    others = sa.select(Instance.id).where(Instance.case_id == sender.case_id, Instance.id != sender.id,
                                          Instance.status.in_(RUNNING)).order_by(Instance.id)
    for instance_id in list(db.session.scalars(others)):
        loaded = load(instance_id, sender.case_id)
        if loaded.status not in RUNNING:
            continue
        outcome = step.advance(loaded, lambda bundle, state, around: machine.signal(
            bundle, state, signal, payload, around), actor, "SIGNAL", signal)
        route(loaded, outcome.effects, actor)


def _count_hop(case_id: int, message: str) -> None:
    """Two diagrams that answer each other for ever are stopped like any other endless loop."""
    info, transaction = db.session().info, db.session().get_transaction()
    known, hops = info.get(_HOPS, (None, 0))
    hops = hops + 1 if known is transaction else 1
    info[_HOPS] = (transaction, hops)
    if hops > MOST_HOPS:
        raise step.StepRefused(f"消息“{message}”在同一案件的流程之间来回传递超过 {MOST_HOPS} 次，请检查流程图。")
