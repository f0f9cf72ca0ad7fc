"""tasks handed over together, with a reason"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    with op.batch_alter_table("bulk_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=300), nullable=True))
    op.execute("UPDATE bulk_run SET verb = 'transfer', reason = '由单位负责人指派' WHERE verb = 'assign'")


def downgrade() -> None:
    op.execute("UPDATE bulk_run SET verb = 'assign' WHERE verb = 'transfer'")
    with op.batch_alter_table("bulk_run", schema=None) as batch_op:
        batch_op.drop_column("reason")
