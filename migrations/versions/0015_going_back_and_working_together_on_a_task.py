"""going back, and working together on a task"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    with op.batch_alter_table("instance", schema=None) as batch_op:
        batch_op.add_column(sa.Column("before_state", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("before_step", sa.String(length=64), nullable=True))

    op.create_table(
        "lasting_act",
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_lasting_act_instance_id_instance")),
        sa.PrimaryKeyConstraint("instance_id", "element", name=op.f("pk_lasting_act")),
    )
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("opinions_awaited", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("acted_for_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sent_back", sa.JSON(), nullable=True))

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("task_id", sa.Integer(), nullable=True))

    _delegations()
    _cosigners()
    _copies()
    _substitutions()
    _follow_ups()


def _delegations() -> None:
    op.create_table(
        "task_delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("delegate_name", sa.String(length=50), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("given_at", app.db.Moment(), nullable=False),
        sa.Column("answered_at", app.db.Moment(), nullable=True),
        sa.Column("recalled_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["human_task.id"], name=op.f("fk_task_delegation_task_id_human_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_delegation")),
    )
    op.create_index(op.f("ix_task_delegation_task_id_given_at"), "task_delegation", ["task_id", "given_at"])


def _cosigners() -> None:
    op.create_table(
        "task_cosigner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=50), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_name", sa.String(length=50), nullable=False),
        sa.Column("asked_at", app.db.Moment(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=True),
        sa.Column("opinion", sa.String(length=1000), nullable=True),
        sa.Column("answered_at", app.db.Moment(), nullable=True),
        sa.Column("removed_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["human_task.id"], name=op.f("fk_task_cosigner_task_id_human_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_cosigner")),
        sa.UniqueConstraint("task_id", "user_id", name=op.f("uq_task_cosigner_task_id_user_id")),
    )
    op.create_index(op.f("ix_task_cosigner_user_id_answered_at"), "task_cosigner", ["user_id", "answered_at"])


def _copies() -> None:
    op.create_table(
        "task_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=50), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=50), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("at", app.db.Moment(), nullable=False),
        sa.Column("read_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["human_task.id"], name=op.f("fk_task_copy_task_id_human_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_copy")),
        sa.UniqueConstraint("task_id", "user_id", name=op.f("uq_task_copy_task_id_user_id")),
    )
    op.create_index(op.f("ix_task_copy_user_id_at"), "task_copy", ["user_id", "at"])


def _substitutions() -> None:
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", app.db.Moment(), nullable=False),
        sa.Column("ends_at", app.db.Moment(), nullable=False),
        sa.Column("processes", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", app.db.Moment(), nullable=False),
        sa.Column("ended_at", app.db.Moment(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index(op.f("ix_substitution_substitute_id_ends_at"), "substitution", ["substitute_id", "ends_at"])
    op.create_index(op.f("ix_substitution_principal_id_ends_at"), "substitution", ["principal_id", "ends_at"])


def _follow_ups() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("remind_at", app.db.Moment(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("made_at", app.db.Moment(), nullable=False),
        sa.Column("told_at", app.db.Moment(), nullable=True),
        sa.Column("done_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["human_task.id"], name=op.f("fk_follow_up_task_id_human_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index(op.f("ix_follow_up_told_at_remind_at"), "follow_up", ["told_at", "remind_at"])
    op.create_index(op.f("ix_follow_up_user_id_done_at_remind_at"), "follow_up", ["user_id", "done_at", "remind_at"])


def downgrade() -> None:
    for table in ("follow_up", "substitution", "task_copy", "task_cosigner", "task_delegation"):
        op.drop_table(table)
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_column("task_id")
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        for column in ("sent_back", "acted_for_id", "opinions_awaited", "owner_id", "place"):
            batch_op.drop_column(column)
    op.drop_table("lasting_act")
    with op.batch_alter_table("instance", schema=None) as batch_op:
        for column in ("before_step", "before_state"):
            batch_op.drop_column(column)
