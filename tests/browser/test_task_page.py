"""The task page as people live with it: a colleague who is faster, a session that ends, a line that breaks."""

import re

import pytest
from playwright.sync_api import expect

from app import clock
from app.db import db
from tests.browser.filling import fill
from tests.browser.office import Office
from tests.cast import PASSWORD, TRIAGE, VILLAGE_HEAD, WINDOW
from tests.journeys.walking import Walk, deploy_shipped
from tests.walk_answers import answers_for

WORDS = "双方都在电话里说清楚了，这句话不能丢。"


@pytest.fixture
def office(county, person):
    return Office(county, person)


@pytest.fixture
def dispatched(cast):
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = Walk(cast).register(WINDOW)
    walk.take("ut_accept_review lin.fang\nut_triage_confirm lin.fang dispatch")
    return walk


def as_it_is_now(walk):
    """The server's threads have written since this one looked."""
    db.session.rollback()
    return walk


def filled(page):
    fill(page, answers_for("dispute_main/ut_sign", "sign"))
    page.get_by_label("备注").fill(WORDS)
    return page


@pytest.fixture
def signing(office, dispatched):
    """The village head in front of a filled form."""
    return filled(office.open_task(VILLAGE_HEAD, "签收"))


def test_two_people_finish_the_same_task_and_the_slower_loses_politely_and_keeps_her_words(office, dispatched, signing, new_context):
    other = office.county.sign_in_as(new_context().new_page(), VILLAGE_HEAD)
    other.goto(signing.url)
    other.locator("[data-ready]").first.wait_for()
    office.submit(filled(other))
    signing.locator("[data-submit]").click()
    told = signing.get_by_role("alert")
    expect(told).to_contain_text("王建国已经办完了这项任务")
    expect(signing.get_by_label("备注")).to_have_value(WORDS)
    told.get_by_text("把您填写的内容复制出来").click()
    expect(told.get_by_label("您填写的内容")).to_have_value(re.compile(f"办理结论：签收\\n(.*\\n)*备注：{WORDS}"))
    assert sum("完成“签收”" in line.text for line in as_it_is_now(dispatched).lines()) == 1


def test_a_session_that_ends_while_typing_is_renewed_in_a_dialog(office, signing):
    signing.context.clear_cookies()
    signing.locator("[data-submit]").click()
    told = signing.get_by_role("alert").first
    expect(told).to_contain_text("登录已过期")
    expect(signing.get_by_label("备注")).to_have_value(WORDS)
    told.get_by_role("button", name="在本页重新登录").click()
    dialog = signing.get_by_role("dialog")
    dialog.get_by_label("用户名").fill(VILLAGE_HEAD)
    dialog.get_by_label("密码").fill("wrong")
    dialog.get_by_role("button", name="登录").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    before = signing.url
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录").click()
    signing.wait_for_url(lambda url: url != before)
    expect(signing.get_by_role("status").first).to_contain_text("已办结。下一步：首次联系")


def test_somebody_else_who_signs_in_does_not_send_the_form(office, dispatched, signing):
    signing.context.clear_cookies()
    signing.locator("[data-submit]").click()
    signing.get_by_role("button", name="在本页重新登录").click()
    dialog = signing.get_by_role("dialog")
    dialog.get_by_label("用户名").fill(TRIAGE)
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录").click()
    expect(dialog.get_by_role("alert")).to_contain_text("另一位同事")
    dialog.get_by_role("button", name="取消").click()
    expect(signing.get_by_label("备注")).to_have_value(WORDS)
    assert "ut_sign" in as_it_is_now(dispatched).open()


def test_without_a_line_the_form_is_kept_and_offered_again(office, dispatched, signing):
    signing.context.set_offline(True)
    signing.locator("[data-submit]").click()
    told = signing.get_by_role("alert")
    expect(told).to_contain_text("网络不通")
    expect(signing.get_by_label("备注")).to_have_value(WORDS)
    signing.context.set_offline(False)
    expect(told).to_contain_text("网络已恢复")
    before = signing.url
    told.get_by_role("button", name="再试一次").click()
    signing.wait_for_url(lambda url: url != before)
    assert "ut_sign" not in as_it_is_now(dispatched).open()


def test_what_is_typed_is_on_the_server_after_leaving_by_the_door_and_by_the_window(office, dispatched, new_context):
    page = office.open_task(VILLAGE_HEAD, "签收")
    address = page.url
    page.get_by_label("备注").fill(WORDS)
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in**")
    again = office.county.sign_in_as(new_context().new_page(), VILLAGE_HEAD)
    again.goto(address)
    expect(again.get_by_label("备注")).to_have_value(WORDS)
    expect(again.locator(".form-status")).to_contain_text("已恢复您上次保存的草稿")
    again.get_by_label("备注").fill(f"{WORDS}又及。")
    expect(again.locator(".form-status")).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))
    again.context.close()
    third = office.county.sign_in_as(new_context().new_page(), VILLAGE_HEAD)
    third.goto(address)
    expect(third.get_by_label("备注")).to_have_value(f"{WORDS}又及。")


def test_a_browser_that_dies_while_she_types_costs_her_nothing_that_the_page_called_saved(office, dispatched, new_context):
    page = office.open_task(VILLAGE_HEAD, "签收")
    address = page.url
    page.get_by_label("备注").press_sequentially(WORDS)
    expect(page.locator(".form-status")).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))
    page.get_by_label("备注").press_sequentially("还没存")
    page.context.set_offline(True)  # dead: neither a farewell nor anything else reaches the server
    page.context.close()
    again = office.county.sign_in_as(new_context().new_page(), VILLAGE_HEAD)
    again.goto(address)
    expect(again.get_by_label("备注")).to_have_value(re.compile(f"^{WORDS}"))
    expect(again.locator(".form-status")).to_contain_text("已恢复您上次保存的草稿")
    assert "ut_sign" in as_it_is_now(dispatched).open()


def test_who_comes_next_stands_under_the_outcome_and_changes_with_it(office, dispatched):
    page = office.open_task(VILLAGE_HEAD, "签收")
    words = page.locator(".form-following")
    expect(words).to_contain_text("下一步：首次联系（承办人")  # signing is what the form opens with
    page.get_by_role("radio", name=re.compile("异议")).check()
    expect(words).to_contain_text("异议初裁")
    page.get_by_role("radio", name="签收", exact=True).check()
    expect(words).to_contain_text("下一步：首次联系（承办人")
    expect(words.locator("xpath=ancestor::*[contains(@class,'fjs-form-field-radio')]")).to_have_count(1)
