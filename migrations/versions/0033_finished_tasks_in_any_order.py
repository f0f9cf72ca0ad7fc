"""finished tasks are sorted and filtered out of their index"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    finished = sa.text("done_by_id IS NOT NULL")
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_human_task_done_by_id_done_at_id"))
        batch_op.create_index("ix_human_task_done", ["done_by_id", "done_at", "id", "case_no", "risk", "tier", "route"],
                              unique=False, sqlite_where=finished, postgresql_where=finished)


def downgrade() -> None:
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.drop_index("ix_human_task_done")
        batch_op.create_index(batch_op.f("ix_human_task_done_by_id_done_at_id"), ["done_by_id", "done_at", "id"], unique=False)
