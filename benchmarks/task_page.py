"""`python -m benchmarks.task_page [--times N] [--databases sqlite,postgresql]`: the page of one task of a long case.

The case is in mediation and has 200 lines on its timeline and 50 papers. Prints, for each database, the page and every part it
fetches afterwards: server time p50 and p95, statements (how many and how long), and the CPU time of the web process.
No test asserts a time.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.servers import Hejie, hejie_environment
from benchmarks.statements import watch

WHO = "li.xiulan"
LINES, PAPERS = 200, 50


def main() -> None:
    wanted = _arguments()
    for kind in wanted.databases.split(","):
        with tempfile.TemporaryDirectory(prefix="hejie-task-page-") as folder:
            _measure(kind, Path(folder), wanted.times)


def _measure(kind: str, folder: Path, times: int) -> None:
    product = Hejie(hejie_environment(kind, folder))
    from app.db import db

    with product.app.app_context():
        task_id, case_no = _a_long_case(product.cast)
        spent = watch(db.engine)
        print(f"\n== {kind}: {LINES} lines, {PAPERS} papers ==", flush=True)
        for name, address in _addresses(task_id, case_no).items():
            _report(product.app, name, address, times, spent)


def _addresses(task_id: int, case_no: str) -> dict[str, str]:
    return {"the page": f"/tasks/{task_id}", "papers": f"/cases/{case_no}/papers?task={task_id}",
            "earlier answers": f"/tasks/{task_id}/earlier", "related cases": f"/tasks/{task_id}/related"}


def _a_long_case(cast) -> tuple[int, str]:
    """A case waiting for its session, with papers and a long history; returns the task's id and the case's number."""
    from app import clock
    from app.cases.models import TimelineEntry
    from app.db import db, unit_of_work
    from app.papers.models import Paper, PaperVersion
    from tests.journeys import stages
    from tests.journeys.walking import Walk, deploy_shipped

    deploy_shipped()
    walk = stages.in_mediation(Walk(cast))
    now = clock.now()
    with unit_of_work():
        there = len(walk.lines())
        db.session.execute(sa.insert(TimelineEntry), [
            {"case_id": walk.case_id, "at": now, "kind": "PROGRESS", "actor_name": "李秀兰", "text": f"第 {number} 次上门了解情况。"}
            for number in range(LINES - there)])
        for number in range(PAPERS):
            paper = Paper(case_id=walk.case_id, title=f"现场照片 {number}", kind="EVIDENCE", origin="UPLOAD", added_by_name="李秀兰", added_at=now)
            paper.versions = [PaperVersion(number=1, file_name=f"{number}.jpg", content_type="image/jpeg", size=200_000, sha256=f"{number:064}",
                                           pages=1, added_by_name="李秀兰", added_at=now)]
            db.session.add(paper)
    return walk.task("ut_med_session").id, walk.case().case_no


def _report(app, name: str, address: str, times: int, spent: list[float]) -> None:
    from tests.cast import sign_in

    client = app.test_client()
    whole, working, counts, statements = [], [], [], []
    assert sign_in(client, WHO).status_code == 302
    for _ in range(times + 1):
        spent.clear()
        begun, worked = time.perf_counter(), time.thread_time()
        answer = client.get(address)
        whole.append((time.perf_counter() - begun) * 1000)
        working.append((time.thread_time() - worked) * 1000)
        counts.append(len(spent))
        statements.append(sum(spent) * 1000)
        assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    first, whole = whole[0], sorted(whole[1:])
    print(f"{name:18} p50 {statistics.median(whole):6.1f}  p95 {whole[int(len(whole) * 0.95) - 1]:6.1f}  first {first:6.1f} ms;"
          f" {statistics.median(counts[1:]):.0f} statements in {statistics.median(statements[1:]):5.1f}, own CPU {statistics.median(working[1:]):5.1f} ms",
          flush=True)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--databases", default="sqlite,postgresql")
    return parser.parse_args()


if __name__ == "__main__":
    main()
