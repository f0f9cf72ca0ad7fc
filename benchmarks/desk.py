"""`python -m benchmarks.desk [--tasks N] [--databases sqlite,postgresql]`: the worklist's pages with a million tasks.

Prints, for each database, box and filter: server time of the whole first page (sign-in, counts, rows, rendering), p50 and p95,
and of its statements alone, with the CPU time of the web process beside it (other work on the machine slows the rest). No test asserts a time.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import desk_rows
from benchmarks.servers import Hejie, hejie_environment
from benchmarks.statements import watch

WHO = ("li.xiulan", "lin.fang", "wang.jianguo", "gao.yuan", "zhou.min")
"""A mediator, the triage officer with a hundred thousand finished tasks, a village head, the director, the window."""
PAGES = {
    "li.xiulan": ("", "box=pool", "box=unit", "box=done", "light=RED"),
    "lin.fang": ("", "box=pool", "box=pool&light=RED", "box=pool&light=GREY", "box=pool&risk=RED&tier=TOWN&route=POLICE",
                 "box=pool&sort=legal", "box=pool&sort=-risk", "box=pool&text=王长河", "box=pool&text=纠纷",
                 "box=pool&party=李大", "box=pool&text=990121ZZ20260049", "box=pool&text=查无此人", "box=done",
                 "box=done&sort=case", "box=done&sort=risk&then=case", "box=done&risk=RED&tier=PARTY_GOV&route=LITIGATION",
                 "box=done&text=宅基地", "sort=legal", "sort=name", "sort=risk&then=legal"),
    "wang.jianguo": ("", "box=pool", "box=unit"),
    "gao.yuan": ("box=unit", "box=unit&light=YELLOW", "box=unit&light=GREY", "box=unit&urgent=yes", "box=unit&risk=RED&tier=PARTY_GOV&route=COURT", "box=unit&sort=legal", "box=unit&sort=risk&then=opened", "box=unit&text=查无此人", "box=unit&route=POLICE"),
    "zhou.min": ("box=sent", "box=sent&sort=opened", "box=pool"),
}


def main() -> None:
    wanted = _arguments()
    for kind in wanted.databases.split(","):
        with tempfile.TemporaryDirectory(prefix="hejie-desk-") as folder:
            _measure(kind, Path(folder), wanted)


def _measure(kind: str, folder: Path, wanted) -> None:
    product = Hejie(hejie_environment(kind, folder))
    from app.db import db

    with product.app.app_context():
        begun = time.perf_counter()
        desk_rows.fill(product.cast, wanted.tasks)
        print(f"\n== {kind}: {wanted.tasks} tasks, filled in {time.perf_counter() - begun:.0f} s ==", flush=True)
        spent = watch(db.engine)
        for who, pages in PAGES.items():
            for page in pages:
                _report(product.app, who, page, wanted.times, spent)


def _report(app, who: str, page: str, times: int, spent: list[float]) -> None:
    from tests.cast import sign_in

    client = app.test_client()
    whole, working, statements = [], [], []
    assert sign_in(client, who).status_code == 302
    for _ in range(times + 1):
        spent.clear()
        begun, worked = time.perf_counter(), time.thread_time()
        answer = client.get(f"/?{page}")
        whole.append((time.perf_counter() - begun) * 1000)
        working.append((time.thread_time() - worked) * 1000)
        statements.append(sum(spent) * 1000)
        assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    first, whole, statements = whole[0], sorted(whole[1:]), sorted(statements[1:])
    print(f"{who:13}{page or '(mine)':46} p50 {statistics.median(whole):6.1f}  p95 {whole[int(len(whole) * 0.95) - 1]:6.1f}"
          f"  first {first:6.1f} ms; statements {statistics.median(statements):6.1f}, own CPU {statistics.median(working[1:]):6.1f} ms", flush=True)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--databases", default="sqlite,postgresql")
    return parser.parse_args()


if __name__ == "__main__":
    main()
