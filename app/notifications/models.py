from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class Notice(db.Model):
    """One sentence for one person about one case, or about one of its tasks."""

    __tablename__ = "notice"
    __table_args__ = (sa.Index(None, "user_id", "read_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(index=True)
    task_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
