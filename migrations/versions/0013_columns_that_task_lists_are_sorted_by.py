"""columns that task lists are sorted by, and words of titles and names"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

import app.db

revision = "0013"
down_revision = "0012"

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
OPEN, FREE = sa.text("status = 'OPEN'"), sa.text("taken_by_id IS NULL")
OF_OPEN = {
    "claimed": ["claimed_by_id", "press_at", "id", "yellow_at", "paused"],
    "desk": ["desk_unit_id", "press_at", "id", "yellow_at", "paused", "claimed_by_id", "case_id"],
    "sent": ["sent_by_id", "press_at", "id", "yellow_at", "paused", "claimed_by_id", "case_id"],
}
OF_FREE = {"unit": "unit_id", "county": "county", "town": "town", "place": "region_code"}


def upgrade() -> None:
    op.add_column("dispute_case", sa.Column("legal_due_at", app.db.Moment(), nullable=True))
    op.create_table(
        "case_word",
        sa.Column("word", sa.String(length=2), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["dispute_case.id"], name=op.f("fk_case_word_case_id_dispute_case")),
        sa.PrimaryKeyConstraint("word", "case_id", name=op.f("pk_case_word")),
        sqlite_with_rowid=False,
    )
    far = "9999-12-31 00:00:00.000000" + ("" if op.get_bind().dialect.name == "sqlite" else "+00")
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        for name in ("press_at", "yellow_at", "legal_due_at"):
            batch_op.add_column(sa.Column(name, app.db.Moment(), nullable=False, server_default=far))
        batch_op.add_column(sa.Column("warn_at", app.db.Moment(), nullable=True))
        batch_op.add_column(sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("risk", sa.SmallInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("tier", sa.SmallInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("route", sa.String(length=16), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("case_no", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("desk_unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sent_by_id", sa.Integer(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_human_task_claimed_by_id_status_due_at"))
        batch_op.drop_index(batch_op.f("ix_human_task_done_by_id_done_at"))
    with op.batch_alter_table("task_candidate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("county", sa.String(length=6), nullable=True))
        batch_op.add_column(sa.Column("town", sa.String(length=9), nullable=True))
        batch_op.add_column(sa.Column("taken_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("press_at", app.db.Moment(), nullable=False, server_default=far))
        batch_op.add_column(sa.Column("yellow_at", app.db.Moment(), nullable=False, server_default=far))
        batch_op.add_column(sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_index(batch_op.f("ix_task_candidate_role_region_code"))
        batch_op.drop_index(batch_op.f("ix_task_candidate_role_unit_id"))
    fill()
    for table, names in (("human_task", ("press_at", "yellow_at", "legal_due_at", "paused", "risk", "tier", "route", "case_no")),
                         ("task_candidate", ("press_at", "yellow_at", "paused"))):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in names:
                batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_human_task_done_by_id_done_at_id"), ["done_by_id", "done_at", "id"])
        for name, columns in OF_OPEN.items():
            batch_op.create_index(f"ix_human_task_open_{name}", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    with op.batch_alter_table("task_candidate", schema=None) as batch_op:
        for name, column in OF_FREE.items():
            batch_op.create_index(f"ix_task_candidate_free_{name}",
                                  ["role", column, "press_at", "task_id", "yellow_at", "paused"],
                                  sqlite_where=FREE, postgresql_where=FREE)


def fill() -> None:
    """What stands in the cases already. The sender of earlier tasks is not known."""
    connection = op.get_bind()
    connection.exec_driver_sql("""UPDATE dispute_case SET legal_due_at = (SELECT min(due_at) FROM case_clock
        WHERE case_clock.case_id = dispute_case.id AND kind = 'LEGAL' AND state = 'RUNNING')""")
    copied = {
        "case_no": "coalesce(c.case_no, '')", "route": "coalesce(c.route, '')",
        "risk": "CASE c.risk_level WHEN 'GREEN' THEN 1 WHEN 'YELLOW' THEN 2 WHEN 'RED' THEN 3 ELSE 0 END",
        "tier": "CASE c.tier WHEN 'VILLAGE' THEN 1 WHEN 'TOWN' THEN 2 WHEN 'COUNTY' THEN 3 WHEN 'PARTY_GOV' THEN 4 ELSE 0 END",
    }
    for column, value in copied.items():
        connection.exec_driver_sql(f"""UPDATE human_task SET {column} = (SELECT {value} FROM dispute_case c
            WHERE c.id = human_task.case_id) WHERE case_id IN (SELECT id FROM dispute_case)""")
    fill_open(connection)
    fill_words(connection)
    connection.exec_driver_sql("""UPDATE task_candidate SET
        county = CASE WHEN region_code IS NOT NULL THEN substr(region_code, 1, 6) WHEN unit_id IS NULL THEN '' END,
        town = substr(region_code, 1, 9),
        taken_by_id = (SELECT claimed_by_id FROM human_task t WHERE t.id = task_id),
        press_at = (SELECT t.press_at FROM human_task t WHERE t.id = task_id),
        yellow_at = (SELECT t.yellow_at FROM human_task t WHERE t.id = task_id),
        paused = (SELECT t.paused FROM human_task t WHERE t.id = task_id)""")


def fill_open(connection) -> None:
    moment = app.db.Moment()
    case = sa.table("dispute_case", sa.column("id"), *(sa.column(name, moment) for name in (
        "due_at", "yellow_at", "stale_at", "legal_due_at", "closed_at")), sa.column("suspended", sa.Boolean()))
    task = sa.table("human_task", *(sa.column(name) for name in (
        "id", "case_id", "status", "unit_id", "claimed_by_id", "desk_unit_id")), sa.column("paused", sa.Boolean()),
        *(sa.column(name, moment) for name in ("due_at", "press_at", "yellow_at", "warn_at", "legal_due_at")))
    post = sa.table("user_post", sa.column("id"), sa.column("user_id"), sa.column("unit_id"))
    units = dict(connection.execute(sa.select(post.c.user_id, post.c.unit_id).order_by(post.c.id.desc())).all())
    rows = connection.execute(
        sa.select(task.c.id, task.c.due_at.label("own"), task.c.unit_id, task.c.claimed_by_id, case.c.due_at,
                  case.c.yellow_at, case.c.stale_at, case.c.legal_due_at, case.c.closed_at, case.c.suspended)
        .select_from(task.outerjoin(case, case.c.id == task.c.case_id)).where(task.c.status == "OPEN")).all()
    for row in rows:
        warn = row.own and row.own.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        paused, closed = bool(row.suspended) and row.closed_at is None, row.closed_at is not None
        reds = [row.own] + ([] if closed else [row.due_at])
        yellows = [warn] + ([] if closed else [row.yellow_at, row.stale_at])
        connection.execute(sa.update(task).where(task.c.id == row.id).values(
            warn_at=warn, paused=paused, press_at=NEVER if paused else min(filter(None, reds), default=NEVER),
            yellow_at=NEVER if paused else min(filter(None, yellows), default=NEVER),
            legal_due_at=NEVER if closed else row.legal_due_at or NEVER,
            desk_unit_id=row.unit_id or units.get(row.claimed_by_id)))


def fill_words(connection) -> None:
    word = sa.table("case_word", sa.column("word"), sa.column("case_id"))
    found = connection.exec_driver_sql("SELECT id, title FROM dispute_case UNION ALL SELECT case_id, name FROM party").all()
    pairs = set()
    for case_id, text in found:
        plain = "".join((text or "").casefold().split())
        pairs.update((plain[place:place + 2], case_id) for place in range(len(plain) - 1))
    rows = [{"word": pair, "case_id": case_id} for pair, case_id in sorted(pairs)]
    for first in range(0, len(rows), 5_000):
        connection.execute(sa.insert(word), rows[first:first + 5_000])


def downgrade() -> None:
    with op.batch_alter_table("task_candidate", schema=None) as batch_op:
        for name in OF_FREE:
            batch_op.drop_index(f"ix_task_candidate_free_{name}")
        for name in ("county", "town", "taken_by_id", "press_at", "yellow_at", "paused"):
            batch_op.drop_column(name)
        batch_op.create_index(batch_op.f("ix_task_candidate_role_region_code"), ["role", "region_code"])
        batch_op.create_index(batch_op.f("ix_task_candidate_role_unit_id"), ["role", "unit_id"])
    with op.batch_alter_table("human_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_human_task_done_by_id_done_at_id"))
        for name in OF_OPEN:
            batch_op.drop_index(f"ix_human_task_open_{name}")
        for name in ("press_at", "yellow_at", "warn_at", "paused", "legal_due_at", "risk", "tier", "route", "case_no",
                     "desk_unit_id", "sent_by_id"):
            batch_op.drop_column(name)
        batch_op.create_index(batch_op.f("ix_human_task_done_by_id_done_at"), ["done_by_id", "done_at"])
        batch_op.create_index(batch_op.f("ix_human_task_claimed_by_id_status_due_at"), ["claimed_by_id", "status", "due_at"])
    op.drop_table("case_word")
    op.drop_column("dispute_case", "legal_due_at")
