"""What the task page says will come is what comes: checked at every step of cases that are really walked."""

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db
from app.engine import ahead
from app.instances import queries as instances
from app.processes import queries as processes
from app.worklist.models import HumanTask
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped


class Foreseen(Walk):
    """A walk that asks before each step what will come, and afterwards holds it against what came."""

    steps = certain = 0

    def do(self, element: str, who: str, outcome: str = "done", **overrides) -> None:
        task = self.task(element)
        standing = frozenset(instances.standing_at(task.instance_id))
        told = ahead.after(processes.bundle(task.digest), task.process_id, element, outcome, standing)
        last, instance_id = db.session.scalar(sa.select(sa.func.max(HumanTask.id))), task.instance_id
        super().do(element, who, outcome, **overrides)
        came = set(db.session.scalars(sa.select(HumanTask.element).where(
            HumanTask.id > last, HumanTask.instance_id == instance_id)))
        open_now = set(db.session.scalars(sa.select(HumanTask.element).where(
            HumanTask.instance_id == instance_id, HumanTask.status == "OPEN")))
        tasks = {one.element: one.certain for one in told if one.kind == ahead.TASK}
        assert came <= tasks.keys(), f"{element} {outcome}: {came - tasks.keys()} came, told was {tasks}"
        sure = {name for name, certain in tasks.items() if certain}
        assert sure <= open_now, f"{element} {outcome}: {sure - open_now} was promised, open are {open_now}"
        self.steps += 1
        self.certain += bool(sure)


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Foreseen(cast)


@pytest.mark.parametrize("stage", [stages.agreed, stages.settled, stages.in_mediation])
def test_every_step_brings_what_was_foreseen(walk, stage):
    stage(walk)
    assert walk.steps >= 5 and walk.certain >= 2


def test_what_was_foreseen_holds_from_the_result_to_the_archive(walk):
    stages.agreed(walk)
    walk.do("ut_result_review", "zhao.gang", "return")
    assert "ut_result_submit" in walk.open()
