"""From the words of diagrams and tables to people: "handler", "R15", "承办单位负责人; 中心主任"."""

import re
from collections.abc import Iterable

import sqlalchemy as sa

from app.cases.models import Case
from app.db import db
from app.identity.models import OrgUnit, User, UserPost

OF_THE_CASE = {"handler": "handler_id", "caseManager": "case_manager_id", "mediator": "mediator_id",
               "firstContactOfficer": "first_contact_officer_id"}
WORDS = {
    "承办人": "handler", "跟办员": "caseManager", "承办单位联络员": "unit", "承办单位": "unit",
    "承办单位分管领导": "unit", "承办单位主要负责人": "unit", "承办单位负责人": "unit", "督办岗": "R16",
    "分流研判岗": "R02", "中心主任": "R15", "中心副主任": "R15", "中心值班主任": "R15", "政法委": "R22",
    "政法委书记": "R22", "政法委分管领导": "R22", "党委政府督查室": "R23", "当事人": "parties", "来源渠道": "channel",
}
OUTSIDE = ("parties", "channel")
LEADERS = ("R11", "R13", "R05", "R14")
"""Who answers for a unit, in a department, a village, a committee or a township."""


def words_in(text: str | Iterable[str | int]) -> list[str]:
    """["handler", "R16", "17", …] from a list, or from a table's "承办人; 督办岗"; a number is a user id, unknown words are
    left out."""
    parts = re.split(r"[;；,，]\s*", text) if isinstance(text, str) else [str(part) for part in text]
    known = (WORDS.get(part.strip(), part.strip()) for part in parts)
    return [word for word in known if word in OF_THE_CASE or word in ("unit", *OUTSIDE) or re.fullmatch(r"R\d\d|\d+", word)]


def people(case: Case, words: Iterable[str]) -> set[int]:
    """User ids of the staff meant; parties and channels are not users and are left out."""
    found: set[int] = set()
    for word in words:
        if word in OF_THE_CASE:
            found.add(getattr(case, OF_THE_CASE[word]))
        elif word == "unit":
            found.update(_leaders_of(case.lead_unit_id))
        elif word.isdigit():
            found.add(int(word))
        elif word.startswith("R"):
            found.update(_holding(word, case))
    return found - {None}


def heads_of(unit_id: int) -> set[int]:
    """User ids of those who answer for a unit."""
    return set(_leaders_of(unit_id))


def _leaders_of(unit_id: int | None) -> Iterable[int]:
    return db.session.scalars(_active_posts().where(UserPost.unit_id == unit_id, UserPost.role.in_(LEADERS)))


def _holding(role: str, case: Case) -> Iterable[int]:
    """Holders of a role whose unit's region contains the case's place."""
    containing = sa.or_(*(sa.and_(OrgUnit.level == level, OrgUnit.region_code == case.region_code[:digits].ljust(12, "0"))
                          for level, digits in (("COUNTY", 6), ("TOWN", 9), ("VILLAGE", 12))))
    return db.session.scalars(
        _active_posts().join(OrgUnit, OrgUnit.id == UserPost.unit_id).where(UserPost.role == role, containing))


def _active_posts() -> sa.Select:
    return sa.select(UserPost.user_id).join(User, User.id == UserPost.user_id).where(User.active)



