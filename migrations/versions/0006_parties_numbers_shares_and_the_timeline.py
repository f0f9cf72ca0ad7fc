"""parties, numbers, shares and the timeline"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "case_counter",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_case_counter")),
    )
    op.create_table(
        "case_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("since", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_case_share_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_share")),
        sa.UniqueConstraint(
            "case_id", "unit_id", "user_id", "role", name=op.f("uq_case_share_case_id_unit_id_user_id_role")
        ),
    )
    with op.batch_alter_table("case_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_share_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_share_user_id"), ["user_id"], unique=False)

    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("id_type", sa.String(length=20), nullable=True),
        sa.Column("id_no", sa.String(length=40), nullable=True),
        sa.Column("gender", sa.String(length=8), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("ethnicity", sa.String(length=20), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("domicile", sa.String(length=200), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("occupation", sa.String(length=60), nullable=True),
        sa.Column("employer", sa.String(length=100), nullable=True),
        sa.Column("legal_rep", sa.String(length=60), nullable=True),
        sa.Column("guardian", sa.JSON(), nullable=True),
        sa.Column("agent", sa.JSON(), nullable=True),
        sa.Column("needs", sa.JSON(), nullable=True),
        sa.Column("delivery_address_confirmed", sa.Boolean(), nullable=True),
        sa.Column("e_delivery", sa.Boolean(), nullable=True),
        sa.Column("identity_verified", sa.Boolean(), nullable=True),
        sa.Column("willing", sa.String(length=12), nullable=True),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_party_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_case_id_position"), ["case_id", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_id_no"), ["id_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_party_phone"), ["phone"], unique=False)

    op.create_table(
        "timeline_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", app.db.Moment(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=50), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_timeline_entry_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_entry")),
    )
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timeline_entry_case_id_id"), ["case_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timeline_entry_case_id_id"))

    op.drop_table("timeline_entry")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_phone"))
        batch_op.drop_index(batch_op.f("ix_party_name"))
        batch_op.drop_index(batch_op.f("ix_party_id_no"))
        batch_op.drop_index(batch_op.f("ix_party_case_id_position"))

    op.drop_table("party")
    with op.batch_alter_table("case_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_share_user_id"))
        batch_op.drop_index(batch_op.f("ix_case_share_unit_id"))

    op.drop_table("case_share")
    op.drop_table("case_counter")
