"""Fills the tables as years of work would: many cases, each with a finished process, tasks, a timer and a history."""

import sqlalchemy as sa

from app import clock
from app.db import db, unit_of_work
from app.instances.models import Instance, WaitingTimer
from app.worklist.models import HumanTask, TaskCandidate

BATCH = 5_000


def add_cases(product, count: int) -> None:
    """Copies of one finished case in bulk, each with an open task of another role and a timer far in the future."""
    (case_id, task_id), *_ = product.start_cases(1)
    with product.app.app_context():
        for _ in range(0, count, BATCH):
            with unit_of_work():
                _copy(case_id, task_id, min(BATCH, count))
        if db.engine.dialect.name == "postgresql":
            _let_it_settle()


def _let_it_settle() -> None:
    """What PostgreSQL would otherwise do by itself in the middle of the measuring."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for command in ("VACUUM ANALYZE", "CHECKPOINT"):
            connection.exec_driver_sql(command)


def _copy(case_id: int, task_id: int, count: int) -> None:
    from app.cases.models import Case, TimelineEntry

    case = _row(Case, case_id)
    instance = _row(Instance, db.session.scalar(sa.select(Instance.id).where(Instance.case_id == case_id)))
    task = _row(HumanTask, task_id)
    cases = _insert(Case, [{**case, "case_no": None} for _ in range(count)])
    instances = _insert(Instance, [{**instance, "case_id": new} for new in cases])
    tasks = _insert(HumanTask, [{**task, "case_id": case, "instance_id": instance, "roles": "R21"}
                                for case, instance in zip(cases, instances, strict=True)])
    later = clock.at("2099-01-01 08:30")
    db.session.execute(sa.insert(TaskCandidate), [{"task_id": one, "role": "R21", "unit_id": 1} for one in tasks])
    db.session.execute(sa.insert(WaitingTimer), [
        {"instance_id": one, "step": "9", "element": "deadline", "due_at": later, "wake_at": later, "failures": 0}
        for one in instances])
    db.session.execute(sa.insert(TimelineEntry), [
        {"case_id": one, "at": clock.now(), "kind": "TASK", "text": "办结任务", "details": {}} for one in cases])


def _row(model, key: int) -> dict:
    found = dict(db.session.execute(sa.select(*model.__table__.columns).where(model.__table__.c.id == key)).one()._mapping)
    found.pop("id")
    return found


def _insert(model, rows: list[dict]) -> list[int]:
    return list(db.session.scalars(sa.insert(model).returning(model.id, sort_by_parameter_order=True), rows))
