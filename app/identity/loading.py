"""How a request gets its actor: one statement by session or token, the posts from a cache.

The cache key holds the versions of the row just read, so a changed post, name or unit is seen at the next request.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple

import sqlalchemy as sa

from app.db import db, run
from app.identity.actor import Actor, Post, actor_of
from app.identity.models import ApiToken, OrgUnit, SignInSession, User, UserPost

SEEN_EVERY = timedelta(minutes=1)
"""How often "last used" and "last seen" are written; a busy program must not cost a write per request."""


class Loaded(NamedTuple):
    """`stale`: it is time to note that this session or token was used."""

    actor: Actor
    row_id: int
    stale: bool
    must_change_password: bool


class ActorCache:
    """Actors by (user, versions), the least recently used dropped first; safe between threads."""

    def __init__(self, size: int = 2000):
        self._actors: OrderedDict[tuple, Actor] = OrderedDict()
        self._lock = Lock()
        self._size = size

    def get(self, key: tuple, build: Callable[[], Actor]) -> Actor:
        with self._lock:
            if key in self._actors:
                self._actors.move_to_end(key)
                return self._actors[key]
        actor = build()
        with self._lock:
            self._actors[key] = actor
            while len(self._actors) > self._size:
                self._actors.popitem(last=False)
        return actor


_cache = ActorCache()

_USERS, _TOKENS, _SESSIONS = User.__table__.c, ApiToken.__table__.c, SignInSession.__table__.c
_PERSON = (_USERS.id, _USERS.name, _USERS.username, _USERS.auth_version, _USERS.posts_version,
           _USERS.must_change_password)

_BY_ID = sa.select(*_PERSON).where(_USERS.id == sa.bindparam("user"), _USERS.active.is_(True))

_BY_TOKEN = (
    sa.select(_TOKENS.id.label("row_id"), _TOKENS.last_used.label("seen"), *_PERSON)
    .join(User.__table__, _USERS.id == _TOKENS.user_id)
    .where(_TOKENS.token_hash == sa.bindparam("digest"), _TOKENS.revoked_at.is_(None),
           _TOKENS.expires_at > sa.bindparam("now"), _USERS.active.is_(True))
)

_BY_SESSION = (
    sa.select(_SESSIONS.id.label("row_id"), _SESSIONS.seen_at.label("seen"), *_PERSON)
    .join(User.__table__, _USERS.id == _SESSIONS.user_id)
    .where(_SESSIONS.session_hash == sa.bindparam("digest"), _USERS.active.is_(True),
           _SESSIONS.auth_version == _USERS.auth_version,
           _SESSIONS.seen_at > sa.bindparam("idle_since"), _SESSIONS.started_at > sa.bindparam("oldest"))
)


def digest_of(secret: str) -> str:
    """What is kept of a session id or token; both are long and random, so one SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def by_token(secret: str, now: datetime) -> Loaded | None:
    """The actor of a valid, unexpired, unrevoked token of an active user."""
    return _loaded(run(_BY_TOKEN, {"digest": digest_of(secret), "now": now}).first(), now)


def by_session(secret: str, now: datetime, idle: timedelta, lifetime: timedelta) -> Loaded | None:
    """The actor of a session that is neither idle nor over-age nor signed in before the last change of password."""
    bounds = {"digest": digest_of(secret), "idle_since": now - idle, "oldest": now - lifetime}
    return _loaded(run(_BY_SESSION, bounds).first(), now)


def actor_with_id(user_id: int) -> Actor | None:
    """The actor of an active person; for jobs and tests."""
    row = run(_BY_ID, {"user": user_id}).first()
    return _actor(row) if row else None


def _loaded(row, now: datetime) -> Loaded | None:
    if row is None:
        return None
    stale = row.seen is None or row.seen <= now - SEEN_EVERY
    return Loaded(_actor(row), row.row_id, stale, row.must_change_password)


def _actor(row) -> Actor:
    key = (row.id, row.auth_version, row.posts_version)
    return _cache.get(key, lambda: actor_of(row.id, row.name, row.username, _posts_of(row.id)))


def _posts_of(user_id: int) -> list[Post]:
    rows = db.session.execute(
        sa.select(UserPost.role, OrgUnit).join(OrgUnit, OrgUnit.id == UserPost.unit_id)
        .where(UserPost.user_id == user_id, OrgUnit.active.is_(True)).order_by(UserPost.id))
    return [Post(role, unit.id, unit.name, unit.region_prefix, unit.level) for role, unit in rows]
