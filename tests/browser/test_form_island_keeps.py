"""Whatever goes wrong on the way, the person's words are still there, and the page says what to do."""

from playwright.sync_api import expect

from tests.browser import schemas as s
from tests.browser.test_form_island import opened, submit

STORY = "双方因宅基地边界发生争执，已持续两年。"
SCHEMA = s.form(s.textarea("story", "经过"), s.many("parties", "当事人", s.text("name", "姓名")))


def typed(page, islands):
    opened(page, islands.form(SCHEMA))
    page.get_by_label("经过").fill(STORY)
    page.get_by_label("姓名").fill("张三")
    return page


def assert_kept(page):
    expect(page.get_by_label("经过")).to_have_value(STORY)
    expect(page.get_by_label("姓名")).to_have_value("张三")


def test_the_slower_of_two_people_hears_who_was_faster_and_keeps_her_words(page, islands):
    typed(page, islands)
    islands.answers = [(409, {"message": "这项任务已由李秀兰办结。"})]
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("已由李秀兰办结")
    assert_kept(page)


def test_without_network_nothing_is_lost_and_the_second_try_is_the_same_request(page, islands):
    typed(page, islands)
    page.context.set_offline(True)
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("网络不通")
    assert_kept(page)
    page.context.set_offline(False)
    islands.answers = [(500, {})]
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("服务器出错")
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted[0] == islands.posted[1] == {"story": STORY, "parties": [{"name": "张三"}]}
    assert islands.keys[0] == islands.keys[1]


def test_signed_out_meanwhile_she_signs_in_beside_and_submits_again(page, islands):
    typed(page, islands)
    islands.answers = [(401, {"message": "请先登录。"})]
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("登录已过期")
    expect(page.get_by_role("link", name="在新窗口登录")).to_have_attribute("target", "_blank")
    islands.token = "a new session's"
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted[-1]["story"] == STORY


def test_a_closed_and_reopened_page_brings_the_words_back(page, islands):
    typed(page, islands)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator("[data-ready]").wait_for()
    assert_kept(page)
    expect(page.get_by_role("status")).to_contain_text("已恢复您在本页填写")
    page.get_by_role("button", name="不要这些内容").click()
    expect(page.get_by_label("经过")).to_have_value("")


def test_leaving_with_unsent_words_asks_first(page, islands):
    typed(page, islands)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{islands.address}/done")
    assert asked == ["beforeunload"]


def test_reading_without_typing_asks_nothing(page, islands):
    opened(page, islands.form(s.form(s.text("title", "案由"), s.computed("twice", "=1 + 1"))))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{islands.address}/done")
    assert asked == []


def test_the_words_of_one_person_are_not_shown_to_the_next(page, islands):
    typed(page, islands)
    page.on("dialog", lambda dialog: dialog.accept())
    islands.body = islands.body.replace('data-owner="3"', 'data-owner="4"')
    page.goto(f"{islands.address}/page")
    page.locator("[data-ready]").wait_for()
    expect(page.get_by_label("经过")).to_have_value("")


def test_after_submitting_nothing_stays_in_the_browser(page, islands):
    typed(page, islands)
    submit(page)
    page.wait_for_url("**/done")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('hejie'))") == []


def test_a_draft_goes_to_the_server_by_itself_and_by_ctrl_s(page, islands):
    typed(page, islands)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert islands.drafts == [{"story": STORY, "parties": [{"name": "张三"}]}]
    islands.draft_came.clear()
    page.get_by_label("姓名").fill("张三丰")
    assert islands.draft_came.wait(8)
    assert islands.drafts[-1]["parties"] == [{"name": "张三丰"}]


def test_a_draft_that_cannot_be_saved_says_so_and_keeps_the_words(page, islands):
    islands.draft_answer = (409, {"message": "这项任务已由李秀兰签收。"})
    typed(page, islands)
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status")).to_contain_text("已由李秀兰签收")
    assert_kept(page)
