"""Which mediations count as ended, and by which type of committee."""

from itertools import count

import pytest

from app import clock
from app.db import unit_of_work
from app.engine.effects import TaskClosed, TaskOpened
from app.statistics import rules

_steps = count(1)


def held_by(world, committee: str, ending: str):
    case = world.reach(world.case(), "ACCEPTED", "DISPATCHED", "SIGNED")
    with unit_of_work():
        case.committee_id = world.cast.unit(committee)
    world.finish(case, "ut_rights_notice")
    clock.advance(hours=1)
    world.serve(case, ending)
    return case


def by_timer(world, case, element: str, *effects) -> None:
    world.step(case, TaskClosed("7", element, "CANCELLED"), *effects)


def opened(element: str) -> TaskOpened:
    return TaskOpened(step=f"{element}-{next(_steps)}", element=element, process="med_police", name="", lane=None, settings={}, local={})


def test_mediations_are_told_apart_by_the_type_of_their_committee(world):
    moved = held_by(world, "上河村人民调解委员会", "st_papers")
    held_by(world, "上河村人民调解委员会", "st_agreement")
    held_by(world, "清河镇人民调解委员会", "st_agreement")
    held_by(world, "东门社区人民调解委员会", "st_papers")
    held_by(world, "县医调委", "st_agreement")
    with unit_of_work():
        moved.committee_id = world.cast.unit("东城街道人民调解委员会")
    found = world.figures()
    assert found["dist_committee"] == {"VILLAGE": 2, "TOWNSHIP": 1, "COMMUNITY": 1, "OTHER": 1}, "the committee of then, not of now"
    assert found["dist_committee_agreed"] == {"VILLAGE": 1, "TOWNSHIP": 1, "OTHER": 1}
    assert world.figures(place="白石镇")["dist_committee"] == {}


@pytest.mark.parametrize(("level", "code", "name", "kind"), [
    ("VILLAGE", "990121100200", "上河村人民调解委员会", "VILLAGE"), ("VILLAGE", "990121001001", "东门社区人民调解委员会", "COMMUNITY"),
    ("TOWN", "990121200000", "松林乡人民调解委员会", "TOWNSHIP"), ("TOWN", "990121001000", "东城街道人民调解委员会", "STREET"),
    ("COUNTY", "990121000000", "县道交调委会", "OTHER"), ("COUNTY", "990121000000", "云溪化工有限公司人民调解委员会", "ENTERPRISE"),
    ("VILLAGE", "990121001002", "学院路社区人民调解委员会", "COMMUNITY"), ("COUNTY", "990121000000", "县医院调委会", "ENTERPRISE")])
def test_the_type_follows_the_code_of_the_place_or_the_name_of_who_set_it_up(level, code, name, kind):
    assert rules.committee_type(level, code, name) == kind and kind in rules.COMMITTEES


def test_a_police_mediation_that_runs_out_has_ended_once(world):
    second, without, told = (world.reach(world.case(), "ACCEPTED", "DISPATCHED", "SIGNED") for _ in range(3))
    by_timer(world, second, "ut_police_mediation", opened("ut_police_second"))
    assert world.figures()["r_succ"] is None, "the second goes on"
    by_timer(world, second, "ut_police_second", opened("ut_police_handover"))
    by_timer(world, without, "ut_police_mediation", opened("ut_police_handover"))
    world.finish(told, "ut_police_mediation", "agreed", paidNow=True)
    found = world.figures()
    assert found["r_succ"] == 0.3333 and found["dist_committee"] == {}
