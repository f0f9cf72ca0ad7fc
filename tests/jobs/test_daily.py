"""A daily job runs once a day: however many schedulers there are, and whatever happened to the one that began it."""

from datetime import timedelta

import pytest

from app import clock
from app.db import db, unit_of_work
from app.jobs import daily
from app.jobs.models import JobRun
from tests.instances.running import at_once

NIGHT = "2026-03-03 03:00"


@pytest.fixture(autouse=True)
def shortly_after_three(app):
    clock.move_to("2026-03-03 03:01")


@pytest.fixture
def counted():
    """`run()` and how often it was called."""
    class Counted(list):
        def __call__(self):
            self.append(clock.now())
            return 7

    return Counted()


def rounds() -> list[JobRun]:
    db.session.rollback()
    return list(db.session.scalars(db.select(JobRun).order_by(JobRun.id)))


@pytest.mark.parametrize(("now", "due"), [
    ("2026-03-03 03:00", NIGHT), ("2026-03-03 23:59", NIGHT), ("2026-03-04 02:59", NIGHT)])
def test_a_round_is_due_at_three_in_the_morning(now, due):
    assert daily.last_due(clock.at(now)) == clock.at(due)


def test_it_runs_once_however_often_it_is_asked(counted):
    assert [daily.once_a_day("a", counted) for _ in range(3)] == [7, None, None]
    assert len(counted) == 1 and rounds()[0].finished_at


def test_it_runs_again_the_next_night(counted):
    daily.once_a_day("a", counted)
    clock.move_to("2026-03-04 02:59")
    daily.once_a_day("a", counted)
    clock.move_to("2026-03-04 03:00")
    daily.once_a_day("a", counted)
    assert counted == [clock.at("2026-03-03 03:01"), clock.at("2026-03-04 03:00")]


def test_nights_on_which_nothing_ran_are_not_made_up(counted):
    daily.once_a_day("a", counted)
    clock.move_to("2026-03-20 10:00")
    daily.once_a_day("a", counted)
    assert len(counted) == 2


def test_each_job_has_rounds_of_its_own(counted):
    assert [daily.once_a_day(name, counted) for name in "ab"] == [7, 7]


def test_a_round_that_failed_is_tried_again_after_an_hour(counted):
    def failing():
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        daily.once_a_day("a", failing)
    assert daily.once_a_day("a", counted) is None
    clock.move_to("2026-03-03 04:02")
    assert daily.once_a_day("a", counted) == 7
    assert daily.once_a_day("a", counted) is None


def test_two_schedulers_at_once_run_it_once(app, counted):
    at_once(app, *[lambda: daily.once_a_day("a", counted)] * 4)
    assert len(counted) == 1 and len(rounds()) == 1


def test_two_who_find_a_dead_round_take_it_up_once(app, counted):
    with unit_of_work():
        db.session.add(JobRun(job="a", due=clock.at(NIGHT), claimed_at=clock.now() - timedelta(hours=2)))
    test_two_schedulers_at_once_run_it_once(app, counted)


def test_rounds_long_past_are_forgotten(counted):
    daily.once_a_day("a", counted)
    clock.move_to("2026-06-20 10:00")
    with unit_of_work():
        assert daily.forget_old(clock.now()) == 1
    with unit_of_work():
        assert daily.forget_old(clock.now()) == 0
