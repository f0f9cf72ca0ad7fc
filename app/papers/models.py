"""A paper of a case, its versions, and who opened them. Nothing is deleted: what was wrong is withdrawn with a reason."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Moment, db


class Paper(db.Model):
    """One thing in the dossier: a letter, a photo, a signed agreement. Its content is in its versions."""

    __tablename__ = "paper"
    __table_args__ = (sa.Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    code: Mapped[str | None] = mapped_column(sa.String(4))
    """Its place on the check-list (D01, …) or nothing."""
    title: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(sa.String(10))
    origin: Mapped[str] = mapped_column(sa.String(10))
    level: Mapped[str] = mapped_column(sa.String(10), default="OPEN")
    """OPEN for whoever sees the case, else why it is kept apart (words.LEVELS)."""
    element: Mapped[str | None] = mapped_column(sa.String(80))
    task_id: Mapped[int | None]
    added_by_id: Mapped[int | None]
    added_by_name: Mapped[str] = mapped_column(sa.String(50))
    added_at: Mapped[datetime] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_name: Mapped[str | None] = mapped_column(sa.String(50))
    withdrawn_because: Mapped[str | None] = mapped_column(sa.String(200))

    versions: Mapped[list["PaperVersion"]] = relationship(order_by="PaperVersion.number", lazy="selectin")

    @property
    def latest(self) -> "PaperVersion":
        return self.versions[-1]


class PaperVersion(db.Model):
    """One file, as it was given in. `sha256` is also where it lies."""

    __tablename__ = "paper_version"
    __table_args__ = (sa.UniqueConstraint("paper_id", "number"), sa.Index(None, "sha256"), sa.Index(None, "scan"))

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"))
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(sa.String(120))
    content_type: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    pages: Mapped[int | None]
    """Of a PDF or picture; unknown for office files."""
    scan: Mapped[str] = mapped_column(sa.String(8), default="NONE")
    """NONE no scanner is set up, CLEAN, WAITING the scanner was away, INFECTED."""
    added_by_id: Mapped[int | None]
    added_by_name: Mapped[str] = mapped_column(sa.String(50))
    added_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def may_be_opened(self) -> bool:
        return self.scan in ("NONE", "CLEAN")


class PaperOpening(db.Model):
    """Somebody took a file out; kept for whoever asks later who had it."""

    __tablename__ = "paper_opening"
    __table_args__ = (sa.Index(None, "paper_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"))
    number: Mapped[int]
    user_id: Mapped[int | None]
    user_name: Mapped[str] = mapped_column(sa.String(50))
    at: Mapped[datetime] = mapped_column(Moment)


class DossierOrder(db.Model):
    """Somebody asked for the whole dossier as one file; a job makes it, and it lies with the other files."""

    __tablename__ = "dossier_order"
    __table_args__ = (sa.Index(None, "case_id", "id"), sa.Index(None, "state", "id"),
                      sa.Index(None, "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    form: Mapped[str] = mapped_column(sa.String(4))
    """PDF or ZIP."""
    purpose: Mapped[str] = mapped_column(sa.String(8))
    """ARCHIVE with the mediation notes, OUTSIDE without."""
    asked_by_id: Mapped[int | None]
    asked_by_name: Mapped[str] = mapped_column(sa.String(50))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(sa.String(8), default="WAITING")
    """WAITING, RUNNING, READY, FAILED, GONE after a week."""
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None] = mapped_column(sa.String(64))
    size: Mapped[int | None]
    failure: Mapped[str | None] = mapped_column(sa.String(200))
