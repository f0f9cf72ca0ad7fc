"""tasks that somebody said come first; a unit's desk is filtered out of its index"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

DESK = ["desk_unit_id", "press_at", "id", "yellow_at", "paused", "claimed_by_id", "case_id"]


def upgrade() -> None:
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent", sa.SmallInteger(), server_default="0", nullable=False))
    _index_desk([*DESK, "risk", "tier", "route", "urgent", "status"])


def downgrade() -> None:
    _index_desk(DESK)
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.drop_column("urgent")


def _index_desk(columns: list[str]) -> None:
    is_open = sa.text("status = 'OPEN'")
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.drop_index("ix_human_task_open_desk")
        batch_op.create_index("ix_human_task_open_desk", columns, unique=False, sqlite_where=is_open, postgresql_where=is_open)
