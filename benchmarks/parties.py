"""`python -m benchmarks.parties [--parties N] [--databases sqlite,postgresql]`: parties, case search and statistics with a million parties.

Prints, for each database, page and person: server time of the whole answer (sign-in, statements, rendering), p50 and p95, its
statements alone and how many, and the CPU time of the web process. No test asserts a time.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks import parties_rows
from benchmarks.servers import Hejie, hejie_environment
from benchmarks.statements import watch

SEARCHES = {
    "lin.fang": ("", "page=50", "status=HANDLING", "light=RED", "light=GREY", "light=BLUE", "tier=TOWN&route=POLICE", "risk_level=RED&channel=GRID",
                 f"text={parties_rows.SELDOM}", "text=和顺物业", "text=纠纷", "text=查无此人", "text=王", "text=990121ZZ20260049999",
                 "text=990121ZZ202600", "registered_from=2020-01-01&registered_to=2020-01-31", "registered_to=2019-01-01", "text=王建&light=RED"),
    "wang.jianguo": ("", "light=RED", "tier=VILLAGE&route=PEOPLE", "text=纠纷", f"text={parties_rows.SELDOM}"),
    "li.xiulan": ("", "text=纠纷", "status=HANDLING"),
    "gao.yuan": ("", "status=DISPATCHED", "light=YELLOW", "risk_level=RED"),
}
"""The triage officer and the director see the county, the village head a village, the mediator her own cases."""


def main() -> None:
    wanted = _arguments()
    for kind in wanted.databases.split(","):
        with tempfile.TemporaryDirectory(prefix="hejie-parties-") as folder:
            _measure(kind, Path(folder), wanted)


def _measure(kind: str, folder: Path, wanted) -> None:
    product = Hejie(hejie_environment(kind, folder))
    from app.db import db

    with product.app.app_context():
        begun = time.perf_counter()
        parties_rows.fill(product.cast, wanted.parties)
        print(f"\n== {kind}: {wanted.parties} parties, filled in {time.perf_counter() - begun:.0f} s ==", flush=True)
        spent = watch(db.engine)
        for who, pages in _pages(wanted.parties).items():
            browser, token = _browser(product.app, who)
            for name, ask in pages:
                _report(f"{who:13}{name}", partial(ask, browser, token), wanted.times, spent)
        _report("monthly report, counted", _monthly_report(product), wanted.times, spent)


def _pages(parties: int) -> dict[str, list[tuple[str, Callable]]]:
    """{who: [(name, what to ask)]}"""
    from app.cases import party_keys

    count = parties // 2
    key = party_keys.of_number("USCC", parties_rows.COMPANY_CODE)
    newest, nobody = parties_rows.applicant_of(count - 10, count), {"idType": "ID_CARD", "idNo": parties_rows.card(10**7)}
    mine = {"idType": "ID_CARD", "idNo": newest["id_no"], "phone": newest["phone"], "name": newest["name"]}
    theirs = party_keys.of_number("ID_CARD", newest["id_no"])
    everybody = {who: [(f"/cases?{page}", _get(f"/cases?{page}")) for page in pages] for who, pages in SEARCHES.items()}
    everybody["zhou.min"] = [
        ("hint: somebody known", _hint(mine, parties_rows.SUBJECTS)), ("hint: nobody", _hint(nobody, parties_rows.SUBJECTS)),
        ("hint: a company with many cases", _hint({"idType": "USCC", "idNo": parties_rows.COMPANY_CODE}, parties_rows.SUBJECTS)),
        ("page of a party", _get(f"/parties/{theirs}")), ("page of the company", _get(f"/parties/{key}"))]
    everybody["lin.fang"] += [(f"parties: {text}", _send("/parties", text=text)) for text in (
        newest["name"], newest["phone"], newest["id_no"], newest["id_no"][-4:], "和顺物业", parties_rows.SELDOM, "查无此人")]
    everybody["lin.fang"] += [("page of the company", _get(f"/parties/{key}"))]
    everybody["wang.jianguo"] += [("page of the company", _get(f"/parties/{key}")), ("parties: 和顺物业", _send("/parties", text="和顺物业"))]
    everybody["gao.yuan"] += [(address, _get(address)) for address in (
        "/statistics", f"/statistics?period={_last_year()}", "/statistics/stuck", "/statistics/cases?key=n_closed")]
    return everybody


def _get(address: str) -> Callable:
    return lambda browser, _: browser.get(address)


def _send(address: str, **fields) -> Callable:
    return lambda browser, token: browser.post(address, data={**fields, "csrf_token": token})


def _hint(party: dict, subjects: Iterable[str]) -> Callable:
    subject = next(iter(subjects))
    return lambda browser, token: browser.post("/cases/new/similar", json={"answers": {"parties": [party], "subject": subject}},
                                               headers={"X-CSRF-Token": token})


def _monthly_report(product) -> Callable:
    """The figures of last month and of the three signed before, as P22 counts them."""
    from app import clock
    from app.statistics import figures, period, places

    county = places.counties()[0]
    months = period.months_up_to(period.last_month(clock.now()), 4)
    return lambda *_: [figures.compute(month, places.of(county)) for month in months]


def _browser(app, who: str):
    from tests.cast import csrf_of, sign_in

    browser = app.test_client()
    assert sign_in(browser, who).status_code == 302
    return browser, csrf_of(browser)


def _last_year() -> str:
    from app import clock

    return str((clock.now() - timedelta(days=365)).year)


def _report(name: str, ask: Callable, times: int, spent: list[float]) -> None:
    from app.db import db

    whole, working, counts, statements = [], [], [], []
    for _ in range(times + 1):
        spent.clear()
        begun, worked = time.perf_counter(), time.thread_time()
        answer = ask()
        whole.append((time.perf_counter() - begun) * 1000)
        working.append((time.thread_time() - worked) * 1000)
        counts.append(len(spent))
        statements.append(sum(spent) * 1000)
        assert getattr(answer, "status_code", 200) == 200, answer.get_data(as_text=True)[:300]
        db.session.rollback()
    first, whole = whole[0], sorted(whole[1:])
    print(f"{name:60} p50 {statistics.median(whole):7.1f}  p95 {whole[int(len(whole) * 0.95) - 1]:7.1f}  first {first:7.1f} ms;"
          f" {statistics.median(counts):.0f} statements {statistics.median(statements[1:]):7.1f}, own CPU {statistics.median(working[1:]):7.1f} ms", flush=True)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--databases", default="sqlite,postgresql")
    return parser.parse_args()


if __name__ == "__main__":
    main()
