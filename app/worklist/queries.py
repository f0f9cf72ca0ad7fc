"""The worklist and the task page's reading side."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app import clock
from app.cases import lights
from app.cases import permissions as case_permissions
from app.cases.models import Case
from app.db import db
from app.errors import Invalid
from app.identity import candidates
from app.identity.models import OrgUnit, User
from app.paging import Page, page_of
from app.worklist import confidential, permissions
from app.worklist.models import HumanTask, TaskCandidate

BOXES = {"mine": "我的待办", "pool": "待领取", "done": "我已办"}


@dataclass(frozen=True)
class Filters:
    """What the worklist may be narrowed to; None means anything."""

    text: str | None = None
    light: str | None = None
    element: str | None = None


def worklist(actor, box: str, wanted: Filters, page: int = 1, per_page: int = 20) -> Page:
    """Rows of (HumanTask columns, case_no, title, tier, risk_level, light), the most pressing first."""
    if box not in BOXES:
        raise Invalid(f"没有名为“{box}”的任务箱，可用的有：{'、'.join(BOXES)}。")
    query = _rows(actor).where(_in_box(box, actor), *_conditions(wanted, actor))
    newest_first = (HumanTask.done_at.desc(), HumanTask.id.desc())
    pressing_first = (HumanTask.due_at.is_(None), HumanTask.due_at, HumanTask.id)
    return page_of(query.order_by(*(newest_first if box == "done" else pressing_first)), page, per_page)


def counts(actor) -> dict[str, int]:
    """How many tasks wait in the two open boxes, counted no further than 1000."""
    return {box: _count_up_to(1000, _in_box(box, actor)) for box in ("mine", "pool")}


def lights_in(actor, box: str) -> dict[str, int]:
    """How many tasks of a box show which light, counted no further than 1000."""
    light = _light(clock.now()).label("light")
    some = (sa.select(light).outerjoin(Case, Case.id == HumanTask.case_id).select_from(HumanTask)
            .where(_in_box(box, actor)).limit(1000).subquery())
    return dict(map(tuple, db.session.execute(sa.select(some.c.light, sa.func.count()).group_by(some.c.light))))


def task_row(task_id: int, actor) -> HumanTask:
    """The whole task, draft and answers included, if the actor may see it."""
    permissions.must_be_readable(permissions.task_for(task_id, actor), actor)
    return db.session.get(HumanTask, task_id)


def open_tasks_of_case(case_id: int) -> list[sa.Row]:
    """Who has what to do in a case: (HumanTask, name of who claimed it, name of the unit it is for)."""
    return list(db.session.execute(
        sa.select(HumanTask, User.name.label("claimed_by"), OrgUnit.name.label("unit"))
        .outerjoin(User, User.id == HumanTask.claimed_by_id).outerjoin(OrgUnit, OrgUnit.id == HumanTask.unit_id)
        .where(HumanTask.case_id == case_id, HumanTask.status == "OPEN").order_by(HumanTask.due_at)))


def next_of_mine(case_id: int | None, actor) -> sa.Row | None:
    """The next thing in this case that the actor has claimed or been given."""
    if case_id is None:
        return None
    return db.session.execute(
        sa.select(HumanTask.id, HumanTask.name).where(
            HumanTask.case_id == case_id, HumanTask.status == "OPEN", HumanTask.claimed_by_id == actor.id)
        .order_by(HumanTask.id.desc()).limit(1)).first()


def _rows(actor) -> sa.Select:
    title = sa.case((case_permissions.may_read_content(actor), Case.title), else_=confidential.SEALED_TITLE)
    return sa.select(
        HumanTask.id, HumanTask.name, HumanTask.element, HumanTask.process_id, HumanTask.status, HumanTask.opened_at,
        HumanTask.due_at, HumanTask.done_at, HumanTask.outcome, HumanTask.claimed_by_id, HumanTask.case_id,
        Case.case_no, title.label("title"), Case.tier, Case.risk_level, Case.route, _light(clock.now()).label("light"),
    ).outerjoin(Case, Case.id == HumanTask.case_id)


def _light(now: datetime):
    """How a task presses: its own due time first (due today is YELLOW), then the light of its case."""
    evening = clock.local(now).replace(hour=23, minute=59, second=59, microsecond=0)
    return sa.case(
        (sa.and_(Case.suspended.is_(sa.true()), Case.closed_at.is_(None)), "GREY"),
        (HumanTask.due_at <= now, "RED"),
        (HumanTask.due_at <= evening, "YELLOW"),
        (Case.closed_at.is_not(None), "GREEN"),
        else_=sa.func.coalesce(lights.light_column(now), "GREEN"))


def _in_box(box: str, actor):
    match box:
        case "mine":
            return sa.and_(HumanTask.claimed_by_id == actor.id, HumanTask.status == "OPEN")
        case "done":
            return sa.and_(HumanTask.done_by_id == actor.id, HumanTask.status == "DONE")
        case _:
            takeable = sa.select(TaskCandidate.task_id).where(candidates.posts_matching(actor, TaskCandidate))
            return sa.and_(HumanTask.id.in_(takeable), HumanTask.status == "OPEN", HumanTask.claimed_by_id.is_(None),
                           sa.not_(_excludes(actor.id)))


def _excludes(user_id: int):
    """The person is named in the task's list of those who may not do it; the list is JSON text such as [4,17]."""
    listed = sa.cast(HumanTask.excluded, sa.Text)
    return sa.or_(*(listed.like(shape) for shape in (f"[{user_id}]", f"[{user_id},%", f"%,{user_id}]", f"%,{user_id},%")))


def _conditions(wanted: Filters, actor):
    if wanted.element:
        yield HumanTask.element == wanted.element
    if wanted.light:
        yield _light(clock.now()) == wanted.light
    if wanted.text:
        text = wanted.text.strip()
        yield sa.or_(HumanTask.name.contains(text, autoescape=True), Case.case_no == text,
                     sa.and_(case_permissions.may_read_content(actor), Case.title.contains(text, autoescape=True)))


def _count_up_to(most: int, condition) -> int:
    some = sa.select(HumanTask.id).where(condition).limit(most).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some))
