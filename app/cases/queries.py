"""Reading cases for screens and REST; everything is filtered in SQL by what the actor may see."""

from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from app import clock
from app.cases import lights, permissions, word_index
from app.cases.brief import brief
from app.cases.models import Case, CaseClock, TimelineEntry
from app.db import db
from app.errors import NotFound
from app.paging import Page, page_of


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


def region_of(case_id: int) -> str:
    """The 12-digit code of the place that the case belongs to."""
    return brief(case_id).region_code


def case_for(case_no: str, actor) -> Case:
    """The case by its number, if the actor may see it; else it is not there."""
    return _visible(Case.case_no == case_no, actor)


def case_with_id(case_id: int, actor) -> Case:
    return _visible(Case.id == case_id, actor)


def search(actor, wanted: Search, page: int = 1, per_page: int = 20) -> Page:
    """Cases within reach, newest first; items are (Case, light)."""
    query = (sa.select(Case, lights.light_column(clock.now()).label("light"))
             .where(permissions.visible_to(actor), *_conditions(wanted))
             .order_by(Case.registered_at.desc(), Case.id.desc()))
    return page_of(query, page, per_page)


def newest(actor, most: int) -> list[int]:
    """The ids of the cases within reach that were registered last, newest first."""
    return list(db.session.scalars(
        sa.select(Case.id).where(permissions.visible_to(actor), Case.case_no.is_not(None))
        .order_by(Case.registered_at.desc(), Case.id.desc()).limit(most)))


def timeline(case_id: int, page: int = 1, per_page: int = 50) -> Page:
    """What happened to the case, newest first; items are rows with one TimelineEntry."""
    return page_of(sa.select(TimelineEntry).where(TimelineEntry.case_id == case_id)
                   .order_by(TimelineEntry.id.desc()), page, per_page)


def live_clocks(case_id: int) -> list[CaseClock]:
    """The clocks that run or stand still, the most pressing first."""
    return list(db.session.scalars(
        sa.select(CaseClock).where(CaseClock.case_id == case_id, CaseClock.state.in_(("RUNNING", "SUSPENDED")))
        .order_by(CaseClock.due_at)))


def _visible(which, actor) -> Case:
    found = db.session.scalar(sa.select(Case).where(which, permissions.visible_to(actor)))
    if found is None:
        raise NotFound("没有找到这个案件：编号有误，或者不在您的权限范围内。")
    return found


def _conditions(wanted: Search):
    for column, value in ((Case.status, wanted.status), (Case.tier, wanted.tier), (Case.route, wanted.route),
                          (Case.risk_level, wanted.risk_level), (Case.channel, wanted.channel)):
        if value:
            yield column == value
    if wanted.light:
        yield lights.light_column(clock.now()) == wanted.light
    if wanted.registered_from:
        yield Case.registered_at >= _day_start(wanted.registered_from)
    if wanted.registered_to:
        yield Case.registered_at <= datetime.combine(wanted.registered_to, time.max, clock.ZONE)
    if wanted.text:
        yield _mentions(wanted.text.strip())


def _day_start(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.ZONE)


def _mentions(text: str):
    """A case number by its beginning (indexed), a title or a party's name by any part: rare words are looked up first."""
    if text[:6].isdigit():
        return Case.case_no.between(text, text + "~")
    few = word_index.few_with(text)
    holding = word_index.mentions(text)
    return holding if few is None else sa.and_(Case.id.in_(few), holding)
