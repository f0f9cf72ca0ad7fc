"""Signing in with name and password: counted, looked up, rehashed when the cost has changed, a new session each time."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.config import Config
from app.db import db
from app.identity import audit, guard, passwords
from app.identity.loading import digest_of
from app.identity.models import SignInSession, User

REFUSED = "用户名或密码不正确，请核对后再试。连续多次失败会暂时锁定。"


@dataclass(frozen=True)
class Known:
    """What the check of a password found, before anything is written."""

    user_id: int
    fresh_hash: str | None


def look_up(username: str, password: str, settings: Config) -> Known | None:
    """The active person with this name and password. Takes as long for a name nobody has."""
    user = db.session.scalar(sa.select(User).where(User.username == guard.normal(username)))
    kept = user.password_hash if user else None
    db.session.rollback()  # a slow hash holds no connection of the pool
    if not passwords.fits(password, kept, settings) or not user.active:
        return None
    return Known(user.id, passwords.hash_of(password, settings) if passwords.needs_rehash(kept, settings) else None)


def succeed(known: Known, username: str, address: str, now: datetime, settings: Config) -> str:
    """Open a session; returns its secret id for the cookie. Needs an open unit of work."""
    user = db.session.get(User, known.user_id, populate_existing=True)
    if known.fresh_hash:
        user.password_hash = known.fresh_hash
    guard.give_back(username, address)
    _drop_expired(user.id, now, settings)
    secret = secrets.token_urlsafe(32)
    db.session.add(SignInSession(session_hash=digest_of(secret), user_id=user.id, auth_version=user.auth_version,
                                 started_at=now, seen_at=now))
    audit.note("signed_in", user.username, user.id, address)
    return secret


def fail(username: str, address: str) -> None:
    """Write down a refused try; the name is kept as typed only if somebody has it."""
    known = db.session.scalar(sa.select(User.id).where(User.username == guard.normal(username)))
    audit.note("sign_in_refused", guard.normal(username) if known else "（不存在的用户名）", known, address)


def sign_out(secret: str) -> None:
    """End this session, also for anybody who copied its cookie."""
    db.session.execute(sa.delete(SignInSession).where(SignInSession.session_hash == digest_of(secret)))


def forget_dead(now: datetime, settings: Config) -> int:
    """Drop everybody's sessions that no longer hold; returns how many. Needs an open unit of work."""
    return db.session.execute(sa.delete(SignInSession).where(_is_dead(now, settings))).rowcount


def idle_and_lifetime(settings: Config) -> tuple[timedelta, timedelta]:
    return timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)


def _drop_expired(user_id: int, now: datetime, settings: Config) -> None:
    db.session.execute(sa.delete(SignInSession).where(SignInSession.user_id == user_id, _is_dead(now, settings)))


def _is_dead(now: datetime, settings: Config) -> sa.ColumnElement[bool]:
    idle, lifetime = idle_and_lifetime(settings)
    return sa.or_(SignInSession.seen_at <= now - idle, SignInSession.started_at <= now - lifetime)
