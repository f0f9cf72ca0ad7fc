"""What the task page shows of the colleagues around a task, and what the person may do with it besides doing it."""

from typing import Any

from app.cases.models import Case
from app.errors import DomainError
from app.worklist import (
    copies,
    cosigning,
    delegations,
    follow_ups,
    involved,
    permissions,
    progress,
    returning,
    transfers,
    urgency,
    withdrawing,
)

LABELS = {
    "opinion": "签署会签意见", "transfer": "转办", "delegation": "委派", "recall": "收回委派", "hand-back": "不办，还给委派人",
    "cosigners": "加签", "cosigner-removal": "减签", "return": "退回前面的环节", "withdrawal": "撤回", "copies": "抄送",
    "progress": "填写进展", "follow-up": "跟进提醒", "urgency": "标为急件", "urgency-removal": "取消急件",
}
"""Every act by the last part of its address, in the order of the menu."""


def around(task, case: Case | None, actor, doable: bool) -> dict[str, Any]:  # noqa: FBT001 a fact about the task
    """For the page: `acts` [(name, label)], the person's own request for an opinion, and who else takes part."""
    cosigners, mine = cosigning.of_task(task.id), involved.cosigner(task.id, actor.id)
    delegation = delegations.open_one(task.id) if task.status == "OPEN" else None
    possible = _possible(task, case, actor, doable, cosigners, mine)
    return {
        "acts": [(name, label) for name, label in LABELS.items() if name in possible],
        "cosigner": mine, "cosigners": cosigners, "stances": cosigning.STANCES, "delegation": delegation,
        "owner": permissions.name_of(task.owner_id) if task.owner_id is not None else None,
        "lent_to_me": task.owner_id is not None and task.claimed_by_id == actor.id,
        "copies": copies.of_task(task.id), "follow_up": follow_ups.of_task(task.id, actor),
        "stands_in_for": _absent(task, actor) if doable else None,
        "acted_for": permissions.name_of(task.acted_for_id) if task.acted_for_id is not None else None,
    }


def _possible(task, case, actor, doable, cosigners, mine) -> set[str]:
    found = {"follow-up"} if not _only_told(task, case, actor, doable) else set()
    if task.status == "OPEN":
        found |= _while_open(task, actor, doable, cosigners)
        if mine is not None and mine.answered_at is None:
            found.add("opinion")
    elif withdrawing.may(task, actor):
        found.add("withdrawal")
    if copies.may(task, actor):
        found.add("copies")
    if progress.may(task, case, actor):
        found.add("progress")
    return found


def _while_open(task, actor, doable: bool, cosigners) -> set[str]:  # noqa: FBT001 a fact about the task
    found = {"transfer"} if transfers.may(task, actor) else set()
    if urgency.may(task, actor):
        found.add("urgency-removal" if task.urgent else "urgency")
    if task.owner_id is not None:
        return found - {"transfer"} | {"hand-back" if task.claimed_by_id == actor.id else "recall"} if actor.id in (
            task.owner_id, task.claimed_by_id) else found
    if doable:
        found |= {"delegation", "cosigners"}
        if _may_return(task, actor):
            found.add("return")
        if any(row.answered_at is None for row in cosigners):
            found.add("cosigner-removal")
    return found


def _may_return(task, actor) -> bool:
    try:
        returning.must_be_allowed(task, actor)
    except DomainError:
        return False
    return True


def _only_told(task, case, actor, doable: bool) -> bool:  # noqa: FBT001 a fact about the task
    """Somebody who is here by a copy alone reads and goes."""
    return not (doable or case is None or permissions.sees_case(task, actor) or involved.is_cosigner(task.id, actor.id))


def _absent(task, actor) -> str | None:
    if actor.id == task.claimed_by_id or task.claimed_by_id is None and permissions.is_candidate(task, actor):
        return None
    absent = permissions.principal_for(task, actor)
    return absent.name if absent else None
