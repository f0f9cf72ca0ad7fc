"""Who may see, take and finish a task."""

from typing import NamedTuple

import sqlalchemy as sa

from app.cases import permissions as case_permissions
from app.db import db, run
from app.errors import Conflict, Forbidden, NotFound
from app.identity import candidates
from app.identity.actor import Actor
from app.identity.models import User
from app.worklist import colleagues, involved, standing_in
from app.worklist.models import HumanTask

_FIND = sa.select(*(column for column in HumanTask.__table__.columns if column.name not in ("answers", "draft"))
                  ).where(HumanTask.__table__.c.id == sa.bindparam("task"))


NOT_THERE = "没有找到这项任务：它不存在，或者不在您的办理范围内。"


class _Candidate(NamedTuple):
    role: str
    unit_id: int | None
    region_code: str | None


def task_for(task_id: int, actor) -> sa.Row:
    """The task, if the actor may see it: theirs, takeable by them, or of a case they may read. Else it is not there."""
    task = run(_FIND, {"task": task_id}).first()
    if task is None or not _within_reach(task, actor):
        raise NotFound(NOT_THERE)
    return task


def must_be_readable(task, actor) -> None:
    """Having the right post shows a task while it waits for somebody; once it is somebody's, it is theirs and the case's.

    Only task_for's callers that change something go further: they tell the slower of two people who was faster."""
    waiting = task.status == "OPEN" and task.claimed_by_id is None and is_candidate(task, actor)
    if _is_theirs(task, actor) or waiting or (
            task.case_id is not None and case_permissions.may_see_id(task.case_id, actor)):
        return
    if not involved.is_involved(task.id, actor.id) and principal_for(task, actor) is None:
        raise NotFound(NOT_THERE)


def is_candidate(task, actor) -> bool:
    if actor.id in (task.excluded or ()):
        return False
    return candidates.matches(actor, [_Candidate(role, task.unit_id, task.region_code)
                                      for role in task.roles.split(",")])


def must_be_open(task) -> None:
    if task.status == "DONE":
        raise _done(task)
    if task.status != "OPEN":
        raise Conflict("这项任务已随流程撤销，不用再办。请回到任务列表。")


def must_be_candidate(task, actor) -> None:
    if not is_candidate(task, actor):
        raise Forbidden("这项任务由其他岗位或单位办理，您可以查看案件，但不能办理这一步。")


def principal_for(task, actor) -> Actor | None:
    """For whom the actor may do this task in their absence; None if for nobody."""
    for rule in standing_in.rules_of(actor):
        if not standing_in.covers(rule, task) or colleagues.in_conflict(task, actor.id):
            continue
        absent = standing_in.principal(rule)
        if absent is not None and (task.claimed_by_id == absent.id or (
                task.claimed_by_id is None and is_candidate(task, absent))):
            return absent
    return None


def must_be_doable(task, actor) -> Actor | None:
    """Open, and claimed by the actor, or free and theirs to take, or that of somebody they stand in for, who is returned."""
    must_be_open(task)
    if task.claimed_by_id == actor.id or (task.claimed_by_id is None and is_candidate(task, actor)):
        return None
    absent = principal_for(task, actor)
    if absent is None:
        must_be_candidate(task, actor)
        raise taken(task.id)
    return absent


def taken(task_id: int) -> Conflict:
    """Tell the slower of two people who was faster."""
    task = run(_FIND, {"task": task_id}).first()
    if task.status == "DONE":
        return _done(task)
    if task.status != "OPEN":
        return Conflict("这项任务刚刚随流程撤销了，您填写的内容没有提交。")
    if task.owner_id is not None:
        return Conflict(f"这项任务由{name_of(task.owner_id)}委派给{name_of(task.claimed_by_id)}办理，还没有交回，"
                        "您填写的内容没有提交。", by=task.claimed_by_id)
    return Conflict(f"这项任务已由{name_of(task.claimed_by_id)}领取，您填写的内容没有提交。如需办理请先联系对方放回待领取。",
                    by=task.claimed_by_id)


def _done(task) -> Conflict:
    return Conflict(f"{task.done_by_name or '同事'}已经办完了这项任务，您填写的内容没有提交。请刷新查看办理结果。",
                    by=task.done_by_id)


def _within_reach(task, actor) -> bool:
    if _is_theirs(task, actor) or is_candidate(task, actor):
        return True
    if task.case_id is not None and case_permissions.may_see_id(task.case_id, actor):
        return True
    return involved.is_involved(task.id, actor.id) or principal_for(task, actor) is not None


def sees_case(task, actor) -> bool:
    return task.case_id is not None and case_permissions.may_see_id(task.case_id, actor)


def _is_theirs(task, actor) -> bool:
    return actor.id is not None and actor.id in (task.claimed_by_id, task.done_by_id, task.owner_id, task.acted_for_id)


def name_of(user_id: int | None) -> str:
    return db.session.scalar(sa.select(User.name).where(User.id == user_id)) or "同事"
