"""questions that hints answered"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "hint_question",
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("asked_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name=op.f("fk_hint_question_asked_by_id_user_account")),
        sa.PrimaryKeyConstraint("asked_by_id", "question", name=op.f("pk_hint_question")),
    )
    with op.batch_alter_table("hint_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hint_question_asked_at"), ["asked_at"], unique=False)


def downgrade() -> None:
    op.drop_table("hint_question")
