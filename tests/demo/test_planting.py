"""The demo county's cases are walked by its people, not written into tables."""

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, TimelineEntry
from app.db import db, unit_of_work
from app.demo import planting
from app.instances.models import Incident, WaitingTimer
from app.worklist import desk_queries
from tests.journeys.walking import Walk, deploy_shipped

MONDAY = "2026-06-01 10:00"


def test_every_story_is_told_as_far_as_it_goes(app, cast):
    deploy_shipped()
    present = clock.move_to(MONDAY)
    told = planting._read("cases.json")
    assert planting.plant() == len(told)
    cases = {case.title: case for case in db.session.scalars(sa.select(Case))}
    assert set(cases) == {story["title"] for story in told}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Incident)) == 0
    assert cases["上河村王某与李某宅基地边界纠纷"].status == "ARCHIVED"
    assert cases["110移交夫妻纠纷"].risk_level == "RED"
    assert db.session.scalar(sa.select(sa.func.max(TimelineEntry.at))) <= present
    assert db.session.scalar(sa.select(sa.func.min(WaitingTimer.wake_at))) > present


def test_people_find_their_tasks_and_strangers_none(app, cast):
    deploy_shipped()
    clock.move_to(MONDAY)
    planting.plant()
    clock.move_to(MONDAY)
    assert desk_queries.lights_in(cast.actor("wang.jianguo"), "mine")["RED"]
    for stranger in ("wu.mei", "yan.jun"):
        assert set(desk_queries.counts(cast.actor(stranger)).values()) == {0}


def test_a_county_with_cases_of_its_own_gets_none(app, cast):
    deploy_shipped()
    clock.move_to(MONDAY)
    walk = Walk(cast).register("zhou.min")
    assert planting.plant() == 0
    with unit_of_work():
        assert db.session.scalars(sa.select(Case.id)).all() == [walk.case_id]
