"""One case, one code; 1..n without gap or double for each county and year, whoever fails, is undone or is killed meanwhile
(handbook §6.1). The same for the documents of each issuer."""

import re
import subprocess
import sys
import threading

import pytest

from app import clock
from app.cases import documents, lifecycle, numbering
from app.cases.models import Case, CaseDocument
from app.config import ROOT
from app.db import db, unit_of_work
from app.errors import Invalid
from app.identity import tree
from app.identity.actor import SYSTEM
from tests.cases import registering
from tests.cases.situations import OFFICER, UPPER_RIVER, a_case

THREADS, TIMES = 8, 9
KEPT = TIMES - TIMES // 3


def codes() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(db.select(Case.case_no).where(Case.case_no.is_not(None))))


def expected(count: int, county: str = "990121", year: int = 2026) -> list[str]:
    return [f"{county}ZZ{year}{number:07}" for number in range(1, count + 1)]


def without_gaps() -> dict[tuple[str, int], int]:
    """{(series, year): how many}, each counted 1..n."""
    db.session.rollback()
    series: dict[tuple[str, int], list[int]] = {}
    for found in db.session.scalars(db.select(CaseDocument).where(CaseDocument.series.is_not(None))):
        series.setdefault((found.series, found.year), []).append(found.sequence)
    assert all(sorted(given) == list(range(1, len(given) + 1)) for given in series.values()), series
    return {name: len(given) for name, given in series.items()}


def in_threads(app, *works) -> list[Exception]:
    failures: list[Exception] = []

    def run(work) -> None:
        with app.app_context():
            try:
                work()
            except Exception as why:  # noqa: BLE001 shown by the assertion
                failures.append(why)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return failures


def window(app, last: str) -> subprocess.Popen:
    config = app.config["HEJIE"]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cases.registering", config.database_url, str(config.data_dir), str(TIMES), last],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_windows_in_many_threads_that_are_undone_now_and_then_leave_no_gap(app, cast):
    failures = in_threads(app, *[lambda: registering.register_many(TIMES)] * THREADS)
    assert failures == []
    assert codes() == expected(THREADS * KEPT)
    assert set(without_gaps().values()) == {THREADS * KEPT}


def test_processes_that_are_killed_with_a_number_in_hand_give_it_back(app, cast):
    """Three windows of their own, each killed while its last registration is open; the others and we go on."""
    held: list[str] = []

    def watched() -> None:
        one = window(app, "hold")
        held.append(one.stdout.readline())
        one.kill()
        one.communicate()

    failures = in_threads(app, *[watched] * 3, *[lambda: registering.register_many(TIMES)] * 2)
    assert failures == []
    assert all(line.startswith("holding 990121ZZ2026") for line in held), held
    assert codes() == expected(5 * KEPT)
    assert set(without_gaps().values()) == {5 * KEPT}


def test_at_midnight_the_old_year_ends_and_the_new_begins_with_one(app, cast):
    """Some windows' clocks stand at 23:59 of the centre's last day, others at 00:00 of the first: it is still 2026 in London."""
    ids = [a_case().id for _ in range(24)]

    def at(moment: str, mine: list[int]):
        def work() -> None:
            for case_id in mine:
                with unit_of_work():
                    case = db.session.get(Case, case_id)
                    lifecycle.register(case, OFFICER, clock.at(moment))
                    documents.note(case, "D34", "激化风险报告单", OFFICER, clock.at(moment))
        return work

    works = [at("2026-12-31 23:59", ids[:6]), at("2027-01-01 00:00", ids[6:12]), at("2026-12-31 23:59", ids[12:18]),
             at("2027-01-01 00:00", ids[18:])]
    assert in_threads(app, *works) == []
    assert codes() == expected(12) + expected(12, year=2027)
    assert sorted((year, count) for (_, year), count in without_gaps().items()) == [(2026, 12), (2027, 12)]


def test_two_counties_at_once_count_each_for_themselves(app, cast):
    def of(region: str):
        def work() -> None:
            for _ in range(TIMES):
                case = a_case(region_code=region)
                with unit_of_work():
                    lifecycle.register(db.session.get(Case, case.id), OFFICER, clock.at(registering.NOW))
        return work

    assert in_threads(app, *[of(UPPER_RIVER), of("990122100200")] * 3) == []
    assert codes() == expected(3 * TIMES) + expected(3 * TIMES, county="990122")


def test_a_county_whose_code_is_corrected_counts_from_one_under_it(app, cast):
    county = cast.unit("云溪县")
    with unit_of_work():
        tree.change(county, "云溪县", "990131000000", SYSTEM)
    case = a_case(region_code="990131100200")
    with unit_of_work():
        assert lifecycle.register(case, OFFICER, clock.at(registering.NOW)) == "990131ZZ20260000001"


def test_once_a_case_bears_the_code_the_county_keeps_it(app, cast):
    """A code that stands on receipts can't come to mean another place."""
    case = a_case()
    with unit_of_work():
        number = lifecycle.register(case, OFFICER, clock.at(registering.NOW))
    with pytest.raises(Invalid), unit_of_work():
        tree.change(cast.unit("云溪县"), "云溪县", "990131000000", SYSTEM)
    db.session.expire_all()
    assert db.session.get(Case, case.id).case_no == number == "990121ZZ20260000001"


def test_every_code_is_read_as_the_handbook_writes_it(app, cast):
    with unit_of_work():
        assert re.fullmatch(r"\d{6}ZZ\d{4}\d{7}", numbering.case_number(UPPER_RIVER, clock.at(registering.NOW)))
