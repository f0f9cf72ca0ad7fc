"""numbers of documents"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "case_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("series", sa.String(length=40), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("element", sa.String(length=80), nullable=True),
        sa.Column("noted_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_case_document_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_document")),
        sa.UniqueConstraint("case_id", "round", "code", "title", name=op.f("uq_case_document_case_id_round_code_title")),
        sa.UniqueConstraint("series", "year", "sequence", name=op.f("uq_case_document_series_year_sequence")),
    )


def downgrade() -> None:
    op.drop_table("case_document")
