"""notices and slips"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("at", app.db.Moment(), nullable=False),
        sa.Column("read_at", app.db.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_user_id_read_at_at"), ["user_id", "read_at", "at"], unique=False)

    op.create_table(
        "supervision_slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("slip_no", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("clock_id", sa.String(length=40), nullable=True),
        sa.Column("due_at", app.db.Moment(), nullable=True),
        sa.Column("overdue_wd", sa.Integer(), nullable=False),
        sa.Column("notify", sa.String(length=200), nullable=False),
        sa.Column("feedback_within", sa.String(length=20), nullable=False),
        sa.Column("issued_at", app.db.Moment(), nullable=False),
        sa.Column("issuer", sa.String(length=40), nullable=False),
        sa.Column("released_at", app.db.Moment(), nullable=True),
        sa.Column("released_by", sa.String(length=40), nullable=True),
        sa.Column("release_reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["dispute_case.id"], name=op.f("fk_supervision_slip_case_id_dispute_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_slip")),
        sa.UniqueConstraint("case_id", "occasion", name=op.f("uq_supervision_slip_case_id_occasion")),
        sa.UniqueConstraint("slip_no", name=op.f("uq_supervision_slip_slip_no")),
    )
    with op.batch_alter_table("supervision_slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supervision_slip_kind_issued_at"), ["kind", "issued_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("supervision_slip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervision_slip_kind_issued_at"))

    op.drop_table("supervision_slip")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_user_id_read_at_at"))
        batch_op.drop_index(batch_op.f("ix_notice_case_id"))

    op.drop_table("notice")
