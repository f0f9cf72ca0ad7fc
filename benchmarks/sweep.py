"""How many due timers one sweep fires in a second, each in a transaction of its own: the deadline of the small process
passes for many cases at once."""

import time
from datetime import timedelta

from app import clock
from app.db import unit_of_work
from app.instances import timers
from app.worklist import actions
from benchmarks.small_process import TASKS, answers


def report(product, cases: int) -> None:
    """Prints the rate of one process that does nothing else."""
    with product.app.app_context():
        for _case_id, task_id in product.start_cases(cases):
            with unit_of_work():
                actions.complete(task_id, answers(TASKS[0]), product.actor)
        clock.move_to(clock.now() + timedelta(days=11))
        try:
            fired, seconds, cpu = fire_all()
        finally:
            clock.run_free()
    print(f"   due timers: {fired} fired, {fired / seconds:.0f}/s, CPU {cpu / fired * 1000:.2f} ms each", flush=True)


def fire_all() -> tuple[int, float, float]:
    """(timers fired, seconds, CPU seconds of this process) until nothing is due any more."""
    fired, began, cpu = 0, time.perf_counter(), time.process_time()
    while count := timers.fire_due():
        fired += count
    return fired, time.perf_counter() - began, time.process_time() - cpu
