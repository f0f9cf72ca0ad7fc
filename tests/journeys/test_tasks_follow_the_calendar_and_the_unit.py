"""A visit waits for a working day; an urging goes when the unit it was sent to no longer has the case."""

from datetime import date

import pytest

from app import clock
from app.cases import recounting
from app.db import unit_of_work
from app.worktime import actions as worktime
from tests import cast as people
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped, local

MONDAY = "2026-03-02 09:00"


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to(MONDAY)
    return Walk(cast)


@pytest.mark.parametrize(("settled", "opens"), [
    ("2026-03-06 10:00", "03-23 08:30"),
    ("2026-02-13 10:00", "02-28 08:30"),
    ("2026-04-16 10:00", "05-06 08:30"),
], ids=["a Saturday is put off till Monday", "a make-up Saturday is a working day", "Labour Day is put off till it is over"])
def test_a_visit_opens_in_the_morning_of_a_working_day(walk, settled, opens):
    clock.move_to(settled)
    stages.settled(walk)
    due = clock.local(walk.next_due())
    walk.until(f"{due:%Y-%m-%d %H:%M}")
    assert walk.open() == {"ut_revisit"}
    assert local(walk.task("ut_revisit").opened_at) == opens


def test_a_visit_that_waits_moves_with_a_calendar_that_is_published_late(walk):
    clock.move_to("2026-12-21 09:00")
    stages.settled(walk)
    assert local(walk.next_due()) == "01-05 08:30"
    off = {date(2027, 1, day) for day in (1, 4, 5)}
    with unit_of_work():
        worktime.load_year(2027, off, set(), "国务院办公厅通知", walk.actor(people.ADMIN))
    recounting.work_off()
    assert local(walk.next_due()) == "01-06 08:30"


def test_a_unit_that_loses_the_unsigned_case_keeps_no_urging(walk):
    clock.move_to("2026-02-13 10:00")
    stages.dispatched(walk)
    walk.until("2026-02-24 17:29")
    assert "ut_urge_feedback" in walk.open()
    walk.until("2026-02-24 17:30")
    assert walk.open() == {"ut_triage_confirm"}
    assert not walk.case().feedback_overdue
    assert [what for _, what in walk.slips()] == ["URGE", "REASSIGN_REVIEW"]


def test_the_next_unit_is_urged_for_itself(walk):
    clock.move_to("2026-02-13 10:00")
    stages.dispatched(walk)
    walk.until("2026-02-25 10:00")
    walk.do("ut_triage_confirm", people.TRIAGE, "dispatch", leadUnit="@unit:下河村")
    assert "ut_urge_feedback" not in walk.open()
    walk.until("2026-02-26 17:30")
    assert walk.task("ut_urge_feedback").unit_id == walk.cast.unit("下河村")


def test_a_case_that_goes_up_a_tier_leaves_no_urging_behind(walk):
    stages.handled(walk)
    walk.until("2026-03-03 10:00")
    walk.bring("msg_party_urge", people.WINDOW, note="请问什么时候来丈量？")
    assert walk.task("ut_urge_feedback").unit_id == walk.cast.unit("上河村")
    walk.until("2026-03-05 17:30")
    walk.do("ut_upgrade_report", stages.HEAD)
    walk.do("ut_upgrade_approve", "zhao.gang", "approve")
    walk.do("ut_sign", "zhao.gang", "sign", handler="@person:sun.li")
    walk.until("2026-03-05 17:31")
    assert "ut_urge_feedback" not in walk.open()
