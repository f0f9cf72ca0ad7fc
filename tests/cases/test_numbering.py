import threading

import pytest

from app import clock
from app.cases import lifecycle, numbering
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Invalid
from tests.cases.situations import OFFICER, UPPER_RIVER, a_case

NOW = "2026-03-02 10:00"


def number(case, now: str = NOW) -> str:
    with unit_of_work():
        return lifecycle.register(case, OFFICER, clock.at(now))


def test_cases_of_a_county_and_year_are_numbered_one_after_the_other(app):
    assert [number(a_case()) for _ in range(3)] == [
        "990121ZZ20260000001", "990121ZZ20260000002", "990121ZZ20260000003"]


def test_each_county_and_year_begins_with_one(app):
    number(a_case())
    assert number(a_case(region_code="990122100200")) == "990122ZZ20260000001"
    assert number(a_case(), "2027-01-01 00:30") == "990121ZZ20270000001"


def test_the_year_is_that_of_the_centre_s_wall_clock(app):
    assert number(a_case(), "2026-12-31 23:59")[8:12] == "2026"
    assert number(a_case(), "2027-01-01 00:01")[8:12] == "2027"


def test_a_case_is_numbered_once(app):
    case = a_case()
    assert number(case) == number(case)


def test_a_transaction_that_is_undone_gives_its_number_back(app):
    undone, next_one = a_case(), a_case()
    with pytest.raises(RuntimeError):
        _register_and_lose_power(undone)
    assert number(next_one) == "990121ZZ20260000001"


def _register_and_lose_power(case):
    with unit_of_work():
        lifecycle.register(case, OFFICER, clock.at(NOW))
        raise RuntimeError("the power fails")


def test_a_case_without_a_county_cannot_be_numbered(app):
    with pytest.raises(Invalid, match="所属县区"):
        number(a_case(region_code=""))


def test_papers_are_numbered_for_each_committee(app):
    with unit_of_work():
        numbers = [numbering.document_number(unit, name, clock.at(NOW)) for unit, name in (
            (1, "上河村人民调解委员会"), (1, "上河村人民调解委员会"), (2, "云溪县人民调解委员会"), (3, "县医调委"))]
    assert numbers == ["(2026)上河村人调字第1号", "(2026)上河村人调字第2号", "(2026)云溪人调字第1号", "(2026)县医调委人调字第1号"]


def test_windows_that_register_at_once_leave_no_gap_and_no_double(app):
    ids = [a_case().id for _ in range(24)]
    failures = []

    def register(mine):
        with app.app_context():
            for case_id in mine:
                try:
                    with unit_of_work():
                        case = db.session.get(Case, case_id)
                        case.case_no = numbering.case_number(UPPER_RIVER, clock.at(NOW))
                except Exception as why:  # noqa: BLE001 shown by the assertion
                    failures.append(why)

    windows = [threading.Thread(target=register, args=(ids[start::4],)) for start in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    db.session.rollback()
    given = sorted(db.session.scalars(db.select(Case.case_no)))
    assert failures == []
    assert given == [f"990121ZZ2026{number:07}" for number in range(1, 25)]
