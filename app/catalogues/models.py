"""What a centre changed in a list. A list's shipped entries are in files; only what differs from them is a row."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class CatalogueEntry(db.Model):
    """An entry that was added, or that replaces the shipped one of the same code. Never deleted while in use: retired."""

    __tablename__ = "catalogue_entry"
    __table_args__ = (sa.UniqueConstraint("list_key", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_key: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(60))
    settings: Mapped[dict] = mapped_column(sa.JSON)
    active: Mapped[bool]
    position: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)
    changed_by: Mapped[str] = mapped_column(sa.String(50))
    reason: Mapped[str] = mapped_column(sa.String(200))


class CatalogueChange(db.Model):
    """One change of one entry. `before` is null for what was added, `after` for what went back to nothing."""

    __tablename__ = "catalogue_change"
    __table_args__ = (sa.Index(None, "list_key", "code", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_key: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(40))
    what: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(50))
    reason: Mapped[str] = mapped_column(sa.String(200))
    before: Mapped[dict | None] = mapped_column(sa.JSON)
    after: Mapped[dict | None] = mapped_column(sa.JSON)


class CatalogueMark(db.Model):
    """One row: a random mark, another one after each change. A process that holds the lists under this mark is up to date."""

    __tablename__ = "catalogue_mark"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str] = mapped_column(sa.String(32))
