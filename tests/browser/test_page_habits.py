"""The small habits every page has: asking first, one submit, keys, lights."""

from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible

LIGHTS = "".join(f'<span class="light light-{colour}">{word}</span> ' for colour, word in
                 [("green", "正常"), ("yellow", "临期"), ("red", "超期"), ("grey", "中止"), ("blue", "办结")])


def test_a_button_that_asks_first_does_nothing_on_no(page, islands):
    page.goto(islands.plain('<form action="/done"><button data-confirm="确定退回吗？" data-confirm-yes="退回">退回</button></form>'))
    page.get_by_role("button", name="退回").click()
    dialog = page.get_by_role("dialog", name="确定退回吗？")
    expect(dialog.get_by_role("button", name="取消")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{islands.address}/page")
    page.get_by_role("button", name="退回").click()
    page.get_by_role("dialog").get_by_role("button", name="退回").click()
    page.wait_for_url("**/done?")


def test_a_form_that_asks_first_goes_once(page, islands):
    page.goto(islands.plain('<form action="/done" data-confirm="确定吗？"><input name="a" value="1"><button>交</button></form>'))
    page.get_by_role("button", name="交").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    page.wait_for_url("**/done?a=1")


def test_htmx_sends_the_token_shows_refusals_and_reports_trouble(page, islands):
    page.goto(islands.plain('<button hx-post="/gone" hx-target="#out">签收</button><div id="out"></div>'))
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_role("alert")).to_contain_text("不存在")
    page.get_by_role("button", name="关闭").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_typing_into_a_watched_form_asks_before_leaving(page, islands):
    page.goto(islands.plain('<form data-unsaved><input aria-label="理由"></form>'))
    page.get_by_label("理由").fill("x")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{islands.address}/done")
    assert asked == ["beforeunload"]


def test_the_first_wrong_field_has_the_focus(page, islands):
    page.goto(islands.plain('<input aria-label="a"><input aria-label="b" class="is-invalid" aria-invalid="true">'))
    expect(page.get_by_label("b")).to_be_focused()


def test_the_slash_searches_everywhere_and_f_the_list_of_the_page(page, islands):
    page.goto(islands.plain('<input data-search-everywhere aria-label="搜索"><input data-search aria-label="查找">'))
    page.keyboard.press("f")
    expect(page.get_by_label("查找")).to_be_focused()
    page.get_by_label("查找").blur()
    page.keyboard.press("/")
    expect(page.get_by_label("搜索")).to_be_focused()


def test_keys_search_open_and_can_be_switched_off(page, islands):
    page.goto(islands.plain('<input data-search aria-label="查找"><a href="/done" data-shortcut="n">登记</a>'))
    page.keyboard.press("/")
    expect(page.get_by_label("查找")).to_be_focused()
    page.keyboard.press("n")
    expect(page.get_by_label("查找")).to_have_value("n")
    page.get_by_label("查找").blur()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("登记")
    page.get_by_label("启用单键快捷键").uncheck()
    page.get_by_role("button", name="知道了").click()
    page.keyboard.press("n")
    expect(page).to_have_url(f"{islands.address}/page")
    page.evaluate("localStorage.clear()")
    page.keyboard.press("n")
    page.wait_for_url("**/done")


def test_lights_differ_in_shape_and_can_be_read(page, islands):
    page.goto(islands.plain(LIGHTS + '<p class="text-secondary">说明</p><span class="badge bg-green-lt">常驻</span>'))
    shapes = page.evaluate("[...document.querySelectorAll('.light')].map(e => getComputedStyle(e, '::before').clipPath)")
    assert len(set(shapes)) == 5
    assert_accessible(page)
