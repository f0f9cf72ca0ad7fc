"""A unit's leader gives a task on the unit's desk to somebody who may do it."""

import sqlalchemy as sa

from app import clock, events, observe
from app.cases import timeline
from app.cases.permissions import HEADS
from app.db import db
from app.errors import Conflict, Forbidden, Invalid
from app.identity import loading
from app.identity.models import User, UserPost
from app.identity.roles import ROLES
from app.worklist import colleagues, delegations, offers, permissions
from app.worklist.events import TaskAssigned
from app.worklist.models import HumanTask


def assign(task_id: int, person_id: int, actor) -> None:
    """Hand an open task to a person who may do it; who had it until now has it no longer, the draft stays.

    Raises NotFound, Forbidden (not the leader's desk), Invalid (not that person's post), Conflict (somebody was faster)."""
    task = permissions.task_for(task_id, actor)
    permissions.must_be_open(task)
    if task.desk_unit_id not in led_units(actor):
        raise Forbidden("只有任务所在单位的负责人可以指派这项任务。")
    person = _person(person_id)
    if not permissions.is_candidate(task, person) or colleagues.in_conflict(task, person.id):
        raise Invalid(f"{person.name}没有办理“{task.name}”的岗位，或者应当回避，请另选一人。")
    if task.claimed_by_id == person.id:
        raise Conflict(f"这项任务已经在{person.name}名下，不用再指派。")
    changed = db.session.execute(sa.update(HumanTask).where(
        HumanTask.id == task_id, HumanTask.status == "OPEN", HumanTask.claimed_by_id.is_not_distinct_from(task.claimed_by_id))
        .values(claimed_by_id=person.id, claimed_at=clock.now(), owner_id=None, sent_by_id=actor.id)
        .execution_options(synchronize_session=False))
    if changed.rowcount != 1:
        raise Conflict("这项任务刚刚被别人领取或办结了，请刷新列表后再指派。")
    delegations.end_open(task)
    offers.held_by(task_id, person.id)
    if task.case_id is not None:
        timeline.write(task.case_id, "TASK", f"{actor.name}把“{task.name}”指派给{person.name}办理。", actor, task.element)
    events.publish(TaskAssigned(task_id, task.case_id, task.name, person.id, actor, clock.now()))
    observe.instrument("task.assigned", task=task_id, to=person.id, by=actor.id)


def led_units(actor) -> frozenset[int]:
    return frozenset(post.unit_id for post in actor.posts_as(HEADS)) if actor.may("task.assign") else frozenset()


def people(actor) -> list[tuple[int, str]]:
    """(id, name with posts) of everybody in the units this person leads, for choosing from."""
    units = led_units(actor)
    if not units:
        return []
    found: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for user_id, name, role in db.session.execute(
            sa.select(User.id, User.name, UserPost.role).join(UserPost, UserPost.user_id == User.id)
            .where(User.active, UserPost.unit_id.in_(units)).order_by(User.name, User.id, UserPost.role)):
        names[user_id] = name
        found.setdefault(user_id, []).append(ROLES[role].name)
    return [(user_id, f"{names[user_id]}（{'、'.join(dict.fromkeys(posts))}）") for user_id, posts in found.items()]


def _person(person_id: int):
    user = db.session.get(User, person_id)
    if user is None or not user.active:
        raise Invalid("没有这个人，或者账号已停用，请另选一人。")
    return loading.actor_with_id(person_id)
