"""The history of a case: one line for each thing done, in words a person reads. Lines are written, never changed."""

from datetime import datetime

import sqlalchemy as sa

from app import clock
from app.cases.models import TimelineEntry
from app.db import write_with_commit

KINDS = {
    "REGISTER": "登记", "STATUS": "状态", "RECORD": "记录", "PARTY": "当事人", "TASK": "办理", "TASK_OPEN": "待办",
    "CLOCK": "时限", "TIMER": "提醒", "DECISION": "研判", "SERVICE": "系统", "DOCUMENT": "文书", "MESSAGE": "消息",
    "PROMPT": "提示", "URGE": "催办", "URGENT": "急件", "SUPERVISE": "督办", "REASSIGN_REVIEW": "退回研判", "SESSION": "调解会", "NOTICE": "通知",
    "HANDOVER": "转交", "COSIGN": "会签", "COPY": "抄送", "RETURN": "退回", "WITHDRAW": "撤回", "PROGRESS": "进展",
    "ERRAND": "交办", "REMARK": "留言", "CLAIM": "领取", "RELEASE": "放回待领取",
    "MERGE": "并案", "VISIT": "来访", "END": "流程结束",
    "PAPER": "材料", "PAPER_OUT": "材料",
}

_WRITE = sa.insert(TimelineEntry.__table__)


class TimelineIsAppendOnly(RuntimeError):
    """Somebody tried to rewrite history."""


def write(case_id: int, kind: str, text: str, actor=None, element: str | None = None, **details) -> None:
    """Add a line at the present moment. `details`: whatever a screen may show behind the sentence; must be JSON."""
    write_all([line(case_id, kind, text, actor, element, clock.now(), **details)])


def line(case_id: int, kind: str, text: str, actor, element: str | None, at: datetime, **details) -> dict:
    """A line to be written together with others."""
    return {"case_id": case_id, "at": at, "kind": kind, "element": element, "text": text,
            "actor_id": actor.id if actor else None, "actor_name": actor.name if actor else "系统",
            "details": _plain(details) or sa.null()}


def write_all(lines: list[dict]) -> None:
    """One statement for all the lines of a unit of work, in the order they were written."""
    write_with_commit(_WRITE, lines)


def _plain(value):
    """Moments as ISO text on the centre's wall clock, the rest as JSON has it."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="minutes")
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


@sa.event.listens_for(TimelineEntry, "before_update")
@sa.event.listens_for(TimelineEntry, "before_delete")
def _refuse(_mapper, _connection, entry):
    raise TimelineIsAppendOnly(entry.id)
