"""The door, in a real browser."""

from playwright.sync_api import expect

from tests import cast as people
from tests.browser.accessibility import assert_accessible


def test_a_mediator_signs_in_sees_her_worklist_and_signs_out(page, county):
    county.sign_in_as(page, people.MEDIATOR)
    expect(page.get_by_text("李秀兰").first).to_be_visible()
    assert_accessible(page)
    page.goto(f"{county.address}/cases")
    page.go_back()
    page.locator("form[data-sign-out]").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/sign-in**")
    page.goto(county.address)
    assert "/sign-in" in page.url


def test_a_wrong_password_says_so_and_keeps_the_name(page, county):
    page.goto(f"{county.address}/sign-in")
    page.fill("#username", people.MEDIATOR)
    page.fill("#password", "falsch")
    page.keyboard.press("Enter")
    expect(page.locator("#username")).to_have_value(people.MEDIATOR)
    expect(page.get_by_role("alert").first).to_be_visible()


def test_the_sign_in_page_fits_a_phone_and_is_accessible(phone, county):
    phone.goto(f"{county.address}/sign-in")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(phone)
