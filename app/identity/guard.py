"""Slowing down guessing: tries are counted in rows, per typed name and per address.

A try is counted before the password is looked at, so that a hundred at once do not all slip through; a right password
gives it back. A name nobody has is counted like any other, so the answer does not tell whether it exists. An address
may fail for several names (an office shares one), but not for many: that is spraying.
"""

import hashlib
import ipaddress
import unicodedata
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.config import Config
from app.db import db, is_sqlite
from app.identity.models import SignInGuard

ADDRESS_FACTOR = 4
"""An address may fail this many times as often as one name before it is locked."""


def normal(username: str) -> str:
    """One spelling of a typed name: full-width letters, capitals and spaces make no difference."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def count_try(username: str, address: str, now: datetime, settings: Config) -> datetime | None:
    """Count one try; the moment until which this name or address is locked, None if the password may be looked at."""
    forget_old(now)
    limits = (("ADDRESS", settings.sign_in_tries * ADDRESS_FACTOR), ("ACCOUNT", settings.sign_in_tries))
    rows = [(_row(kind, _key(kind, username, address), now), limit) for kind, limit in limits]
    locked = [row.locked_until for row, _ in rows if row.locked_until and row.locked_until > now]
    if locked:
        return max(locked)
    for row, limit in rows:
        _count(row, limit, now, timedelta(minutes=settings.sign_in_lock_minutes))
    return None


def give_back(username: str, address: str) -> None:
    """The password was right: the name starts afresh, the address has one try fewer against it."""
    unlock(username)
    row = db.session.scalar(_find("ADDRESS", _key("ADDRESS", username, address)))
    if row is not None:
        row.tries, row.locked_until = max(row.tries - 1, 0), None


def unlock(username: str) -> None:
    """Forget the failed tries of this name."""
    db.session.execute(sa.delete(SignInGuard).where(
        SignInGuard.kind == "ACCOUNT", SignInGuard.key == _key("ACCOUNT", username, "")))


def locked_until(username: str, now: datetime) -> datetime | None:
    """Until when this name is locked, for the administrator's page."""
    return db.session.scalar(sa.select(SignInGuard.locked_until).where(
        SignInGuard.kind == "ACCOUNT", SignInGuard.key == _key("ACCOUNT", username, ""),
        SignInGuard.locked_until > now))


def forget_old(now: datetime) -> int:
    """Drop what was counted a day ago and locks nobody any more; returns how many rows."""
    return db.session.execute(sa.delete(SignInGuard).where(
        SignInGuard.last_try_at < now - timedelta(days=1),
        sa.or_(SignInGuard.locked_until.is_(None), SignInGuard.locked_until < now))).rowcount


def _count(row: SignInGuard, limit: int, now: datetime, lock_for: timedelta) -> None:
    if row.last_try_at < now - lock_for or row.locked_until:
        row.tries, row.locked_until = 0, None
    row.tries, row.last_try_at = row.tries + 1, now
    if row.tries >= limit:
        row.locked_until = now + lock_for


def _row(kind: str, key: str, now: datetime) -> SignInGuard:
    insert = (sqlite if is_sqlite() else postgresql).insert(SignInGuard)
    db.session.execute(insert.values(kind=kind, key=key, tries=0, last_try_at=now).on_conflict_do_nothing(
        index_elements=["kind", "key"]))
    return db.session.scalar(_find(kind, key))


def _find(kind: str, key: str) -> sa.Select:
    return (sa.select(SignInGuard).where(SignInGuard.kind == kind, SignInGuard.key == key)
            .with_for_update().execution_options(populate_existing=True))


def _key(kind: str, username: str, address: str) -> str:
    if kind == "ACCOUNT":
        return hashlib.sha256(normal(username).encode("utf-8", "replace")).hexdigest()
    return _network_of(address)


def _network_of(address: str) -> str:
    """IPv6 callers own at least a /64, so that is what is counted."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
