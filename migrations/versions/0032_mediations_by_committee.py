"""mediations by committee"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    with op.batch_alter_table("case_milestone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("committee_id", sa.Integer(), nullable=True))
    op.execute("UPDATE case_milestone SET committee_id = (SELECT committee_id FROM dispute_case WHERE dispute_case.id = case_milestone.case_id) "
               "WHERE kind = 'MEDIATED'")


def downgrade() -> None:
    with op.batch_alter_table("case_milestone", schema=None) as batch_op:
        batch_op.drop_column("committee_id")
