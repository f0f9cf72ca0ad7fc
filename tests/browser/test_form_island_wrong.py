"""What is wrong first has the focus, whatever kind of field it is and wherever it stands."""

import pytest
from playwright.sync_api import expect

from tests.browser import schemas as s
from tests.browser.test_form_island import REQUIRED, opened, submit

TOWNS = [{"value": "1", "label": "清河镇"}]
LAST = s.text("last", "最后一栏", validate=REQUIRED)


def group(*components: dict) -> dict:
    return {"type": "group", "id": "Group_1", "label": "一组", "components": list(components)}


@pytest.mark.parametrize(("first", "focused"), [
    (s.select("town", "乡镇", validate=REQUIRED, values=TOWNS), ".fjs-form-field-select input"),
    (s.select("town", "乡镇", validate=REQUIRED, values=TOWNS, searchable=True), ".fjs-form-field-select input"),
    (s.date("day", "发生日期", validate=REQUIRED), "input.hejie-date"),
    (s.moment("at", "调解时间", validate=REQUIRED), "input.hejie-date"),
    (s.outcome(accept="受理", reject="不予受理"), ".fjs-form-field-radio input >> nth=0"),
    (group(s.text("name", "姓名"), s.text("phone", "电话", validate=REQUIRED)), "[id$=Field_phone]"),
    (s.many("parties", "当事人", s.text("name", "姓名"), s.text("idNo", "证件号码", validate=REQUIRED)),
     ".fjs-form-field-textfield:has-text('证件号码') input"),
    ({"type": "photos", "id": "Field_photos", "key": "photos", "label": "照片", "validate": REQUIRED}, ".fjs-form-field-photos input >> nth=0"),
], ids=["select", "select with search", "date", "moment", "radio", "in a group", "in a row", "photos"])
def test_the_first_wrong_field_has_the_focus(page, islands, first, focused):
    opened(page, islands.form(s.form(s.text("title", "案由"), first, LAST), attributes='data-photos="/photos"'))
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("有 2 处需要改正")
    expect(page.locator(focused)).to_be_focused()
    assert islands.posted == []


def test_in_a_list_it_is_the_wrong_row_and_not_the_first(page, islands):
    rows = s.many("parties", "当事人", s.text("name", "姓名", validate=REQUIRED), s.select("town", "乡镇", validate=REQUIRED, values=TOWNS))
    opened(page, islands.form(s.form(rows, LAST), {"parties": [{"name": "张三", "town": "1"}, {"name": "李四"}]}))
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("第 2 项的乡镇")
    expect(page.locator(".fjs-form-field-select input").nth(1)).to_be_focused()


def test_a_row_is_called_by_its_heading_and_what_must_be_ticked_says_so(page, islands):
    rows = s.many("parties", "当事人", {"type": "text", "id": "Text_1", "text": "**第 {{i[1]}} 名当事人**"},
                  {"type": "checkbox", "id": "Field_told", "key": "told", "label": "已告知", "validate": REQUIRED})
    opened(page, islands.form(s.form(rows), {"parties": [{"told": True}, {"told": False}]}))
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("第 2 名当事人的已告知：请勾选此项。")


def test_a_phone_shows_the_keyboard_that_fits_and_the_button_under_the_thumb(phone, islands):
    number = {**s.text("amount", "金额"), "type": "number"}
    rows = s.many("parties", "当事人", s.text("phone", "电话", properties={"check": "phone"}), s.text("idNo", "证件号码", properties={"check": "idNo"}))
    schema = s.form(number, s.date("day", "发生日期"), rows, *(s.textarea(f"story{n}", f"经过{n}") for n in range(8)), s.outcome(accept="受理", reject="不受理"))
    page = opened(phone, islands.form(schema))
    expect(page.get_by_label("金额")).to_have_attribute("inputmode", "decimal")
    expect(page.get_by_label("发生日期")).to_have_attribute("inputmode", "numeric")
    expect(page.get_by_label("电话")).to_have_attribute("inputmode", "tel")
    expect(page.get_by_label("证件号码")).to_have_attribute("autocapitalize", "characters")
    page.get_by_role("button", name="添加一项").click()
    expect(page.get_by_label("电话")).to_have_count(2)
    expect(page.get_by_label("电话").nth(1)).to_have_attribute("inputmode", "tel")
    button = page.get_by_role("button", name="提交")
    for field in ("金额", "经过4", "经过7"):
        page.get_by_label(field).focus()
        expect(button).to_be_in_viewport(ratio=1)
    low = page.evaluate("""() => [...document.querySelectorAll('.form-place :is(input, textarea, button), .form-place .fjs-inline-label label')]
        .filter((one) => !one.matches('.fjs-inline-label input, .hejie-picker input') && one.offsetParent)
        .filter((one) => (one.closest('.fjs-input-group') ?? one).getBoundingClientRect().height < 44).map((one) => one.outerHTML)""")
    assert low == []
