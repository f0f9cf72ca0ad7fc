from datetime import date

import pytest

from app import clock
from app.api.models import IdempotentRequest
from app.db import db, unit_of_work
from app.identity.actor import SYSTEM
from app.identity.models import SignInGuard, SignInSession
from app.jobs import in_process, schedule, upkeep
from app.jobs.models import JobRun
from app.worktime import actions as calendar
from tests import cast as people
from tests.cases.situations import a_case, start
from tests.cast import sign_in


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def an_answer(key: str) -> None:
    with unit_of_work():
        db.session.add(IdempotentRequest(actor_id=1, key=key, route="PUT /", body_digest="0" * 64, status=200,
                                         response=b"{}", created_at=clock.now()))


def test_answers_are_forgotten_after_a_week(app):
    an_answer("old")
    clock.move_to("2026-03-08 10:00")
    an_answer("new")
    assert upkeep.forget_answers() == 0
    clock.move_to("2026-03-09 10:01")
    assert [upkeep.forget_answers(), upkeep.forget_answers()] == [1, 0]
    assert count(IdempotentRequest) == 1


def test_sessions_that_no_longer_hold_and_old_failures_are_forgotten(app, cast):
    here, gone = app.test_client(), app.test_client()
    sign_in(gone, people.MEDIATOR)
    sign_in(app.test_client(), "nobody", "falsch123")
    clock.move_to("2026-03-03 10:01")
    sign_in(here, people.WINDOW)
    assert count(SignInSession) == 2
    upkeep.forget_sign_ins(app.config["HEJIE"])
    assert upkeep.forget_sign_ins(app.config["HEJIE"]) == 0
    assert count(SignInSession) == 1
    assert here.get("/me").status_code == 200
    assert count(SignInGuard) <= 1  # the address that has just signed in


def test_a_lock_that_still_holds_is_not_forgotten(app, cast):
    for _ in range(5):
        sign_in(app.test_client(), people.MEDIATOR, "falsch123")
    upkeep.forget_sign_ins(app.config["HEJIE"])
    assert sign_in(app.test_client(), people.MEDIATOR).status_code == 429


def test_a_year_that_is_in_use_and_not_published_alarms(app, caplog):
    clock.move_to("2026-11-20 10:00")
    assert upkeep.look_for_unpublished_years() == 0
    start(a_case(), "CK42")  # sixty days
    assert upkeep.look_for_unpublished_years() == 1
    assert any('calendar.year_unpublished' in line and '"year": 2027, "clocks": 1' in line for line in caplog.messages)


def test_a_loaded_year_no_longer_alarms(app):
    clock.move_to("2026-12-20 10:00")
    assert upkeep.look_for_unpublished_years() == 1
    with unit_of_work():
        calendar.load_year(2027, [date(2027, 1, 1)], [], "国务院通知", SYSTEM)
    assert upkeep.look_for_unpublished_years() == 0


def test_the_whole_schedule_can_be_run_twice(app, cast, caplog):
    in_process.run_all_once(app)
    in_process.run_all_once(app)
    nightly = [job for job in schedule.jobs(app.config["HEJIE"]) if job.every == 60]
    assert count(JobRun) == len(nightly) == 9
    assert not any("job.failed" in line for line in caplog.messages)


def test_a_job_that_fails_alarms_and_the_next_round_comes(app, caplog):
    def failing():
        raise RuntimeError("disk full")

    in_process.run(app, schedule.Job("probe", 1, failing, "for the test"))
    assert any("job.failed" in line and "disk full" in line for line in caplog.messages)
