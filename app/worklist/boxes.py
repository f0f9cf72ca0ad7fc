"""The boxes of the worklist, each as the walks down an index that find its tasks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.cases import permissions as case_permissions
from app.cases.models import Case, Party
from app.identity import candidates
from app.worklist.models import HumanTask, TaskCandidate
from app.worklist.standing_in import Absent

BOXES = {"mine": "我的待办", "unit": "本单位", "pool": "待领取", "stand_in": "代别人办", "sent": "我发出的", "done": "我已办"}
_PREFIXES = {6: "county", 9: "town", 12: "region_code"}

IS_OPEN = HumanTask.status == sa.literal_column("'OPEN'")
"""Written out, so that a database sees that an index on open tasks will do."""


@dataclass(frozen=True)
class Way:
    """One walk: the table whose index leads it, and what narrows it. `asked` is asked of the task of each row met.

    Offers are not joined with their tasks but look them up one by one: a join looks cheaper to PostgreSQL the less it
    knows how these conditions hang together, and then reads all open tasks to show twenty.
    """

    of: Any
    conditions: tuple
    asked: tuple = ()

    @property
    def number(self):
        return HumanTask.id if self.of is HumanTask else TaskCandidate.task_id

    def value(self, column: str):
        """A column of the task, from the walk's own table if it stands there."""
        if hasattr(self.of, column):
            return getattr(self.of, column)
        return self._looked_up(getattr(HumanTask, column))

    def where(self, passing: list) -> tuple:
        """All conditions of the walk, with those that its tasks have to pass."""
        if self.of is HumanTask:
            return (*self.conditions, *passing)
        return (*self.conditions, self._looked_up(sa.true(), *self.asked, *passing).is_(sa.true()))

    def _looked_up(self, what, *conditions):
        return (sa.select(what).select_from(HumanTask).where(HumanTask.id == TaskCandidate.task_id, *conditions)
                .correlate(TaskCandidate).scalar_subquery())


@lru_cache(maxsize=1024)
def ways(box: str, actor, absent: tuple[Absent, ...] = ()) -> list[Way]:
    """The walks that together find a box; none, if nothing can be in it. Kept for each person and set of posts: putting
    the conditions together takes longer than looking them up. `absent`: standing_in.absent_of(actor), for that box."""
    match box:
        case "stand_in":
            return [way for one in absent for way in _instead_of(one, actor)]
        case "mine":
            return [Way(HumanTask, (HumanTask.claimed_by_id == actor.id, IS_OPEN))]
        case "done":
            return [Way(HumanTask, (HumanTask.done_by_id == actor.id,))]
        case "sent":
            return [Way(HumanTask, (HumanTask.sent_by_id == actor.id, IS_OPEN, _not_mine(actor), readable(actor)))]
        case "unit":
            return [Way(HumanTask, (HumanTask.desk_unit_id == unit, IS_OPEN, readable(actor)))
                    for unit in sorted(actor.unit_ids)]
        case _:
            asked = (IS_OPEN, HumanTask.claimed_by_id.is_(None), sa.not_(excludes(actor.id)))
            return [Way(TaskCandidate, (*offered, TaskCandidate.taken_by_id.is_(None)), asked)
                    for offered in _offered(actor)]


def _instead_of(absent: Absent, actor) -> Iterator[Way]:
    """What somebody has, and what waits for their posts but not for the actor's own; never what the actor must keep away
    from (permissions.principal_for)."""
    party = sa.select(Party.id).where(Party.case_id == HumanTask.case_id, Party.name == actor.name).correlate(HumanTask).limit(1)
    only = [sa.not_(excludes(actor.id)), party.scalar_subquery().is_(None)]
    if absent.processes:
        only.append(HumanTask.process_id.in_(absent.processes))
    for way in ways("mine", absent.person):
        of_roles = [sa.or_(*(HumanTask.roles.contains(role) for role in absent.roles))] if absent.roles else []
        yield Way(HumanTask, (*way.conditions, *only, *of_roles))
    for way in ways("pool", absent.person):
        yield Way(way.of, way.conditions, (*way.asked, *only, _offered_to(actor).is_not(sa.true())))


def readable(actor):
    """permissions.must_be_readable for a row of a list: one's own, waiting for one's post, or of a case one may see."""
    case = (sa.select(sa.true()).where(Case.id == HumanTask.case_id, case_permissions.visible_to(actor))
            .correlate(HumanTask).scalar_subquery())
    waiting = sa.and_(HumanTask.claimed_by_id.is_(None), _offered_to(actor).is_(sa.true()), sa.not_(excludes(actor.id)))
    return sa.or_(HumanTask.claimed_by_id == actor.id, case.is_(sa.true()), waiting)


def _offered_to(actor):
    """True if one of the actor's posts may take the task, else NULL."""
    offer = sa.orm.aliased(TaskCandidate)
    return (sa.select(sa.true()).where(offer.task_id == HumanTask.id, candidates.posts_matching(actor, offer))
            .correlate(HumanTask).limit(1).scalar_subquery())


def excludes(user_id: int):
    """The person is named in the task's list of those who may not do it; the list is JSON text such as [4,17]."""
    listed = sa.cast(HumanTask.excluded, sa.Text)
    return sa.or_(*(listed.like(shape) for shape in (f"[{user_id}]", f"[{user_id},%", f"%,{user_id}]", f"%,{user_id},%")))


def _offered(actor) -> Iterator[tuple]:
    """candidates.posts_matching taken apart: each part compares for equality, so that its index gives the order, too."""
    for role in sorted(actor.roles):
        posts = actor.posts_as((role,))
        of_role = TaskCandidate.role == role
        yield of_role, TaskCandidate.county == ""
        for unit in sorted({post.unit_id for post in posts}):
            yield of_role, TaskCandidate.unit_id == unit
        for prefix in sorted({post.region_prefix for post in posts}):
            column = _PREFIXES.get(len(prefix))
            here = getattr(TaskCandidate, column) == prefix if column else candidates.in_region(
                TaskCandidate.region_code, [prefix])
            yield of_role, TaskCandidate.unit_id.is_(None), here


def _not_mine(actor):
    return sa.or_(HumanTask.claimed_by_id.is_(None), HumanTask.claimed_by_id != actor.id)
