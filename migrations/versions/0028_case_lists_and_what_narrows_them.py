"""case lists and what narrows them"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

NARROWED_BY = ("tier", "route", "risk_level", "channel")
STILL_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("dispute_case", schema=None) as batch_op:
        for column in NARROWED_BY:
            batch_op.create_index(batch_op.f(f"ix_dispute_case_{column}_registered_at"), [column, "registered_at"], unique=False)
        batch_op.create_index("ix_dispute_case_open_newest", ["registered_at"], unique=False, sqlite_where=STILL_OPEN,
                              postgresql_where=STILL_OPEN)


def downgrade() -> None:
    with op.batch_alter_table("dispute_case", schema=None) as batch_op:
        batch_op.drop_index("ix_dispute_case_open_newest", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN)
        for column in reversed(NARROWED_BY):
            batch_op.drop_index(batch_op.f(f"ix_dispute_case_{column}_registered_at"))
