"""The cards of one person's day. Nought is not shown, except for what is mine: an empty desk is worth knowing."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from app import clock
from app.cases import permissions as cases
from app.db import db
from app.errands import queries as errands
from app.notifications import queries as notices
from app.sessions import queries as sessions
from app.sessions.words import COMING
from app.worklist import desk_queries, follow_ups
from app.worklist.boxes import IS_OPEN
from app.worklist.models import HumanTask


class Card(NamedTuple):
    """`endpoint` and `where`: the list that holds just these. `tone`: red, yellow, or plain. `more`: a word beside the number."""

    label: str
    count: int
    endpoint: str
    where: dict[str, Any]
    tone: str = ""
    more: str = ""


def of(actor) -> list[Card]:
    """Those with something in them, in the order in which they press."""
    first, *others = _all(actor)
    return [first, *(card for card in others if card.count)]


def _all(actor) -> Iterator[Card]:
    held, today = desk_queries.counts(actor), clock.today()
    yield Card("我的待办", held["mine"], "worklist.worklist", {"box": "mine"})
    yield Card("已超期", desk_queries.lights_in(actor, "mine").get("RED", 0), "worklist.worklist", {"box": "mine", "light": "RED"}, "red")
    yield Card("今天到期", _due_today(actor), "worklist.worklist", {"box": "mine", "due_by": today.isoformat()}, "yellow")
    if actor.may("session.read"):
        coming = sessions.between(actor, "mine", *_today(), states=COMING).items
        yield Card("今天的调解", len(coming), "sessions.calendar", {}, more=f"{clock.local(coming[0][0].begins_at):%H:%M}起" if coming else "")
    yield Card("等我领取", held["pool"], "worklist.worklist", {"box": "pool"})
    yield Card("催办督办未读", notices.unread_in(actor, "PRESS"), "notifications.notices", {"group": "PRESS", "unread": 1}, "red")
    yield Card("退回转办未读", notices.unread_in(actor, "HANDED"), "notifications.notices", {"group": "HANDED", "unread": 1})
    asked = errands.counts(actor)
    yield Card("交办给我的", asked.open, "errands.errands", {}, "red" if asked.late else "", f"{asked.late} 件超期" if asked.late else "")
    yield Card("今天跟进", follow_ups.due_by(actor, _today()[1]), "worklist.together", {"part": "follow-ups"})
    if actor.posts_as(cases.HEADS):
        yield Card("本单位超期", desk_queries.lights_in(actor, "unit").get("RED", 0), "worklist.worklist", {"box": "unit", "light": "RED"}, "red")


def _due_today(actor) -> int:
    """Of my open tasks, those whose last hour is still to come today."""
    return db.session.scalar(sa.select(sa.func.count()).where(
        HumanTask.claimed_by_id == actor.id, IS_OPEN, HumanTask.press_at > clock.now(), HumanTask.press_at < _today()[1]))


def _today() -> tuple[datetime, datetime]:
    begins = datetime.combine(clock.today(), time.min, clock.ZONE)
    return begins, begins + timedelta(days=1)
