"""what the statistics count, and the monthly reports"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0012"
down_revision = "0011"

_MONEY = sa.Numeric(precision=14, scale=2, asdecimal=False)
_NUMBER = sa.Numeric(precision=14, scale=4, asdecimal=False)
_A_LIMIT = sa.text("kind IN ('INTERNAL', 'LEGAL')")


def upgrade() -> None:
    _milestones()
    _reports()
    _appraisals()
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_human_task_element_done_at"), ["element", "done_at"], unique=False)
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.create_index("ix_case_clock_limit_due", ["due_at"], unique=False, sqlite_where=_A_LIMIT,
                              postgresql_where=_A_LIMIT)


def _milestones() -> None:
    op.create_table(
        "case_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", app.db.Moment(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("tier", sa.String(length=9), nullable=True),
        sa.Column("label", sa.String(length=24), nullable=True),
        sa.Column("good", sa.Boolean(), nullable=True),
        sa.Column("on_time", sa.Boolean(), nullable=True),
        sa.Column("on_time_plain", sa.Boolean(), nullable=True),
        sa.Column("due_at", app.db.Moment(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("amount", _MONEY, nullable=True),
        sa.Column("agreed_amount", _MONEY, nullable=True),
        sa.Column("revoked_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_case_milestone_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_milestone")),
    )
    with op.batch_alter_table("case_milestone", schema=None) as batch_op:
        for columns in (["at", "region_code", "kind"], ["kind", "at"], ["unit_id", "at"], ["case_id", "kind"]):
            batch_op.create_index(batch_op.f(f"ix_case_milestone_{'_'.join(columns)}"), columns, unique=False)
    op.create_table(
        "node_median",
        sa.Column("element", sa.String(length=80), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("counted_at", app.db.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("element", name=op.f("pk_node_median")),
    )


def _reports() -> None:
    op.create_table(
        "monthly_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("region_prefix", sa.String(length=12), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("computed_at", app.db.Moment(), nullable=False),
        sa.Column("signed_at", app.db.Moment(), nullable=True),
        sa.Column("signed_by", sa.String(length=40), nullable=True),
        sa.Column("signature", sa.String(length=60), nullable=True),
        sa.Column("objections_until", app.db.Moment(), nullable=True),
        sa.Column("published_at", app.db.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_report")),
        sa.UniqueConstraint("unit_id", "month", name=op.f("uq_monthly_report_unit_id_month")),
    )
    op.create_table(
        "report_adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("before", _NUMBER, nullable=True),
        sa.Column("after", _NUMBER, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", app.db.Moment(), nullable=False),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["monthly_report.id"],
                                name=op.f("fk_report_adjustment_report_id_monthly_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_adjustment")),
    )
    with op.batch_alter_table("report_adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_adjustment_report_id"), ["report_id"], unique=False)


def _appraisals() -> None:
    op.create_table(
        "unit_appraisal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("unit_name", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("points", _NUMBER, nullable=False),
        sa.Column("adjust", _NUMBER, nullable=False),
        sa.Column("adjust_reason", sa.String(length=500), nullable=True),
        sa.Column("score", _NUMBER, nullable=False),
        sa.Column("grade", sa.String(length=10), nullable=False),
        sa.Column("interview", sa.Boolean(), nullable=False),
        sa.Column("objection", sa.String(length=500), nullable=True),
        sa.Column("objected_by", sa.String(length=40), nullable=True),
        sa.Column("objected_at", app.db.Moment(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=True),
        sa.Column("decided_at", app.db.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["monthly_report.id"], name=op.f("fk_unit_appraisal_report_id_monthly_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_appraisal")),
        sa.UniqueConstraint("report_id", "unit_id", name=op.f("uq_unit_appraisal_report_id_unit_id")),
    )
    with op.batch_alter_table("unit_appraisal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_appraisal_unit_id_month"), ["unit_id", "month"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.drop_index("ix_case_clock_limit_due")
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_human_task_element_done_at"))
    for table in ("unit_appraisal", "report_adjustment", "monthly_report", "node_median", "case_milestone"):
        op.drop_table(table)
