"""Whoever wanders through the shipped processes, answering what the forms allow, ends cleanly or has something to do.

After every step the rows of tasks, timers and messages are compared with the engine's state. The seeds were picked out of
ninety so that between them most user tasks are open at some time; tests/bpmn takes every process flow by flow.
"""

from app import clock
from app.db import db
from tests import databases
from tests.cast import seed_cast
from tests.journeys.walking import deploy_shipped
from tests.journeys.wandering import Wanderer

SEEDS = (57, 61, 27, 84, 46, 40, 41, 22, 13, 65, 47)
STEPS = 80


def wandered(seed: int) -> Wanderer:
    """In an empty county, because who has registered before changes what happens."""
    db.session.remove()
    databases.empty(db.engine, db.metadata)
    cast = seed_cast()
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Wanderer(cast, seed).wander(STEPS)


def test_nobody_who_wanders_gets_stuck(app):
    for seed in SEEDS:
        walk = wandered(seed)
        assert walk.alive() or (walk.open() == set() and walk.waiting() == [])
        assert walk.refused == {}
