"""papers, their versions, who opened them, ordered dossiers"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "dossier_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=50), nullable=False),
        sa.Column("asked_at", app.db.Moment(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("claimed_at", app.db.Moment(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_dossier_order_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_order")),
    )
    with op.batch_alter_table("dossier_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossier_order_case_id_id"), ["case_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_order_state_id"), ["state", "id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_by_name", sa.String(length=50), nullable=False),
        sa.Column("added_at", app.db.Moment(), nullable=False),
        sa.Column("withdrawn_at", app.db.Moment(), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(length=50), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_paper_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_case_id_id"), ["case_id", "id"], unique=False)

    op.create_table(
        "paper_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(length=50), nullable=False),
        sa.Column("at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_opening_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_opening")),
    )
    with op.batch_alter_table("paper_opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_opening_paper_id_id"), ["paper_id", "id"], unique=False)

    op.create_table(
        "paper_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("scan", sa.String(length=8), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_by_name", sa.String(length=50), nullable=False),
        sa.Column("added_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_version_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_version")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_paper_version_paper_id_number")),
    )
    with op.batch_alter_table("paper_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_version_scan"), ["scan"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_version_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("paper_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_version_sha256"))
        batch_op.drop_index(batch_op.f("ix_paper_version_scan"))

    op.drop_table("paper_version")
    with op.batch_alter_table("paper_opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_opening_paper_id_id"))

    op.drop_table("paper_opening")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_case_id_id"))

    op.drop_table("paper")
    with op.batch_alter_table("dossier_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_order_state_id"))
        batch_op.drop_index(batch_op.f("ix_dossier_order_case_id_id"))

    op.drop_table("dossier_order")
