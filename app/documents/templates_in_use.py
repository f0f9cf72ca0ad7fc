"""Which template a kind is filled with: the centre's own latest, or the one that ships. Versions are only added."""

import sqlalchemy as sa

from app import clock
from app.db import db
from app.documents import kinds
from app.documents.models import DocumentTemplate
from app.errors import Conflict

MOST_SHOWN = 50


def latest(key: str) -> DocumentTemplate | None:
    return db.session.scalar(sa.select(DocumentTemplate).where(DocumentTemplate.key == key)
                             .order_by(DocumentTemplate.number.desc()).limit(1))


def content_of(key: str) -> tuple[bytes, bool]:
    """(the Word file, whether it is the one that ships)"""
    own = latest(kinds.kind(key).key)
    return (own.content, False) if own is not None and not own.is_shipped else (kinds.shipped(key), True)


def version(key: str, number: int) -> DocumentTemplate | None:
    return db.session.scalar(sa.select(DocumentTemplate).where(DocumentTemplate.key == key, DocumentTemplate.number == number))


def versions(key: str) -> list[DocumentTemplate]:
    """Newest first, at most fifty."""
    return list(db.session.scalars(sa.select(DocumentTemplate).where(DocumentTemplate.key == key)
                                   .order_by(DocumentTemplate.number.desc()).limit(MOST_SHOWN)))


def latest_of_all() -> dict[str, DocumentTemplate]:
    """{key: its latest version} of the kinds that were ever changed."""
    newest = sa.select(DocumentTemplate.key, sa.func.max(DocumentTemplate.number).label("number")).group_by(
        DocumentTemplate.key).subquery()
    rows = db.session.scalars(sa.select(DocumentTemplate).join(newest, sa.and_(
        newest.c.key == DocumentTemplate.key, newest.c.number == DocumentTemplate.number)))
    return {row.key: row for row in rows}


def add(key: str, file_name: str, content: bytes, actor) -> DocumentTemplate:
    """A checked file becomes the template from now on (checking.py looks at it first)."""
    return _next(key, actor, file_name=file_name[:120], content=content, is_shipped=False)


def back_to_shipped(key: str, actor) -> DocumentTemplate:
    own = latest(kinds.kind(key).key)
    if own is None or own.is_shipped:
        raise Conflict("现在用的就是系统自带的模板，不用恢复。")
    return _next(key, actor, content=None, is_shipped=True)


def _next(key: str, actor, **said) -> DocumentTemplate:
    last = latest(kinds.kind(key).key)
    made = DocumentTemplate(key=key, number=(last.number if last else 0) + 1, added_by_id=actor.id,
                            added_by_name=actor.name, added_at=clock.now(), **said)
    db.session.add(made)
    db.session.flush()
    return made
