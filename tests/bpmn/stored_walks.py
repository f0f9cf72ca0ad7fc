"""Walks on a real database: put `Stored` before a walk's class, and every step goes through app.instances.

Each walk has a case of its own. Before every step all that is known is in the database; after it the rows of timers,
awaited messages and open tasks must be what the engine's saved state says is open. The walk's books are plugged in where
wiring.py plugs in the real ones, so a table's row means the same here as on the engine alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa

from app import clock, wiring
from app.cases.models import Case
from app.db import db, unit_of_work
from app.engine import machine
from app.engine.bundle import Bundle
from app.engine.values import Outcome
from app.identity.models import OrgUnit, User
from app.instances import actions, facts, operators, retiming, timers
from app.instances.events import InstanceAdvanced
from app.instances.loading import load
from app.instances.models import AwaitedMessage, Instance, WaitingTimer
from app.processes import actions as processes
from app.processes import queries as deployed
from app.worklist.models import HumanTask, TaskCandidate
from tests.bpmn.route_walks import FILES
from tests.engine.driver import Walk
from tests.walk_answers import filled_in

EVERY_TIMER = 10_000
WITHOUT_CASE = ("monthly_report",)


@dataclass
class Ground:
    """What all walks of one test stand on: who acts, what was announced, which bundle new processes take."""

    actor: object
    advanced: list[InstanceAdvanced] = field(default_factory=list)
    deployed: set[str] = field(default_factory=set)

    def deploy(self, bundle: Bundle) -> None:
        with unit_of_work():
            if bundle.digest not in self.deployed:
                processes.keep(bundle.digest, FILES[bundle.digest], None)
                processes.activate(bundle.digest, None)
        self.deployed.add(bundle.digest)

    def case(self) -> int:
        with unit_of_work():
            case = Case(created_at=clock.now(), registered_at=clock.now(), region_code="990121100200", status="REGISTERED",
                        title="宅基地边界纠纷", subject="HOUSE_HOMESTEAD", facts={})
            db.session.add(case)
        return case.id


@contextmanager
def real_books_afterwards() -> Iterator[None]:
    try:
        yield
    finally:
        wiring.wire()


def known_by_id(value):
    """The same with the ids of the people and units that a table names; moments are left to the form they are for."""
    if isinstance(value, dict):
        return {key: known_by_id(item) for key, item in value.items()}
    if isinstance(value, list):
        return [known_by_id(item) for item in value]
    named = isinstance(value, str) and value.startswith(("@person:", "@unit:"))
    return filled_in(value) if named else value


def stored(walks: type[Walk], ground: Ground) -> type[Walk]:
    """The same walks on this ground."""
    return type(f"Stored{walks.__name__}", (Stored, walks), {"ground": ground})


class Stored:
    ground: Ground

    def put_away(self) -> None:
        """A walk that is looked at no more is called off, and leaves nothing open."""
        if self.status not in ("ENDED", "CANCELLED"):
            self._step(lambda: actions.cancel(self.instance_id, self.case_id, self.ground.actor))
        assert self._rows() == ({}, {}, {})

    def complete_step(self, step: str, **answers) -> Walk:
        return self._step(lambda: self._complete(step, known_by_id(answers)))

    def deliver(self, message: str, **payload) -> Walk:
        return self._step(lambda: self._deliver(message, payload))

    def fire_steps(self, *steps: str) -> Walk:
        clock.move_to(self.now)
        for step in steps:
            assert (self.instance_id, self.case_id, step) in timers.due(EVERY_TIMER)
            self._step(lambda step=step: self._fire_due(step))
        return self

    def retime(self) -> Walk:
        return self._step(self._retime)

    def _around(self, key: str, answers: dict) -> dict:
        """To choose from: everybody, in every role, and every unit."""
        roles = [f"R{number:02}" for number in range(1, 32)]
        people = [{"value": one, "label": str(one), "roles": roles} for one in db.session.scalars(sa.select(User.id))]
        units = [{"value": one, "label": str(one), "kind": "committee", "level": "VILLAGE"}
                 for one in db.session.scalars(sa.select(OrgUnit.id))]
        return super()._around(key, answers) | {"people": people, "units": units}

    def _begin(self, name: str, variables: dict, message: str | None) -> None:
        for operator in operators.names():
            operators.register(operator, lambda context, **_: self._serving(context.call))
        facts.provide(lambda case_id, now: self._facts())
        clock.move_to(self.now)
        self.ground.deploy(self.bundle)
        self.case_id = None if name in WITHOUT_CASE else self.ground.case()
        self._step(lambda: self._start(name, variables, message))

    def _start(self, name: str, variables: dict, message: str | None) -> None:
        digest = self.bundle.digest
        self.instance_id = (
            actions.start_by_message(message, variables, self.case_id, self.ground.actor, digest) if message else
            actions.start(name, variables, self.case_id, self.ground.actor, digest))

    def _complete(self, step: str, answers: dict) -> None:
        """The worklist closes its row, then moves the process on."""
        mine = sa.and_(HumanTask.instance_id == self.instance_id, HumanTask.step == step)
        task_id = db.session.scalars(sa.select(HumanTask.id).where(mine, HumanTask.status == "OPEN")).one()
        db.session.execute(sa.update(HumanTask).where(HumanTask.id == task_id).values(status="DONE", done_at=clock.now()))
        db.session.execute(sa.delete(TaskCandidate).where(TaskCandidate.task_id == task_id))
        actions.complete(self.instance_id, self.case_id, step, answers, self.ground.actor)

    def _deliver(self, message: str, payload: dict) -> None:
        taken = (actions.deliver_to(self.instance_id, message, payload, None) if self.case_id is None else
                 actions.deliver(self.case_id, message, payload, None))
        assert taken == 1, f"nobody waits for {message}"

    def _fire_due(self, step: str) -> None:
        assert timers.fire_if_still_due(self.instance_id, self.case_id, step) == 1, f"{step} is not due"

    def _retime(self) -> None:
        if self.case_id is None:
            actions.take(load(self.instance_id, None), machine.retime, None, "RETIME")
        else:
            retiming.clocks_changed(self.case_id)

    def _step(self, change: Callable[[], None]) -> Walk:
        clock.move_to(self.now)
        self.ground.advanced.clear()
        with unit_of_work():
            change()
        return self._keep(self._restored())

    def _restored(self) -> Outcome:
        db.session.rollback()
        db.session.expire_all()
        row = db.session.execute(sa.select(Instance.state, Instance.status, Instance.digest).where(
            Instance.id == self.instance_id)).one()
        mine = [advanced for advanced in self.ground.advanced if advanced.instance_id == self.instance_id]
        variables = machine.inspect(deployed.bundle(row.digest), row.state).variables
        assert not mine or mine[-1].variables == variables
        return Outcome(row.state, tuple(effect for advanced in mine for effect in advanced.effects), row.status, variables)

    def _return(self, outcome: Outcome) -> None:
        """What it told itself has reached it in the same step."""

    def _mirror(self) -> None:
        super()._mirror()
        assert self._rows() == ({task.step: task.element for task in self._tasks.values()},
                                {timer.step: timer.due for timer in self._timers.values()},
                                {message.step: message.message for message in self._messages.values()})

    def _rows(self) -> tuple[dict, dict, dict]:
        """Open tasks, timers, awaited messages: {step: element}, {step: due}, {step: message}."""
        tasks = sa.select(HumanTask.step, HumanTask.element).where(HumanTask.instance_id == self.instance_id,
                                                                   HumanTask.status == "OPEN")
        waiting = sa.select(WaitingTimer.step, WaitingTimer.due_at).where(WaitingTimer.instance_id == self.instance_id)
        awaited = sa.select(AwaitedMessage.step, AwaitedMessage.message).where(AwaitedMessage.instance_id == self.instance_id)
        found = tuple({row[0]: row[1] for row in db.session.execute(rows)} for rows in (tasks, waiting, awaited))
        db.session.rollback()
        return found
