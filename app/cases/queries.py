"""Reading cases for screens and REST; everything is filtered in SQL by what the actor may see."""

import sqlalchemy as sa

from app.cases import permissions
from app.cases.brief import brief
from app.cases.models import Case, CaseClock, TimelineEntry
from app.db import db
from app.errors import NotFound
from app.paging import Page, page_of


def region_of(case_id: int) -> str:
    """The 12-digit code of the place that the case belongs to."""
    return brief(case_id).region_code


def case_for(case_no: str, actor) -> Case:
    """The case by its number, if the actor may see it; else it is not there."""
    return _visible(Case.case_no == case_no, actor)


def case_with_id(case_id: int, actor) -> Case:
    return _visible(Case.id == case_id, actor)


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
