"""What administrators add to the published calendar."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class CalendarDay(db.Model):
    """A day that is different in a region (12-digit code, "" for everywhere); the longest matching prefix wins."""

    __tablename__ = "calendar_day"
    __table_args__ = (sa.UniqueConstraint("region_code", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(sa.String(12), default="")
    day: Mapped[date]
    working: Mapped[bool]
    note: Mapped[str] = mapped_column(sa.String(100), default="")


class CalendarYear(db.Model):
    """A year whose official schedule an administrator has loaded; the library knows the earlier ones itself."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(Moment)
    loaded_by_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(sa.String(100), default="")
