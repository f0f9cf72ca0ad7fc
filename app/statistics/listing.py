"""From a number to its cases. A case that the reader may not open is listed by its number only."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.cases import permissions
from app.cases.models import Case, CaseClock
from app.errors import Invalid
from app.identity.models import OrgUnit
from app.paging import Page, page_of
from app.statistics import figures, rules
from app.statistics.models import Milestone
from app.statistics.period import Period
from app.statistics.places import Place

NARROWED = {"type": ("CLOSED", Case.moj_type), "route": ("CLOSED", Case.route), "form": ("CLOSED", Case.agreement_form),
            "res_tier": ("CLOSED", Milestone.tier), "up_tier": ("UPGRADED", Milestone.label), "slip": ("SLIP", Milestone.label),
            "prevented": ("PREVENTED", Milestone.label)}


@dataclass(frozen=True)
class Asked:
    """A number of rules.KEYS by name, or a part of a distribution: `by` a way of NARROWED, or over_tier, and its `value`."""

    key: str | None = None
    by: str | None = None
    value: str | None = None


def cases_of(asked: Asked, period: Period, place: Place, actor, page: int = 1) -> Page:
    """Rows of (case_no, title or None, unit, at, readable), newest first."""
    if asked.key == "n_over" or asked.by == "over_tier":
        return page_of(_overdue(asked, period, place, actor), page)
    if asked.by:
        kind, column = _way(asked.by)
        wanted = [Milestone.kind == kind, column == asked.value if asked.value else column.is_(None)]
        wanted += [Milestone.good.is_(sa.true())] if asked.by == "res_tier" else []
        return page_of(_milestones(actor, period, place, *wanted, _stands()), page)
    key = rules.BY_NAME.get(asked.key or "")
    if key is None or key.of is None:
        raise Invalid("没有这个指标，请从统计页面点数字进来。")
    return page_of(_milestones(actor, period, place, Milestone.kind == key.of, *_narrowing(key)), page)


def _narrowing(key: rules.Key):
    """Everything but the volume of closings leaves out what a reopening revoked."""
    if key.name != "n_closed":
        yield _stands()
    if key.good == "hard":
        yield Case.complexity.in_(rules.HARD)
    elif key.good in ("late", "late_plain"):
        yield (Milestone.on_time if key.good == "late" else Milestone.on_time_plain).is_(sa.false())
    elif key.good == "good":
        yield Milestone.good.is_(sa.true())
    elif key.good == "not_good":
        yield sa.or_(Milestone.good.is_(None), Milestone.good.is_(sa.false()))


def _milestones(actor, period: Period, place: Place, *wanted) -> sa.Select:
    return (_shown(actor, Milestone.at, Milestone.unit_id).join(Milestone, Milestone.case_id == Case.id)
            .where(Milestone.at >= period.start, Milestone.at < period.end, place.holds(Milestone), *wanted)
            .order_by(Milestone.at.desc(), Milestone.id.desc()))


def _overdue(asked: Asked, period: Period, place: Place, actor) -> sa.Select:
    tier = [Case.tier == asked.value if asked.value else Case.tier.is_(None)] if asked.by else []
    due = (sa.select(CaseClock.case_id, sa.func.max(CaseClock.due_at).label("due")).join(Case, Case.id == CaseClock.case_id)
           .where(*figures.overdue_clocks(period, place), *tier).group_by(CaseClock.case_id).subquery())
    return (_shown(actor, due.c.due, Case.lead_unit_id).join(due, due.c.case_id == Case.id)
            .order_by(due.c.due.desc(), Case.id.desc()))


def _shown(actor, at, unit_id) -> sa.Select:
    readable = sa.and_(permissions.visible_to(actor), permissions.may_read_content(actor))
    unit = sa.select(OrgUnit.name).where(OrgUnit.id == unit_id).scalar_subquery()
    return sa.select(Case.case_no, sa.case((readable, Case.title), else_=None).label("title"), unit.label("unit"),
                     at.label("at"), Case.tier, Case.status).select_from(Case)


def _way(by: str):
    if by not in NARROWED:
        raise Invalid("没有这样的分类，请从统计页面点数字进来。")
    return NARROWED[by]


def _stands():
    return Milestone.revoked_at.is_(None)
