import sqlalchemy as sa

from app.cases.models import Case
from app.db import db
from app.notifications.models import Notice
from app.paging import Page, page_of


def notices_of(actor, page: int = 1) -> Page:
    """A person's notices, unread ones first, then the newest; rows of (Notice, case_no)."""
    return page_of(sa.select(Notice, Case.case_no).outerjoin(Case, Case.id == Notice.case_id)
                   .where(Notice.user_id == actor.id)
                   .order_by(Notice.read_at.is_not(None), Notice.at.desc(), Notice.id.desc()), page)


def case_no_of(notice_id: int, actor) -> str | None:
    """The case that one of the person's own notices is about."""
    return db.session.scalar(sa.select(Case.case_no).join(Notice, Notice.case_id == Case.id)
                             .where(Notice.id == notice_id, Notice.user_id == actor.id))


def task_of(notice_id: int, actor) -> int | None:
    """The task that one of the person's own notices is about."""
    return db.session.scalar(sa.select(Notice.task_id).where(Notice.id == notice_id, Notice.user_id == actor.id))


def unread(actor) -> int:
    """How many unread notices, counted no further than 99."""
    some = sa.select(Notice.id).where(Notice.user_id == actor.id, Notice.read_at.is_(None)).limit(99).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some))
