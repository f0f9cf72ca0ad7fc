"""Finds papers by a part of their title or of a file's name, by pairs of characters as cases are found (docs/adr/0016)."""

import sqlalchemy as sa

from app.cases import word_index
from app.db import db
from app.papers.models import Paper, PaperVersion

MOST = 400


class PaperWord(db.Model):
    """Two neighbouring characters that stand in a paper's title or in the name of one of its files."""

    __tablename__ = "paper_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word = sa.orm.mapped_column(sa.String(2), primary_key=True)
    paper_id = sa.orm.mapped_column(sa.ForeignKey("paper.id"), primary_key=True, autoincrement=False)


_ADD = word_index.insert_new(PaperWord.__table__)


def few_with(text: str) -> sa.Select | None:
    """The ids of papers that may hold the text; None where too many do, or where it is too short to look up. Each has to be
    looked at for the text itself."""
    words = sorted(word_index.words_of(text))
    rarest = next(((word, ids) for word in words if len(ids := _some(word)) <= MOST), None)
    if rarest is None:
        return None
    others = [sa.exists().where(PaperWord.paper_id == Paper.id, PaperWord.word == word) for word in words if word != rarest[0]]
    return sa.select(Paper.id).where(Paper.id.in_(rarest[1]), *others)


def mentions(text: str):
    """The SQL condition "the title or a file's name holds this text", for papers found otherwise."""
    named = (sa.select(sa.true()).where(PaperVersion.paper_id == Paper.id, PaperVersion.file_name.icontains(text, autoescape=True))
             .correlate(Paper).limit(1).scalar_subquery())  # an EXISTS may be answered by reading every version first
    return sa.or_(Paper.title.icontains(text, autoescape=True), named.is_(sa.true()))


def _some(word: str) -> list[int]:
    return list(db.session.scalars(sa.select(PaperWord.paper_id).where(PaperWord.word == word).limit(MOST + 1)))


@sa.event.listens_for(Paper, "after_insert")
def _titled(_mapper, connection, paper: Paper) -> None:
    _keep(connection, paper.id, paper.title)


@sa.event.listens_for(PaperVersion, "after_insert")
def _filed(_mapper, connection, version: PaperVersion) -> None:
    _keep(connection, version.paper_id, version.file_name)


def _keep(connection, paper_id: int, text: str) -> None:
    word_index.keep(connection, _ADD, [{"word": word, "paper_id": paper_id} for word in sorted(word_index.words_of(text))])
