"""Small processes on a real database: drawn, deployed, started for a case, looked at. Commits are real."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

import sqlalchemy as sa

from app.cases import lifecycle
from app.cases.models import TimelineEntry
from app.db import db, unit_of_work
from app.instances import actions
from app.instances.models import AwaitedMessage, Incident, Instance, WaitingTimer
from app.processes import actions as processes
from app.worklist.models import HumanTask
from tests.cast import WINDOW
from tests.engine.drawing import drawn

FORM = {"type": "default", "id": "note", "schemaVersion": 17, "components": [
    {"key": "note", "type": "textfield", "label": "说明", "validate": {"required": True, "maxLength": 200}},
    {"key": "amount", "type": "number", "label": "金额"}]}


def task(element: str, name: str = "", inner: str = "", **settings: str) -> str:
    """A user task with the one form; by default the window does it."""
    settings = {"form": "p/note", "role": "R01", **settings}
    properties = "".join(f'<spiffworkflow:property name="{key}" value={quoteattr(value)}/>'
                         for key, value in settings.items())
    return (f'<userTask id="{element}" name="{name or element}"><extensionElements><spiffworkflow:properties>'
            f"{properties}</spiffworkflow:properties></extensionElements>{inner}</userTask>")


def timer(element: str, due: str) -> str:
    """An intermediate timer; `due` is FEEL."""
    return (f'<intermediateCatchEvent id="{element}" name="{element}"><timerEventDefinition>'
            f"<timeDate>{due}</timeDate></timerEventDefinition></intermediateCatchEvent>")


def message(name: str) -> str:
    return f'<message id="m_{name}" name="{name}"/>'


def deploy(*diagrams: bytes) -> None:
    files = {f"{number}.bpmn": content for number, content in enumerate(diagrams)}
    with unit_of_work():
        processes.deploy({**files, "forms/p/note.json": json.dumps(FORM, ensure_ascii=False).encode()}, None)


@dataclass
class Run:
    """One running process of a case."""

    case_id: int
    id: int

    def row(self) -> Instance:
        db.session.rollback()
        return db.session.get(Instance, self.id, populate_existing=True)

    def open(self) -> dict[str, HumanTask]:
        """{element: open task}"""
        return {row.element: row for row in self._all(HumanTask) if row.status == "OPEN"}

    def timers(self) -> list[WaitingTimer]:
        return self._all(WaitingTimer)

    def awaited(self) -> list[AwaitedMessage]:
        return self._all(AwaitedMessage)

    def incidents(self) -> list[Incident]:
        return self._all(Incident)

    def lines(self, kind: str) -> list[str]:
        db.session.rollback()
        return list(db.session.scalars(sa.select(TimelineEntry.text).where(
            TimelineEntry.case_id == self.case_id, TimelineEntry.kind == kind).order_by(TimelineEntry.id)))

    def _all(self, model) -> list:
        db.session.rollback()
        return list(db.session.scalars(
            sa.select(model).where(model.instance_id == self.id).execution_options(populate_existing=True)))


def start(cast, process: str = "p", case_id: int | None = None, who: str = WINDOW, **variables) -> Run:
    """Start a process for a new case, or for one that has others running."""
    with unit_of_work():
        case_id = case_id or lifecycle.open_case(cast.actor(who))
        return Run(case_id, actions.start(process, variables, case_id, cast.actor(who)))


def at_once(app, *doings: Callable[[], object]) -> list:
    """Do things in threads of their own, each with its own transaction; results or exceptions, in order."""
    results, ready = [None] * len(doings), threading.Barrier(len(doings))

    def do(place: int) -> None:
        with app.app_context():
            try:
                ready.wait()
                results[place] = doings[place]()
            except Exception as why:
                results[place] = why
            finally:
                db.session.remove()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(doings))]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return results


__all__ = ["FORM", "Run", "at_once", "deploy", "drawn", "message", "start", "task", "timer"]
