"""how each person is told"""

import sqlalchemy as sa
from alembic import op

from app.db import Moment

revision = "0021"
down_revision = "0020"

UNREAD = sa.text("read_at IS NULL")
HELD = sa.text("digest_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "notice_settings",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unseen", sa.JSON(), nullable=False),
        sa.Column("no_sms", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.Column("digest", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("offers_seen", sa.Integer(), server_default="0", nullable=False),
        sa.Column("nearing_seen_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_settings")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("in_digest", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("digest_at", Moment(), nullable=True))
        batch_op.drop_index("ix_notice_user_id_read_at_at")
        batch_op.create_index("ix_notice_unread", ["user_id", "in_digest", "id"], sqlite_where=UNREAD, postgresql_where=UNREAD)
        batch_op.create_index("ix_notice_of_open_task", ["task_id"], sqlite_where=UNREAD, postgresql_where=UNREAD)
        batch_op.create_index("ix_notice_held", ["digest_at"], sqlite_where=HELD, postgresql_where=HELD)
        batch_op.create_index("ix_notice_user_id_id", ["user_id", "id"])
        batch_op.create_index("ix_notice_read_at", ["read_at"])


def downgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        for name in ("ix_notice_unread", "ix_notice_of_open_task", "ix_notice_held", "ix_notice_user_id_id", "ix_notice_read_at"):
            batch_op.drop_index(name)
        batch_op.create_index("ix_notice_user_id_read_at_at", ["user_id", "read_at", "at"])
        batch_op.drop_column("digest_at")
        batch_op.drop_column("in_digest")
    op.drop_table("notice_settings")
