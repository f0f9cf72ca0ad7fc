"""Twenty times the server is killed in the middle of its work; nothing is lost and nothing is done twice."""

import random
import threading
import time
from collections import Counter

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import TimelineEntry
from app.db import db
from app.instances.models import AwaitedMessage, Incident, Instance, WaitingTimer
from app.worklist.models import HumanTask, TaskCandidate
from tests import databases
from tests.crash import walk
from tests.crash.centre import Centre

KILLS = 20
CASES_PER_ROUND = 12


@pytest.mark.parametrize("kind", databases.KINDS)
def test_nothing_is_lost_or_done_twice_when_the_plug_is_pulled(kind, tmp_path):
    centre, chance, cases = Centre(kind, tmp_path), random.Random(20260302), []
    for _ in range(KILLS):
        cases += [centre.start_case(chance.uniform(0, 3)) for _ in range(CASES_PER_ROUND)]
        centre.switch_on()
        stop = threading.Event()
        clients = centre.work_until(stop)
        time.sleep(chance.uniform(0.15, 1.2))
        centre.pull_the_plug()
        stop.set()
        [client.join() for client in clients]
        assert centre.problems == []
    finish(centre)
    assert centre.problems == []
    with centre.app.app_context():
        check_everything(centre, cases)


def finish(centre: Centre) -> None:
    """Let the last server do what is left, tasks and timers."""
    centre.switch_on()
    stop = threading.Event()
    clients = centre.work_until(stop)
    patience = clock.monotonic() + 120
    while clock.monotonic() < patience and something_is_left(centre):
        time.sleep(0.2)
    stop.set()
    [client.join() for client in clients]
    centre.pull_the_plug()


def something_is_left(centre: Centre) -> bool:
    with centre.app.app_context():
        running = db.session.scalar(sa.select(sa.func.count()).select_from(Instance).where(Instance.status != "ENDED"))
        db.session.remove()
        return running > 0


def check_everything(centre: Centre, cases: list[int]) -> None:
    instances = db.session.execute(sa.select(Instance.case_id, Instance.status)).all()
    assert sorted(case_id for case_id, _ in instances) == sorted(cases)
    assert Counter(status for _, status in instances) == {"ENDED": len(cases)}
    for leftover in (WaitingTimer, AwaitedMessage, Incident, TaskCandidate):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(leftover)) == 0
    check_tasks(centre, cases)
    check_timelines(cases)


def check_tasks(centre: Centre, cases: list[int]) -> None:
    tasks = db.session.execute(sa.select(HumanTask.id, HumanTask.case_id, HumanTask.element, HumanTask.status)).all()
    assert Counter((task.case_id, task.element) for task in tasks) == {
        (case_id, element): 1 for case_id in cases for element in walk.TASKS}
    assert {task.status for task in tasks} == {"DONE"}
    assert set(centre.acknowledged) <= {task.id for task in tasks}


def check_timelines(cases: list[int]) -> None:
    """Every task and every timer stands on its case's timeline exactly once."""
    lines = Counter(db.session.execute(
        sa.select(TimelineEntry.case_id, TimelineEntry.kind, TimelineEntry.element)
        .where(TimelineEntry.kind.in_(("TASK", "TIMER")))).tuples())
    expected = {(case_id, "TASK", task): 1 for case_id in cases for task in walk.TASKS}
    expected |= {(case_id, "TIMER", timer): 1 for case_id in cases for timer in walk.TIMERS}
    assert lines == expected
