"""A person's own calendar address: a secret that shows their sessions to a telephone, and nothing of the disputes.

The secret is shown once, kept as a digest, and ends when it is revoked, replaced, or its owner leaves.
"""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from icalendar import Calendar, Event

from app import clock
from app.cases.models import Case, Party
from app.db import db
from app.errors import DomainError, NotFound
from app.identity import audit, loading
from app.identity.loading import digest_of
from app.sessions import queries, words
from app.sessions.models import MediationSession, SessionFeed

BACK, AHEAD = timedelta(days=60), timedelta(days=366)
MOST = 100
PER_HOUR = 60
HOUR = timedelta(hours=1)
NOT_THERE = "这个日历地址已经失效，请到“调解日程”重新建立。"
HIDDEN_PLACE = "地点见系统"
STATUS = {"MOVED": "CANCELLED", "CANCELLED": "CANCELLED"}
NOTHING_HIDDEN: frozenset[str] = frozenset()


class AskedTooOften(DomainError):
    """日历读取得太频繁，请把日历软件的刷新间隔调到十五分钟以上。"""

    code = "TOO_MANY_REQUESTS"


def create(actor) -> str:
    """A new secret for this person; an earlier one ends."""
    revoke(actor)
    secret = secrets.token_urlsafe(32)
    db.session.add(SessionFeed(user_id=actor.id, secret_hash=digest_of(secret), created_at=clock.now()))
    audit.note("feed_created", actor.username, actor.id)
    return secret


def revoke(actor) -> None:
    """End this person's address at once."""
    feed = of_user(actor)
    if feed is not None:
        feed.revoked_at = clock.now()
        audit.note("feed_revoked", actor.username, actor.id)


def of_user(actor) -> SessionFeed | None:
    return db.session.scalar(sa.select(SessionFeed).where(
        SessionFeed.user_id == actor.id, SessionFeed.revoked_at.is_(None)).order_by(SessionFeed.id.desc()).limit(1))


def owner_of(secret: str):
    """The person whose address this is, with today's posts. Raises NotFound, or AskedTooOften after PER_HOUR."""
    feed = db.session.scalar(sa.select(SessionFeed).where(
        SessionFeed.secret_hash == digest_of(secret), SessionFeed.revoked_at.is_(None)).with_for_update())
    actor = loading.actor_with_id(feed.user_id) if feed is not None else None
    if actor is None or not actor.may("session.feed"):
        raise NotFound(NOT_THERE)
    now = clock.now()
    if feed.counted_from is None or now - feed.counted_from >= HOUR:
        feed.counted_from, feed.asked = now, 0
    if feed.asked >= PER_HOUR:
        raise AskedTooOften()
    feed.asked, feed.last_used_at = feed.asked + 1, now
    return actor


def written(actor, now: datetime) -> bytes:
    """RFC 5545: the person's own sessions of the last two months and the coming year."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hejie//Mediation sessions//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "调解日程")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    rows = _sessions(actor, now)
    private = _private_words({row[0].case_id for row in rows if row[0].room_id is None})
    for session, case_no, _ in rows:
        calendar.add_component(_event(session, case_no, private.get(session.case_id, NOTHING_HIDDEN)))
    return calendar.to_ical()


def _sessions(actor, now: datetime) -> list:
    found, page = [], 1
    while True:
        some = queries.between(actor, "mine", now - BACK, now + AHEAD, page, MOST)
        found += some.items
        if not some.has_next or page >= 10:
            return found
        page += 1


def _event(session: MediationSession, case_no: str | None, private: frozenset[str]) -> Event:
    event = Event()
    event.add("uid", session.uid)
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.changed_at)
    event.add("last-modified", session.changed_at)
    event.add("dtstart", session.begins_at)
    event.add("dtend", session.ends_at)
    event.add("summary", words.title(case_no, session.number))
    event.add("location", HIDDEN_PLACE if any(word in session.place for word in private) else session.place)
    event.add("status", STATUS.get(session.state, "CONFIRMED"))
    event.add("class", "PRIVATE")
    return event


def _private_words(case_ids: set[int]) -> dict[int, frozenset[str]]:
    """{case: words that a typed place may not show}: names of parties; all of it where somebody is protected."""
    rows = db.session.execute(sa.select(Party.case_id, Party.name, Party.protected)
                              .join(Case, Case.id == Party.case_id).where(Party.case_id.in_(case_ids)))
    found: dict[int, set[str]] = {}
    for case_id, name, protected in rows:
        found.setdefault(case_id, set()).add("" if protected else name)
    return {case_id: frozenset(hidden) for case_id, hidden in found.items()}
