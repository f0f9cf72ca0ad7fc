"""A case walked by the people who would do it: real forms, real permissions, real sweep, time moved from timer to timer."""

from functools import cache

import sqlalchemy as sa

from app import clock
from app.cases import lights, messages
from app.cases.models import Case, TimelineEntry
from app.db import db, unit_of_work
from app.engine.bundle import digest_of
from app.identity.actor import Actor
from app.instances import actions as instances
from app.instances import timers
from app.instances.models import AwaitedMessage, Incident, Instance, WaitingTimer
from app.processes import actions as processes
from app.processes import shipped
from app.supervision.models import Slip
from app.worklist import actions, registration
from app.worklist.models import HumanTask
from tests.walk_answers import answers_for

REGISTER = "dispute_main/ut_register"


@cache
def the_bundle() -> tuple[str, dict[str, bytes]]:
    files = shipped.read_bundle()
    return digest_of(files), files


def deploy_shipped() -> None:
    """The shipped bundle, whose checks have a test of their own."""
    digest, files = the_bundle()
    with unit_of_work():
        processes.keep(digest, files, None)
        processes.activate(digest, None)


class Walk:
    """One case from the window on. `do("ut_sign", "wang.jianguo", outcome="sign")` completes an open task as that person."""

    def __init__(self, cast):
        self.cast = cast
        self.case_id = None
        self._actors: dict[str, Actor] = {}

    def actor(self, who: str) -> Actor:
        """Somebody of the cast, whose posts do not change during a walk."""
        if who not in self._actors:
            self._actors[who] = self.cast.actor(who)
        return self._actors[who]

    def register(self, who: str, outcome: str = "submit", **inputs) -> "Walk":
        return self.register_with(answers_for(REGISTER, outcome, **inputs), who)

    def register_with(self, answers: dict, who: str = "zhou.min") -> "Walk":
        with unit_of_work():
            self.case_id = registration.register(answers, self.actor(who))
        return self

    def do(self, element: str, who: str, outcome: str = "done", **overrides) -> None:
        task = self.task(element)
        answers = answers_for(task.form_key, outcome, **overrides)
        with unit_of_work():
            actions.complete(task.id, answers, self.actor(who))

    def take(self, steps: str) -> None:
        """Several steps, one a line: "element who outcome", the outcome left out where there is only "done"."""
        for step in steps.split("\n"):
            if step.strip():
                self.do(*step.split())

    def bring(self, message: str, who: str, **payload) -> int:
        """A message from outside, as the case page brings it."""
        with unit_of_work():
            return messages.bring(self.case(), message, payload, self.actor(who))

    def tell(self, message: str, who: str | None = None, **payload) -> int:
        """A message that a button of the case page sends to the case's own processes; returns how many took it."""
        with unit_of_work():
            return instances.deliver(self.case_id, message, payload, self.actor(who) if who else None)

    def report_progress(self, who: str) -> None:
        self.tell("msg_progress", who)
        self.do("ut_progress", who)

    def task(self, element: str) -> HumanTask:
        """The open task of an element; with several, the oldest."""
        found = db.session.scalar(sa.select(HumanTask).where(
            HumanTask.case_id == self.case_id, HumanTask.element == element, HumanTask.status == "OPEN")
            .order_by(HumanTask.id).limit(1))
        assert found is not None, f"{element} is not open; open are {self.open()}; {self.incidents()}"
        return found

    def due(self, element: str) -> str:
        """When the open task is due, on the centre's clock."""
        return local(self.task(element).due_at)

    def open(self) -> set[str]:
        return set(db.session.scalars(sa.select(HumanTask.element).where(
            HumanTask.case_id == self.case_id, HumanTask.status == "OPEN")))

    def case(self) -> Case:
        return db.session.get(Case, self.case_id, populate_existing=True)

    def light(self) -> str:
        return lights.light_of(self.case(), clock.now())

    def until(self, moment: str) -> list[str]:
        """Let time pass, firing each timer at its moment; returns the timeline kinds written, in order."""
        end, seen = clock.at(moment), self._last_line()
        while (due := self.next_due()) is not None and due <= end:
            clock.move_to(max(due, clock.now()))
            assert timers.fire_due() > 0, f"nothing fired at {due}: {self.incidents()}"
        clock.move_to(end)
        return [row.kind for row in self.lines() if row.id > seen]

    def slips(self) -> list[tuple[str, str]]:
        """(when on the centre's clock, what) of every slip issued."""
        rows = db.session.scalars(sa.select(Slip).where(Slip.case_id == self.case_id).order_by(Slip.id))
        return [(local(slip.issued_at), f"{slip.kind}{slip.level or ''}") for slip in rows]

    def lines(self, kind: str | None = None) -> list[TimelineEntry]:
        rows = db.session.scalars(sa.select(TimelineEntry).where(TimelineEntry.case_id == self.case_id)
                                  .order_by(TimelineEntry.id))
        return [row for row in rows if kind in (None, row.kind)]

    def texts(self, kind: str) -> str:
        return "\n".join(row.text for row in self.lines(kind))

    def story(self) -> list[str]:
        return [f"{local(row.at)} {row.kind} {row.text}" for row in self.lines()]

    def statuses(self) -> list[str]:
        return [row.details["status"] for row in self.lines("STATUS")]

    def documents(self) -> list[str]:
        """The codes of the documents noted, in order."""
        return [row.details["code"] for row in self.lines("DOCUMENT")]

    def decisions(self) -> dict[str, list[tuple[list[int], dict]]]:
        """{decision: [(rules, outputs) of each time it was asked]}, read from the timeline."""
        found: dict[str, list] = {}
        for row in self.lines("DECISION"):
            found.setdefault(row.details["decision"], []).append((row.details["rules"], row.details["outputs"]))
        return found

    def instances(self) -> dict[str, list[str]]:
        """{process: [status of each instance]}."""
        found: dict[str, list[str]] = {}
        for row in db.session.execute(sa.select(Instance.process_id, Instance.status).where(
                Instance.case_id == self.case_id).order_by(Instance.id)):
            found.setdefault(row.process_id, []).append(row.status)
        return found

    def waiting(self) -> list[str]:
        """Timers and messages that any process of the case still waits for."""
        of_case = sa.select(Instance.id).where(Instance.case_id == self.case_id)
        awaited = sa.select(AwaitedMessage.message).where(AwaitedMessage.instance_id.in_(of_case))
        armed = sa.select(WaitingTimer.element).where(WaitingTimer.instance_id.in_(of_case))
        return [*db.session.scalars(awaited), *db.session.scalars(armed)]

    def incidents(self) -> list[str]:
        rows = db.session.scalars(sa.select(Incident).where(Incident.case_id == self.case_id))
        return [f"{row.element}: {row.sentence} {row.expression}" for row in rows]

    def next_due(self):
        """When the next timer of any case is due; None when none waits."""
        db.session.rollback()
        return db.session.scalar(sa.select(WaitingTimer.wake_at).where(WaitingTimer.wake_at.is_not(None))
                                 .order_by(WaitingTimer.wake_at).limit(1))

    def _last_line(self) -> int:
        return db.session.scalar(sa.select(sa.func.max(TimelineEntry.id))) or 0


def local(moment) -> str:
    """ "03-16 08:30" on the centre's clock. """
    return f"{clock.local(moment):%m-%d %H:%M}"
