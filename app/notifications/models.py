from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db

_UNREAD = sa.text("read_at IS NULL")
_HELD = sa.text("digest_at IS NOT NULL")


class Notice(db.Model):
    """One sentence for one person about one case, or about one of its tasks.

    `digest_at`: when the digest that will tell of it is due; empty once it has told. `in_digest`: never counted by the
    bell, since a digest tells of it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.Index("ix_notice_unread", "user_id", "in_digest", "id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        sa.Index("ix_notice_of_open_task", "task_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        sa.Index("ix_notice_held", "digest_at", sqlite_where=_HELD, postgresql_where=_HELD),
        sa.Index(None, "user_id", "id"),
        sa.Index(None, "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(index=True)
    task_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    in_digest: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    digest_at: Mapped[datetime | None] = mapped_column(Moment)


class NoticeSettings(db.Model):
    """How one person wants to be told; who has no row is told of everything at once.

    `unseen`, `no_sms`: groups (words.GROUPS) switched off in the page and by short message. `quiet_from`, `quiet_until`: local
    times between which no short message goes out. `offers_seen`, `nearing_seen_at`: how far the person has looked at the
    bundles (bundles.py).
    """

    __tablename__ = "notice_settings"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unseen: Mapped[list] = mapped_column(sa.JSON, default=list)
    no_sms: Mapped[list] = mapped_column(sa.JSON, default=list)
    quiet_from: Mapped[time | None] = mapped_column(sa.Time)
    quiet_until: Mapped[time | None] = mapped_column(sa.Time)
    digest: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    offers_seen: Mapped[int] = mapped_column(default=0, server_default="0")
    nearing_seen_at: Mapped[datetime | None] = mapped_column(Moment)
