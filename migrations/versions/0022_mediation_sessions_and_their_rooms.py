"""mediation sessions and their rooms"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "session_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", app.db.Moment(), nullable=False),
        sa.Column("revoked_at", app.db.Moment(), nullable=True),
        sa.Column("last_used_at", app.db.Moment(), nullable=True),
        sa.Column("counted_from", app.db.Moment(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_session_feed_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_session_feed_secret_hash")),
    )
    with op.batch_alter_table("session_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_feed_user_id"), ["user_id"], unique=False)

    op.create_table(
        "session_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("online_address", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_by_name", sa.String(length=50), nullable=False),
        sa.Column("changed_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_session_room_unit_id_org_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_room")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_session_room_unit_id_name")),
    )
    op.create_table(
        "mediation_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=True),
        sa.Column("begins_at", app.db.Moment(), nullable=False),
        sa.Column("ends_at", app.db.Moment(), nullable=False),
        sa.Column("place", sa.String(length=250), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("invitees", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["dispute_case.id"], name=op.f("fk_mediation_session_case_id_dispute_case")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["session_room.id"], name=op.f("fk_mediation_session_room_id_session_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_session")),
        sa.UniqueConstraint("uid", name=op.f("uq_mediation_session_uid")),
    )
    with op.batch_alter_table("mediation_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mediation_session_begins_at_id"), ["begins_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mediation_session_case_id_id"), ["case_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mediation_session_committee_id_begins_at"), ["committee_id", "begins_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_session_instance_id_step"), ["instance_id", "step"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mediation_session_room_id_begins_at"), ["room_id", "begins_at"], unique=False
        )

    op.create_table(
        "session_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("at", app.db.Moment(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=50), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["mediation_session.id"], name=op.f("fk_session_change_session_id_mediation_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_change")),
    )
    with op.batch_alter_table("session_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_change_session_id_id"), ["session_id", "id"], unique=False)

    op.create_table(
        "session_mediator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["mediation_session.id"], name=op.f("fk_session_mediator_session_id_mediation_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_mediator")),
        sa.UniqueConstraint("session_id", "user_id", name=op.f("uq_session_mediator_session_id_user_id")),
    )
    with op.batch_alter_table("session_mediator", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_mediator_user_id_begins_at"), ["user_id", "begins_at"], unique=False
        )

    op.create_table(
        "session_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("answered_at", app.db.Moment(), nullable=True),
        sa.Column("noted_by_name", sa.String(length=50), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["mediation_session.id"], name=op.f("fk_session_party_session_id_mediation_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_party")),
    )
    with op.batch_alter_table("session_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_party_session_id_id"), ["session_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("session_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_party_session_id_id"))

    op.drop_table("session_party")
    with op.batch_alter_table("session_mediator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_mediator_user_id_begins_at"))

    op.drop_table("session_mediator")
    with op.batch_alter_table("session_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_change_session_id_id"))

    op.drop_table("session_change")
    with op.batch_alter_table("mediation_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mediation_session_room_id_begins_at"))
        batch_op.drop_index(batch_op.f("ix_mediation_session_instance_id_step"))
        batch_op.drop_index(batch_op.f("ix_mediation_session_committee_id_begins_at"))
        batch_op.drop_index(batch_op.f("ix_mediation_session_case_id_id"))
        batch_op.drop_index(batch_op.f("ix_mediation_session_begins_at_id"))

    op.drop_table("mediation_session")
    op.drop_table("session_room")
    with op.batch_alter_table("session_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_feed_user_id"))

    op.drop_table("session_feed")
