"""human tasks"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "human_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=False),
        sa.Column("process_id", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("lane", sa.String(length=60), nullable=True),
        sa.Column("form_key", sa.String(length=120), nullable=False),
        sa.Column("roles", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("local", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("opened_at", app.db.Moment(), nullable=False),
        sa.Column("due_at", app.db.Moment(), nullable=True),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", app.db.Moment(), nullable=True),
        sa.Column("done_at", app.db.Moment(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_by_name", sa.String(length=50), nullable=True),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_human_task_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_human_task")),
        sa.UniqueConstraint("instance_id", "step", name=op.f("uq_human_task_instance_id_step")),
    )
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_human_task_case_id_status"), ["case_id", "status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_human_task_claimed_by_id_status_due_at"), ["claimed_by_id", "status", "due_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_human_task_done_by_id_done_at"), ["done_by_id", "done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_human_task_status_due_at"), ["status", "due_at"], unique=False)

    op.create_table(
        "task_candidate",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=4), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["human_task.id"], name=op.f("fk_task_candidate_task_id_human_task")),
        sa.PrimaryKeyConstraint("task_id", "role", name=op.f("pk_task_candidate")),
    )
    with op.batch_alter_table("task_candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_candidate_role_region_code"), ["role", "region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_candidate_role_unit_id"), ["role", "unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task_candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_candidate_role_unit_id"))
        batch_op.drop_index(batch_op.f("ix_task_candidate_role_region_code"))

    op.drop_table("task_candidate")
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_human_task_status_due_at"))
        batch_op.drop_index(batch_op.f("ix_human_task_done_by_id_done_at"))
        batch_op.drop_index(batch_op.f("ix_human_task_claimed_by_id_status_due_at"))
        batch_op.drop_index(batch_op.f("ix_human_task_case_id_status"))

    op.drop_table("human_task")
