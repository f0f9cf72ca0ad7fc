"""The case search, newest first, however many cases there are.

Whoever reaches few cases has them gathered through the indexes of their ways in. Whoever reaches many soon fills a page by walking
down the newest: then the ways in are only looked at, never gathered, or a whole county's cases would be sorted for twenty of them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from app import clock
from app.cases import lights, permissions, word_index
from app.cases.models import Case
from app.db import db
from app.paging import Page, page_of

MOST_GATHERED = 1000


@dataclass(frozen=True)
class Search:
    """What a case search may ask for; None means anything. `text`: case number, title or a party's name."""

    text: str | None = None
    status: str | None = None
    light: str | None = None
    tier: str | None = None
    route: str | None = None
    risk_level: str | None = None
    channel: str | None = None
    registered_from: date | None = None
    registered_to: date | None = None


def find(actor, wanted: Search, page: int = 1, per_page: int = 20) -> Page:
    """Cases within reach, newest first; items are (Case, light)."""
    return page_of(_query(actor, wanted), page, per_page)


def newest(actor, most: int) -> list[int]:
    """The ids of the cases within reach that were registered last, newest first."""
    return list(db.session.scalars(sa.select(Case.id).where(_within_reach(actor), Case.case_no.is_not(None))
                                   .order_by(Case.registered_at.desc(), Case.id.desc()).limit(most)))


def _query(actor, wanted: Search) -> sa.Select:
    text = (wanted.text or "").strip()
    query = sa.select(Case, lights.light_column(clock.now()).label("light")).where(*_filters(wanted))
    if _is_number(text):
        return query.where(Case.case_no.between(text, text + "~"), _within_reach(actor)).order_by(Case.case_no.desc())
    return query.where(*_mentioning(text, actor)).order_by(Case.registered_at.desc(), Case.id.desc())


def _mentioning(text: str, actor) -> list:
    """A title or a party's name by any part; with a rare one few cases are left, whoever may see them."""
    few = word_index.few_with(text) if text else None
    if few is not None:
        return [Case.id.in_(list(db.session.scalars(few.where(word_index.mentions(text), permissions.visible_to(actor)))))]
    return [_within_reach(actor)] + ([_looked_at(word_index.mentions(text))] if text else [])


def _within_reach(actor):
    ids = list(db.session.scalars(sa.select(Case.id).where(permissions.visible_to(actor)).limit(MOST_GATHERED + 1)))
    return Case.id.in_(ids) if len(ids) <= MOST_GATHERED else _looked_at(permissions.visible_to(actor))


def _looked_at(condition):
    """The same condition as something that no index answers: asked of each case on the way."""
    return sa.case((condition, 1), else_=0) == 1


def _filters(wanted: Search):
    for column, value in ((Case.status, wanted.status), (Case.tier, wanted.tier), (Case.route, wanted.route),
                          (Case.risk_level, wanted.risk_level), (Case.channel, wanted.channel)):
        if value:
            yield column == value
    if wanted.light == "BLUE":
        yield Case.closed_at.is_not(None)
    elif wanted.light:
        yield Case.closed_at.is_(None)
        yield lights.light_column(clock.now()) == wanted.light
    if wanted.registered_from:
        yield Case.registered_at >= datetime.combine(wanted.registered_from, time.min, clock.ZONE)
    if wanted.registered_to:
        yield Case.registered_at <= datetime.combine(wanted.registered_to, time.max, clock.ZONE)


def _is_number(text: str) -> bool:
    return text[:6].isascii() and text[:6].isdigit()
