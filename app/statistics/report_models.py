"""The monthly report of a county: figures frozen when signed, corrections beside them, the appraisal of its units."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db

Number = sa.Numeric(14, 4, asdecimal=False)


class MonthlyReport(db.Model):
    """One county, one month ("2026-03"). status: COMPUTED, SIGNED, APPRAISED (units may object), PUBLISHED."""

    __tablename__ = "monthly_report"
    __table_args__ = (sa.UniqueConstraint("unit_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int]
    region_prefix: Mapped[str] = mapped_column(sa.String(12))
    month: Mapped[str] = mapped_column(sa.String(7))
    instance_id: Mapped[int | None]
    status: Mapped[str] = mapped_column(sa.String(10), default="COMPUTED")
    figures: Mapped[dict] = mapped_column(sa.JSON, default=dict)
    note: Mapped[str | None] = mapped_column(sa.Text)
    computed_at: Mapped[datetime] = mapped_column(Moment)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_by: Mapped[str | None] = mapped_column(sa.String(40))
    signature: Mapped[str | None] = mapped_column(sa.String(60))
    objections_until: Mapped[datetime | None] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)


class ReportAdjustment(db.Model):
    """A figure of a report that was wrong: what stood there, what is right, and why. Frozen figures are never overwritten."""

    __tablename__ = "report_adjustment"
    __table_args__ = (sa.Index(None, "report_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("monthly_report.id"))
    key: Mapped[str] = mapped_column(sa.String(24))
    before: Mapped[float | None] = mapped_column(Number)
    after: Mapped[float | None] = mapped_column(Number)
    reason: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(sa.String(40))


class Appraisal(db.Model):
    """One unit in one report: the inputs of DMN-16, its points, what was adjusted and why, what the unit objected to."""

    __tablename__ = "unit_appraisal"
    __table_args__ = (sa.UniqueConstraint("report_id", "unit_id"), sa.Index(None, "unit_id", "month"))

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("monthly_report.id"))
    unit_id: Mapped[int]
    unit_name: Mapped[str] = mapped_column(sa.String(80))
    month: Mapped[str] = mapped_column(sa.String(7))
    inputs: Mapped[dict] = mapped_column(sa.JSON, default=dict)
    points: Mapped[float] = mapped_column(Number)
    adjust: Mapped[float] = mapped_column(Number, default=0)
    adjust_reason: Mapped[str | None] = mapped_column(sa.String(500))
    score: Mapped[float] = mapped_column(Number)
    grade: Mapped[str] = mapped_column(sa.String(10))
    interview: Mapped[bool] = mapped_column(default=False)
    """Two months in a row below the line: the unit's head is to be talked to (约谈)."""
    objection: Mapped[str | None] = mapped_column(sa.String(500))
    objected_by: Mapped[str | None] = mapped_column(sa.String(40))
    objected_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted: Mapped[bool | None]
    decision_reason: Mapped[str | None] = mapped_column(sa.String(500))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
