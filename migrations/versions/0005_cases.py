"""cases"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "dispute_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_no", sa.String(length=20), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("created_at", app.db.Moment(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("registered_unit_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=True),
        sa.Column("channel_ref", sa.String(length=64), nullable=True),
        sa.Column("matter_kind", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=True),
        sa.Column("subject", sa.String(length=32), nullable=True),
        sa.Column("migrant_worker", sa.Boolean(), nullable=True),
        sa.Column("happened_at", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("place_region_code", sa.String(length=12), nullable=True),
        sa.Column("grid_code", sa.String(length=15), nullable=True),
        sa.Column("geo", sa.JSON(), nullable=True),
        sa.Column("people_count", sa.Integer(), nullable=True),
        sa.Column("party_count", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(length=2), nullable=True),
        sa.Column("amount_yuan", sa.Numeric(precision=14, scale=2, asdecimal=False), nullable=True),
        sa.Column("involved_org", sa.String(length=200), nullable=True),
        sa.Column("legal_proc", sa.String(length=24), nullable=True),
        sa.Column("prior_state", sa.String(length=16), nullable=True),
        sa.Column("new_facts", sa.Boolean(), nullable=True),
        sa.Column("failed_mediations", sa.Integer(), nullable=True),
        sa.Column("police_calls_180d", sa.Integer(), nullable=True),
        sa.Column("wants_mediation", sa.String(length=3), nullable=True),
        sa.Column("preferred_mediator", sa.String(length=40), nullable=True),
        sa.Column("public_mediation", sa.String(length=8), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("acceptance", sa.String(length=24), nullable=True),
        sa.Column("risk_level", sa.String(length=6), nullable=True),
        sa.Column("risk_score", sa.Integer(), nullable=True),
        sa.Column("complexity", sa.String(length=8), nullable=True),
        sa.Column("tier", sa.String(length=9), nullable=True),
        sa.Column("route", sa.String(length=16), nullable=True),
        sa.Column("industry", sa.String(length=12), nullable=True),
        sa.Column("moj_type", sa.String(length=2), nullable=True),
        sa.Column("zz_code", sa.String(length=4), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("lead_unit_id", sa.Integer(), nullable=True),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("handler_phone", sa.String(length=20), nullable=True),
        sa.Column("case_manager_id", sa.Integer(), nullable=True),
        sa.Column("first_contact_officer_id", sa.Integer(), nullable=True),
        sa.Column("mediator_id", sa.Integer(), nullable=True),
        sa.Column("registered_at", app.db.Moment(), nullable=True),
        sa.Column("accepted_at", app.db.Moment(), nullable=True),
        sa.Column("dispatched_at", app.db.Moment(), nullable=True),
        sa.Column("signed_at", app.db.Moment(), nullable=True),
        sa.Column("session_at", app.db.Moment(), nullable=True),
        sa.Column("agreement_signed_at", app.db.Moment(), nullable=True),
        sa.Column("resolved_at", app.db.Moment(), nullable=True),
        sa.Column("closed_at", app.db.Moment(), nullable=True),
        sa.Column("archived_at", app.db.Moment(), nullable=True),
        sa.Column("last_progress_at", app.db.Moment(), nullable=True),
        sa.Column("due_at", app.db.Moment(), nullable=True),
        sa.Column("yellow_at", app.db.Moment(), nullable=True),
        sa.Column("stale_at", app.db.Moment(), nullable=True),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("supervise_level", sa.Integer(), nullable=False),
        sa.Column("urge_count", sa.Integer(), nullable=False),
        sa.Column("reopen_count", sa.Integer(), nullable=False),
        sa.Column("feedback_overdue", sa.Boolean(), nullable=False),
        sa.Column("false_feedback", sa.Boolean(), nullable=False),
        sa.Column("extension_pending_at", app.db.Moment(), nullable=True),
        sa.Column("result", sa.String(length=24), nullable=True),
        sa.Column("resolution_method", sa.String(length=32), nullable=True),
        sa.Column("result_summary", sa.Text(), nullable=True),
        sa.Column("termination_reason", sa.String(length=24), nullable=True),
        sa.Column("unresolved_reason", sa.Text(), nullable=True),
        sa.Column("legal_path", sa.String(length=24), nullable=True),
        sa.Column("agreement_form", sa.String(length=8), nullable=True),
        sa.Column("agreement_no", sa.String(length=40), nullable=True),
        sa.Column("agreement_amount", sa.Numeric(precision=14, scale=2, asdecimal=False), nullable=True),
        sa.Column("performance", sa.String(length=10), nullable=True),
        sa.Column("perform_due_at", sa.Date(), nullable=True),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["dispute_case.id"], name=op.f("fk_dispute_case_merged_into_id_dispute_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_case")),
        sa.UniqueConstraint("case_no", name=op.f("uq_dispute_case_case_no")),
    )
    with op.batch_alter_table("dispute_case", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispute_case_case_manager_id_closed_at_due_at"),
            ["case_manager_id", "closed_at", "due_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_dispute_case_channel_ref"), ["channel_ref"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dispute_case_committee_id_closed_at"), ["committee_id", "closed_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dispute_case_first_contact_officer_id_closed_at"),
            ["first_contact_officer_id", "closed_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_dispute_case_handler_id_closed_at_due_at"),
            ["handler_id", "closed_at", "due_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_dispute_case_lead_unit_id_closed_at_due_at"),
            ["lead_unit_id", "closed_at", "due_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_dispute_case_mediator_id_closed_at_due_at"),
            ["mediator_id", "closed_at", "due_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_dispute_case_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(
            "ix_dispute_case_open_due",
            ["due_at", "region_code"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_dispute_case_open_region",
            ["region_code", "tier", "status"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_dispute_case_open_stale",
            ["stale_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_dispute_case_open_suspended",
            ["suspended", "due_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_dispute_case_open_yellow",
            ["yellow_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_dispute_case_region_code_registered_at"), ["region_code", "registered_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_dispute_case_registered_at"), ["registered_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dispute_case_registered_by_id_created_at"), ["registered_by_id", "created_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dispute_case_status_registered_at"), ["status", "registered_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dispute_case_subject_registered_at"), ["subject", "registered_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("dispute_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_case_subject_registered_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_status_registered_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_registered_by_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_registered_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_region_code_registered_at"))
        batch_op.drop_index(
            "ix_dispute_case_open_yellow",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_dispute_case_open_suspended",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_dispute_case_open_stale",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_dispute_case_open_region",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_dispute_case_open_due",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_dispute_case_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_mediator_id_closed_at_due_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_lead_unit_id_closed_at_due_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_handler_id_closed_at_due_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_first_contact_officer_id_closed_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_committee_id_closed_at"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_channel_ref"))
        batch_op.drop_index(batch_op.f("ix_dispute_case_case_manager_id_closed_at_due_at"))

    op.drop_table("dispute_case")
