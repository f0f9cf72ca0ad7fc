"""Signing on the glass: with the pointer, with the keyboard, from a photograph; and shown afterwards."""

import re

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.filling import fill
from tests.cast import MEDIATOR, WINDOW
from tests.journeys.walking import Walk, deploy_shipped
from tests.papers.signed import signature
from tests.walk_answers import answers_for


@pytest.fixture
def task(county, cast):
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = Walk(cast).register(WINDOW)
    walk.take("""
        ut_accept_review lin.fang
        ut_triage_confirm lin.fang dispatch
        ut_sign wang.jianguo sign
        ut_first_contact wang.jianguo both_willing
        ut_med_accept wang.jianguo accept
    """)
    return f"{county.address}/tasks/{walk.task('ut_rights_notice').id}"


@pytest.fixture
def page(person, task):
    page = person(MEDIATOR)
    page.goto(task)
    expect(page.locator("[data-form-island]")).to_have_attribute("data-ready", "")
    return page


def box(page, row: int):
    return page.locator(".fjs-form-field-signature").nth(row)


def test_signed_with_the_pointer_typed_or_photographed_and_shown_on_the_finished_task(page, task):
    canvas = box(page, 0).locator("canvas")
    canvas.scroll_into_view_if_needed()
    place = canvas.bounding_box()
    page.mouse.move(place["x"] + 30, place["y"] + 40)
    page.mouse.down()
    page.mouse.move(place["x"] + 160, place["y"] + 90, steps=5)
    page.mouse.up()
    box(page, 0).get_by_role("button", name="确认签名").click()
    expect(box(page, 0).get_by_role("img", name=re.compile("已签名"))).to_be_visible()

    name = box(page, 1).get_by_role("textbox")
    name.focus()
    page.keyboard.type("李大山")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box(page, 1).get_by_role("img", name=re.compile("已签名"))).to_be_visible()
    fill(page, answers_for("mediation_core/ut_rights_notice", "done"))
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(lambda url: url != task)
    page.goto(task)
    shown = page.locator(".hejie-signed")
    expect(shown).to_have_count(2)
    assert shown.first.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 100
    assert_accessible(page)


def test_a_photograph_is_taken_and_an_empty_box_is_not(page):
    field = box(page, 0)
    expect(field.get_by_role("button", name="确认签名")).to_be_disabled()
    field.locator("input[type=file]").set_input_files({"name": "扫描.jpg", "mimeType": "image/jpeg", "buffer": signature(form="JPEG")})
    field.get_by_role("button", name="确认签名").click()
    expect(field.get_by_role("img", name=re.compile("已签名"))).to_be_visible()


def test_it_fits_a_phone_and_everybody_can_use_it(page):
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    box(page, 0).scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
