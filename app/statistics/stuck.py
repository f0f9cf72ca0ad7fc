"""滞留件 (handbook §9.1): open cases that stand still, and why."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from app import clock
from app.cases import permissions
from app.cases.models import Case, CaseClock
from app.cases.statuses import BEING_HANDLED
from app.db import db
from app.identity.models import OrgUnit
from app.paging import Page, page_of
from app.statistics import lines, medians
from app.statistics.models import Milestone
from app.statistics.places import Place
from app.worklist.models import HumanTask
from app.worktime.queries import calendar_for


def stuck(place: Place, actor, page: int = 1) -> Page:
    """Rows of (case_no, title or None, unit, tier, last_progress_at, idle, frozen_at, objections, slow task), oldest first."""
    now = clock.now()
    readable = sa.and_(permissions.visible_to(actor), permissions.may_read_content(actor))
    unit = sa.select(OrgUnit.name).where(OrgUnit.id == Case.lead_unit_id).scalar_subquery()
    return page_of(
        sa.select(Case.case_no, sa.case((readable, Case.title), else_=None).label("title"), unit.label("unit"), Case.tier,
                  _last_progress().label("last_progress"), _idle(now).label("idle"), _frozen(now).label("frozen_since"),
                  _objections().label("objections"), _slow(now).label("slow"))
        .where(*_open_in(place), _stands_still(now)).order_by(Case.registered_at, Case.id), page)


def count(place: Place) -> int:
    """How many, counted no further than 1000."""
    some = sa.select(Case.id).where(*_open_in(place), _stands_still(clock.now())).limit(1000).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some))


def why(row) -> list[str]:
    """The reasons of a row, in words."""
    reasons, limits = [], lines.stuck()
    if row.slow:
        reasons.append(f"“{row.slow}”停留超过常用时长的 {limits.times_median} 倍")
    if row.idle:
        reasons.append(f"{limits.idle_days} 个工作日以上没有进展记录")
    if row.frozen_since:
        reasons.append(f"中止超过 {limits.grey_days} 天")
    if (row.objections or 0) >= limits.objections:
        reasons.append(f"退单 {row.objections} 次")
    return reasons


def idle_since(now: datetime) -> datetime:
    """Whoever made no progress since before this moment has been idle for so many whole working days."""
    calendar, today = calendar_for(), clock.local(now).date()
    last = today if clock.local(now).time() >= calendar.hours.evening else today - timedelta(days=1)
    day, days = last, lines.stuck().idle_days
    while calendar.working_days_between(day, last) < days:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time.min, clock.ZONE)


def _open_in(place: Place) -> tuple:
    return Case.closed_at.is_(None), Case.case_no.is_not(None), place.holds(Case)


def _stands_still(now: datetime):
    return sa.or_(_idle(now), _frozen(now).is_not(None), _objections() >= lines.stuck().objections, _slow(now).is_not(None))


def _last_progress():
    return sa.func.coalesce(Case.last_progress_at, Case.signed_at)


def _idle(now: datetime):
    return sa.and_(Case.status.in_(BEING_HANDLED), Case.suspended.is_(sa.false()), _last_progress() < idle_since(now))


def _frozen(now: datetime):
    """Since when a clock of the case stands still, if that is more days than the limit of a suspension."""
    return (sa.select(sa.func.min(CaseClock.suspended_at)).where(
        CaseClock.case_id == Case.id, CaseClock.state == "SUSPENDED",
        CaseClock.suspended_at < now - timedelta(days=lines.stuck().grey_days)).correlate(Case).scalar_subquery())


def _objections():
    return (sa.select(sa.func.count()).where(Milestone.case_id == Case.id, Milestone.kind == "OBJECTED",
                                             Milestone.round == Case.reopen_count).correlate(Case).scalar_subquery())


def _slow(now: datetime):
    """The name of an open task that has waited for more than twice its usual time."""
    limits = medians.cutoffs(now)
    if not limits:
        return sa.null()
    limit = sa.case(*((HumanTask.element == element, sa.literal(moment, HumanTask.opened_at.type)) for element, moment in limits.items()))
    return (sa.select(sa.func.min(HumanTask.name)).where(
        HumanTask.case_id == Case.id, HumanTask.status == "OPEN", HumanTask.opened_at < limit).correlate(Case).scalar_subquery())
