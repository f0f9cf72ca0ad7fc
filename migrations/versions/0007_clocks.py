"""clocks"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "clock_kind",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=3), nullable=False),
        sa.Column("red_limit", sa.Integer(), nullable=True),
        sa.Column("red_unit", sa.String(length=3), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("alias", sa.String(length=16), nullable=True),
        sa.Column("start_event", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("suspend_on", sa.String(length=80), nullable=False),
        sa.Column("ext_max", sa.Integer(), nullable=True),
        sa.Column("ext_unit", sa.String(length=3), nullable=True),
        sa.Column("ext_by", sa.String(length=60), nullable=False),
        sa.Column("ext_within", sa.String(length=40), nullable=True),
        sa.Column("restarts", sa.String(length=12), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_kind")),
    )
    op.create_table(
        "case_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("alias", sa.String(length=16), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=True),
        sa.Column("step", sa.String(length=64), nullable=True),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=3), nullable=False),
        sa.Column("started_at", app.db.Moment(), nullable=False),
        sa.Column("counted_from", app.db.Moment(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.Column("extra", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("due_at", app.db.Moment(), nullable=False),
        sa.Column("half_at", app.db.Moment(), nullable=False),
        sa.Column("yellow_at", app.db.Moment(), nullable=False),
        sa.Column("ninety_at", app.db.Moment(), nullable=False),
        sa.Column("legal_warn_at", app.db.Moment(), nullable=True),
        sa.Column("suspended_at", app.db.Moment(), nullable=True),
        sa.Column("suspend_reason", sa.String(length=20), nullable=True),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("stopped_at", app.db.Moment(), nullable=True),
        sa.Column("statutory", sa.Boolean(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_case_clock_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clock")),
    )
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_clock_case_id_state"), ["case_id", "state"], unique=False)
        batch_op.create_index(
            "ix_case_clock_live_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'RUNNING'"),
            postgresql_where=sa.text("state = 'RUNNING'"),
        )
        batch_op.create_index(
            "ix_case_clock_suspended",
            ["suspended_at"],
            unique=False,
            sqlite_where=sa.text("state = 'SUSPENDED'"),
            postgresql_where=sa.text("state = 'SUSPENDED'"),
        )

    op.create_table(
        "clock_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_row_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=14), nullable=False),
        sa.Column("at", app.db.Moment(), nullable=False),
        sa.Column("old_due_at", app.db.Moment(), nullable=True),
        sa.Column("new_due_at", app.db.Moment(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("approver", sa.String(length=60), nullable=True),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_clock_change_case_id_dispute_case")),
        sa.ForeignKeyConstraint(
            ["clock_row_id"], ["case_clock.id"], name=op.f("fk_clock_change_clock_row_id_case_clock")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_change")),
    )
    with op.batch_alter_table("clock_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_change_case_id_id"), ["case_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clock_change_clock_row_id_id"), ["clock_row_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("clock_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_change_clock_row_id_id"))
        batch_op.drop_index(batch_op.f("ix_clock_change_case_id_id"))

    op.drop_table("clock_change")
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_clock_suspended",
            sqlite_where=sa.text("state = 'SUSPENDED'"),
            postgresql_where=sa.text("state = 'SUSPENDED'"),
        )
        batch_op.drop_index(
            "ix_case_clock_live_due",
            sqlite_where=sa.text("state = 'RUNNING'"),
            postgresql_where=sa.text("state = 'RUNNING'"),
        )
        batch_op.drop_index(batch_op.f("ix_case_clock_case_id_state"))

    op.drop_table("case_clock")
    op.drop_table("clock_kind")
