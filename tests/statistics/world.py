"""A small county in which cases happen by the same announcements as in a real one."""

from itertools import count

import sqlalchemy as sa

from app import clock, events
from app.cases import catalogue, clock_pauses, clocks, lifecycle, records
from app.cases.models import Case
from app.db import db, unit_of_work
from app.engine.effects import DecisionTaken, MessageThrown, ServiceDone
from app.identity.models import OrgUnit
from app.instances.events import InstanceAdvanced
from app.instances.models import Instance
from app.processes.models import Deployment
from app.statistics import figures, period, places
from app.supervision.events import SlipIssued
from app.worklist.events import TaskCompleted
from app.worklist.models import HumanTask

UPPER, LOWER, STONE = "990121100200", "990121100201", "990121101200"
DIGEST = "d" * 64
_steps = count(1)


class World:
    def __init__(self, cast):
        self.cast = cast
        self.actor = cast.actor("wang.jianguo")
        with unit_of_work():
            catalogue.seed()
            db.session.add(Deployment(digest=DIGEST, created_at=clock.now(), note=""))
            db.session.flush()
            self.instance = Instance(process_id="dispute_main", digest=DIGEST, state=b"", started_at=clock.now())
            db.session.add(self.instance)

    def case(self, region: str = UPPER, unit: str = "上河村", **values) -> Case:
        """Registered now, and numbered."""
        usual = {"created_at": clock.now(), "registered_at": clock.now(), "region_code": region, "title": "宅基地边界纠纷",
                 "tier": "VILLAGE", "facts": {}, "people_count": 2, "channel": "WINDOW", "moj_type": "03", "route": "PEOPLE",
                 "complexity": "GENERAL"}
        with unit_of_work():
            case = Case(**{**usual, **values})
            db.session.add(case)
            db.session.flush()
            lifecycle.register(case, self.actor, clock.now())
        self.unit = self.cast.unit(unit)
        return case

    def reach(self, case: Case, *stations: str, **values) -> Case:
        with unit_of_work():
            for station in stations:
                if station == "DISPATCHED":
                    values.setdefault("leadUnit", self.unit)
                records.record(case, {**values, "status": station}, self.actor, clock.now())
                if station == "DISPATCHED":
                    self._start(case, "CK03")
                if station == "SIGNED":
                    self._start(case, "CK06", alias="main")
                    self._start(case, "CK04")
        return case

    def _start(self, case: Case, clock_id: str, **how) -> None:
        clocks.stop(clocks.of(case.id, clock.now()), clock_id)
        clocks.start(clocks.of(case.id, clock.now(), self.actor), clock_id, **how)

    def extend(self, case: Case, days: int) -> None:
        with unit_of_work():
            clock_pauses.extend(clocks.of(case.id, clock.now(), self.actor), "main", reason="需要再调查", approver="赵刚", days=days,
                                consents=True)

    def finish(self, case: Case, element: str, outcome: str = "done", local: dict | None = None, **answers) -> None:
        """Somebody completes a task of the case."""
        now = clock.now()
        with unit_of_work():
            task = HumanTask(
                instance_id=self.instance.id, step=str(next(_steps)), element=element, process_id="dispute_main", digest=DIGEST,
                case_id=case.id, name=element, form_key="x/x", roles="R13", status="DONE", opened_at=now, done_at=now,
                outcome=outcome, answers=answers, local=local or {})
            db.session.add(task)
            db.session.flush()
            events.publish(TaskCompleted(task.id, self.instance.id, case.id, "dispute_main", element, element, answers, outcome,
                                         self.actor, now))

    def step(self, case: Case, *effects, **variables) -> None:
        with unit_of_work():
            events.publish(InstanceAdvanced(self.instance.id, case.id, "dispute_main", DIGEST, effects, variables, None, clock.now()))

    def serve(self, case: Case, element: str, **variables) -> None:
        self.step(case, ServiceDone(element, element, "case.record"), **variables)

    def plan(self, case: Case, *instalments: dict) -> None:
        self.step(case, DecisionTaken("brt_followup", "dmn_followup_plan", "", [1], {}, {}), instalments=list(instalments))

    def false_feedback(self, case: Case) -> None:
        self.step(case, MessageThrown("msg_false_feedback", {}, "msg_false"))

    def slip(self, case: Case, action: str) -> None:
        with unit_of_work():
            events.publish(SlipIssued(case.id, action, clock.now()))

    def close(self, case: Case, **values) -> None:
        """The result is approved and the case closed."""
        with unit_of_work():
            records.record(case, values, self.actor, clock.now())
            clocks.stop(clocks.of(case.id, clock.now(), self.actor), "all")
            records.record(case, {"status": "CLOSED"}, self.actor, clock.now())

    def reopen(self, case: Case) -> None:
        with unit_of_work():
            records.record(case, {"status": "TRIAGED"}, self.actor, clock.now())

    def figures(self, month: str = "2026-03", place: str = "云溪县") -> dict:
        db.session.rollback()
        unit = db.session.scalar(sa.select(OrgUnit).where(OrgUnit.name == place))
        return figures.compute(period.of(month), places.of(unit))

