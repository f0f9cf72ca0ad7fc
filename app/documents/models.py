"""A centre's own templates, and what was typed only for a document."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.db import Moment, db


class DocumentTemplate(db.Model):
    """One version of a template; the latest counts. Without content it says "back to what ships". Never changed."""

    __tablename__ = "document_template"
    __table_args__ = (sa.UniqueConstraint("key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(12))
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(sa.String(120), default="")
    content: Mapped[bytes | None] = deferred(mapped_column(sa.LargeBinary))
    is_shipped: Mapped[bool]
    added_by_id: Mapped[int | None]
    added_by_name: Mapped[str] = mapped_column(sa.String(50))
    added_at: Mapped[datetime] = mapped_column(Moment)


class DocumentFill(db.Model):
    """What somebody typed for a document because the case does not know it: {name: text} for one kind in one case."""

    __tablename__ = "document_fill"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    noted_id: Mapped[int] = mapped_column(primary_key=True)
    """The numbered document that it is for; 0 before there is one."""
    values: Mapped[dict] = mapped_column(sa.JSON, default=dict)
    typed_by_name: Mapped[str] = mapped_column(sa.String(50))
    typed_at: Mapped[datetime] = mapped_column(Moment)
