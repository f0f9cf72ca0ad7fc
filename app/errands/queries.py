"""Reading errands: of a case, given to me, given by me. The open ones come first, the most pressing on top."""

from typing import NamedTuple

import sqlalchemy as sa

from app import clock
from app.cases import permissions as cases
from app.cases.models import Case
from app.db import db
from app.errands.models import Errand
from app.paging import Page, page_of

COUNTED_UP_TO = 1000
_OPEN_FIRST = (Errand.state != "OPEN", sa.case((Errand.state == "OPEN", Errand.due_at)), Errand.id.desc())


class Counts(NamedTuple):
    open: int
    late: int


def of_case(case: Case, page: int = 1, per_page: int = 10) -> Page:
    """Rows with one Errand, for those who may see the case."""
    return page_of(sa.select(Errand).where(Errand.case_id == case.id).order_by(*_OPEN_FIRST), page, per_page)


def open_in(case: Case) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Errand.case_id == case.id, Errand.state == "OPEN"))


def given_to(actor, page: int = 1) -> Page:
    """Rows of (Errand, case number, region, title), the title only of cases within the person's reach."""
    return _listed(actor, Errand.person_id == actor.id, page)


def given_by(actor, page: int = 1) -> Page:
    """The same of what the person asked others to do."""
    return _listed(actor, Errand.asked_by_id == actor.id, page)


def counts(actor) -> Counts:
    """What this person is still asked to do, and how much of it is late; counted no further than a thousand."""
    some = (sa.select(Errand.due_at).where(Errand.person_id == actor.id, Errand.state == "OPEN")
            .order_by(Errand.due_at).limit(COUNTED_UP_TO).subquery())
    late = sa.func.coalesce(sa.func.sum(sa.case((some.c.due_at <= clock.now(), 1), else_=0)), 0)
    return Counts(*db.session.execute(sa.select(sa.func.count(), late).select_from(some)).one())


def _listed(actor, whose, page: int) -> Page:
    title = sa.case((cases.visible_to(actor), Case.title)).label("title")
    return page_of(sa.select(Errand, Case.case_no, Case.region_code, title).join(Case, Case.id == Errand.case_id)
                   .where(whose).order_by(*_OPEN_FIRST), page)
