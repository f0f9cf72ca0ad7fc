"""Writes already done, by the key their caller gave them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class IdempotentRequest(db.Model):
    """The answer of a committed write, kept byte for byte so that a repetition gets the same one."""

    __tablename__ = "idempotent_request"
    __table_args__ = (sa.UniqueConstraint("actor_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int]
    key: Mapped[str] = mapped_column(sa.String(128))
    route: Mapped[str] = mapped_column(sa.String(300))
    body_digest: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int]
    response: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)
