"""转办: a task is given away for good. By whoever has it, by a leader within the leader's unit, by a supervisor where it is
stuck (handbook §8.5: no order without somebody who answers for it)."""

import sqlalchemy as sa

from app import clock, observe
from app.cases.permissions import HEADS
from app.db import db
from app.errors import Conflict, Forbidden
from app.identity.models import OrgUnit, User
from app.worklist import colleagues, delegations, permissions, teamwork

SUPERVISORS = ("R16",)
NOT_ABLE = "只能转给能办这一步的同事：岗位、单位或辖区要对得上，需要回避的人不能选。请在名单里重新选人。"


def choosable(task, actor) -> sa.Select:
    """The posts of those to whom the actor may give the task."""
    must_be_allowed(task, actor)
    return colleagues.others(task, actor)


def transfer(task_id: int, to_id: int, reason: str, actor) -> None:
    """Give an open task to a colleague who could do it. Raises Forbidden, Invalid (person, reason), Conflict (who was
    faster)."""
    task = permissions.task_for(task_id, actor)
    others = choosable(task, actor)
    said = teamwork.reason_of(reason, "转办原因")
    person = colleagues.the(others, to_id, NOT_ABLE)
    teamwork.hand_over(task, person.id, owner_id=None, sent_by_id=actor.id)
    delegations.end_open(task)
    before = permissions.name_of(task.claimed_by_id) if task.claimed_by_id is not None else None
    whose = "" if task.claimed_by_id in (None, actor.id) else f"{before}的"
    teamwork.note(task, "HANDOVER", f"把{whose}“{task.name}”转给{person.name}办理。原因：{said}", actor,
                  to=person.id, before=task.claimed_by_id, reason=said)
    teamwork.tell(task, (person.id,), f"{actor.name}把“{task.name}”转给您办理：{said}", actor)
    teamwork.tell(task, (task.claimed_by_id, task.owner_id), f"{actor.name}把您的“{task.name}”转给{person.name}办理：{said}",
                  actor)
    observe.instrument("task.transferred", task=task_id, to=person.id, by=actor.id)


def must_be_allowed(task, actor) -> None:
    permissions.must_be_open(task)
    if task.claimed_by_id == actor.id or leads(task, actor) or _is_stuck_before(task, actor):
        return
    if task.claimed_by_id is None and permissions.is_candidate(task, actor):
        return
    if permissions.principal_for(task, actor) is not None:
        return
    raise Forbidden("只有办理人、本单位负责人可以转办；超期或办理人已离岗的，督办员也可以转办。请联系他们处理。")


def may(task, actor) -> bool:
    try:
        must_be_allowed(task, actor)
    except (Forbidden, Conflict):
        return False
    return True


def may_give_others(actor) -> bool:
    """Whether the actor leads people, or watches over them, so that there are tasks of others to give away."""
    return bool(actor.posts_as((*HEADS, *SUPERVISORS)))


def leads(task, actor) -> bool:
    """The task lies on the desk of a unit the actor leads, or of one below it in the tree."""
    led = {post.unit_id for post in actor.posts_as(HEADS)}
    desk = task.unit_id or task.desk_unit_id
    if not led or desk is None:
        return False
    path = db.session.scalar(sa.select(OrgUnit.path).where(OrgUnit.id == desk)) or ""
    return desk in led or bool(led & {int(part) for part in path.split("/") if part})


def watches(task, actor) -> bool:
    """The actor is a supervisor of the place."""
    posts = actor.posts_as(SUPERVISORS)
    region = colleagues.region_of(task) if posts else None
    return any(region is None or region.startswith(post.region_prefix) for post in posts)


def _is_stuck_before(task, actor) -> bool:
    """A supervisor of the place, and the time is over or whoever has it has left."""
    if not watches(task, actor):
        return False
    if task.due_at is not None and task.due_at <= clock.now():
        return True
    return task.claimed_by_id is not None and not db.session.scalar(
        sa.select(User.active).where(User.id == task.claimed_by_id))
