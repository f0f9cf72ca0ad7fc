"""columns of the worklist that a person chose; room for long views"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "desk_columns",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("columns", sa.String(length=200), nullable=False),
        sa.Column("changed_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_desk_columns_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_desk_columns")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.alter_column("query", existing_type=sa.String(length=500), type_=sa.String(length=1500), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.alter_column("query", existing_type=sa.String(length=1500), type_=sa.String(length=500), existing_nullable=False)
    op.drop_table("desk_columns")
