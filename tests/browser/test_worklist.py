"""The worklist by keyboard, on a phone, and with many ticked at once."""

import re

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser.accessibility import assert_accessible
from tests.cast import MEDIATOR, VILLAGE_HEAD
from tests.instances.running import deploy
from tests.worklist.conftest import CHAIN
from tests.worklist.desk import Desk


@pytest.fixture
def desk(county, cast):
    clock.move_to("2026-03-02 09:00")
    deploy(CHAIN)
    return Desk(cast)


def test_rows_are_walked_ticked_and_opened_by_keys_but_never_while_typing(county, person, desk):
    tasks = [desk.task(MEDIATOR, name=f"第{number}项", due_hours=number, registered_by_id=None) for number in (1, 2, 3)]
    page = person(MEDIATOR)
    page.goto(county.address)
    link = [page.get_by_role("link", name=f"第{number}项", exact=True) for number in (1, 2, 3)]
    page.keyboard.press("j")
    expect(link[0]).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(link[2]).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-picked]")).to_have_text("已勾选 1 项")
    expect(page.locator(f"[data-pick][value='{tasks[1]}']")).to_be_checked()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("勾选或取消勾选")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("jxk?")
    expect(page.locator("#text")).to_have_value("jxk?")
    expect(page.locator("[data-picked]")).to_have_text("已勾选 1 项")
    link[1].focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{county.address}/tasks/{tasks[1]}")


def test_only_the_list_changes_the_address_tells_it_and_back_leads_back(county, person, desk):
    desk.task(MEDIATOR, name="急事", due_hours=-1)
    desk.task(MEDIATOR, name="常事", due_hours=90)
    page = person(MEDIATOR)
    page.goto(county.address)
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name=re.compile("超期")).first.click()
    expect(page.get_by_role("link", name="常事", exact=True)).to_have_count(0)
    expect(page).to_have_url(f"{county.address}/?box=mine&light=RED")
    expect(page.locator("#list-said")).to_contain_text("我的待办，符合条件的任务本页 1 项")
    assert page.evaluate("window.stillHere") is True
    assert_accessible(page)
    page.go_back()
    expect(page.get_by_role("link", name="常事", exact=True)).to_be_visible()
    page.reload()
    page.locator("#filter-sort").select_option("name")
    expect(page).to_have_url(f"{county.address}/?box=mine&sort=name")


def test_ticked_tasks_are_claimed_together_with_a_result_for_each(county, person, desk):
    for number in range(7):
        desk.task(role="R04", name=f"第{number}项")
    page = person(MEDIATOR)
    page.goto(f"{county.address}/?box=pool")
    expect(page.get_by_role("button", name="一起领取")).to_be_disabled()
    page.get_by_label("全选本页").check()
    expect(page.locator("[data-picked]")).to_have_text("已勾选 7 项")
    page.get_by_role("button", name="一起领取").click()
    expect(page.get_by_text("7 项都有结果了：领取 7 项")).to_be_visible()
    expect(page.get_by_role("list", name="每一项的结果").get_by_text("已领取")).to_have_count(7)
    assert_accessible(page)


def test_on_a_phone_the_filters_open_from_below_and_nothing_is_cut_off(county, phone, desk):
    desk.task(MEDIATOR, name="安排调解", unit="上河村", due_hours=1)
    desk.task(MEDIATOR, name="制作协议", unit="上河村", due_hours=90, risk_level="RED")
    county.sign_in_as(phone, VILLAGE_HEAD)
    phone.goto(f"{county.address}/?box=unit")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="筛选").click()
    phone.locator("#filter-risk").select_option("RED")
    phone.get_by_role("button", name="查看结果").click()
    expect(phone.get_by_role("link", name="安排调解", exact=True)).to_have_count(0)
    expect(phone.get_by_role("link", name="制作协议", exact=True)).to_be_visible()
    assert_accessible(phone)


def test_what_is_shown_and_the_second_level_of_sorting_are_chosen_on_a_phone_by_keys(county, phone, desk):
    for number, (risk, tier) in enumerate((("GREEN", "TOWN"), ("RED", "VILLAGE"), ("RED", "COUNTY"))):
        desk.task(MEDIATOR, name=f"第{number}项", risk_level=risk, tier=tier)
    county.sign_in_as(phone, MEDIATOR)
    phone.goto(county.address)
    phone.get_by_role("button", name="筛选").click()
    phone.locator("#filter-sort").select_option("risk")
    phone.locator("#filter-then").select_option("tier")
    phone.get_by_role("button", name="查看结果").click()
    expect(phone.locator("[data-open]")).to_have_text(["第2项", "第1项", "第0项"])

    phone.locator(".column-choice summary").press("Enter")
    parties = phone.get_by_role("checkbox", name="当事人", exact=True)
    expect(parties).to_be_checked()
    parties.press("Space")
    expect(parties).not_to_be_checked()
    phone.locator(".column-choice").get_by_role("button", name="保存").press("Enter")
    expect(phone.get_by_text("王**、李**")).to_have_count(0)
    expect(phone.locator("[data-open]")).to_have_text(["第2项", "第1项", "第0项"])
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(phone)


def test_ticked_tasks_are_given_to_a_colleague_whom_one_looks_for(county, person, desk):
    for number in range(2):
        desk.task(MEDIATOR, name=f"第{number}项")
    page = person(MEDIATOR)
    page.goto(county.address)
    page.get_by_label("全选本页").check()
    expect(page.locator("[data-picked]")).to_have_text("已勾选 2 项")
    page.get_by_role("button", name="一起转办").click()
    expect(page.get_by_role("heading", name="要转办的任务")).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_role("radio", name=re.compile("孙莉"))).to_be_visible()
    page.get_by_placeholder("按姓名或单位查找").fill("王建国")
    expect(page.get_by_role("radio", name=re.compile("孙莉"))).to_have_count(0)
    page.get_by_role("radio", name=re.compile("王建国.*在办 0 项")).check()
    page.get_by_label("转办原因").fill("明天起外出培训")
    page.get_by_role("button", name="转办这 2 项").click()
    expect(page.get_by_text("2 项都有结果了：转办 2 项")).to_be_visible()
    expect(page.get_by_role("list", name="每一项的结果").get_by_text("已转办")).to_have_count(2)
