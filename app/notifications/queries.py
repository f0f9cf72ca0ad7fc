import sqlalchemy as sa

from app.cases import permissions
from app.cases.models import Case
from app.db import db
from app.notifications import bundles
from app.notifications.models import Notice
from app.notifications.words import GROUPS
from app.paging import PER_PAGE, Page, page_of

SHORT, MOST = 8, 99


def notices_of(actor, page: int = 1, *, group: str | None = None, read: str = "any", per_page: int = PER_PAGE) -> Page:
    """A person's notices, the newest first; rows of (Notice, case_no, case_title). The title
    only where the person may see the case now, whatever they were told of it. `group`: one of words.GROUPS; `read`: "any"
    or "unread"."""
    title = sa.case((permissions.visible_to(actor), Case.title)).label("case_title")
    wanted = sa.select(Notice, Case.case_no, title).outerjoin(Case, Case.id == Notice.case_id).where(Notice.user_id == actor.id)
    if group in GROUPS:
        wanted = wanted.where(Notice.kind.in_(GROUPS[group].kinds))
    if read == "unread":
        wanted = wanted.where(Notice.read_at.is_(None))
    return page_of(wanted.order_by(Notice.id.desc()), page, per_page)


def latest(actor) -> Page:
    """The newest unread ones, for the short list."""
    return notices_of(actor, read="unread", per_page=SHORT)


def case_no_of(notice_id: int, actor) -> str | None:
    """The case that one of the person's own notices is about."""
    return db.session.scalar(sa.select(Case.case_no).join(Notice, Notice.case_id == Case.id)
                             .where(Notice.id == notice_id, Notice.user_id == actor.id))


def kind_and_task_of(notice_id: int, actor) -> tuple[str, int | None] | None:
    """The kind of one of the person's own notices, and the task that it is about."""
    row = db.session.execute(sa.select(Notice.kind, Notice.task_id)
                             .where(Notice.id == notice_id, Notice.user_id == actor.id)).first()
    return (row.kind, row.task_id) if row else None


def unread_in(actor, group: str) -> int:
    """Unread notices of one of words.GROUPS, counted no further than 99."""
    some = sa.select(Notice.id).where(Notice.user_id == actor.id, Notice.read_at.is_(None), Notice.kind.in_(GROUPS[group].kinds)).limit(MOST)
    return db.session.scalar(sa.select(sa.func.count()).select_from(some.subquery()))


def unread(actor) -> int:
    """What the bell shows: unread notices and bundles with something new, no further than 99."""
    return bundles.bell(actor).count
