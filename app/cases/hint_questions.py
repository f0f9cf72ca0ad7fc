"""How many hints a person gets while taking disputes down. A hint tells that something exists out of their reach; asked often enough
about other people it would become a search of the whole county. So what was asked is counted, each question once an hour.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.cases import thresholds
from app.db import Moment, db, is_sqlite

WINDOW = timedelta(hours=1)


class HintQuestion(db.Model):
    """Somebody asked about this party and subject within the last hour. `question` is a hash of hashes: it names nobody."""

    __tablename__ = "hint_question"
    __table_args__ = (sa.Index(None, "asked_at"),)

    asked_by_id = sa.orm.mapped_column(sa.ForeignKey("user_account.id"), primary_key=True)
    question = sa.orm.mapped_column(sa.String(64), primary_key=True)
    asked_at = sa.orm.mapped_column(Moment, nullable=False)


class TooMany(Exception):
    """`until`: the moment from which there are hints again."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


def ask(keys: Iterable[str], subject: str, actor, now: datetime) -> bool:
    """Count what is asked about these parties (party_keys.py); whether any of it is new within the hour. Needs an open unit
    of work. Raises TooMany, and counts nothing, where that would be more than a person may ask."""
    db.session.execute(sa.delete(HintQuestion).where(HintQuestion.asked_at <= now - WINDOW).execution_options(synchronize_session=False))
    asked = dict(db.session.execute(sa.select(HintQuestion.question, HintQuestion.asked_at).where(HintQuestion.asked_by_id == actor.id)).all())
    fresh = {_question(key, subject) for key in keys} - set(asked)
    if fresh and len(asked) + len(fresh) > thresholds.value("hintsPerHour"):
        raise TooMany(min(asked.values(), default=now) + WINDOW)
    if fresh:
        insert = (sqlite if is_sqlite() else postgresql).insert(HintQuestion).on_conflict_do_nothing()
        db.session.execute(insert, [{"asked_by_id": actor.id, "question": one, "asked_at": now} for one in sorted(fresh)])
    return bool(fresh)


def _question(key: str, subject: str) -> str:
    return hashlib.sha256(f"{key}\0{subject}".encode()).hexdigest()
