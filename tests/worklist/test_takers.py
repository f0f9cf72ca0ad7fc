"""Who could take an open task, in names a newcomer can ask for."""

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db
from app.worklist import afterwards, takers
from app.worklist.models import HumanTask
from tests import cast as people
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def test_those_who_may_take_it_are_named_and_nobody_of_another_unit(walk):
    stages.dispatched(walk)
    told = takers.in_words(walk.task("ut_sign"))
    assert "王建国" in told and "严军" not in told and "吴梅" not in told


def test_who_is_excluded_is_not_named_and_a_post_that_nobody_holds_is_said_so(walk, cast):
    stages.dispatched(walk)
    task = walk.task("ut_sign")
    task.excluded = [cast.user(people.VILLAGE_HEAD)]
    assert takers.in_words(task) == takers.NOBODY


def test_after_a_step_one_hears_the_names(walk):
    stages.dispatched(walk)
    done = db.session.scalar(sa.select(HumanTask.id).where(
        HumanTask.case_id == walk.case_id, HumanTask.element == "ut_triage_confirm", HumanTask.status == "DONE"))
    told = afterwards.of_task(done, walk.actor(people.TRIAGE)).sentence
    assert "签收，等待上河村" in told and "的王建国领取" in told
