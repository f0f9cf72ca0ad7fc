"""daily rounds and pending recounts"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "job_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("due", app.db.Moment(), nullable=False),
        sa.Column("claimed_at", app.db.Moment(), nullable=False),
        sa.Column("finished_at", app.db.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("job", "due", name=op.f("uq_job_run_job_due")),
    )
    op.create_table(
        "pending_recount",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("due_at", app.db.Moment(), nullable=False),
        sa.Column("wake_at", app.db.Moment(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_pending_recount_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_pending_recount")),
    )
    with op.batch_alter_table("pending_recount", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pending_recount_due_at"), ["due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("pending_recount", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pending_recount_due_at"))

    op.drop_table("pending_recount")
    op.drop_table("job_run")
