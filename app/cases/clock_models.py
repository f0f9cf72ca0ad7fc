"""Clocks as rows: the catalogue an administrator changes, the clocks of a case, and every change made to one."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Moment, db


class ClockKind(db.Model):
    """One entry of the catalogue: how long something may take, and who may stretch it.

    unit: wd working days · cd calendar days · mo months · h hours · wh working hours · min minutes · day the same day
    kind: TASK one person's step · INTERNAL the centre's limit · LEGAL the law's limit · WATCH counts for no light
    suspend_on: comma list of reasons (APPRAISAL, HEARING, BOTH_PARTIES, FORCE_MAJEURE) that may freeze it
    ext_max: how many ext_unit all extensions may add; 0 none, null without a number of its own
    ext_within: the clock whose due time an extension may pass only with both parties' consent
    alias: the name a case knows it by while it runs: main, legal, tier
    restarts: COMMITTEE when only a newly accepting committee begins anew; DISPATCH when it runs from the last dispatch,
    however often the task is entered in between
    is_default: the limit is this system's choice [D], not a rule's
    """

    __tablename__ = "clock_kind"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    limit: Mapped[int]
    unit: Mapped[str] = mapped_column(sa.String(3))
    red_limit: Mapped[int | None]
    red_unit: Mapped[str | None] = mapped_column(sa.String(3))
    kind: Mapped[str] = mapped_column(sa.String(8))
    alias: Mapped[str | None] = mapped_column(sa.String(16))
    start_event: Mapped[str] = mapped_column(sa.String(60), default="")
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    suspend_on: Mapped[str] = mapped_column(sa.String(80), default="")
    ext_max: Mapped[int | None]
    ext_unit: Mapped[str | None] = mapped_column(sa.String(3))
    ext_by: Mapped[str] = mapped_column(sa.String(60), default="")
    ext_within: Mapped[str | None] = mapped_column(sa.String(40))
    restarts: Mapped[str | None] = mapped_column(sa.String(12))
    is_default: Mapped[bool] = mapped_column(default=True)


_A_LIMIT = sa.text("kind IN ('INTERNAL', 'LEGAL')")
CASE_LIMITS = sa.text("case_clock.kind IN ('INTERNAL', 'LEGAL')")
"""The condition "it is a limit of the case", word for word as the index has it: of a parameter SQLite does not know what it will be."""


class CaseClock(db.Model):
    """A running (or frozen, or stopped) clock of a case.

    `started_at` never moves. The due time is counted from `counted_from` (the start, or the last resumption): `allowed`
    units plus `extra` calendar days; `used` units were spent before `counted_from`. state: RUNNING, SUSPENDED, STOPPED
    (EXPIRED is RUNNING past its due time and is never stored).
    """

    __tablename__ = "case_clock"
    __table_args__ = (
        sa.Index(None, "case_id", "state"),
        sa.Index("ix_case_clock_live_due", "due_at", sqlite_where=sa.text("state = 'RUNNING'"),
                 postgresql_where=sa.text("state = 'RUNNING'")),
        sa.Index("ix_case_clock_suspended", "suspended_at", sqlite_where=sa.text("state = 'SUSPENDED'"),
                 postgresql_where=sa.text("state = 'SUSPENDED'")),
        sa.Index("ix_case_clock_limit_due", "due_at", sqlite_where=_A_LIMIT, postgresql_where=_A_LIMIT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    clock_id: Mapped[str] = mapped_column(sa.String(40))
    name: Mapped[str] = mapped_column(sa.String(60))
    alias: Mapped[str | None] = mapped_column(sa.String(16))
    kind: Mapped[str] = mapped_column(sa.String(8))
    state: Mapped[str] = mapped_column(sa.String(9), default="RUNNING")
    element: Mapped[str | None] = mapped_column(sa.String(80))
    step: Mapped[str | None] = mapped_column(sa.String(64))
    committee_id: Mapped[int | None]
    round: Mapped[int] = mapped_column(default=0)
    unit: Mapped[str] = mapped_column(sa.String(3))
    started_at: Mapped[datetime] = mapped_column(Moment)
    counted_from: Mapped[datetime] = mapped_column(Moment)
    allowed: Mapped[int]
    extra: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Moment)
    half_at: Mapped[datetime] = mapped_column(Moment)
    yellow_at: Mapped[datetime] = mapped_column(Moment)
    ninety_at: Mapped[datetime] = mapped_column(Moment)
    legal_warn_at: Mapped[datetime | None] = mapped_column(Moment)
    suspended_at: Mapped[datetime | None] = mapped_column(Moment)
    suspend_reason: Mapped[str | None] = mapped_column(sa.String(20))
    extensions: Mapped[int] = mapped_column(default=0)
    stopped_at: Mapped[datetime | None] = mapped_column(Moment)
    statutory: Mapped[bool] = mapped_column(default=False)
    """A limit of the law in days or months: it ends at 24:00, not when the office closes."""
    provisional: Mapped[bool] = mapped_column(default=False)
    """The due time lies in a year whose holidays are not published yet."""


class ClockChange(db.Model):
    """What was done to a clock: STARTED, SUSPENDED, RESUMED, EXTENDED, STOPPED, REVIVED, RETHRESHOLDED, RECOUNTED."""

    __tablename__ = "clock_change"
    __table_args__ = (sa.Index(None, "clock_row_id", "id"), sa.Index(None, "case_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_row_id: Mapped[int] = mapped_column(sa.ForeignKey("case_clock.id"))
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    what: Mapped[str] = mapped_column(sa.String(14))
    at: Mapped[datetime] = mapped_column(Moment)
    old_due_at: Mapped[datetime | None] = mapped_column(Moment)
    new_due_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(sa.String(500))
    actor_id: Mapped[int | None]
    approver: Mapped[str | None] = mapped_column(sa.String(60))
    details: Mapped[dict | None] = mapped_column(sa.JSON)
    """consents of the parties, days added, document, …"""


class PendingRecount(db.Model):
    """A case whose clocks have to be counted again because the calendar changed; worked off by recounting.py.

    `due_at`: its most pressing clock, which decides the order. `wake_at` moves on when a recount fails.
    """

    __tablename__ = "pending_recount"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"), primary_key=True, autoincrement=False)
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)
    wake_at: Mapped[datetime] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(default=0)
