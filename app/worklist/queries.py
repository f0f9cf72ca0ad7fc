"""The worklist and the task page's reading side."""

from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.cases import lights
from app.cases.models import Case
from app.db import db
from app.errors import Invalid
from app.identity import candidates
from app.identity.models import User
from app.paging import Page, page_of
from app.worklist import permissions
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
    query = _rows().where(_in_box(box, actor), *_conditions(wanted))
    newest_first = (HumanTask.done_at.desc(), HumanTask.id.desc())
    pressing_first = (HumanTask.due_at.is_(None), HumanTask.due_at, HumanTask.id)
    return page_of(query.order_by(*(newest_first if box == "done" else pressing_first)), page, per_page)


def counts(actor) -> dict[str, int]:
    """How many tasks wait in the two open boxes, counted no further than 1000."""
    return {box: _count_up_to(1000, _in_box(box, actor)) for box in ("mine", "pool")}


def task_row(task_id: int, actor) -> HumanTask:
    """The whole task, draft and answers included, if the actor may see it."""
    permissions.task_for(task_id, actor)
    return db.session.get(HumanTask, task_id)


def open_tasks_of_case(case_id: int) -> list[sa.Row]:
    """Who has what to do in a case: (HumanTask, name of who claimed it)."""
    return list(db.session.execute(
        sa.select(HumanTask, User.name.label("claimed_by")).outerjoin(User, User.id == HumanTask.claimed_by_id)
        .where(HumanTask.case_id == case_id, HumanTask.status == "OPEN").order_by(HumanTask.due_at)))


def next_of_mine(case_id: int | None, actor) -> sa.Row | None:
    """The next thing in this case that the actor has claimed or been given."""
    if case_id is None:
        return None
    return db.session.execute(
        sa.select(HumanTask.id, HumanTask.name).where(
            HumanTask.case_id == case_id, HumanTask.status == "OPEN", HumanTask.claimed_by_id == actor.id)
        .order_by(HumanTask.id.desc()).limit(1)).first()


def elements_of_instance(instance_id: int) -> dict[str, list[str]]:
    """{"OPEN": [element ids], "DONE": [element ids]} for the diagram."""
    found: dict[str, list[str]] = {"OPEN": [], "DONE": []}
    rows = sa.select(HumanTask.status, HumanTask.element).where(HumanTask.instance_id == instance_id).distinct()
    for status, element in db.session.execute(rows):
        found.setdefault(status, []).append(element)
    return found


def _rows() -> sa.Select:
    task_light = sa.case((HumanTask.due_at.is_(None), "GREEN"), (HumanTask.due_at <= clock.now(), "RED"), else_="GREEN")
    return sa.select(
        HumanTask.id, HumanTask.name, HumanTask.element, HumanTask.process_id, HumanTask.status, HumanTask.opened_at,
        HumanTask.due_at, HumanTask.done_at, HumanTask.outcome, HumanTask.claimed_by_id, HumanTask.case_id,
        Case.case_no, Case.title, Case.tier, Case.risk_level, Case.route, task_light.label("task_light"),
        sa.func.coalesce(lights.light_column(clock.now()), "GREEN").label("light"),
    ).outerjoin(Case, Case.id == HumanTask.case_id)


def _in_box(box: str, actor):
    match box:
        case "mine":
            return sa.and_(HumanTask.claimed_by_id == actor.id, HumanTask.status == "OPEN")
        case "done":
            return sa.and_(HumanTask.done_by_id == actor.id, HumanTask.status == "DONE")
        case _:
            takeable = sa.select(TaskCandidate.task_id).where(candidates.posts_matching(actor, TaskCandidate))
            return sa.and_(HumanTask.id.in_(takeable), HumanTask.status == "OPEN", HumanTask.claimed_by_id.is_(None))


def _conditions(wanted: Filters):
    if wanted.element:
        yield HumanTask.element == wanted.element
    if wanted.light:
        yield lights.light_column(clock.now()) == wanted.light
    if wanted.text:
        text = wanted.text.strip()
        yield sa.or_(HumanTask.name.contains(text, autoescape=True), Case.title.contains(text, autoescape=True),
                     Case.case_no == text)


def _count_up_to(most: int, condition) -> int:
    some = sa.select(HumanTask.id).where(condition).limit(most).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some))
