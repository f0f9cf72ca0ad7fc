"""Whom a task may be given to, who may be asked or told about it; as conditions, so that the database does the search.

Nobody whom the diagram excludes, no party of the case, no mediator whom a party had replaced (人民调解法 art. 22; handbook §8.6:
who calls back is never the handler).
"""

import sqlalchemy as sa

from app.cases.models import Party
from app.db import db
from app.errors import Invalid
from app.identity import holders
from app.identity.holders import Person
from app.identity.models import OrgUnit, User
from app.worklist.models import HumanTask

ASSIGNED, RECUSED = "ut_mediator_assign", "ut_recusal_decide"
REPLACED = "replace"


def able(task) -> sa.Select:
    """Posts whose holders could do this task instead of whoever has it."""
    posts = holders.of_roles(task.roles.split(","), task.unit_id, task.region_code)
    return without_conflict(posts, task).where(User.id.not_in([*(task.excluded or ()), *_present(task)]))


def others(task, actor) -> sa.Select:
    """Posts of those to whom the actor may hand this task."""
    return able(task).where(User.id != actor.id)


def around(task) -> sa.Select:
    """Posts of the staff who may be asked for an opinion on a task or sent a copy of it."""
    return without_conflict(holders.of_county(region_of(task)), task)


def without_conflict(posts: sa.Select, task) -> sa.Select:
    """Leave out parties of the case by name, and mediators who were replaced in it."""
    if task.case_id is None:
        return posts
    parties = sa.select(Party.name).where(Party.case_id == task.case_id)
    return posts.where(User.name.not_in(parties), User.id.not_in(replaced_mediators(task.case_id)))


def the(posts: sa.Select, user_id: int, sentence: str) -> Person:
    """This person of those, or Invalid with the sentence."""
    found = holders.one_of(posts, user_id)
    if found is None:
        raise Invalid(sentence, errors={"person": [sentence]})
    return found


def in_conflict(task, user_id: int) -> bool:
    """Whether this person must keep away from the task, whatever posts they hold or stand in for."""
    if user_id in (task.excluded or ()):
        return True
    if task.case_id is None:
        return False
    named = sa.select(Party.id).join(User, User.name == Party.name).where(Party.case_id == task.case_id, User.id == user_id)
    return db.session.scalar(named.limit(1)) is not None or user_id in replaced_mediators(task.case_id)


def replaced_mediators(case_id: int) -> set[int]:
    """Those whom a decision on recusal took off the case and nobody assigned again since."""
    rows = db.session.execute(sa.select(HumanTask.element, HumanTask.outcome, HumanTask.answers).where(
        HumanTask.case_id == case_id, HumanTask.status == "DONE", HumanTask.element.in_((ASSIGNED, RECUSED)))
        .order_by(HumanTask.done_at, HumanTask.id))
    assigned, replaced = set(), set()
    for element, outcome, answers in rows:
        if element == ASSIGNED:
            assigned = {person for person in ((answers or {}).get("host"), *((answers or {}).get("mediators") or ())) if person}
            replaced -= assigned
        elif outcome == REPLACED:
            replaced |= assigned
    return {int(person) for person in replaced}


def region_of(task) -> str | None:
    if task.region_code is not None or task.unit_id is None:
        return task.region_code
    return db.session.scalar(sa.select(OrgUnit.region_code).where(OrgUnit.id == task.unit_id))


def _present(task) -> list[int]:
    return [person for person in (task.claimed_by_id, task.owner_id) if person is not None]
