"""Choosing people in SQL: who could take what is offered to a role, a unit, a region. candidates.py asks the other way."""

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from app.db import db
from app.identity.models import LEVELS, OrgUnit, User, UserPost
from app.identity.roles import STAFF

MOST_SHOWN = 20


class Person(NamedTuple):
    id: int
    name: str
    unit: str
    role: str


def of_roles(roles: Iterable[str], unit_id: int | None, region_code: str | None) -> sa.Select:
    """Posts with one of these roles, in this unit, whose region contains that place; None means any."""
    query = _posts().where(UserPost.role.in_(list(roles)))
    if unit_id is not None:
        query = query.where(UserPost.unit_id == unit_id)
    return query if region_code is None else query.where(_containing(region_code))


def of_county(region_code: str | None) -> sa.Select:
    """Posts of staff in the county of this place, and in what lies around it."""
    query = _posts().where(UserPost.role.in_(sorted(STAFF)))
    county = (region_code or "")[:6]
    if not county:
        return query
    return query.where(sa.or_(OrgUnit.region_code.between(county.ljust(12, "0"), county.ljust(12, "9")),
                              _containing(region_code)))


def search(posts: sa.Select, text: str = "", first_unit: int | None = None) -> list[Person]:
    """The first people, unit by unit and by name, whose name or unit contains the text; each once, with the first of
    their posts. The people of `first_unit` come before all others."""
    if text.strip():
        like = text.strip()
        posts = posts.where(sa.or_(User.name.contains(like, autoescape=True), OrgUnit.name.contains(like, autoescape=True),
                                   User.username == like))
    rows = db.session.execute(posts.order_by(
        sa.case((OrgUnit.id == (first_unit or 0), 0), else_=1), OrgUnit.region_code, OrgUnit.id, User.name, UserPost.id)
        .limit(MOST_SHOWN * 3))
    found: dict[int, Person] = {}
    for row in rows:
        found.setdefault(row.id, Person(*row))
    return list(found.values())[:MOST_SHOWN]


def one_of(posts: sa.Select, user_id: int) -> Person | None:
    """This person, if they are among them."""
    row = db.session.execute(posts.where(User.id == user_id).order_by(UserPost.id).limit(1)).first()
    return Person(*row) if row else None


def _posts() -> sa.Select:
    return (sa.select(User.id, User.name, OrgUnit.name, UserPost.role).join(UserPost, UserPost.user_id == User.id)
            .join(OrgUnit, OrgUnit.id == UserPost.unit_id).where(User.active.is_(True), OrgUnit.active.is_(True)))


def _containing(region_code: str):
    return sa.or_(*(sa.and_(OrgUnit.level == level, OrgUnit.region_code == region_code[:digits].ljust(12, "0"))
                    for level, digits in LEVELS.items()))
