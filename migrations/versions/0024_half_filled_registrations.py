"""half-filled registrations"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "registration_draft",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("created_at", app.db.Moment(), nullable=False),
        sa.Column("updated_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_registration_draft_owner_id_user_account")),
        sa.PrimaryKeyConstraint("owner_id", "token", name=op.f("pk_registration_draft")),
    )
    with op.batch_alter_table("registration_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_draft_owner_id_updated_at"), ["owner_id", "updated_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_draft_updated_at"), ["updated_at"], unique=False)


def downgrade() -> None:
    op.drop_table("registration_draft")
