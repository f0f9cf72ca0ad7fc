"""A case walked by the people who would do it: real forms, real permissions, real sweep, time moved from timer to timer."""

from functools import cache

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, TimelineEntry
from app.db import db, unit_of_work
from app.engine.bundle import digest_of
from app.instances import timers
from app.instances.models import WaitingTimer
from app.processes import actions as processes
from app.processes import shipped
from app.supervision.models import Slip
from app.worklist import actions, registration
from app.worklist.models import HumanTask
from tests.walk_answers import answers_for


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

    def register(self, who: str, outcome: str = "submit", **inputs) -> "Walk":
        answers = answers_for("dispute_main/ut_register", outcome, **inputs)
        with unit_of_work():
            self.case_id = registration.register(answers, self.cast.actor(who))
        return self

    def do(self, element: str, who: str, outcome: str = "done", **overrides) -> None:
        task = self.task(element)
        answers = answers_for(task.form_key, outcome, **overrides)
        with unit_of_work():
            actions.complete(task.id, answers, self.cast.actor(who))

    def task(self, element: str) -> HumanTask:
        """The open task of an element; with several, the oldest."""
        found = db.session.scalar(sa.select(HumanTask).where(
            HumanTask.case_id == self.case_id, HumanTask.element == element, HumanTask.status == "OPEN")
            .order_by(HumanTask.id).limit(1))
        assert found is not None, f"{element} is not open; open are {self.open()}"
        return found

    def open(self) -> set[str]:
        return set(db.session.scalars(sa.select(HumanTask.element).where(
            HumanTask.case_id == self.case_id, HumanTask.status == "OPEN")))

    def case(self) -> Case:
        return db.session.get(Case, self.case_id, populate_existing=True)

    def until(self, moment: str) -> list[str]:
        """Let time pass, firing each timer at its moment; returns the timeline kinds written, in order."""
        end, seen = clock.at(moment), self._last_line()
        while (due := self._next_due()) is not None and due <= end:
            clock.move_to(max(due, clock.now()))
            assert timers.fire_due() > 0, f"nothing fired at {due}"
        clock.move_to(end)
        return list(db.session.scalars(sa.select(TimelineEntry.kind).where(
            TimelineEntry.case_id == self.case_id, TimelineEntry.id > seen).order_by(TimelineEntry.id)))

    def slips(self) -> list[tuple[str, str]]:
        """(when on the centre's clock, what) of every slip issued."""
        rows = db.session.scalars(sa.select(Slip).where(Slip.case_id == self.case_id).order_by(Slip.id))
        return [(f"{clock.local(slip.issued_at):%m-%d %H:%M}", f"{slip.kind}{slip.level or ''}") for slip in rows]

    def story(self) -> list[str]:
        rows = db.session.scalars(sa.select(TimelineEntry).where(TimelineEntry.case_id == self.case_id)
                                  .order_by(TimelineEntry.id))
        return [f"{clock.local(row.at):%m-%d %H:%M} {row.kind} {row.text}" for row in rows]

    def _next_due(self):
        db.session.rollback()
        return db.session.scalar(sa.select(WaitingTimer.wake_at).where(WaitingTimer.wake_at.is_not(None))
                                 .order_by(WaitingTimer.wake_at).limit(1))

    def _last_line(self) -> int:
        return db.session.scalar(sa.select(sa.func.max(TimelineEntry.id))) or 0
