"""Photos taken beside a form: on a phone, with the keyboard, refused with a sentence, and found again."""

import re

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.filling import fill
from tests.cast import MEDIATOR
from tests.journeys.stages import handled
from tests.journeys.walking import Walk, deploy_shipped
from tests.papers.signed import signature as picture
from tests.walk_answers import answers_for


@pytest.fixture
def page(county, person, cast):
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = handled(Walk(cast))
    walk.take("ut_med_accept wang.jianguo accept\nut_rights_notice li.xiulan")
    walk.do("ut_mediator_assign", "wang.jianguo", "done",
            investigationTargets=[{"target": "邻居赵六", "purpose": "围墙是何时砌的"}])
    page = person(MEDIATOR)
    page.set_viewport_size(PHONE)
    page.goto(f"{county.address}/tasks/{walk.task('ut_investigate').id}")
    ready(page)
    return page


def ready(page):
    expect(page.locator("[data-form-island]")).to_have_attribute("data-ready", "")


def field(page):
    return page.locator(".fjs-form-field-photos")


def shots(*shifts: int) -> list[dict]:
    return [{"name": f"IMG_{shift}.jpg", "mimeType": "image/jpeg", "buffer": picture(shift=shift, form="JPEG")} for shift in shifts]


def pictures(page):
    return field(page).get_by_role("img")


def test_taken_on_a_phone_several_at_once_found_after_a_reload_and_on_the_finished_task(page):
    camera = field(page).get_by_label(re.compile("拍照"))
    expect(camera).to_have_attribute("capture", "environment")
    expect(camera).to_have_attribute("accept", "image/*")
    camera.set_input_files(shots(1))
    expect(pictures(page)).to_have_count(1)
    field(page).get_by_label(re.compile("从相册")).set_input_files(shots(20, 40))
    expect(field(page).get_by_role("status")).to_have_text("已存入 2 份。")
    expect(pictures(page)).to_have_count(3)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    out = field(page).get_by_role("button", name=re.compile("移除.*第 2 份"))
    out.focus()
    page.keyboard.press("Enter")
    expect(pictures(page)).to_have_count(2)
    expect(page.locator(".form-status")).to_contain_text("已保存")
    page.reload()
    ready(page)
    expect(pictures(page)).to_have_count(2)
    pictures(page).first.scroll_into_view_if_needed()
    expect(pictures(page).first).to_have_js_property("complete", True)
    expect(pictures(page).first).not_to_have_js_property("naturalWidth", 0)

    task = page.url
    fill(page, answers_for("mediation_core/ut_investigate", "done"))
    page.locator("[data-submit]").click()
    page.wait_for_url(lambda url: url != task)
    page.goto(task)
    ready(page)
    expect(pictures(page)).to_have_count(2)
    expect(field(page).get_by_role("button")).to_have_count(0)


def test_what_is_refused_is_named_and_can_be_left_out_or_sent_again(page):
    chooser = field(page).get_by_label(re.compile("从相册"))
    chooser.set_input_files([{"name": "动图.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}, *shots(1)])
    expect(field(page).get_by_role("status")).to_contain_text("已存入 1 份。1 份没有传上")
    expect(field(page)).to_contain_text(re.compile("动图.gif：.*只收"))
    page.context.set_offline(True)
    chooser.set_input_files(shots(60))
    expect(field(page)).to_contain_text("网络不通，没有传上")
    page.context.set_offline(False)
    field(page).get_by_role("button", name="不传动图.gif了").click()
    field(page).get_by_role("button", name="再传一次IMG_60.jpg").click()
    expect(pictures(page)).to_have_count(2)
    expect(field(page).locator(".hejie-photos-failed")).to_have_count(0)
