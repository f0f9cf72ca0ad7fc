"""滞留件: what stands still and why (handbook §9.1)."""

import pytest

from app import clock
from app.cases import clock_pauses, clocks
from app.db import db, unit_of_work
from app.identity.models import OrgUnit
from app.statistics import medians, places, stuck
from app.worklist.models import HumanTask
from tests.cast import SUPERVISOR
from tests.statistics.test_figures import handled
from tests.statistics.test_medians import finished
from tests.statistics.world import DIGEST


def reasons(world, place: str = "云溪县") -> dict[str, list[str]]:
    db.session.rollback()
    unit = db.session.scalar(db.select(OrgUnit).where(OrgUnit.name == place))
    return {row.case_no: stuck.why(row) for row in stuck.stuck(places.of(unit), world.cast.actor(SUPERVISOR)).items}


def waiting(world, case, element: str) -> None:
    with unit_of_work():
        db.session.add(HumanTask(instance_id=world.instance.id, step=f"open{case.id}", element=element, process_id="dispute_main",
                                 digest=DIGEST, case_id=case.id, name="签收", form_key="x/x", roles="R13", opened_at=clock.now(), local={}))


def test_a_step_that_takes_more_than_twice_its_usual_time(world):
    finished(world, world.case(), "ut_sign", [2] * 12)
    clock.move_to("2026-03-03 03:00")
    medians.count_anew()
    clock.move_to("2026-03-03 09:00")
    slow = world.case()
    waiting(world, slow, "ut_sign")
    waiting(world, world.case(), "ut_seldom")
    clock.move_to("2026-03-03 13:00")
    assert reasons(world) == {}
    clock.move_to("2026-03-03 13:01")
    assert reasons(world) == {slow.case_no: ["“签收”停留超过常用时长的 2 倍"]}


def test_frozen_for_more_than_sixty_days(world):
    case = handled(world)
    with unit_of_work():
        clock_pauses.suspend(clocks.of(case.id, clock.now(), world.actor), "main", "APPRAISAL")
    clock.move_to("2026-05-01 09:00")
    assert reasons(world) == {}
    clock.move_to("2026-05-01 09:01")
    assert reasons(world)[case.case_no] == ["中止超过 60 天"]


@pytest.mark.parametrize(("now", "is_idle"), [("2026-03-09 17:29", False), ("2026-03-09 17:30", True), ("2026-03-10 08:00", True)])
def test_five_working_days_without_progress(world, now, is_idle):
    """Signed on Monday, 2 March: the fifth whole working day after it is Monday, 9 March."""
    case = handled(world)
    clock.move_to(now)
    assert (case.case_no in reasons(world)) == is_idle


def test_closed_cases_and_those_of_other_places_are_not_on_the_list(world):
    case, closed = handled(world), handled(world)
    world.close(closed, result="FAILED")
    clock.move_to("2026-03-20 09:00")
    assert list(reasons(world)) == [case.case_no]
    assert reasons(world, "白石镇") == {}
