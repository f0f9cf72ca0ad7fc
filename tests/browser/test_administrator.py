"""The administrator's pages in a real browser: nothing sticks out, everything can be said aloud and done by keyboard."""

import re
from datetime import date

import pytest

from app import clock
from app.db import unit_of_work
from app.identity.actor import SYSTEM
from app.worktime import actions
from app.worktime.queries import days_set
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import DESKTOP, PHONE

PAGES = ("/calendar?year=2026", "/calendar?year=2031", "/clocks", "/clocks/CK03", "/admin/units", "/admin/users")


@pytest.fixture
def admin(county, page):
    with unit_of_work():
        actions.set_day_off("990121100000", date(2026, 3, 3), "古庙会", SYSTEM)
    return county.sign_in_as(page, "admin")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_sticks_out(admin, county, size):
    admin.set_viewport_size(size)
    for address in PAGES:
        admin.goto(county.address + address)
        assert admin.evaluate("document.documentElement.scrollWidth") <= size["width"], address


@pytest.mark.parametrize("address", PAGES)
def test_everything_can_be_said_aloud(admin, county, address):
    admin.goto(county.address + address)
    assert_accessible(admin, "main")


def test_a_day_is_changed_from_the_calendar_by_keyboard(admin, county):
    admin.goto(f"{county.address}/calendar?year={clock.today().year}")
    admin.get_by_role("link", name=re.compile(r"^5月 ?8 ?日")).focus()
    admin.keyboard.press("Enter")
    admin.wait_for_url("**day=*")
    assert admin.get_by_label("日期").input_value().endswith("-05-08")
    admin.get_by_label("放假", exact=True).focus()
    admin.keyboard.press("Space")
    admin.get_by_label("原因").fill("县庆")
    admin.keyboard.press("Enter")
    admin.get_by_text("5月8日已改为放假（全中心）").wait_for()
    assert [row.note for row in days_set("", clock.today().year)] == ["县庆"]
    admin.get_by_role("button", name="恢复5月8日原来的安排").click()
    admin.locator("dialog").get_by_role("button", name="恢复").click()
    admin.get_by_text("5月8日已恢复原来的安排").wait_for()


def test_a_refused_limit_takes_the_focus_to_the_mistake(admin, county):
    admin.goto(f"{county.address}/clocks/CK06")
    admin.get_by_label("时限", exact=True).fill("0")
    admin.get_by_label("调整理由").fill("试一试")
    admin.get_by_role("button", name="保存").click()
    admin.get_by_text("时限要在 1 到").wait_for()
    assert admin.evaluate("document.activeElement.matches('[aria-invalid=true], [data-error-summary]')")
