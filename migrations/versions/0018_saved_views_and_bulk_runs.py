"""saved views and bulk runs"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("owner_name", sa.String(length=50), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("role", sa.String(length=4), nullable=True),
        sa.Column("region_prefix", sa.String(length=12), nullable=True),
        sa.Column("created_at", app.db.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_saved_view_owner_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_view_owner_id_name")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_role_region_prefix"), ["role", "region_prefix"], unique=False)
    op.create_table(
        "bulk_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("begun_at", app.db.Moment(), nullable=False),
        sa.Column("ended_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_bulk_run_actor_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_run")),
    )
    with op.batch_alter_table("bulk_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_run_actor_id_begun_at"), ["actor_id", "begun_at"], unique=False)
    op.create_table(
        "bulk_item",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["bulk_run.id"], name=op.f("fk_bulk_item_run_id_bulk_run")),
        sa.ForeignKeyConstraint(["task_id"], ["human_task.id"], name=op.f("fk_bulk_item_task_id_human_task")),
        sa.PrimaryKeyConstraint("run_id", "position", name=op.f("pk_bulk_item")),
    )


def downgrade() -> None:
    op.drop_table("bulk_item")
    with op.batch_alter_table("bulk_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_run_actor_id_begun_at"))
    op.drop_table("bulk_run")
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_view_role_region_prefix"))
    op.drop_table("saved_view")
