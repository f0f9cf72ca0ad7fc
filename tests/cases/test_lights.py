import itertools

import pytest

from app import clock
from app.cases import clocks, lights
from app.cases.models import Case
from app.db import db, unit_of_work
from tests.cases.situations import a_case, desk_of, start

NOW = "2026-03-16 10:00"
PAST, FUTURE = clock.at("2026-03-16 09:00"), clock.at("2026-03-16 11:00")


def test_the_list_s_light_is_the_row_s_light(app):
    now = clock.move_to(NOW)
    whens = (None, PAST, FUTURE)
    with unit_of_work():
        for due_at, yellow_at, stale_at, suspended, closed_at in itertools.product(
                whens, whens, whens, (True, False), (None, PAST)):
            db.session.add(Case(created_at=now, due_at=due_at, yellow_at=yellow_at, stale_at=stale_at,
                                suspended=suspended, closed_at=closed_at))
    rows = db.session.execute(db.select(Case, lights.light_column(now))).all()
    assert len(rows) == 108
    assert all(lights.light_of(case, now) == light for case, light in rows)
    for light in lights.LIGHTS:
        found = set(db.session.scalars(db.select(Case.id).where(lights.with_light(light, now))))
        assert found == {case.id for case, shown in rows if shown == light}


@pytest.mark.parametrize(("now", "light"), [
    ("2026-03-02 10:00", "GREEN"), ("2026-03-16 08:29", "GREEN"), ("2026-03-16 08:30", "YELLOW"),
    ("2026-03-23 17:29", "YELLOW"), ("2026-03-23 17:30", "RED"), ("2026-05-01 10:00", "RED"),
])
def test_t1_the_light_of_a_complex_mediation(app, now, light):
    clock.move_to("2026-03-02 10:00")
    case = a_case()
    start(case, "CK07")
    assert lights.light_of(case, clock.at(now)) == light


def test_an_unsigned_case_turns_yellow_on_the_evening_of_the_next_working_day(app):
    clock.move_to("2026-02-13 10:00")
    case = a_case(status="DISPATCHED", dispatched_at=clock.now())
    with unit_of_work():
        desk_of(case).close()
    assert lights.light_of(case, clock.at("2026-02-14 17:29")) == "GREEN"
    assert lights.light_of(case, clock.at("2026-02-14 17:30")) == "YELLOW"


@pytest.mark.parametrize(("risk", "yellow_from"), [("GREEN", "2026-03-09 17:30"), ("RED", "2026-03-06 17:30")])
def test_a_case_without_progress_turns_yellow(app, risk, yellow_from):
    clock.move_to("2026-03-02 10:00")
    case = a_case(status="HANDLING", risk_level=risk, signed_at=clock.now())
    with unit_of_work():
        desk_of(case).close()
    assert case.stale_at == clock.at(yellow_from)


def test_a_suspended_case_is_grey_and_a_closed_one_blue(app):
    case = a_case(suspended=True, due_at=PAST)
    assert lights.light_of(case, clock.at(NOW)) == "GREY"
    case.closed_at = PAST
    assert lights.light_of(case, clock.at(NOW)) == "BLUE"


def test_the_light_follows_the_earlier_of_two_running_clocks(app):
    clock.move_to("2026-03-02 10:00")
    case = a_case()
    start(case, "CK10")
    start(case, "CK08", limit=40)
    assert clock.local(case.due_at).strftime("%m-%d") == "04-02"
    with unit_of_work():
        clocks.stop(desk_of(case), "legal")
    assert clock.local(case.due_at).strftime("%m-%d") == "04-13"
