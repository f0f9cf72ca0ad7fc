"""What was answered before in the same case, as far as it helps with this task and this person may read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app import clock
from app.cases.models import Case
from app.db import db
from app.processes import queries as processes
from app.worklist import confidential, context
from app.worklist.models import HumanTask

MOST_LOOKED_AT = 30
MOST_SHOWN = 8
JUST_BEFORE = 3
_LONGEST = 400


@dataclass(frozen=True)
class Answered:
    """One finished task: its answers as (label, words), in the order of its form."""

    task_id: int
    name: str
    by: str
    at: datetime
    outcome: str | None
    lines: list[tuple[str, str]]


def of_task(task: HumanTask, case: Case | None, actor) -> list[Answered]:
    """The last answers of the steps just before and of each earlier one that shares fields with this form, newest first.

    Steps whose answers are confidential are left out for those who may not read them.
    """
    if case is None:
        return []
    found = [one for place, one in enumerate(_finished(task)) if place < JUST_BEFORE or _helps(one, task)]
    return [_told(one, sight) for one in found if (sight := confidential.sight_of(one, case, actor, doable=False)).task][:MOST_SHOWN]


def _finished(task: HumanTask) -> list[HumanTask]:
    """The newest finished task of every element, the newest first."""
    rows = db.session.scalars(sa.select(HumanTask).where(
        HumanTask.case_id == task.case_id, HumanTask.status == "DONE", HumanTask.id != task.id)
        .order_by(HumanTask.done_at.desc(), HumanTask.id.desc()).limit(MOST_LOOKED_AT))
    newest: dict[str, HumanTask] = {}
    for row in rows:
        newest.setdefault(row.element, row)
    return list(newest.values())


def _helps(earlier: HumanTask, task: HumanTask) -> bool:
    """It is the same step, or this form mentions something that was asked there."""
    if earlier.element == task.element:
        return True
    asked = context.needs_of(earlier.digest, earlier.form_key).keys - context.OF_EACH_TASK
    return bool(asked & context.needs_of(task.digest, task.form_key).mentions)


def _told(task: HumanTask, sight: confidential.Sight) -> Answered:
    form = processes.form(task.digest, task.form_key)
    answers = confidential.without_whereabouts(task.answers or {}, sight.protected)
    lines = list(_lines(processes.form_schema(task.digest, task.form_key).get("components", ()), answers))
    return Answered(task.id, task.name, task.done_by_name or "", task.done_at, dict(form.outcomes).get(task.outcome), lines)


def _lines(parts, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in parts:
        inside = answers.get(part.get("path") or "", answers)
        if part.get("type") == "dynamiclist":
            for number, row in enumerate(inside if isinstance(inside, list) else (), 1):
                said = "，".join(f"{label}：{words}" for label, words in _lines(part.get("components", ()), row))
                if said:
                    yield f"{part.get('label') or '第'} {number}", said[:_LONGEST]
        elif part.get("components"):
            yield from _lines(part["components"], inside if isinstance(inside, Mapping) else {})
        elif part.get("key") and part["key"] not in ("outcome", "signature", "signedAt", "attachments"):
            words = _words(part, answers.get(part["key"]))
            if words:
                yield part.get("label") or part["key"], words[:_LONGEST]


def _words(part: Mapping[str, Any], value: Any) -> str:
    if value in (None, "", [], False):
        return ""
    if value is True:
        return "是"
    if part.get("type") in context.PAPERS:
        return "已签" if part["type"] == "signature" else f"{len(value)} 份，见材料"
    if isinstance(value, list):
        return "、".join(filter(None, (_words(part, one) for one in value)))
    labels = {str(option.get("value")): option.get("label") for option in part.get("values") or ()}
    if isinstance(value, Mapping) or part.get("valuesKey") or part.get("valuesExpression"):
        return "" if not isinstance(value, str) or value.isdigit() else labels.get(value, value)
    text = labels.get(str(value)) or str(value)
    return _moment(text) if part.get("type") == "datetime" else text


def _moment(text: str) -> str:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{clock.local(when):%Y-%m-%d %H:%M}" if when.tzinfo else text.replace("T", " ")
