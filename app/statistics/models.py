"""What is counted (Milestone), how long steps usually take (NodeMedian), and the signed months (reports.py)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db
from app.statistics.report_models import Appraisal, MonthlyReport, ReportAdjustment

__all__ = ["Appraisal", "Milestone", "MonthlyReport", "NodeMedian", "ReportAdjustment"]

Money = sa.Numeric(14, 2, asdecimal=False)


class Milestone(db.Model):
    """Something that happened to a case and that a number of §9.1 counts; rules.py says what each kind means.

    `unit_id`, `committee_id`, `region_code`, `tier` are those of the moment. `good`: what the number asks (signed in time, agreed, solved …),
    None while nobody knows. `revoked_at`: the case was taken up again, so a resolution no longer counts.
    """

    __tablename__ = "case_milestone"
    __table_args__ = (sa.Index(None, "at", "region_code", "kind"), sa.Index(None, "kind", "at"),
                      sa.Index(None, "unit_id", "at"), sa.Index(None, "case_id", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[datetime] = mapped_column(Moment)
    round: Mapped[int] = mapped_column(default=0)
    unit_id: Mapped[int | None]
    committee_id: Mapped[int | None]
    region_code: Mapped[str] = mapped_column(sa.String(12))
    tier: Mapped[str | None] = mapped_column(sa.String(9))
    label: Mapped[str | None] = mapped_column(sa.String(24))
    good: Mapped[bool | None]
    on_time: Mapped[bool | None]
    on_time_plain: Mapped[bool | None]
    """The same without what extensions added."""
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    days: Mapped[int | None]
    people: Mapped[int | None]
    amount: Mapped[float | None] = mapped_column(Money)
    agreed_amount: Mapped[float | None] = mapped_column(Money)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class NodeMedian(db.Model):
    """How long half of the finished tasks of one kind took, counted every night over the last half year."""

    __tablename__ = "node_median"

    element: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    seconds: Mapped[int]
    finished: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(Moment)
