"""When a case's clocks change, the timers that follow them move, in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.db import db
from app.engine import machine
from app.instances import step
from app.instances.loading import lock

_STEPS = "hejie_running_steps"


@contextmanager
def during_step(case_id: int | None) -> Iterator[None]:
    """While a step runs, changed clocks are only noted; the timers move once, after the outermost step."""
    running = _running()
    running["depth"] += 1
    try:
        yield
        if running["depth"] == 1:
            while running["changed"]:
                _retime(running["changed"].pop())
    finally:
        running["depth"] -= 1
        if running["depth"] == 0:
            db.session().info.pop(_STEPS, None)


def clocks_changed(case_id: int) -> None:
    """Move the timers of all the case's instances now, or after the step that is running."""
    running = _running()
    if running["depth"]:
        running["changed"].add(case_id)
    else:
        with during_step(case_id):
            running = _running()
            running["changed"].add(case_id)


def _running() -> dict:
    return db.session().info.setdefault(_STEPS, {"depth": 0, "changed": set()})


def _retime(case_id: int) -> None:
    for loaded in list(lock(None, case_id).values()):
        if loaded.case_id == case_id and loaded.status in ("RUNNING", "FAILED"):
            step.advance(loaded, machine.retime, None, "RETIME")
