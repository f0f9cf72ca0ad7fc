"""What waits for many is not told to each of them task by task: one line per person, counted when it is looked at.

So a task offered to a post costs nothing when it opens, and is gone from everybody's line once somebody took it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa

from app import clock
from app.db import Moment, db
from app.notifications import preferences
from app.notifications.models import Notice, NoticeSettings
from app.worklist import boxes
from app.worklist.models import HumanTask

MOST = 99


@dataclass(frozen=True)
class Bundle:
    """`box`, `light`: where in the worklist these tasks stand."""

    group: str
    text: str
    count: int
    unread: bool
    box: str
    light: str | None = None


@dataclass(frozen=True)
class Bell:
    """What rings for one person: `notices` unread ones (counted no further than 99), and the bundles with something new."""

    notices: int
    latest: int
    bundles: tuple[Bundle, ...]

    @property
    def count(self) -> int:
        return min(MOST, self.notices + sum(bundle.unread for bundle in self.bundles))

    @property
    def mark(self) -> str:
        """Changes whenever something of it does."""
        return f"{self.notices}-{self.latest}-" + "-".join(f"{one.count}{'n' if one.unread else 's'}" for one in self.bundles)


def bell(actor) -> Bell:
    """One statement; every part of it walks down an index and stops at 99."""
    row = db.session.execute(_asking(actor), {"now": clock.now()}).one()
    return Bell(row.unread, row.latest or 0, tuple(_bundles(row)))


def look_at(group: str, actor) -> None:
    """The person has seen what a bundle holds now; it rings again when something is added."""
    row, found = preferences.row_of(actor.id), db.session.execute(_asking(actor), {"now": clock.now()}).one()
    if group == "NEW":
        row.offers_seen = max(row.offers_seen, found.newest_offer or 0)
    else:
        row.nearing_seen_at = found.newest_nearing or row.nearing_seen_at


def _bundles(row) -> Iterator[Bundle]:
    unseen = row.unseen or ()
    if row.offers and "NEW" not in unseen:
        yield Bundle("NEW", f"待领取 {_number(row.offers)} 件", row.offers, row.newest_offer > (row.offers_seen or 0), "pool")
    if row.nearing and "DUE" not in unseen:
        new = row.nearing_seen_at is None or row.newest_nearing > row.nearing_seen_at
        yield Bundle("DUE", f"您手上 {_number(row.nearing)} 件任务将到期", row.nearing, new, "mine", "YELLOW")


@lru_cache(maxsize=256)
def _asking(actor) -> sa.Select:
    unread, offers, nearing = _unread(actor), _offers(actor), _nearing(actor)
    told = sa.select(sa.func.count().label("unread"), sa.func.max(unread.c.id).label("latest")).select_from(unread).subquery()
    offered = sa.select(sa.func.count().label("offers"), sa.func.max(offers.c.number).label("newest_offer")
                        ).select_from(offers).subquery()
    near = sa.select(sa.func.count().label("nearing"), sa.func.max(nearing.c.yellow_at).label("newest_nearing")
                     ).select_from(nearing).subquery()
    settings = NoticeSettings.__table__
    return sa.select(*told.c, *offered.c, *near.c, settings.c.unseen, settings.c.offers_seen, settings.c.nearing_seen_at
                     ).select_from(told.join(offered, sa.true()).join(near, sa.true())
                                   .outerjoin(settings, settings.c.user_id == actor.id))


def _unread(actor) -> sa.Subquery:
    return (sa.select(Notice.id).where(Notice.user_id == actor.id, Notice.read_at.is_(None), Notice.in_digest.is_(sa.false()))
            .order_by(Notice.id.desc()).limit(MOST).subquery())


def _offers(actor) -> sa.Subquery:
    """The most pressing tasks that this person could take."""
    walks = [sa.select(way.number.label("number")).where(*way.where([])).order_by(way.of.press_at, way.number).limit(MOST)
             for way in boxes.ways("pool", actor)] or [sa.select(HumanTask.id.label("number")).where(sa.false())]
    return sa.union(*(sa.select(walk.subquery()) for walk in walks)).limit(MOST).subquery()


def _nearing(actor) -> sa.Subquery:
    """One's own tasks whose last day has begun, or that are yellow by their case."""
    now = sa.bindparam("now", type_=Moment())
    return (sa.select(HumanTask.id, HumanTask.yellow_at)
            .where(HumanTask.claimed_by_id == actor.id, boxes.IS_OPEN, HumanTask.press_at > now, HumanTask.yellow_at <= now)
            .order_by(HumanTask.press_at, HumanTask.id).limit(MOST).subquery())


def _number(count: int) -> str:
    return str(count) if count < MOST else f"{MOST} 以上"
