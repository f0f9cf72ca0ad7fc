"""documents from templates"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "document_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_by_name", sa.String(length=50), nullable=False),
        sa.Column("added_at", app.db.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_document_template_key_number")),
    )
    op.create_table(
        "document_fill",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("noted_id", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("typed_by_name", sa.String(length=50), nullable=False),
        sa.Column("typed_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_document_fill_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("case_id", "key", "noted_id", name=op.f("pk_document_fill")),
    )


def downgrade() -> None:
    op.drop_table("document_fill")
    op.drop_table("document_template")
