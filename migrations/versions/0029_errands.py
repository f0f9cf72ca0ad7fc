"""errands"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0029"
down_revision = "0028"

INDEXES = (["case_id", "state", "due_at"], ["person_id", "state", "due_at"], ["asked_by_id", "state", "due_at"], ["tell_at"])


def upgrade() -> None:
    op.create_table(
        "errand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=50), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=50), nullable=False),
        sa.Column("asked_at", app.db.Moment(), nullable=False),
        sa.Column("due_at", app.db.Moment(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("said", sa.String(length=1000), nullable=True),
        sa.Column("ended_at", app.db.Moment(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=50), nullable=True),
        sa.Column("tell_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_errand_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errand")),
    )
    with op.batch_alter_table("errand", schema=None) as batch_op:
        for columns in INDEXES:
            batch_op.create_index(batch_op.f(f"ix_errand_{'_'.join(columns)}"), columns, unique=False)


def downgrade() -> None:
    op.drop_table("errand")
