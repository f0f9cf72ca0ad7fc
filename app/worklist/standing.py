"""Where the processes of a case stand, drawing by drawing: a called process has a diagram of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.db import db
from app.instances import queries as instances
from app.instances.models import Incident, Instance
from app.processes import queries as processes
from app.worklist.models import HumanTask

MARKED = frozenset({"userTask", "callActivity", "intermediateCatchEvent", "serviceTask", "receiveTask"})
"""What is marked as "here"; listeners, joins and the frames of sub-processes are not places where a person looks."""
STATES = {"RUNNING": "进行中", "SUSPENDED": "已暂停", "FAILED": "待修复", "ENDED": "已结束", "CANCELLED": "已取消"}


@dataclass
class Drawing:
    """One process of one instance. `open`, `done`, `failed` are element ids; `here` says that it holds an open task."""

    instance_id: int
    process_id: str
    name: str
    state: str
    open: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    here: bool = False


def of_case(case_id: int) -> list[Drawing]:
    """The drawings of all processes of a case, each main process before those it called."""
    failed = {incident.instance_id: incident for incident in instances.open_incidents(case_id)}
    return [drawing for one in instances.of_case(case_id) for drawing in of_instance(one, failed.get(one.id))]


def of_instance(instance: Instance, incident: Incident | None = None, tokens: Sequence[str] | None = None) -> list[Drawing]:
    """`tokens`: the elements that hold one, if the caller has looked already."""
    tasks = db.session.execute(
        sa.select(HumanTask.process_id, HumanTask.element, HumanTask.status)
        .where(HumanTask.instance_id == instance.id).order_by(HumanTask.id)).all()
    bundle = processes.bundle(instance.digest)
    drawn: dict[str, Drawing] = {}
    for process_id in dict.fromkeys([instance.process_id, *(task.process_id for task in tasks)]):
        drawn[process_id] = Drawing(instance.id, process_id, bundle.processes[process_id].name, STATES[instance.status])
    _mark_tasks(drawn, tasks)
    _mark_tokens(drawn, bundle, instances.standing_at(instance.id) if tokens is None else tokens)
    if incident is not None:
        _mark_failure(drawn, bundle, incident.element)
    return list(drawn.values())


def of_task(task: HumanTask, tokens: Sequence[str]) -> Drawing:
    """The drawing that the task is on."""
    drawings = of_instance(instances.instance(task.instance_id), tokens=tokens)
    return next(one for one in drawings if one.process_id == task.process_id)


def _mark_tasks(drawn: dict[str, Drawing], tasks: Iterable) -> None:
    for process_id, element, status in tasks:
        if status == "OPEN":
            drawn[process_id].here = True
        if status in ("OPEN", "DONE"):
            _add(drawn[process_id].open if status == "OPEN" else drawn[process_id].done, element)


def _mark_tokens(drawn: dict[str, Drawing], bundle, tokens: Iterable[str]) -> None:
    """Calls and waits that hold a token; an id that two processes use is marked where its process is drawn."""
    for drawing in drawn.values():
        elements = bundle.processes[drawing.process_id].elements
        for element in tokens:
            if element in elements and elements[element].type in MARKED - {"userTask"}:
                _add(drawing.open, element)


def _mark_failure(drawn: dict[str, Drawing], bundle, element: str | None) -> None:
    for drawing in drawn.values():
        if element in bundle.processes[drawing.process_id].elements:
            drawing.failed.append(element)


def _add(ids: list[str], element: str) -> None:
    if element not in ids:
        ids.append(element)
