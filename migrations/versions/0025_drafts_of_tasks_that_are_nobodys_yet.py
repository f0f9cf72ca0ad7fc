"""drafts of tasks that are nobody's yet"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "task_draft",
        sa.Column("task_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("saved_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["human_task.id"], name=op.f("fk_task_draft_task_id_human_task")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_task_draft_user_id_user_account")),
        sa.PrimaryKeyConstraint("task_id", "user_id", name=op.f("pk_task_draft")),
    )
    with op.batch_alter_table("task_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_draft_saved_at"), ["saved_at"], unique=False)


def downgrade() -> None:
    op.drop_table("task_draft")
