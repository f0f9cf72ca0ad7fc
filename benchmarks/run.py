"""`python -m benchmarks.run [--cases N] [--databases sqlite,postgresql]`: the product beside the floor, in one run.

Prints, for each database: completions per second, p50/p95/p99 and server CPU per completion of both with 1, 2 and 4
clients; the same with 100 and with 100,000 cases already there; the 5th and the 40th completion of one case.
"""

import argparse
import statistics
import tempfile
import uuid
from pathlib import Path

from benchmarks import crowd, loops
from benchmarks.driving import Caller, Measured, measure
from benchmarks.servers import Hejie, floor_environment, hejie_environment, server
from benchmarks.small_process import TASKS, answers


def main() -> None:
    wanted = _arguments()
    for kind in wanted.databases.split(","):
        print(f"\n== {kind} ==", flush=True)
        floor = {clients: run_floor(kind, wanted.cases, clients) for clients in (1, 2, 4)}
        with tempfile.TemporaryDirectory(prefix="hejie-bench-") as folder:
            environment = hejie_environment(kind, Path(folder))
            product = Hejie(environment)
            with server("wsgi:app", environment) as (pid, port):
                few = {clients: run_product(product, pid, port, wanted.cases, clients) for clients in (1, 2, 4)}
                compare(floor, few)
                loops.report(product, port)
                crowd.add_cases(product, wanted.crowd)
                crowded = run_product(product, pid, port, wanted.cases, 2)
                print(crowded.line(f"hejie, 2 clients, {wanted.crowd} cases there"))
                print(f"   crowded / empty: CPU {crowded.cpu_ms / few[2].cpu_ms:.2f}")


def run_floor(kind: str, cases: int, clients: int) -> Measured:
    with tempfile.TemporaryDirectory(prefix="hejie-floor-") as folder:
        environment = floor_environment(kind, Path(folder))
        with server("benchmarks.floor:application", environment) as (pid, port):
            measure(pid, list(range(10)), 2, lambda: Caller(port), lambda caller, _: floor_case(caller))
            started = [Caller(port).call("POST", "/cases", {}) for _ in range(cases)]
            result = measure(pid, started, clients, lambda: Caller(port), floor_rest)
    print(result.line(f"floor, {clients} clients"), flush=True)
    return result


def floor_case(caller: Caller) -> int:
    return floor_rest(caller, caller.call("POST", "/cases", {}))


def floor_rest(caller: Caller, started: dict) -> int:
    tasks = started["tasks"]
    for _ in TASKS:
        task = tasks[0]
        path = f"/cases/{started['case']}/tasks/{task['id']}/completion"
        tasks = caller.call("PUT", path, answers(task["element"]))["tasks"]
    return len(TASKS)


def run_product(product: Hejie, pid: int, port: int, cases: int, clients: int) -> Measured:
    def caller():
        return Caller(port, product.token)

    warm = product.start_cases(10)
    measure(pid, warm, 2, caller, product_case)
    result = measure(pid, product.start_cases(cases), clients, caller, product_case)
    print(result.line(f"hejie, {clients} clients"), flush=True)
    return result


def product_case(caller: Caller, started: tuple[int, int]) -> int:
    """Five completions over REST, each with an idempotency key, as a client would do it."""
    task_id, element = started[1], TASKS[0]
    for _ in TASKS:
        done = caller.call("PUT", f"/api/v1/tasks/{task_id}/completion", {"answers": answers(element)},
                           **{"Idempotency-Key": str(uuid.uuid4())})
        if done["next"]:
            task_id, element = done["next"][0]["id"], done["next"][0]["element"]
    return len(TASKS)


def compare(floor: dict[int, Measured], product: dict[int, Measured]) -> None:
    cpu = statistics.median(product[n].cpu_ms / floor[n].cpu_ms for n in floor)
    p50 = product[1].percentile(.5) / floor[1].percentile(.5)
    print(f"   times the floor: CPU {cpu:.2f} (at most 3.5), p50 at one client {p50:.2f} (at most 4)", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=150)
    parser.add_argument("--crowd", type=int, default=100_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    return parser.parse_args()


if __name__ == "__main__":
    main()
