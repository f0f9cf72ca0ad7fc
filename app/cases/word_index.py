"""Finds cases by a part of their title or of a party's name, however many there are.

Every two neighbouring characters of a title or name are a row. Chinese names have two or three characters and trigrams
need three, so neither SQLite's FTS5 trigrams nor PostgreSQL's pg_trgm would find 王芳; this needs no extension on either
(docs/adr/0016). Rows are only added: what no longer fits is sorted out by looking at the text itself.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.cases.models import Case, Party
from app.db import db, in_unit_of_work, write_with_commit

MOST = 400
"""More cases than this are not gathered first: where so many fit, walking down a list soon fills a page."""


class CaseWord(db.Model):
    """Two neighbouring characters that stand in a case's title or in a party's name."""

    __tablename__ = "case_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word = sa.orm.mapped_column(sa.String(2), primary_key=True)
    case_id = sa.orm.mapped_column(sa.ForeignKey("dispute_case.id"), primary_key=True, autoincrement=False)


def insert_new(table: sa.Table) -> dict[str, sa.Insert]:
    """{dialect: the statement that adds rows and leaves those that are there}."""
    return {name: dialect.insert(table).on_conflict_do_nothing()
            for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))}


_ADD = insert_new(CaseWord.__table__)


def words_of(text: str) -> set[str]:
    """{"张三", "三借"} of 张三借; letters count the same in both cases."""
    plain = "".join(text.casefold().split())
    return {plain[place:place + 2] for place in range(len(plain) - 1)}


def few_with(text: str) -> sa.Select | None:
    """The ids of cases whose title or a party's name may hold the text; None where too many do, or where it is too short
    to look up. Each has to be looked at for the text itself."""
    words = sorted(words_of(text))
    rarest = next(((word, ids) for word in words if len(ids := _some(word)) <= MOST), None)
    if rarest is None:
        return None
    others = [sa.exists().where(CaseWord.case_id == Case.id, CaseWord.word == word) for word in words if word != rarest[0]]
    return sa.select(Case.id).where(Case.id.in_(rarest[1]), *others)


def mentions(text: str):
    """The SQL condition "the title or a party's name holds this text", for cases found otherwise."""
    return sa.or_(Case.title.contains(text, autoescape=True), names(text))


def names(text: str):
    """The SQL condition "a party's name holds this text"."""
    return sa.exists().where(Party.case_id == Case.id, Party.name.contains(text, autoescape=True))


def _some(word: str) -> list[int]:
    return list(db.session.scalars(sa.select(CaseWord.case_id).where(CaseWord.word == word).limit(MOST + 1)))


@sa.event.listens_for(Case, "after_insert")
@sa.event.listens_for(Case, "after_update")
def _titled(_mapper, connection, case: Case) -> None:
    if case.title and sa.inspect(case).attrs.title.history.has_changes():
        _keep(connection, case.id, case.title)


@sa.event.listens_for(Party, "after_insert")
@sa.event.listens_for(Party, "after_update")
def _named(_mapper, connection, party: Party) -> None:
    if party.name and sa.inspect(party).attrs.name.history.has_changes():
        _keep(connection, party.case_id, party.name)


def _keep(connection, case_id: int, text: str) -> None:
    keep(connection, _ADD, [{"word": word, "case_id": case_id} for word in sorted(words_of(text))])


def keep(connection, adding: Mapping[str, sa.Insert], rows: list[dict]) -> None:
    """Write the pairs of a text with the transaction that writes the text. `adding`: insert_new of the table that holds them."""
    add = adding[connection.dialect.name]
    if in_unit_of_work():
        write_with_commit(add, rows)
    elif rows:
        connection.execute(add, rows)
