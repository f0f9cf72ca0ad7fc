"""Who may ask whom, and who reads an errand: whoever asked, whoever is asked, and those who may ask in that case."""

from typing import NamedTuple

import sqlalchemy as sa

from app.cases import permissions as cases
from app.cases.models import Case, CaseShare
from app.db import db
from app.errands.models import Errand
from app.errors import NotFound
from app.identity import holders
from app.identity.roles import STAFF
from app.worklist import colleagues
from app.worklist.boxes import IS_OPEN
from app.worklist.models import HumanTask

NOT_THERE = "没有找到这件交办事项：它不存在，或者与您无关。"


class _OfCase(NamedTuple):
    case_id: int


def may_ask(case: Case, actor) -> bool:
    """Until the archive: whoever has the case or one of its open tasks in hand, and the heads of the units that handle it; not
    in a report to the discipline inspection."""
    if case.archived_at is not None or case.matter_kind == cases.SEALED or not actor.may("errand.ask"):
        return False
    if any(getattr(case, column) == actor.id for column in cases.OWN):
        return True
    led = {post.unit_id for post in actor.posts_as(cases.HEADS)}
    return bool(led & _handling_units(case)) or _has_open_task(case, actor)


def askable(case: Case, actor) -> sa.Select:
    """Posts of colleagues of one's own units and of those that handle the case; nobody who has to keep away from it."""
    units = sorted(actor.unit_ids | _handling_units(case))
    posts = holders.of_roles(sorted(STAFF), None, None).where(holders.UserPost.unit_id.in_(units), holders.User.id != actor.id)
    return colleagues.without_conflict(posts, _OfCase(case.id))


def errand_for(errand_id: int, actor) -> Errand:
    """The errand, if it concerns the actor; else it is not there."""
    found = db.session.get(Errand, errand_id)
    if found is None or not (actor.id in (found.person_id, found.asked_by_id) or may_withdraw(found, actor)):
        raise NotFound(NOT_THERE)
    return found


def may_withdraw(errand: Errand, actor) -> bool:
    case = db.session.get(Case, errand.case_id)
    return errand.asked_by_id == actor.id or (cases.may_see(case, actor) and may_ask(case, actor))


def _handling_units(case: Case) -> set[int]:
    shared = db.session.scalars(sa.select(CaseShare.unit_id).where(CaseShare.case_id == case.id, CaseShare.unit_id.is_not(None)))
    return {unit for unit in (case.lead_unit_id, case.committee_id) if unit is not None} | set(shared)


def _has_open_task(case: Case, actor) -> bool:
    return db.session.scalar(sa.select(HumanTask.id).where(
        HumanTask.case_id == case.id, HumanTask.claimed_by_id == actor.id, IS_OPEN).limit(1)) is not None
