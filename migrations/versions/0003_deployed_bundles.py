"""deployed bundles"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "deployment",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", app.db.Moment(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_deployment")),
    )
    op.create_table(
        "activation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("activated_at", app.db.Moment(), nullable=False),
        sa.Column("activated_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["digest"], ["deployment.digest"], name=op.f("fk_activation_digest_deployment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activation")),
    )
    op.create_table(
        "deployed_file",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["deployment.digest"], name=op.f("fk_deployed_file_digest_deployment")),
        sa.PrimaryKeyConstraint("digest", "name", name=op.f("pk_deployed_file")),
    )


def downgrade() -> None:
    op.drop_table("deployed_file")
    op.drop_table("activation")
    op.drop_table("deployment")
