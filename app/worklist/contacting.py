"""Whom a task is about to speak to: on a task that a diagram marks `contacts`, its holder gets the telephone numbers at one tap.

Looking is kept like any other look at a party's whole information (handbook §5.3), with the task as the reason.
"""

from app.cases import party_sight
from app.cases.models import Case, Party
from app.errors import Forbidden
from app.worklist import confidential
from app.worklist.models import HumanTask

MARK = "contacts"
EVERYBODY = "parties"


def parties_of(task: HumanTask, case: Case | None, sight: confidential.Sight) -> list[Party]:
    """The parties whom this person speaks to in the task; none of a task that is no contacting or that is not theirs to do."""
    meant = (task.settings or {}).get(MARK)
    if not meant or case is None or not (sight.case and sight.doable):
        return []
    return [party for party in case.parties if meant in (EVERYBODY, party.role)]


def numbers(task: HumanTask, case: Case | None, sight: confidential.Sight, actor) -> list[party_sight.Contact]:
    """Each of them with role, representatives and telephone; who looked is written down first.

    Raises Forbidden to whoever does not hold the task (it must be taken first), or where nobody is to be contacted."""
    parties = parties_of(task, case, sight)
    if not parties or not is_held(task):
        raise Forbidden("领取了这项任务的人才能在这里查看电话。请先领取任务；已被领取的，请联系办理人。")
    reason = f"办理“{task.name}”"[:party_sight.MOST_REASON]
    return [party_sight.contact(case, party, reason, actor) for party in parties]


def is_held(task: HumanTask) -> bool:
    """Whether somebody has it; whoever may do it then is that person, or stands in for them."""
    return task.status == "OPEN" and task.claimed_by_id is not None
