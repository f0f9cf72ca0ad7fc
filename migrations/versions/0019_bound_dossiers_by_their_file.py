"""bound dossiers by their file"""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    with op.batch_alter_table("dossier_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_order_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("dossier_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_order_sha256"))
