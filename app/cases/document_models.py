"""Numbers given out, and the documents of a case that bear them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class CaseCounter(db.Model):
    """The last number given out for one series in one year; see numbering.py."""

    __tablename__ = "case_counter"

    series: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class CaseDocument(db.Model):
    """A document that the process noted as produced, with the number it was given then; see documents.py.

    The same code and title noted again in the same round of handling is the same document.
    """

    __tablename__ = "case_document"
    __table_args__ = (sa.UniqueConstraint("case_id", "round", "code", "title"),
                      sa.UniqueConstraint("series", "year", "sequence"), sa.Index(None, "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    round: Mapped[int]
    """How often the case had been taken up again."""
    code: Mapped[str] = mapped_column(sa.String(8))
    title: Mapped[str] = mapped_column(sa.String(200))
    number: Mapped[str | None] = mapped_column(sa.String(60))
    series: Mapped[str | None] = mapped_column(sa.String(40))
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    element: Mapped[str | None] = mapped_column(sa.String(80))
    noted_at: Mapped[datetime] = mapped_column(Moment)
