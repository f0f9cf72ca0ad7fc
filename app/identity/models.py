"""People, the tree of units they work in, and the posts that join the two."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.db import Moment, db

LEVELS = {"PROVINCE": 2, "CITY": 4, "COUNTY": 6, "TOWN": 9, "VILLAGE": 12, "GRID": 12}
"""How many digits of a 12-digit region code say "belongs here", by level (GB/T 2260 and GB/T 10114)."""

LEVEL_NAMES = {"PROVINCE": "省", "CITY": "市", "COUNTY": "县", "TOWN": "镇街", "VILLAGE": "村社区", "GRID": "网格"}
KIND_NAMES = {"REGION": "行政区", "CENTRE": "综治中心", "OFFICE": "入驻单位", "COMMITTEE": "调解委员会",
              "ORGANISATION": "社会组织", "GRID": "网格"}


def fresh_version() -> int:
    """A version nobody has cached before, not even from another database."""
    return secrets.randbelow(2**31 - 1) + 1


class OrgUnit(db.Model):
    """A region, an office, a committee or a grid. `code` is unique; `region_code` is always 12 digits.

    `path`: the ids of the units above it, from the root, such as /1/4/.
    """

    __tablename__ = "org_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    kind: Mapped[str] = mapped_column(sa.String(16))
    level: Mapped[str] = mapped_column(sa.String(16))
    region_code: Mapped[str] = mapped_column(sa.String(12), index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("org_unit.id"), index=True)
    path: Mapped[str] = mapped_column(sa.String(200), default="/")
    residency: Mapped[str | None] = mapped_column(sa.String(8))
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def region_prefix(self) -> str:
        return prefix_of(self.region_code, self.level)


class User(db.Model):
    """Somebody who can sign in. `auth_version` ends all sessions when it changes, `posts_version` renews the actor."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    password_changed_at: Mapped[datetime | None] = mapped_column(Moment)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    auth_version: Mapped[int] = mapped_column(default=fresh_version)
    posts_version: Mapped[int] = mapped_column(default=fresh_version)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)

    posts: Mapped[list["UserPost"]] = relationship(
        back_populates="user", order_by="UserPost.id", cascade="all, delete-orphan"
    )


class UserPost(db.Model):
    """A role held in a unit."""

    __tablename__ = "user_post"
    __table_args__ = (sa.UniqueConstraint("user_id", "role", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(sa.String(8), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_unit.id"), index=True)

    user: Mapped[User] = relationship(back_populates="posts")
    unit: Mapped[OrgUnit] = relationship()


class SignInSession(db.Model):
    """A browser that is signed in; only the digest of its id is kept."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    auth_version: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class ApiToken(db.Model):
    """A key for programs; shown once, kept as a digest."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    last_used: Mapped[datetime | None] = mapped_column(Moment)


class SignInGuard(db.Model):
    """Failed tries for one typed name (known or not) or one address; a row, so that a restart forgives nothing."""

    __tablename__ = "sign_in_guard"
    __table_args__ = (sa.UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    key: Mapped[str] = mapped_column(sa.String(64))
    tries: Mapped[int] = mapped_column(default=0)
    last_try_at: Mapped[datetime] = mapped_column(Moment, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)


class AuditEntry(db.Model):
    """Who did what to accounts, posts, units and time limits, and who signed in or failed to; never changed or deleted."""

    __tablename__ = "identity_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, default=clock.now, index=True)
    action: Mapped[str] = mapped_column(sa.String(40))
    actor_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(sa.String(80))
    address: Mapped[str | None] = mapped_column(sa.String(64))
    details: Mapped[dict] = mapped_column(sa.JSON, default=dict)


def prefix_of(region_code: str, level: str) -> str:
    """The leading digits that every place inside shares: 990121100000 of a TOWN is 990121100."""
    return region_code[: LEVELS[level]]
