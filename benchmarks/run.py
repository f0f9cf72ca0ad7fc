"""`python -m benchmarks.run [--cases N] [--databases sqlite,postgresql]`: the product beside the floor, in one run.

Prints, for each database: completions per second, p50/p95/p99 and server CPU per completion of both with 1, 2 and 4
clients; the 5th and the 40th completion of one case; due timers fired per second; bytes per finished case; the same
completions with a crowd of cases already there; cases per second through the whole shipped chain.
"""

import argparse
import statistics
import tempfile
import uuid
from pathlib import Path

from benchmarks import crowd, loops, sizes, sweep
from benchmarks.chain import Chain
from benchmarks.driving import Caller, Measured, measure
from benchmarks.servers import Hejie, floor_environment, hejie_environment, server
from benchmarks.small_process import TASKS, answers


def main() -> None:
    wanted = _arguments()
    for kind in wanted.databases.split(","):
        print(f"\n== {kind} ==", flush=True)
        floor = {clients: run_floor(kind, wanted.cases, clients) for clients in (1, 2, 4)}
        with tempfile.TemporaryDirectory(prefix="hejie-bench-") as folder:
            beside_the_floor(kind, wanted, floor, Path(folder))
        if wanted.chain:
            with tempfile.TemporaryDirectory(prefix="hejie-chain-") as folder:
                Chain(kind, Path(folder)).report(wanted.chain, 2)


def beside_the_floor(kind: str, wanted, floor: dict[int, Measured], folder: Path) -> None:
    environment = hejie_environment(kind, folder)
    product = Hejie(environment)
    with server("wsgi:app", environment) as (pid, port):
        few = {clients: run_product(product, pid, port, wanted.cases, clients) for clients in (1, 2, 4)}
        compare(floor, few)
        sizes.report(product, lambda: finish(product, pid, port, wanted.cases))
        loops.report(product, port)
        sweep.report(product, wanted.cases)
        if wanted.crowd:
            crowd.add_cases(product, wanted.crowd)
            floor_now = run_floor(kind, wanted.cases, 2)
            crowded = run_product(product, pid, port, wanted.cases, 2, f", {wanted.crowd} cases there")
            more = (crowded.cpu_ms / floor_now.cpu_ms) / (few[2].cpu_ms / floor[2].cpu_ms)
            print(f"   crowded / empty, each beside its floor: CPU {more:.2f} (at most 1.2)", flush=True)


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


def run_product(product: Hejie, pid: int, port: int, cases: int, clients: int, among: str = "") -> Measured:
    def caller():
        return Caller(port, product.token)

    warm = product.start_cases(10)
    measure(pid, warm, 2, caller, product_case)
    result = measure(pid, product.start_cases(cases), clients, caller, product_case)
    print(result.line(f"hejie, {clients} clients{among}"), flush=True)
    return result


def finish(product: Hejie, pid: int, port: int, cases: int) -> int:
    measure(pid, product.start_cases(cases), 2, lambda: Caller(port, product.token), product_case)
    return cases


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
    parser.add_argument("--crowd", type=int, default=100_000, help="cases already there for the last round, 0 for none")
    parser.add_argument("--chain", type=int, default=40, help="cases through the whole shipped chain, 0 for none")
    parser.add_argument("--databases", default="sqlite,postgresql")
    return parser.parse_args()


if __name__ == "__main__":
    main()
