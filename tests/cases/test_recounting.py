"""A changed calendar reaches every running clock, also when the power fails, two work at once, or one case fails."""

import threading
from datetime import date

import pytest

from app import clock
from app.cases import calendar_changes, clocks, recounting
from app.cases.clock_models import PendingRecount
from app.cases.models import Case
from app.db import db, unit_of_work
from app.identity.actor import SYSTEM
from app.instances import timers
from app.worktime import actions as calendar
from app.worktime.queries import calendar_for
from tests.cases.situations import a_case, changes_of, lines_of, start
from tests.instances import running
from tests.instances.running import at_once, deploy, drawn

A_DAY_IN_BETWEEN = date(2026, 3, 3)
BEFORE, AFTER = clock.at("2026-03-04 17:30"), clock.at("2026-03-05 17:30")
"""Of CK19, two working days, before and after one of them is off."""


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


@pytest.fixture
def large_county(monkeypatch):
    """However few cases a change touches, the job has to do them."""
    monkeypatch.setattr(recounting, "AT_ONCE", 0)


def waiting() -> int:
    db.session.rollback()
    return recounting.waiting()


def due_of(case_id: int):
    db.session.rollback()
    return db.session.get(Case, case_id, populate_existing=True).due_at


def cases(count: int) -> list[int]:
    made = [a_case().id for _ in range(count)]
    for case_id in made:
        start(db.session.get(Case, case_id), "CK07", limit=2, unit="wd")
    return made


def declare_a_day_off() -> None:
    with unit_of_work():
        calendar.set_day_off("", A_DAY_IN_BETWEEN, "停电", SYSTEM)


def interrupted_change() -> None:
    with unit_of_work():
        calendar.set_day_off("", A_DAY_IN_BETWEEN, "停电", SYSTEM)
        raise KeyboardInterrupt


def test_a_few_cases_are_counted_again_right_away(app):
    [case_id] = cases(1)
    assert due_of(case_id) == BEFORE
    declare_a_day_off()
    assert (due_of(case_id), waiting()) == (AFTER, 0)


def test_a_large_county_is_worked_off_in_slices(app, large_county):
    county = cases(5)
    declare_a_day_off()
    assert waiting() == 5 and {due_of(case_id) for case_id in county} == {BEFORE}
    assert [recounting.work_off(2) for _ in range(4)] == [2, 2, 1, 0]
    assert waiting() == 0 and {due_of(case_id) for case_id in county} == {AFTER}


def test_the_most_pressing_comes_first(app, large_county):
    later, sooner = cases(2)
    with unit_of_work():
        clocks.start(clocks.of(sooner, clock.now()), "CK02")
    declare_a_day_off()
    recounting.work_off(1)
    assert (due_of(sooner), due_of(later)) == (AFTER, BEFORE)


def test_a_change_that_is_undone_marks_nothing(app, large_county):
    cases(1)
    with pytest.raises(KeyboardInterrupt):
        interrupted_change()
    assert waiting() == 0


def test_a_crash_between_the_commit_and_the_recount_loses_nothing(app, monkeypatch):
    [case_id] = cases(1)
    monkeypatch.setattr(recounting, "work_off", lambda batch: 0)
    declare_a_day_off()
    monkeypatch.undo()
    assert waiting() == 1
    recounting.work_off()
    assert due_of(case_id) == AFTER


def test_a_crash_in_the_middle_of_a_case_leaves_its_mark(app, large_county, monkeypatch):
    [case_id] = cases(1)
    declare_a_day_off()

    def pulled(on):
        raise KeyboardInterrupt

    monkeypatch.setattr(calendar_changes, "recount", pulled)
    with pytest.raises(KeyboardInterrupt):
        recounting.work_off()
    monkeypatch.undo()
    assert waiting() == 1 and due_of(case_id) == BEFORE
    assert recounting.work_off() == 1 and due_of(case_id) == AFTER


def test_two_at_once_count_each_case_once(app, large_county):
    county = cases(6)
    declare_a_day_off()
    done = at_once(app, recounting.work_off, recounting.work_off)
    assert sum(done) == 6 and waiting() == 0
    for case_id in county:
        assert [change.what for change in changes_of(db.session.get(Case, case_id))] == ["STARTED", "RECOUNTED"]


def test_counting_again_what_is_right_already_leaves_no_line(app, large_county):
    [case_id] = cases(1)
    for _ in range(2):
        with unit_of_work():
            calendar_changes.mark("", [2026])
        recounting.work_off()
    assert len(lines_of(db.session.get(Case, case_id))) == 1


def test_a_case_that_fails_alarms_is_tried_later_and_holds_up_nobody(app, large_county, monkeypatch, caplog):
    broken, sound = cases(2)
    declare_a_day_off()
    recount = calendar_changes.recount

    def failing(on):
        if on.case.id == broken:
            raise RuntimeError("bent")
        return recount(on)

    monkeypatch.setattr(calendar_changes, "recount", failing)
    assert recounting.work_off() == 1 and due_of(sound) == AFTER
    assert any("calendar.recount_failed" in line for line in caplog.messages)
    monkeypatch.undo()
    assert recounting.work_off() == 0
    clock.move_to("2026-03-02 10:03")
    assert recounting.work_off() == 1 and due_of(broken) == AFTER


def test_a_second_change_marks_again_what_had_failed(app, large_county):
    [case_id] = cases(1)
    with unit_of_work():
        db.session.add(PendingRecount(case_id=case_id, due_at=clock.now(), wake_at=clock.at("2027-01-01"), failures=9))
    declare_a_day_off()
    assert recounting.work_off() == 1 and due_of(case_id) == AFTER


def test_a_timer_on_the_calendar_moves_though_no_clock_did(app, cast):
    deploy(drawn('<startEvent id="s"/>' + running.timer("tick", "calendar.nextWorkingMorning") + '<endEvent id="e"/>',
                 "s tick", "tick e"))
    run = running.start(cast)
    with unit_of_work():
        clocks.start(clocks.of(run.case_id, clock.now()), "CK06", limit=20, unit="cd")
    declare_a_day_off()
    assert [row.due_at for row in run.timers()] == [clock.at("2026-03-04 08:30")]


def test_a_timer_that_is_due_fires_before_it_is_moved(app, cast, large_county):
    deploy(drawn('<startEvent id="s"/>' + running.timer("tick", "calendar.nextWorkingMorning") + running.task("t")
                 + '<endEvent id="e"/>', "s tick", "tick t", "t e"))
    run = running.start(cast)
    with unit_of_work():
        clocks.start(clocks.of(run.case_id, clock.now()), "CK07", limit=2, unit="wd")
    clock.move_to("2026-03-03 08:31")
    declare_a_day_off()
    assert recounting.work_off() == 0
    assert timers.fire_due() == 1 and list(run.open()) == ["t"]
    assert recounting.work_off() == 1 and due_of(run.case_id) == AFTER


def test_a_clock_begun_with_the_old_calendar_while_the_new_one_is_set_is_not_missed(app):
    case_id = a_case().id
    counted, go_on = threading.Event(), threading.Event()

    def step():
        with unit_of_work():
            on = clocks.of(case_id, clock.now())
            calendar_for(on.case.region_code)
            clocks.start(on, "CK07", limit=2, unit="wd")
            counted.set()
            go_on.wait(1)

    def administrator():
        counted.wait()
        try:
            declare_a_day_off()
        finally:
            go_on.set()

    assert at_once(app, step, administrator) == [None, None]
    assert due_of(case_id) == AFTER
