"""How long a step usually takes."""

from app import clock
from app.db import db, unit_of_work
from app.statistics import medians
from app.statistics.models import NodeMedian
from app.worklist.models import HumanTask


def finished(world, case, element: str, hours: list[int]) -> None:
    with unit_of_work():
        for number, length in enumerate(hours):
            db.session.add(HumanTask(
                instance_id=world.instance.id, step=f"{element}{number}", element=element, process_id="dispute_main", digest="d" * 64,
                case_id=case.id, name=element, form_key="x/x", roles="R13", status="DONE", opened_at=clock.now(),
                done_at=clock.at(f"2026-03-0{2 + length // 24} {(9 + length) % 24:02}:00"), local={}))


def test_half_of_them_took_no_longer(world):
    case = world.case()
    finished(world, case, "ut_sign", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    finished(world, case, "ut_rare", [1, 2, 3])
    clock.move_to("2026-03-10 03:00")
    assert medians.count_anew() == 1
    row = db.session.get(NodeMedian, "ut_sign")
    assert (round(row.seconds / 3600), row.finished) == (6, 11)
    assert medians.count_anew() == 1


def test_what_is_older_than_half_a_year_no_longer_counts(world):
    finished(world, world.case(), "ut_sign", list(range(1, 12)))
    clock.move_to("2026-12-01 03:00")
    assert medians.count_anew() == 0
