from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class Errand(db.Model):
    """One thing that one colleague is asked to do for a case. OPEN, then DONE with an answer or WITHDRAWN with a reason."""

    __tablename__ = "errand"
    __table_args__ = (sa.Index(None, "case_id", "state", "due_at"), sa.Index(None, "person_id", "state", "due_at"),
                      sa.Index(None, "asked_by_id", "state", "due_at"), sa.Index(None, "tell_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    text: Mapped[str] = mapped_column(sa.String(300))
    person_id: Mapped[int]
    person_name: Mapped[str] = mapped_column(sa.String(50))
    asked_by_id: Mapped[int]
    asked_by_name: Mapped[str] = mapped_column(sa.String(50))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(sa.String(10), default="OPEN")
    said: Mapped[str | None] = mapped_column(sa.String(1000))
    """The answer, or why it was withdrawn."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by_name: Mapped[str | None] = mapped_column(sa.String(50))
    tell_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the next reminder goes out; None when there is none to come."""
