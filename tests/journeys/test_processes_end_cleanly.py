"""Whoever wanders through the shipped processes, answering what the forms allow, ends cleanly or has something to do.

After every step the rows of tasks, timers and messages are compared with the engine's state. The seeds were picked out of
ninety so that between them most user tasks are open at some time; what needs an exact answer is walked by a test of its own.
"""

from pathlib import Path

from app import clock
from app.db import db
from app.processes import queries as processes
from tests import databases
from tests.cast import seed_cast
from tests.journeys.walking import deploy_shipped
from tests.journeys.wandering import Wanderer

WALKS = Path(__file__).parents[1] / "bpmn" / "walks"
SEEDS = (57, 61, 27, 84, 46, 40, 41, 22, 13, 65, 47)
STEPS = 80

WALKED_ELSEWHERE = {
    "ut_oral_agreement": "test_on_the_way: by word of mouth",
    "ut_recusal_decide": "test_rare_ways: another mediator",
    "ut_terminate": "test_rare_ways: too far apart",
    "ut_supervise_issue": "test_rare_ways: a supervision by hand",
    "ut_perform_check": "test_s2_from_window_to_archive",
    "ut_interview": "test_rare_ways: a red card",
    "ut_perform_urge": "test_rare_ways: who does not perform",
    "ut_perform_guide": "test_rare_ways: who does not perform",
    "ut_dissatisfied_review": "test_evaluation_and_urging: one more try and no third",
    "ut_explain": "test_evaluation_and_urging: one more try and no third",
    "ut_service_review": "test_evaluation_and_urging: a complaint about manners",
}
"""User tasks that the wanderers need not come to, because a journey of their own leads there."""


def wandered(seed: int) -> Wanderer:
    """In an empty county, because who has registered before changes what happens."""
    db.session.remove()
    databases.empty(db.engine, db.metadata)
    cast = seed_cast()
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Wanderer(cast, seed).wander(STEPS)


def test_nobody_who_wanders_gets_stuck_and_every_task_comes_up(app):
    reached = set()
    for seed in SEEDS:
        walk = wandered(seed)
        assert walk.alive() or (walk.open() == set() and walk.waiting() == [])
        assert walk.refused == {}
        reached |= walk.reached
    missing = user_tasks() - reached - set(WALKED_ELSEWHERE)
    assert not missing, f"nobody comes to {missing}: pick another seed, or walk there in a journey of its own"
    assert set(WALKED_ELSEWHERE) <= user_tasks()


def user_tasks() -> set[str]:
    """Of the processes that have no table of walks; tests/bpmn takes the others flow by flow."""
    bundle = processes.bundle(processes.active_digest())
    tabled = {path.stem for path in WALKS.glob("*.json")}
    return {element.id for process in bundle.processes.values() if process.id not in tabled
            for element in process.elements.values() if element.type == "userTask"}
