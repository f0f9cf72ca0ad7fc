"""The case, its parties, its timeline: columns for whatever is filtered or shown, `facts` for the rest.

Columns that end in `_unit_id` or name a person's id without a foreign key point into identity, where nothing is ever
deleted. The clocks have a file of their own (clock_models.py); all tables can be imported from here.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases import masking, thresholds
from app.cases.clock_models import CaseClock, ClockChange, ClockKind
from app.cases.document_models import CaseCounter, CaseDocument
from app.cases.indexes import CASE_INDEXES
from app.db import Moment, db

__all__ = ["Case", "CaseClock", "CaseCounter", "CaseDocument", "CaseShare", "ClockChange", "ClockKind", "Party", "TimelineEntry"]

Money = sa.Numeric(14, 2, asdecimal=False)


class Case(db.Model):
    """One dispute, from the window to the archive. `case_no` comes when the registration is complete."""

    __tablename__ = "dispute_case"
    __table_args__ = CASE_INDEXES

    id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    status: Mapped[str] = mapped_column(sa.String(16), default="REGISTERED")
    created_at: Mapped[datetime] = mapped_column(Moment)
    registered_by_id: Mapped[int | None]
    registered_unit_id: Mapped[int | None]

    # FG-MATTER: what it is about
    channel: Mapped[str | None] = mapped_column(sa.String(16))
    channel_ref: Mapped[str | None] = mapped_column(sa.String(64))
    matter_kind: Mapped[str | None] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    description: Mapped[str] = mapped_column(sa.Text, default="")
    request: Mapped[str] = mapped_column(sa.Text, default="")
    relation: Mapped[str | None] = mapped_column(sa.String(32))
    subject: Mapped[str | None] = mapped_column(sa.String(32))
    migrant_worker: Mapped[bool | None]
    happened_at: Mapped[date | None]
    started_on: Mapped[date | None]
    place: Mapped[str | None] = mapped_column(sa.String(200))
    place_region_code: Mapped[str | None] = mapped_column(sa.String(12))
    grid_code: Mapped[str | None] = mapped_column(sa.String(15))
    geo: Mapped[dict | None] = mapped_column(sa.JSON)
    people_count: Mapped[int | None]
    party_count: Mapped[int] = mapped_column(default=0)
    """Those who applied and those they applied against; mirrored from the parties."""
    scale: Mapped[str | None] = mapped_column(sa.String(2))
    amount_yuan: Mapped[float | None] = mapped_column(Money)
    involved_org: Mapped[str | None] = mapped_column(sa.String(200))
    legal_proc: Mapped[str | None] = mapped_column(sa.String(24))
    prior_state: Mapped[str | None] = mapped_column(sa.String(16))
    new_facts: Mapped[bool | None]
    failed_mediations: Mapped[int | None]
    police_calls_180d: Mapped[int | None]
    wants_mediation: Mapped[str | None] = mapped_column(sa.String(3))
    preferred_mediator: Mapped[str | None] = mapped_column(sa.String(40))
    public_mediation: Mapped[str | None] = mapped_column(sa.String(8))
    urgent: Mapped[bool] = mapped_column(default=False)
    emergency: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict] = mapped_column(sa.JSON, default=dict)
    """FG-RISK and other inputs of the decision tables, by their own names (violenceOccurred, sameVillage, …)."""

    # triage: what it was found to be
    acceptance: Mapped[str | None] = mapped_column(sa.String(24))
    risk_level: Mapped[str | None] = mapped_column(sa.String(6))
    risk_score: Mapped[int | None]
    complexity: Mapped[str | None] = mapped_column(sa.String(8))
    tier: Mapped[str | None] = mapped_column(sa.String(9))
    route: Mapped[str | None] = mapped_column(sa.String(16))
    industry: Mapped[str | None] = mapped_column(sa.String(12))
    moj_type: Mapped[str | None] = mapped_column(sa.String(2))
    zz_code: Mapped[str | None] = mapped_column(sa.String(4))
    region_code: Mapped[str] = mapped_column(sa.String(12), default="")

    # who has it
    lead_unit_id: Mapped[int | None]
    committee_id: Mapped[int | None]
    handler_id: Mapped[int | None]
    handler_phone: Mapped[str | None] = mapped_column(sa.String(20))
    case_manager_id: Mapped[int | None]
    first_contact_officer_id: Mapped[int | None]
    mediator_id: Mapped[int | None]

    # when
    registered_at: Mapped[datetime | None] = mapped_column(Moment)
    accepted_at: Mapped[datetime | None] = mapped_column(Moment)
    dispatched_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    session_at: Mapped[datetime | None] = mapped_column(Moment)
    agreement_signed_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)
    last_progress_at: Mapped[datetime | None] = mapped_column(Moment)

    # the light: mirrored from the clocks so that lists can filter and sort in SQL (see lights.py)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    yellow_at: Mapped[datetime | None] = mapped_column(Moment)
    stale_at: Mapped[datetime | None] = mapped_column(Moment)
    """When standing still (unsigned, or no progress) turns the light yellow."""
    suspended: Mapped[bool] = mapped_column(default=False)
    legal_due_at: Mapped[datetime | None] = mapped_column(Moment)
    """The earliest statutory date that runs."""

    # supervision
    supervise_level: Mapped[int] = mapped_column(default=0)
    urge_count: Mapped[int] = mapped_column(default=0)
    reopen_count: Mapped[int] = mapped_column(default=0)
    feedback_overdue: Mapped[bool] = mapped_column(default=False)
    false_feedback: Mapped[bool] = mapped_column(default=False)
    extension_pending_at: Mapped[datetime | None] = mapped_column(Moment)

    # how it ended
    result: Mapped[str | None] = mapped_column(sa.String(24))
    resolution_method: Mapped[str | None] = mapped_column(sa.String(32))
    result_summary: Mapped[str | None] = mapped_column(sa.Text)
    termination_reason: Mapped[str | None] = mapped_column(sa.String(24))
    unresolved_reason: Mapped[str | None] = mapped_column(sa.Text)
    legal_path: Mapped[str | None] = mapped_column(sa.String(24))
    agreement_form: Mapped[str | None] = mapped_column(sa.String(8))
    agreement_no: Mapped[str | None] = mapped_column(sa.String(40))
    agreement_amount: Mapped[float | None] = mapped_column(Money)
    performance: Mapped[str | None] = mapped_column(sa.String(10))
    perform_due_at: Mapped[date | None]
    satisfaction: Mapped[int | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("dispute_case.id"))

    parties: Mapped[list["Party"]] = relationship(back_populates="case", order_by="Party.position",
                                                  cascade="all, delete-orphan")
    clocks: Mapped[list["CaseClock"]] = relationship(order_by="CaseClock.id", viewonly=True)

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


class Party(db.Model):
    """Somebody in the dispute (FG-PARTY). Personal categories are deliberately not collected."""

    __tablename__ = "party"
    __table_args__ = (sa.Index(None, "case_id", "position"), sa.Index(None, "id_no"), sa.Index(None, "name"),
                      sa.Index(None, "phone"), sa.Index(None, "same_key", "case_id"), sa.Index(None, "contact_key", "case_id"),
                      sa.Index(None, "id_end"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    position: Mapped[int]
    role: Mapped[str] = mapped_column(sa.String(16))
    kind: Mapped[str] = mapped_column(sa.String(6), default="PERSON")
    name: Mapped[str] = mapped_column(sa.String(100))
    id_type: Mapped[str | None] = mapped_column(sa.String(20))
    id_no: Mapped[str | None] = mapped_column(sa.String(40))
    gender: Mapped[str | None] = mapped_column(sa.String(8))
    birth_date: Mapped[date | None]
    ethnicity: Mapped[str | None] = mapped_column(sa.String(20))
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    domicile: Mapped[str | None] = mapped_column(sa.String(200))
    address: Mapped[str | None] = mapped_column(sa.String(200))
    region_code: Mapped[str | None] = mapped_column(sa.String(12))
    occupation: Mapped[str | None] = mapped_column(sa.String(60))
    employer: Mapped[str | None] = mapped_column(sa.String(100))
    legal_rep: Mapped[str | None] = mapped_column(sa.String(60))
    guardian: Mapped[dict | None] = mapped_column(sa.JSON)
    agent: Mapped[dict | None] = mapped_column(sa.JSON)
    needs: Mapped[list | None] = mapped_column(sa.JSON)
    delivery_address_confirmed: Mapped[bool | None]
    e_delivery: Mapped[bool | None]
    identity_verified: Mapped[bool | None]
    willing: Mapped[str | None] = mapped_column(sa.String(12))
    protected: Mapped[bool] = mapped_column(default=False)
    """Address and phone are hidden from every view another party may see (domestic violence, minors)."""
    lifted_while: Mapped[str | None] = mapped_column(sa.String(12))
    """Which side was said to be the victim's when this was found to be a mistake (sheltering.py)."""
    same_key: Mapped[str | None] = mapped_column(sa.String(32))
    """The same in every case of the same person or organisation (party_keys.py); so is, for telephone and name, the next."""
    contact_key: Mapped[str | None] = mapped_column(sa.String(32))
    id_end: Mapped[str | None] = mapped_column(sa.String(4))

    case: Mapped[Case] = relationship(back_populates="parties")

    @property
    def masked_id_no(self) -> str | None:
        return masking.id_number(self.id_no, *thresholds.shown_ends())

    @property
    def masked_phone(self) -> str | None:
        return masking.HIDDEN if self.protected and self.phone else masking.phone(self.phone, *thresholds.shown_ends())

    @property
    def masked_name(self) -> str | None:
        return self.name if self.kind == "ORG" else masking.name(self.name)


class TimelineEntry(db.Model):
    """One line of what happened to a case, in plain words; written once, never changed (timeline.py guards it)."""

    __tablename__ = "timeline_entry"
    __table_args__ = (sa.Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(sa.String(16))
    element: Mapped[str | None] = mapped_column(sa.String(80))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str | None] = mapped_column(sa.String(50))
    text: Mapped[str] = mapped_column(sa.Text)
    details: Mapped[dict | None] = mapped_column(sa.JSON)


class CaseShare(db.Model):
    """A unit or a person who takes part without leading: co-handling unit, second mediator, invited expert."""

    __tablename__ = "case_share"
    __table_args__ = (sa.UniqueConstraint("case_id", "unit_id", "user_id", "role"), sa.Index(None, "unit_id"),
                      sa.Index(None, "user_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("dispute_case.id"))
    unit_id: Mapped[int | None]
    user_id: Mapped[int | None]
    role: Mapped[str] = mapped_column(sa.String(16))
    since: Mapped[datetime] = mapped_column(Moment)
