"""What a person is told when a task is done: what came next, who has it, and whether they may go on themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

import sqlalchemy as sa

from app import clock
from app.cases.models import Case
from app.db import db
from app.worklist import awaiting, desk_lines, permissions, takers
from app.worklist.models import HumanTask

MOST_NAMED = 3
_OPEN = sa.select(HumanTask.id, HumanTask.claimed_by_id, HumanTask.roles, HumanTask.unit_id, HumanTask.region_code,
                  HumanTask.excluded).where(HumanTask.status == "OPEN").order_by(HumanTask.id).limit(20)


@dataclass(frozen=True)
class Afterwards:
    """`next`: lines of desk_lines.py that the step opened, those nobody has yet with their `takers`; `mine`: the one to go on
    with at once, `offered`: the first that the person may take, `again`: the step's name where it came straight back to the
    same person, `awaited`: sentences on what is waited for where no step opened."""

    next: list[SimpleNamespace]
    mine: int | None
    offered: SimpleNamespace | None
    again: str | None = None
    awaited: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """ "已办结。下一步：分流研判确认，等待县综治中心的林芳领取。" """
        if not self.next:
            return "已办结。这一步之后暂时没有人要办的环节。" + "".join(self.awaited)
        if self.again:
            return f"已提交，“{self.again}”还要再办一次，请看表上的提示。"
        lines = list(dict.fromkeys(map(_waits, self.next)))
        said = "；".join(lines[:MOST_NAMED])
        more = f"，等 {len(self.next)} 项" if len(lines) > MOST_NAMED else ""
        return f"已办结。下一步：{said}{more}。"


def of_task(task_id: int, actor) -> Afterwards:
    """What opened in the case when this actor finished the task."""
    done = db.session.get(HumanTask, task_id, populate_existing=True)  # finished by a statement that objects don't see
    same = HumanTask.case_id == done.case_id if done.case_id is not None else HumanTask.instance_id == done.instance_id
    rows = db.session.execute(_OPEN.where(
        same, HumanTask.id != task_id, sa.or_(HumanTask.opened_at >= done.done_at, HumanTask.claimed_by_id == actor.id))).all()
    lines = _told(rows, actor)
    mine = next((row.id for row in reversed(rows) if row.claimed_by_id == actor.id), None)
    free = next((row.id for row in rows if row.claimed_by_id is None and permissions.is_candidate(row, actor)), None)
    awaited = awaiting.sentences(done.case_id) if not rows and done.case_id is not None and not _over(done.case_id) else []
    return Afterwards(list(lines.values()), mine, lines.get(free), _came_back(lines.get(mine), done), awaited)


def in_case(case_id: int, actor) -> str:
    """ "下一步：受理审核，等待县综治中心的林芳领取，期限 3月3日 17:30。" Empty where nobody has anything to do."""
    rows = db.session.execute(_OPEN.where(HumanTask.case_id == case_id)).all()
    said = [_waits(line) + _until(line) for line in _told(rows, actor).values()]
    more = f"，等 {len(said)} 项" if len(said) > MOST_NAMED else ""
    return f"下一步：{'；'.join(said[:MOST_NAMED])}{more}。" if said else ""


def _told(rows: Sequence[sa.Row], actor) -> dict[int, SimpleNamespace]:
    """The lines of these rows by id; who could take them is looked up for the first few that nobody has."""
    lines = {line.id: line for line in desk_lines.lines([row.id for row in rows], actor)}
    for row in [row for row in rows if row.claimed_by_id is None][:MOST_NAMED]:
        lines[row.id].takers = takers.in_words(row)
    return lines


def _until(line: SimpleNamespace) -> str:
    if line.due_at is None:
        return ""
    due = clock.local(line.due_at)
    return f"，期限 {due.month}月{due.day}日 {due:%H:%M}"


def _came_back(mine: SimpleNamespace | None, done: HumanTask) -> str | None:
    return mine.name if mine and mine.element == done.element and mine.opened_at >= done.done_at else None


def _over(case_id: int) -> bool:
    case = db.session.get(Case, case_id)
    return case.closed_at is not None or case.archived_at is not None


def _waits(line: SimpleNamespace) -> str:
    if line.holder:
        return f"{line.name}，由{line.holder}办理"
    if not hasattr(line, "takers"):
        return f"{line.name}，等待{line.waiting_for}领取"
    if line.takers == takers.NOBODY:
        return f"{line.name}，{line.desk or ''}{takers.NOBODY}"
    return f"{line.name}，等待{line.desk + '的' if line.desk else ''}{line.takers}领取"
