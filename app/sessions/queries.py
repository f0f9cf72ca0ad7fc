"""Reading sessions for screens, REST and calendars: only of cases within reach, filtered in SQL."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from app import clock
from app.cases import permissions as cases
from app.cases.models import Case
from app.db import db
from app.errors import NotFound
from app.identity.candidates import in_region
from app.identity.models import User
from app.paging import Page, page_of
from app.sessions import words
from app.sessions.models import MediationSession, SessionMediator
from app.worklist.models import HumanTask

MOST_IN_A_WEEK = 100


def between(actor, whose: str, begins: datetime, ends: datetime, page: int = 1, per_page: int = 20,
            states: Iterable[str] = tuple(words.STATES)) -> Page:
    """Sessions that begin in [begins, ends), in order; rows of (session, case number, id of the open task for its minutes
    if this person has it). `whose`: "mine" or "committee"."""
    of_person = _mine(actor, begins, ends) if whose == "mine" else _of_the_unit(actor)
    query = (
        sa.select(MediationSession, Case.case_no, HumanTask.id.label("task_id"))
        .join(Case, Case.id == MediationSession.case_id)
        .outerjoin(HumanTask, sa.and_(HumanTask.instance_id == MediationSession.instance_id,
                                      HumanTask.step == MediationSession.step, HumanTask.status == "OPEN",
                                      HumanTask.claimed_by_id == actor.id))
        .where(MediationSession.begins_at >= begins, MediationSession.begins_at < ends, of_person,
               MediationSession.state.in_(states), sa.or_(cases.visible_to(actor), HumanTask.id.is_not(None)))
        .order_by(MediationSession.begins_at, MediationSession.id))
    return page_of(query, page, per_page)


def week(actor, whose: str, monday: date, page: int = 1) -> Page:
    """What takes place or took place in a week; moved and cancelled sessions are on the case's page."""
    return between(actor, whose, *days(monday, 7), page, MOST_IN_A_WEEK, words.IN_WEEK)


def of_case(case: Case, page: int = 1, per_page: int = 10) -> Page:
    """The sessions of a case that the actor may see, newest first; rows with one session."""
    return page_of(sa.select(MediationSession).where(MediationSession.case_id == case.id)
                   .order_by(MediationSession.id.desc()), page, per_page)


def session_of(case: Case, session_id: int) -> MediationSession:
    found = db.session.get(MediationSession, session_id)
    if found is None or found.case_id != case.id:
        raise NotFound("没有找到这场调解。")
    return found


def names_of(sessions: Iterable[MediationSession]) -> dict[int, str]:
    """{user id: name} of everybody who mediates in these."""
    ids = {one.user_id for session in sessions for one in session.mediators}
    return dict(map(tuple, db.session.execute(sa.select(User.id, User.name).where(User.id.in_(ids))).all())) if ids else {}


def days(first: date, count: int) -> tuple[datetime, datetime]:
    """From the first midnight of these days to the one after them."""
    return tuple(datetime.combine(first + timedelta(days=more), time(), clock.ZONE) for more in (0, count))


def _mine(actor, begins: datetime, ends: datetime):
    """Whoever mediates, has the case in hand, or was given the task to write the minutes."""
    mediating = sa.select(SessionMediator.session_id).where(
        SessionMediator.user_id == actor.id, SessionMediator.begins_at >= begins, SessionMediator.begins_at < ends)
    return sa.or_(MediationSession.id.in_(mediating), Case.handler_id == actor.id, Case.case_manager_id == actor.id,
                  HumanTask.id.is_not(None))


def _of_the_unit(actor):
    """Of a committee or unit where this person works, or in the region it answers for."""
    return sa.or_(MediationSession.committee_id.in_(actor.unit_ids), Case.lead_unit_id.in_(actor.unit_ids),
                  in_region(Case.region_code, actor.region_prefixes))


def is_coming(session: MediationSession) -> bool:
    return session.state in words.COMING
