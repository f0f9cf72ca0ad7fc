"""The diagram island: where a case stands can be seen, on a phone and in a closed tab too."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible

SMALL = (Path(__file__).parent / "small.bpmn").read_bytes()
STANDS = 'data-open="ut_triage" data-done="start,ut_register,ut_triage" data-label="纠纷主流程"'


def opened(page, address):
    page.goto(address)
    page.locator("[data-diagram-island][data-ready]").wait_for()
    return page


def in_sight(page, element: str) -> bool:
    """Whether the element lies inside the diagram's window."""
    shape = page.locator(f'[data-element-id="{element}"] .djs-visual').bounding_box()
    window = page.locator(".diagram-canvas").bounding_box()
    return window["x"] <= shape["x"] and shape["x"] + shape["width"] <= window["x"] + window["width"]


def test_it_shows_where_the_case_stands_and_where_it_was(page, islands):
    opened(page, islands.show_diagram(SMALL, STANDS))
    expect(page.locator('.stands-open[data-element-id="ut_triage"]')).to_have_count(1)
    expect(page.locator('.stands-done[data-element-id="ut_register"]')).to_have_count(1)
    expect(page.get_by_text("办理中")).to_be_visible()
    expect(page.get_by_role("group", name="纠纷主流程，当前环节：分流")).to_be_visible()


def test_an_element_the_diagram_does_not_know_is_passed_over(page, islands):
    opened(page, islands.show_diagram(SMALL, 'data-open="ut_gone,ut_triage"'))
    expect(page.locator(".stands-open")).to_have_count(1)


def test_the_bpmn_io_mark_is_never_covered(phone, islands):
    page = opened(phone, islands.show_diagram(SMALL, STANDS))
    mark = page.locator("a.bjs-powered-by")
    expect(mark).to_be_visible()
    mark.scroll_into_view_if_needed()
    assert mark.evaluate("mark => { const b = mark.getBoundingClientRect();"
                         " return mark.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2)) }")


def test_a_long_diagram_on_a_phone_opens_at_the_present_step_and_shows_all_on_demand(phone, islands):
    page = opened(phone, islands.show_diagram(SMALL, STANDS))
    assert in_sight(page, "ut_triage") and not in_sight(page, "start")
    page.get_by_role("button", name="看全图").click()
    assert in_sight(page, "ut_triage") and in_sight(page, "start")
    page.get_by_role("button", name="看当前环节").click()
    assert not in_sight(page, "start")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_in_a_closed_fold_it_waits_until_it_is_seen(page, islands):
    page.goto(islands.show_diagram(SMALL, STANDS, "<details><summary>流程图</summary>{}</details>"))
    page.wait_for_timeout(300)
    expect(page.locator(".djs-container")).to_have_count(0)
    page.get_by_text("流程图", exact=True).click()
    page.locator("[data-ready]").wait_for()
    assert in_sight(page, "ut_triage")


def test_left_while_it_was_coming_it_is_drawn_on_the_return(page, islands):
    held = []
    page.route("**/diagram", lambda route: bool(held.append(route)))
    with page.expect_request("**/diagram"):
        page.goto(islands.show_diagram(SMALL, STANDS, "<div id=tab>{}</div>"))
    page.evaluate("document.querySelector('#tab').style.display = 'none'")
    with page.expect_response("**/diagram"):
        held[0].continue_()
    page.wait_for_timeout(300)
    page.evaluate("document.querySelector('#tab').style.display = ''")
    page.locator("[data-ready]").wait_for()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert in_sight(page, "ut_triage")


def test_the_buttons_zoom_and_the_wheel_scrolls_the_page(page, islands):
    opened(page, islands.show_diagram(SMALL, STANDS, '{}<div style="height: 3000px"></div>'))
    before = page.locator('[data-element-id="ut_triage"] .djs-visual').bounding_box()["width"]
    page.get_by_role("button", name="放大").click()
    assert page.locator('[data-element-id="ut_triage"] .djs-visual').bounding_box()["width"] > before
    page.mouse.move(400, 300)
    page.mouse.wheel(0, 600)
    expect(page.locator("h1")).not_to_be_in_viewport()


def test_a_diagram_that_does_not_come_can_be_asked_for_again(page, islands):
    page.goto(islands.show_diagram(b"", STANDS))
    expect(page.get_by_role("alert")).to_contain_text("流程图没有加载成功")
    islands.diagram = SMALL
    page.get_by_role("button", name="重新加载").click()
    page.locator("[data-ready]").wait_for()


def test_it_is_accessible(page, islands):
    assert_accessible(opened(page, islands.show_diagram(SMALL, STANDS)))
