"""更多 on the task page: the dialog by keyboard and on a phone, a refusal that keeps what was typed, the page 我的代理."""

import pytest
from playwright.sync_api import expect

from app import clock
from app.db import db, unit_of_work
from app.worklist import actions
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.cast import TRIAGE, WINDOW
from tests.journeys.walking import Walk, deploy_shipped
from tests.walk_answers import answers_for


@pytest.fixture
def walk(county, cast) -> Walk:
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    return Walk(cast).register(WINDOW)


def opened(page, county, walk, act: str):
    page.goto(f"{county.address}/tasks/{walk.task('ut_accept_review').id}")
    page.get_by_role("button", name="更多").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=act, exact=True).press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="取消")).to_be_visible()
    return dialog


def test_a_task_is_sent_back_from_the_dialog_by_keyboard(walk, county, person):
    page = person(TRIAGE)
    dialog = opened(page, county, walk, "退回前面的环节")
    assert_accessible(page, "#act-dialog")
    dialog.get_by_role("radio").first.press("Space")
    dialog.get_by_label("退回原因").fill("当事人电话缺一位")
    dialog.get_by_role("button", name="退回").press("Enter")
    page.wait_for_url(f"{county.address}/")
    db.session.rollback()
    assert "ut_register" in walk.open()


def test_on_a_phone_co_signers_are_found_chosen_and_asked(walk, county, person):
    page = person(TRIAGE)
    page.set_viewport_size(PHONE)
    dialog = opened(page, county, walk, "加签")
    dialog.get_by_role("searchbox").fill("孙")
    expect(dialog.get_by_role("checkbox")).to_have_count(1)
    assert_accessible(page, "#act-dialog")
    dialog.get_by_label("请会签什么").fill("是否属于本镇")
    dialog.get_by_role("button", name="请他们会签").click()
    expect(dialog.get_by_text("请选择会签人")).to_be_visible()
    expect(dialog.get_by_label("请会签什么")).to_have_value("是否属于本镇")
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_role("button", name="请他们会签").click()
    expect(page.get_by_text("已发出会签")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_who_was_slower_reads_why_and_keeps_the_reason(walk, county, person, cast):
    page = person(TRIAGE)
    dialog = opened(page, county, walk, "退回前面的环节")
    with unit_of_work():
        actions.complete(walk.task("ut_accept_review").id, walk_answers(walk), cast.actor(TRIAGE))
    dialog.get_by_role("radio").first.check()
    dialog.get_by_label("退回原因").fill("当事人电话缺一位")
    dialog.get_by_role("button", name="退回").click()
    expect(page.get_by_role("alert")).to_contain_text("已经办完了这项任务")
    expect(dialog.get_by_label("退回原因")).to_have_value("当事人电话缺一位")


def walk_answers(walk: Walk) -> dict:
    return answers_for(walk.task("ut_accept_review").form_key, "done")


@pytest.mark.parametrize("part", ["substitutes", "opinions", "copies", "follow-ups"])
def test_the_page_of_what_others_want_is_readable_everywhere(walk, county, person, part):
    page = person(TRIAGE)
    page.goto(f"{county.address}/together?part={part}")
    assert_accessible(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
