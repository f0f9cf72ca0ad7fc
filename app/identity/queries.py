"""Reading people and units for screens, forms and other features."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.db import db
from app.identity.models import OrgUnit, User, UserPost
from app.paging import Page


def has_administrator() -> bool:
    """Whether somebody active can administer the system."""
    return db.session.scalar(
        sa.select(User.id).join(UserPost).where(UserPost.role == "R28", User.active.is_(True)).limit(1)) is not None


def people(text: str, number: int, per_page: int = 20) -> Page:
    """Users whose name, user name or phone contains the text, by user name."""
    query = sa.select(User).options(selectinload(User.posts).joinedload(UserPost.unit)).order_by(User.username)
    if text:
        query = query.where(sa.or_(*(column.icontains(text, autoescape=True)
                                     for column in (User.username, User.name, User.phone))))
    rows = db.session.scalars(query.limit(per_page + 1).offset((number - 1) * per_page)).all()
    return Page(rows[:per_page], number, per_page, len(rows) > per_page)


def everybody_with_posts() -> list[User]:
    """All active people with their posts, for the list of demo people."""
    return list(db.session.scalars(
        sa.select(User).where(User.active.is_(True)).order_by(User.id)
        .options(selectinload(User.posts).joinedload(UserPost.unit))))


def whole_tree() -> list[OrgUnit]:
    """Every unit, parents before children."""
    return list(db.session.scalars(sa.select(OrgUnit).order_by(OrgUnit.region_code, OrgUnit.path, OrgUnit.id)))


def regions() -> list[tuple[str, str, int]]:
    """(12-digit code, name, how many open regions lie around it) of the open regions, each after those around it."""
    rows = db.session.execute(
        sa.select(OrgUnit.id, OrgUnit.region_code, OrgUnit.name, OrgUnit.path)
        .where(OrgUnit.active.is_(True), OrgUnit.kind == "REGION").order_by(OrgUnit.region_code, OrgUnit.path)).all()
    ids = {str(row.id) for row in rows}
    return [(row.region_code, row.name, len(ids.intersection(row.path.split("/")))) for row in rows]


def units(kinds: tuple[str, ...] = ()) -> list[OrgUnit]:
    """The open units, of these kinds if any are named: choices of a form."""
    query = sa.select(OrgUnit).where(OrgUnit.active.is_(True)).order_by(OrgUnit.region_code, OrgUnit.id)
    return list(db.session.scalars(query.where(OrgUnit.kind.in_(kinds)) if kinds else query))


def holders(roles: tuple[str, ...], unit_id: int | None = None) -> list[tuple[int, str, str]]:
    """(user id, name, unit name) of active people with one of these roles, in one unit or anywhere."""
    query = (
        sa.select(User.id, User.name, OrgUnit.name).join(UserPost, UserPost.user_id == User.id)
        .join(OrgUnit, OrgUnit.id == UserPost.unit_id)
        .where(User.active.is_(True), OrgUnit.active.is_(True), UserPost.role.in_(roles)).order_by(User.id))
    if unit_id is not None:
        query = query.where(UserPost.unit_id == unit_id)
    return [tuple(row) for row in db.session.execute(query)]


def names_of(user_ids: set[int]) -> dict[int, str]:
    """{user id: name}"""
    rows = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(user_ids))) if user_ids else ()
    return dict(map(tuple, rows))


def unit_names(unit_ids: set[int]) -> dict[int, str]:
    """{unit id: name}"""
    rows = db.session.execute(sa.select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(unit_ids))) if unit_ids else ()
    return dict(map(tuple, rows))
