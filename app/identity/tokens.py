"""API tokens: made by their owner, shown once, kept as a digest, good until they expire or are revoked."""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from app import clock
from app.db import db
from app.errors import Invalid, NotFound
from app.identity import audit
from app.identity.loading import digest_of
from app.identity.models import ApiToken

LONGEST_DAYS = 366
PREFIX = "hj_"


def create(user_id: int, name: str, days: int) -> str:
    """Make a token for this person; returns its secret, which nobody can read again."""
    name = name.strip()
    errors = {}
    if not 1 <= len(name) <= 60:
        errors["name"] = ["请填写令牌用途，60 字以内。"]
    if not 1 <= days <= LONGEST_DAYS:
        errors["days"] = [f"有效期要在 1 到 {LONGEST_DAYS} 天之间。"]
    if errors:
        raise Invalid(errors=errors)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(user_id=user_id, name=name, token_hash=digest_of(secret),
                     expires_at=clock.now() + timedelta(days=days))
    db.session.add(token)
    db.session.flush()
    audit.note("token_created", name, user_id, token=token.id)
    return secret


def revoke(token_id: int, user_id: int) -> None:
    """End a token of this person at once; somebody else's is not there."""
    token = db.session.scalar(sa.select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == user_id))
    if token is None:
        raise NotFound("没有找到这个令牌。")
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        audit.note("token_revoked", token.name, user_id, token=token.id)


def of_user(user_id: int, now: datetime) -> list[ApiToken]:
    """The tokens that still work, the newest first."""
    return list(db.session.scalars(
        sa.select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
        .order_by(ApiToken.id.desc())))
