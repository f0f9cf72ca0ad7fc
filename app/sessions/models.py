"""A session of mediation and what belongs to it. The diagram decides that there is one; these rows say when and where."""

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Moment, db


class Room(db.Model):
    """A room of a unit where parties can meet, or an address on line. Nothing is deleted, only retired."""

    __tablename__ = "session_room"
    __table_args__ = (sa.UniqueConstraint("unit_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_unit.id"))
    name: Mapped[str] = mapped_column(sa.String(40))
    places: Mapped[int | None]
    online_address: Mapped[str | None] = mapped_column(sa.String(200))
    active: Mapped[bool] = mapped_column(default=True)
    changed_by_name: Mapped[str] = mapped_column(sa.String(50))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class MediationSession(db.Model):
    """One session. `step` is the waiting step of the process whose task writes its minutes; `sequence` counts its changes
    for calendars (RFC 5545); `state` is one of words.STATES."""

    __tablename__ = "mediation_session"
    __table_args__ = (
        sa.Index(None, "case_id", "id"), sa.Index(None, "instance_id", "step"), sa.Index(None, "begins_at", "id"),
        sa.Index(None, "room_id", "begins_at"), sa.Index(None, "committee_id", "begins_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(sa.String(36), unique=True, default=lambda: str(uuid4()))
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    instance_id: Mapped[int]
    step: Mapped[str] = mapped_column(sa.String(80))
    number: Mapped[int]
    committee_id: Mapped[int | None]
    begins_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(sa.String(250))
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("session_room.id"))
    online: Mapped[bool] = mapped_column(default=False)
    invitees: Mapped[list] = mapped_column(sa.JSON, default=list)
    state: Mapped[str] = mapped_column(sa.String(10))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(Moment)

    mediators: Mapped[list["SessionMediator"]] = relationship(order_by="SessionMediator.id", lazy="selectin",
                                                              cascade="all, delete-orphan")
    parties: Mapped[list["SessionParty"]] = relationship(order_by="SessionParty.id", lazy="selectin",
                                                         cascade="all, delete-orphan")
    changes: Mapped[list["SessionChange"]] = relationship(order_by="SessionChange.id", lazy="selectin")


class SessionMediator(db.Model):
    """Who mediates; `begins_at` again, so that a person's week is one range of an index."""

    __tablename__ = "session_mediator"
    __table_args__ = (sa.UniqueConstraint("session_id", "user_id"), sa.Index(None, "user_id", "begins_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("mediation_session.id"))
    user_id: Mapped[int]
    begins_at: Mapped[datetime] = mapped_column(Moment)


class SessionParty(db.Model):
    """A party invited: what they answered to the invitation, and, once minutes were written, whether they came.

    `present` comes from the minutes and is confidential like them (handbook §5.3)."""

    __tablename__ = "session_party"
    __table_args__ = (sa.Index(None, "session_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("mediation_session.id"))
    name: Mapped[str] = mapped_column(sa.String(100))
    answer: Mapped[str] = mapped_column(sa.String(10), default="NONE")
    note: Mapped[str | None] = mapped_column(sa.String(200))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    noted_by_name: Mapped[str | None] = mapped_column(sa.String(50))
    present: Mapped[bool | None]


class SessionChange(db.Model):
    """What happened to a session, in words; `actor_name` is the system's for timers and messages."""

    __tablename__ = "session_change"
    __table_args__ = (sa.Index(None, "session_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("mediation_session.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(50))
    text: Mapped[str] = mapped_column(sa.String(400))


class SessionFeed(db.Model):
    """Somebody's calendar address; only the digest of its secret is kept. `asked` counts what was fetched since `counted_from`."""

    __tablename__ = "session_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
    counted_from: Mapped[datetime | None] = mapped_column(Moment)
    asked: Mapped[int] = mapped_column(default=0)
