"""Choosing a colleague: the leading unit first, unit by unit, with what each has to do and who is away."""

import itertools
from datetime import date

import pytest

from app import clock
from app.db import db, unit_of_work
from app.errors import NotFound
from app.worklist import choosing, substitutes, workloads
from tests.cast import MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, VILLAGE_HEAD


def offered(cast, act: str, task: int, who: str, text: str = "") -> list:
    db.session.rollback()
    return choosing.people(act, task, text, cast.actor(who))


def test_the_people_of_the_unit_that_leads_come_first_and_each_unit_stands_together(cast, desk):
    for lead in ("上河村", "清河镇"):
        task = desk.task(MEDIATOR, role="R04", lead_unit_id=cast.unit(lead))
        units = [person.unit for person in offered(cast, "cosigners", task, MEDIATOR)]
        assert units[0] == lead
        assert len(set(units)) == 1 + sum(before != after for before, after in itertools.pairwise(units))


def test_each_is_shown_with_the_open_tasks_and_with_the_absence(cast, desk):
    task = desk.task(MEDIATOR, role="R04")
    for _ in range(2):
        desk.task(VILLAGE_HEAD, role="R04")
    with unit_of_work():
        substitutes.appoint(cast.user(VILLAGE_HEAD), cast.user(MEDIATOR), date(2026, 3, 2), date(2026, 3, 6), "外出开会",
                            cast.actor(VILLAGE_HEAD))
    found = {person.name: person for person in offered(cast, "transfer", task, MEDIATOR)}
    assert (found["王建国"].open_tasks, found["王建国"].away) == (2, "外出至3月6日，由李秀兰代理")
    assert (found["孙莉"].open_tasks, found["孙莉"].away) == (0, "")
    marked, = workloads.marked([{"value": cast.user(VILLAGE_HEAD), "label": "王建国（上河村）", "roles": ["R13"]}])
    assert marked["label"] == "王建国（上河村） · 在办 2 项，外出至3月6日，由李秀兰代理" and marked["roles"] == ["R13"]
    clock.move_to("2026-03-07 09:00")
    assert {person.away for person in offered(cast, "transfer", task, MEDIATOR)} == {""}


@pytest.mark.parametrize("who", [OTHER_TOWN, OTHER_VILLAGE])
def test_the_officers_of_another_unit_learn_of_nobody(cast, desk, who):
    task = desk.task(MEDIATOR, role="R04")
    for act in choosing.CHOOSABLE:
        with pytest.raises(NotFound):
            offered(cast, act, task, who)
    assert "孙莉" in {person.name for person in offered(cast, "transfer", task, MEDIATOR)}
