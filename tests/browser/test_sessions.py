"""The calendar of the week, rooms and the calendar address as people see them, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from app import clock
from app.db import unit_of_work
from app.sessions import rooms
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_screen import said_about
from tests.cast import MEDIATOR, VILLAGE_HEAD
from tests.journeys.walking import deploy_shipped
from tests.sessions.conftest import plan, ready_to_plan

ROOM = "上河村人民调解委员会 第一调解室"
SCREENS = {"week": (MEDIATOR, "/sessions?week=2026-03-02"), "empty week": (MEDIATOR, "/sessions?week=2026-03-09"),
           "unit": (VILLAGE_HEAD, "/sessions?week=2026-03-02&whose=committee"), "rooms": (VILLAGE_HEAD, "/sessions/rooms"),
           "room": (VILLAGE_HEAD, "/sessions/rooms/{room}"), "feed": (MEDIATOR, "/sessions/feed"),
           "case": (MEDIATOR, "/cases/{case}")}


@pytest.fixture
def planned(county, cast):
    """Two disputes: one has the room on Thursday morning, the other is to be planned."""
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    with unit_of_work():
        room = rooms.add({"unit": str(cast.unit("上河村人民调解委员会")), "name": "第一调解室", "places": "8"},
                         cast.actor(VILLAGE_HEAD)).id
    walk = ready_to_plan(cast)
    plan(walk, "2026-03-05 09:30", room=ROOM, sessionPlace=None)
    other = ready_to_plan(cast, "钱")
    return {"case": walk.case().case_no, "room": room, "task": other.task("ut_med_schedule").id}


def fits(page) -> bool:
    page.set_viewport_size(PHONE)
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_every_screen_about_sessions_is_accessible_and_fits(county, person, planned):
    windows, complaints = {}, []
    for name, (who, path) in SCREENS.items():
        page = windows[who] = windows.get(who) or person(who)
        page.set_viewport_size(DESKTOP)
        page.goto(county.address + path.format(**planned))
        page.wait_for_load_state("networkidle")
        complaints += said_about(name, page)
        complaints += [] if fits(page) else [f"{name} is too wide for a phone"]
    assert not complaints, "\n".join(complaints)


def test_turning_the_week_keeps_the_address_and_the_way_back(county, person, planned):
    page = person(MEDIATOR)
    page.goto(f"{county.address}/sessions?week=2026-03-09")
    page.get_by_label("上一周").click()
    expect(page.locator(".session-grid .session-entry")).to_contain_text("09:30–11:30")
    assert "week=2026-03-02" in page.url
    page.go_back()
    expect(page.locator(".empty-title")).to_have_text("这一周没有调解")


def test_a_taken_room_is_said_at_its_field_and_what_was_typed_stays(county, person, planned):
    page = person(MEDIATOR)
    page.goto(f"{county.address}/tasks/{planned['task']}")
    page.wait_for_load_state("networkidle")
    page.get_by_label("排定").first.check()
    page.get_by_label("调解时间").fill("2026-03-05 10:00")
    page.get_by_label("调解室").first.click()
    page.get_by_text("第一调解室").last.click()
    page.locator("[data-submit]").click()
    expect(page.locator(".form-problems")).to_contain_text("已经排了另一场调解")
    assert page.get_by_label("调解时间").input_value() == "2026-03-05 10:00" and fits(page)
