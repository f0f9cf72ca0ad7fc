"""What happens to people at work: a colleague was faster, a field is wrong, the day is over before the form is full."""

import re

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser.filling import fill
from tests.browser.office import Office
from tests.cast import TRIAGE, VILLAGE_HEAD, WINDOW
from tests.journeys.walking import Walk, deploy_shipped
from tests.walk_answers import answers_for

REASON = "经核对属于民间纠纷，材料齐全。这句话不能丢。"


@pytest.fixture
def office(county, person):
    return Office(county, person)


@pytest.fixture
def registered(cast):
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    return Walk(cast).register(WINDOW)


def test_the_slower_of_two_is_told_who_did_it_and_keeps_what_she_typed(office, registered, new_context):
    slow = office.open_task(TRIAGE, "受理审核")
    fill(slow, answers_for("dispute_main/ut_accept_review", "done"))
    slow.get_by_label("备注").fill(REASON)
    other_window = office.county.sign_in_as(new_context().new_page(), TRIAGE)
    registered.do("ut_accept_review", TRIAGE)
    slow.locator("[data-submit]").click()
    expect(slow.get_by_role("alert")).to_contain_text("林芳已经办完了这项任务")
    expect(slow.get_by_label("备注")).to_have_value(REASON)
    other_window.goto(slow.url)
    expect(other_window.get_by_role("status").first).to_contain_text("林芳已于")


def test_a_task_that_somebody_has_taken_is_not_offered_twice(office, registered):
    registered.take("ut_accept_review lin.fang\nut_triage_confirm lin.fang dispatch")
    page = office.open_task(VILLAGE_HEAD, "签收")
    page.get_by_role("button", name="领取任务").click()
    expect(page.get_by_role("button", name="放回待领取")).to_be_visible()
    page.get_by_role("button", name="放回待领取").click()
    page.get_by_role("dialog").get_by_role("button", name="放回").click()
    expect(page.get_by_role("status").filter(has_text="任务已放回待领取")).to_be_visible()
    page.goto(f"{office.county.address}/?box=pool")
    page.get_by_role("button", name=re.compile("^领取：签收")).click()
    expect(page.get_by_role("button", name="放回待领取")).to_be_visible()


def test_a_wrong_field_gets_the_focus_and_a_sentence(office, registered):
    registered.take("ut_accept_review lin.fang\nut_triage_confirm lin.fang dispatch")
    page = office.open_task(VILLAGE_HEAD, "签收")
    fill(page, answers_for("dispute_main/ut_sign", "sign", handlerPhone="12345"))
    page.locator("[data-submit]").click()
    phone, told = page.get_by_label("承办人电话"), page.locator(".form-problems [role=alert]")
    expect(phone).to_be_focused()
    expect(told).to_contain_text("承办人电话：请填11位手机号")
    phone.fill("13800990003")
    office.submit(page)


def test_a_draft_is_there_again_after_signing_out_and_in(office, registered):
    registered.take("ut_accept_review lin.fang\nut_triage_confirm lin.fang dispatch")
    page = office.open_task(VILLAGE_HEAD, "签收")
    address = page.url
    page.get_by_label("备注").fill("明天上午先去看现场")
    page.keyboard.press("Control+s")
    expect(page.locator(".form-status")).to_contain_text("已保存")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in**")
    office.county.sign_in_as(page, VILLAGE_HEAD)
    page.goto(address)
    expect(page.get_by_label("备注")).to_have_value("明天上午先去看现场")


def test_a_mediator_begins_a_progress_report_from_the_case_page(office, registered):
    registered.take("""
        ut_accept_review lin.fang
        ut_triage_confirm lin.fang dispatch
        ut_sign wang.jianguo sign
    """)
    page = office.see_case(VILLAGE_HEAD, registered.case().case_no)
    page.get_by_role("button", name="发起").click()
    page.get_by_role("button", name="填报进展").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("进展填报")
    fill(page, answers_for("dispute_main/ut_progress", "done"))
    office.submit(page)
    page = office.see_case(VILLAGE_HEAD, registered.case().case_no)
    expect(page.locator("[data-timeline]")).to_contain_text("完成“进展填报”")


def test_a_notice_leads_to_its_case_and_is_read(office, registered):
    registered.take("ut_accept_review lin.fang\nut_triage_confirm lin.fang dispatch\nut_sign wang.jianguo sign")
    registered.until("2026-03-06 10:00")
    page = office.visit(VILLAGE_HEAD, "/")
    before = int(page.locator("[data-waiting]").inner_text().split()[0].removesuffix("条未读"))
    page.get_by_role("link", name=re.compile("^通知")).last.click()
    page.get_by_role("button", name="查看案件").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("宅基地")
    after = page.locator("[data-waiting]")
    assert (int(after.inner_text().split()[0].removesuffix("条未读")) if after.is_visible() else 0) == before - 1
