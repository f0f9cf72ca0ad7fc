"""words of papers, and documents by their number"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "paper_word",
        sa.Column("word", sa.String(length=2), nullable=False),
        sa.Column("paper_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_word_paper_id_paper")),
        sa.PrimaryKeyConstraint("word", "paper_id", name=op.f("pk_paper_word")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("case_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_document_number"), ["number"], unique=False)
    fill(op.get_bind())


def fill(connection) -> None:
    word = sa.table("paper_word", sa.column("word"), sa.column("paper_id"))
    found = connection.exec_driver_sql("SELECT id, title FROM paper UNION ALL SELECT paper_id, file_name FROM paper_version").all()
    pairs = set()
    for paper_id, text in found:
        plain = "".join((text or "").casefold().split())
        pairs.update((plain[place:place + 2], paper_id) for place in range(len(plain) - 1))
    rows = [{"word": pair, "paper_id": paper_id} for pair, paper_id in sorted(pairs)]
    for first in range(0, len(rows), 5_000):
        connection.execute(sa.insert(word), rows[first:first + 5_000])


def downgrade() -> None:
    with op.batch_alter_table("case_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_document_number"))
    op.drop_table("paper_word")
