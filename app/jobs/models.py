"""Which daily jobs have run."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class JobRun(db.Model):
    """One round of a daily job; whoever writes the row runs it. `finished_at` stays empty while it runs or if it died."""

    __tablename__ = "job_run"
    __table_args__ = (sa.UniqueConstraint("job", "due"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(sa.String(40))
    due: Mapped[datetime] = mapped_column(Moment)
    claimed_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
