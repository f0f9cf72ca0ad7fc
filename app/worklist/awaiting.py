"""What a case waits for while nobody has a task in it: the next day that was set, or news that somebody has to write down."""

from datetime import datetime

import sqlalchemy as sa

from app import clock
from app.cases import messages
from app.db import db
from app.instances.models import AwaitedMessage, Instance, WaitingTimer
from app.processes import queries as processes

ASIDE = frozenset({"supervision"})
"""Processes that only look on: what they wait for moves no case."""
NOTHING_KNOWN = "流程现在没有在等的日期或消息；几分钟后还没有新的环节的，请告知系统管理员。"


def sentences(case_id: int) -> list[str]:
    """Never empty. Waits drawn as a step of their own come first; only where there is none, the next limit that was set."""
    timers = _timers(case_id)
    told = _news(case_id) + _next_day([row for row in timers if _is_step(row)])
    return told or _next_limit(timers) or [NOTHING_KNOWN]


def _news(case_id: int) -> list[str]:
    rows = db.session.execute(
        sa.select(AwaitedMessage.message, AwaitedMessage.element, Instance.digest)
        .join(Instance, Instance.id == AwaitedMessage.instance_id)
        .where(AwaitedMessage.case_id == case_id, Instance.process_id.not_in(ASIDE)).order_by(AwaitedMessage.element)).all()
    steps = [row for row in rows if _is_step(row)]
    kinds = {messages.KINDS[row.message] for row in steps if row.message in messages.KINDS}
    written = [f"在等“{kind.name}”：有了消息，由承办单位在案件页的“发起”里点“{kind.button}”，案件就接着往下走。"
               for kind in sorted(kinds, key=lambda one: one.name) if kind.button]
    from_outside = dict.fromkeys(_name(row) for row in steps if not _has_button(row.message))
    return written + [f"在等“{name}”的消息：消息到了，系统自动接着办。" for name in from_outside]


def _has_button(message: str) -> bool:
    return message in messages.KINDS and bool(messages.KINDS[message].button)


def _timers(case_id: int) -> list[sa.Row]:
    """The days that are set, the next first."""
    return list(db.session.execute(
        sa.select(WaitingTimer.element, WaitingTimer.due_at, Instance.digest)
        .join(Instance, Instance.id == WaitingTimer.instance_id)
        .where(Instance.case_id == case_id, Instance.status == "RUNNING", Instance.process_id.not_in(ASIDE),
               WaitingTimer.due_at.is_not(None)).order_by(WaitingTimer.due_at)))


def _next_day(steps: list[sa.Row]) -> list[str]:
    return [f"在等 {_day(row.due_at)} 的“{_name(row)}”：到时系统自动接着办，需要人办的会派出任务并通知。" for row in steps[:1]]


def _next_limit(timers: list[sa.Row]) -> list[str]:
    named = [row for row in timers if _element(row) is not None and _name(row)]
    return [f"流程在等其他环节的结果；下一个时限是 {_day(row.due_at)} 的“{_name(row)}”，到时系统会提醒或派出任务。" for row in named[:1]]


def _is_step(row: sa.Row) -> bool:
    drawn = _element(row)
    return drawn is not None and drawn.type == "intermediateCatchEvent"


def _element(row: sa.Row):
    """An id stands in one process of a bundle, so the first that has it will do."""
    return next((one.elements[row.element] for one in processes.bundle(row.digest).processes.values()
                 if one.id not in ASIDE and row.element in one.elements), None)


def _name(row: sa.Row) -> str:
    """ "T-17 回访日" → "回访日": the number is the handbook's."""
    name = _element(row).name or ""
    number, _, rest = name.partition(" ")
    return rest if number.startswith("T-") and rest else name


def _day(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
