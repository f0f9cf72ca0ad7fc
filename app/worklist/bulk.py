"""The same thing done with many tasks: each in a transaction of its own, checked for itself, its result kept with the deed.

A run that is cut off (a closed laptop, a killed process) goes on where it stopped; no item is done twice."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from app import clock, observe
from app.db import db, unit_of_work
from app.errors import DomainError, Invalid, NotFound
from app.worklist import actions, delegations, permissions, teamwork, transfers
from app.worklist.bulk_models import BulkItem, BulkRun
from app.worklist.models import HumanTask

VERBS = {"claim": "领取", "release": "放回待领取", "transfer": "转办", "delegation": "委派", "complete": "办结"}
HANDING = {"transfer": "转办原因", "delegation": "委派事项"}
"""What gives tasks to a colleague, and what its reason is called."""
MOST = 200
AT_A_TIME = 5
"""So many items between two looks at the progress."""
GONE = "这项任务不存在，或者不在您的办理范围内。"


def begin(verb: str, task_ids: Sequence[int], actor, *, person_id: int | None = None,
          reason: str | None = None, answers: Mapping[str, Any] | None = None) -> int:
    """Take down what is to be done with which tasks; nothing has happened yet. Returns the run's id."""
    task_ids = list(dict.fromkeys(task_ids))
    if verb not in VERBS:
        raise Invalid("请选择要对这些任务做什么。")
    if not task_ids:
        raise Invalid("还没有勾选任务，请先在列表里勾选。")
    if len(task_ids) > MOST:
        raise Invalid(f"一次最多处理 {MOST} 项任务，请分几次办理。")
    if verb in HANDING:
        reason = _must_be_told(verb, person_id, reason)
    reachable = set(db.session.scalars(sa.select(HumanTask.id).where(HumanTask.id.in_(task_ids))))
    run = BulkRun(actor_id=actor.id, verb=verb, person_id=person_id, reason=reason, begun_at=clock.now(),
                  answers=dict(answers) if answers is not None else None)
    db.session.add(run)
    db.session.flush()
    db.session.add_all(BulkItem(run_id=run.id, position=place, task_id=task_id)
                       for place, task_id in enumerate(task_id for task_id in task_ids if task_id in reachable))
    return run.id


def go_on(run_id: int, actor) -> None:
    """Do the next few items. Opens a unit of work for each; must not be called inside one."""
    run = run_of(run_id, actor)
    waiting = list(db.session.scalars(sa.select(BulkItem.position).where(
        BulkItem.run_id == run_id, BulkItem.status == "WAITING").order_by(BulkItem.position).limit(AT_A_TIME)))
    doing = _deed(run, actor)
    for position in waiting:
        _do(run_id, position, doing)
    _end_if_done(run_id)


def run_of(run_id: int, actor) -> BulkRun:
    """One's own run; nobody else's is there."""
    run = db.session.get(BulkRun, run_id)
    if run is None or run.actor_id != actor.id:
        raise NotFound("没有这次批量办理的记录，请回到任务列表。")
    return run


def items_of(run_id: int, actor) -> list[sa.Row]:
    """(BulkItem, task name, case number) in order; the names only of what this person may still read."""
    rows = db.session.execute(sa.select(BulkItem, HumanTask.name, HumanTask.case_no)
                              .join(HumanTask, HumanTask.id == BulkItem.task_id)
                              .where(BulkItem.run_id == run_id).order_by(BulkItem.position)).all()
    return [row for row in rows if row.BulkItem.sentence != GONE]


def counts_of(run_id: int) -> dict[str, int]:
    """{status: items}"""
    return dict(map(tuple, db.session.execute(sa.select(BulkItem.status, sa.func.count()).where(
        BulkItem.run_id == run_id).group_by(BulkItem.status))))


def same_form(task_ids: Sequence[int], actor) -> sa.Row:
    """The first of tasks that can be completed with one form, each within reach. Raises Invalid, NotFound."""
    tasks = readable(task_ids, actor)
    if len({(task.process_id, task.element, task.digest, task.form_key) for task in tasks}) > 1:
        raise Invalid("只有同一个环节、同一版表单的任务才能一起办结。请按任务名称筛选后再勾选。")
    return tasks[0]


def readable(task_ids: Sequence[int], actor) -> list[sa.Row]:
    """These tasks, each within reach and readable. Raises Invalid if there is none, NotFound."""
    tasks = [permissions.task_for(task_id, actor) for task_id in list(dict.fromkeys(task_ids))[:MOST]]
    if not tasks:
        raise Invalid("还没有勾选任务，请先在列表里勾选。")
    for task in tasks:
        permissions.must_be_readable(task, actor)
    return tasks


def _must_be_told(verb: str, person_id: int | None, reason: str | None) -> str:
    """The reason in one line, if somebody was chosen; else everything that is missing at once."""
    wrong: dict[str, list[str]] = {} if person_id is not None else {"person": [f"请选择{VERBS[verb]}给哪位同事。"]}
    try:
        said = teamwork.reason_of(reason, HANDING[verb])
    except Invalid as refused:
        wrong |= refused.errors
    if wrong:
        raise Invalid(errors=wrong)
    return said


def _deed(run: BulkRun, actor) -> Callable[[int], object]:
    match run.verb:
        case "claim":
            return partial(actions.claim, actor=actor)
        case "release":
            return partial(actions.release, actor=actor)
        case "transfer":
            return partial(transfers.transfer, to_id=run.person_id, reason=run.reason, actor=actor)
        case "delegation":
            return partial(delegations.delegate, to_id=run.person_id, reason=run.reason, actor=actor)
        case _:
            return partial(actions.complete, answers=dict(run.answers or {}), actor=actor)


def _do(run_id: int, position: int, doing: Callable[[int], object]) -> None:
    """The deed and its result together; what was refused is noted once its deed is undone."""
    try:
        with unit_of_work():
            task_id = _take(run_id, position, "DONE", None)
            if task_id is not None:
                doing(task_id)
    except DomainError as refused:
        sentence = GONE if isinstance(refused, NotFound) else _sentence(refused)
        with unit_of_work():
            _take(run_id, position, "REFUSED", sentence)
    except Exception as why:  # noqa: BLE001 one item that breaks must not hold up the others
        observe.alarm("bulk.failed", run=run_id, position=position, why=repr(why))
        with unit_of_work():
            _take(run_id, position, "REFUSED", "系统没能办成这一项，它保持原样。请单独打开办理，仍不行请告知系统管理员。")


def _take(run_id: int, position: int, status: str, sentence: str | None) -> int | None:
    """The conditional write that lets only one of two requests do an item; its task, or None if it has a result already."""
    mine = sa.and_(BulkItem.run_id == run_id, BulkItem.position == position)
    taken = db.session.execute(sa.update(BulkItem).where(mine, BulkItem.status == "WAITING").values(
        status=status, sentence=sentence and sentence[:300]).execution_options(synchronize_session=False))
    return db.session.scalar(sa.select(BulkItem.task_id).where(mine)) if taken.rowcount == 1 else None


def _sentence(refused: DomainError) -> str:
    wrong = [sentence for sentences in getattr(refused, "errors", {}).values() for sentence in sentences]
    return refused.message + "".join(f" {sentence}" for sentence in wrong[:2])


def _end_if_done(run_id: int) -> None:
    with unit_of_work():
        if "WAITING" not in counts_of(run_id):
            db.session.execute(sa.update(BulkRun).where(BulkRun.id == run_id, BulkRun.ended_at.is_(None)).values(
                ended_at=clock.now(), answers=sa.null()).execution_options(synchronize_session=False))
