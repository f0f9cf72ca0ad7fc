"""What every way of working on a task together shares: the reason, the line on the timeline, the notice, the handing over."""

from collections.abc import Iterable

import sqlalchemy as sa

from app import clock, events
from app.cases import timeline
from app.db import db
from app.errors import Conflict, Invalid
from app.identity import queries as identity
from app.worklist import offers, permissions
from app.worklist.events import ColleaguesTold
from app.worklist.models import HumanTask
from app.worklist.teamwork_models import TaskCosigner

LONGEST_REASON = 300


def reason_of(text: str | None, what: str) -> str:
    """The reason in one line; `what` names the field in the sentence of a refusal. Raises Invalid under "reason"."""
    said = " ".join((text or "").split())
    if not said:
        raise Invalid(errors={"reason": [f"请写明{what}，让看到办理经过的人明白为什么。"]})
    if len(said) > LONGEST_REASON:
        raise Invalid(errors={"reason": [f"{what}太长，请控制在 {LONGEST_REASON} 字以内。"]})
    return said


def note(task, kind: str, text: str, actor, **details) -> None:
    """A line on the case's timeline; a task without a case has none."""
    if task.case_id is not None:
        timeline.write(task.case_id, kind, text, actor, task.element, task=task.id, **details)


def tell(task, user_ids: Iterable[int | None], text: str, actor) -> None:
    """A notice to each of them, but not to who did it."""
    people = tuple(sorted({person for person in user_ids if person is not None and person != actor.id}))
    if people:
        events.publish(ColleaguesTold(people, task.id, task.case_id, "HANDED", text, clock.now()))


def hand_over(task, to_id: int | None, **values) -> None:
    """Give the open task to somebody, if it is still with whom the actor saw it; else say who was faster."""
    changed = db.session.execute(
        sa.update(HumanTask).where(
            HumanTask.id == task.id, HumanTask.status == "OPEN",
            HumanTask.claimed_by_id.is_not_distinct_from(task.claimed_by_id),
            HumanTask.owner_id.is_not_distinct_from(task.owner_id))
        .values(claimed_by_id=to_id, claimed_at=clock.now() if to_id is not None else None, **values)
        .execution_options(synchronize_session=False))
    if changed.rowcount != 1:
        raise permissions.taken(task.id)
    offers.held_by(task.id, to_id)


def must_be_completable(task, actor) -> None:
    """Not lent by somebody else, and every required opinion is there."""
    if task.status != "OPEN":
        return
    if task.owner_id is not None and task.claimed_by_id == actor.id:
        raise Conflict(f"这项任务是{permissions.name_of(task.owner_id)}委派给您的：办好后请点“交回”，由委派人确认提交。"
                       "您填写的内容没有提交。")
    if task.opinions_awaited:
        raise Conflict(f"还在等{'、'.join(missing_opinions(task.id))}的会签意见，答复后才能提交；不用等的，可以先减签。"
                       "您填写的内容没有提交。")


def missing_opinions(task_id: int) -> list[str]:
    """Names of the required co-signers who have not answered."""
    return list(db.session.scalars(sa.select(TaskCosigner.user_name).where(
        TaskCosigner.task_id == task_id, TaskCosigner.required.is_(True), TaskCosigner.answered_at.is_(None),
        TaskCosigner.removed_at.is_(None)).order_by(TaskCosigner.id)))


def note_stand_in(task, absent, actor) -> None:
    if absent is not None:
        note(task, "HANDOVER", f"{actor.name}代{absent.name}办理“{task.name}”。", actor, absent=absent.id)


def names(user_ids: Iterable[int]) -> str:
    known = identity.names_of(set(user_ids))
    return "、".join(known[one] for one in user_ids if one in known)
