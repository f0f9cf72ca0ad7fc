from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class Slip(db.Model):
    """A prompt, an urging (催办单) or a supervision letter (督办函), handbook §8.3.

    `occasion` makes it unique: the same clock draws the same action only once.
    """

    __tablename__ = "supervision_slip"
    __table_args__ = (sa.UniqueConstraint("case_id", "occasion"), sa.Index(None, "kind", "issued_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    slip_no: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    level: Mapped[int] = mapped_column(default=0)
    occasion: Mapped[str] = mapped_column(sa.String(80))
    clock_id: Mapped[str | None] = mapped_column(sa.String(40))
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    overdue_wd: Mapped[int] = mapped_column(default=0)
    notify: Mapped[str] = mapped_column(sa.String(200), default="")
    feedback_within: Mapped[str] = mapped_column(sa.String(20), default="")
    issued_at: Mapped[datetime] = mapped_column(Moment)
    issuer: Mapped[str] = mapped_column(sa.String(40))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_by: Mapped[str | None] = mapped_column(sa.String(40))
    release_reason: Mapped[str | None] = mapped_column(sa.String(500))
