"""Who is asked for an opinion: drawn from the pool of experts by lot, so that nobody chooses the opinion they get."""

from collections.abc import Iterable
from datetime import datetime
from random import SystemRandom

import sqlalchemy as sa

from app.cases import sharing
from app.cases.models import Case
from app.db import db
from app.identity.models import OrgUnit, User, UserPost

EXPERT = "R17"


def pick(case: Case, count: int, field: str | None, without: Iterable[int], now: datetime) -> list[dict]:
    """`count` experts, [{user, name}]: those of the field first, the rest of the pool after them, each part by lot.

    Left out are `without` (user ids asked before), whoever works on the case and namesakes of a party. Fewer come back
    when the pool has no more. Those drawn may see the case.
    """
    pool = [person for person in _pool(case) if not _in_conflict(case, person, set(without))]
    of_field = [person for person in pool if field and field in person.unit]
    drawn = (_by_lot(of_field) + _by_lot([person for person in pool if person not in of_field]))[:count]
    for person in drawn:
        sharing.share_with_person(case.id, person.id, "EXPERT", now)
    return [{"user": person.id, "name": person.name} for person in drawn]


def _pool(case: Case) -> list[sa.Row]:
    """Active experts of units whose region contains the case's place."""
    places = [case.region_code[:digits].ljust(12, "0") for digits in (6, 9, 12)]
    rows = db.session.execute(
        sa.select(User.id, User.name, sa.func.min(OrgUnit.name).label("unit"))
        .join(UserPost, UserPost.user_id == User.id).join(OrgUnit, OrgUnit.id == UserPost.unit_id)
        .where(UserPost.role == EXPERT, User.active, OrgUnit.region_code.in_(places))
        .group_by(User.id, User.name).order_by(User.id))
    return list(rows)


def _in_conflict(case: Case, person: sa.Row, without: set[int]) -> bool:
    at_work = {case.handler_id, case.mediator_id, case.case_manager_id, case.registered_by_id}
    return person.id in without | at_work or any(party.name == person.name for party in case.parties)


def _by_lot(people: list[sa.Row]) -> list[sa.Row]:
    return SystemRandom().sample(people, len(people))
