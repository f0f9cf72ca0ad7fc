"""running processes"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "outbox_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("connector", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", app.db.Moment(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("sent_at", app.db.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_item")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_item_key")),
    )
    with op.batch_alter_table("outbox_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_item_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_item_status_next_try_at"), ["status", "next_try_at"], unique=False)

    op.create_table(
        "instance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("process_id", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", app.db.Moment(), nullable=False),
        sa.Column("ended_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["digest"], ["deployment.digest"], name=op.f("fk_instance_digest_deployment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
    )
    with op.batch_alter_table("instance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instance_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instance_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_instance_status"), ["status"], unique=False)

    op.create_table(
        "awaited_message",
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("element", sa.String(length=80), nullable=False),
        sa.Column("message", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_awaited_message_instance_id_instance")),
        sa.PrimaryKeyConstraint("instance_id", "step", name=op.f("pk_awaited_message")),
    )
    with op.batch_alter_table("awaited_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_awaited_message_case_id_message"), ["case_id", "message"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=True),
        sa.Column("expression", sa.String(length=2000), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.String(length=1000), nullable=False),
        sa.Column("first_at", app.db.Moment(), nullable=False),
        sa.Column("last_at", app.db.Moment(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("resolved_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_incident_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_incident_instance_id_resolved_at"), ["instance_id", "resolved_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_incident_resolved_at_last_at"), ["resolved_at", "last_at"], unique=False)

    op.create_table(
        "waiting_timer",
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=False),
        sa.Column("due_at", app.db.Moment(), nullable=True),
        sa.Column("wake_at", app.db.Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_waiting_timer_instance_id_instance")),
        sa.PrimaryKeyConstraint("instance_id", "step", name=op.f("pk_waiting_timer")),
    )
    with op.batch_alter_table("waiting_timer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_timer_wake_at"), ["wake_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("waiting_timer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiting_timer_wake_at"))

    op.drop_table("waiting_timer")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_resolved_at_last_at"))
        batch_op.drop_index(batch_op.f("ix_incident_instance_id_resolved_at"))

    op.drop_table("incident")
    with op.batch_alter_table("awaited_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_awaited_message_case_id_message"))

    op.drop_table("awaited_message")
    with op.batch_alter_table("instance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instance_status"))
        batch_op.drop_index(batch_op.f("ix_instance_digest"))
        batch_op.drop_index(batch_op.f("ix_instance_case_id"))

    op.drop_table("instance")
    with op.batch_alter_table("outbox_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_item_status_next_try_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_item_case_id"))

    op.drop_table("outbox_item")
