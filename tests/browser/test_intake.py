"""The window clerk takes down a dispute: with the keyboard alone, warned while typing, losing nothing, reading back, receipt in hand."""

import json
import re

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.filling import fill
from tests.cast import WINDOW
from tests.journeys.walking import REGISTER, Walk, deploy_shipped
from tests.walk_answers import answers_for


@pytest.fixture
def desk(county, person):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    page = person(WINDOW)
    page.goto(f"{county.address}/cases/new")
    page.locator("[data-form-island][data-ready]").wait_for()
    return page


def field(page, name: str, row: int | None = None):
    return page.locator(f"[id$='-{name}{'' if row is None else f'_{row}'}']")


FOCUSED = """() => { const e = document.activeElement; return {
    id: e.id.replace(/-display$/, '').replace(/^.*-(?=Field_)/, ''), submit: 'submit' in e.dataset} }"""

SEEN = "() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(seen))))"
"""She looks before she presses: what the last key did is painted, and the list listens to the next."""


def test_a_dispute_is_registered_with_the_keyboard_alone(desk):
    """From the first field to the receipt: Tab, Space, Enter, arrows and what there is to type; what is folded is passed by."""
    clerk = Typist(desk, answers_for(REGISTER, "submit"))
    desk.get_by_role("button", name="退出登录").focus()
    for _ in range(150):
        desk.keyboard.press("Tab")
        focused = desk.evaluate(FOCUSED)
        if focused["submit"]:
            break
        clerk.answer(focused)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("复述核对")
    desk.keyboard.press("Enter")
    expect(desk.locator(".receipt")).to_contain_text("990121ZZ")
    assert clerk.presses < 100


class Typist:
    """Knows the answers and has no mouse. `presses`: what she pressed besides the words."""

    def __init__(self, page, answers: dict):
        self.page, self.answers, self.presses, self.passed = page, answers, 0, set()
        read = lambda name: json.loads(page.locator(f"script[data-{name}]").text_content())  # noqa: E731
        self.lists = read("data")
        self.fields = {part["id"]: part for part in _parts(read("schema")["components"])}

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.presses += 1

    def answer(self, focused: dict) -> None:
        self.presses += 1
        named = re.match(r"(Field_[A-Za-z0-9_]*?[A-Za-z][A-Za-z0-9]*?)(?:_(\d+))?(?:-\d+)?$", focused["id"])
        part = self.fields.get(named and named[1])
        if part is None or (part["id"], named[2]) in self.passed:
            return
        self.passed.add((part["id"], named[2]))
        wanted = self._wanted(part, named[2])
        if wanted is not None and wanted != self._there(part, named[2]):
            getattr(self, f"_{part['type']}")(part, wanted)

    def _wanted(self, part: dict, row: str | None):
        if row is not None:
            return self.answers["parties"][int(row)].get(part["key"])
        return None if part["key"] == "firstContactOfficer" else self.answers.get(part["key"])

    def _there(self, part: dict, row: str | None):
        """What the blank form says already."""
        opened = self.lists["parties"][int(row)] if row is not None and int(row) < len(self.lists["parties"]) else self.lists
        return opened.get(part["key"], part.get("defaultValue"))

    def _textfield(self, part, wanted) -> None:
        self.page.keyboard.insert_text(str(wanted))

    _textarea = _textfield

    def _number(self, part, wanted) -> None:
        self.press("Control+A")
        self._textfield(part, wanted)

    _datetime = _number

    def _checkbox(self, part, wanted) -> None:
        if wanted != self.page.evaluate("document.activeElement.checked"):
            self.press("Space")

    def _radio(self, part, wanted) -> None:
        place = [one["value"] for one in part["values"]].index(wanted)
        self.press("Space")
        self.press("ArrowDown", place)

    def _select(self, part, wanted) -> None:
        options = part.get("values") or self.lists[part["valuesKey"]]
        label = next(one["label"] for one in options if str(one["value"]) == str(wanted))
        if part.get("searchable"):
            self._number(part, label)
        at = self.page.locator(".fjs-dropdownlist-item.focused")
        for _ in range(len(options)):
            self.page.evaluate(SEEN)
            if at.inner_text() == label:
                break
            self.press("ArrowDown")
        self.press("Enter")


def _parts(components: list[dict]):
    for part in components:
        yield part
        yield from _parts(part.get("components", []))


def test_what_is_seldom_needed_is_folded_and_what_is_ticked_stays_in_sight(desk):
    calm, domestic = field(desk, "Field_group3_partiesCalm"), field(desk, "Field_group3_domesticViolence")
    expect(calm).to_be_hidden()
    button = desk.get_by_role("button", name="有动手、扬言报复")
    button.focus()
    desk.keyboard.press("Enter")
    domestic.check()
    desk.get_by_role("radio", name="被申请人").last.check()
    desk.get_by_role("button", name="收起风险要素").click()
    expect(calm).to_be_hidden()
    expect(domestic).to_be_visible()
    expect(field(desk, "Field_group3_riskBasis")).to_be_hidden()
    desk.locator("[data-submit]").click()
    expect(field(desk, "Field_group3_riskBasis")).to_be_visible()


def test_neighbours_of_one_village_are_told_by_their_addresses_and_the_clerk_has_the_last_word(desk):
    together = field(desk, "Field_group4_sameVillage")
    home = answers_for(REGISTER, "submit")["parties"][0]["regionCode"]
    expect(together).not_to_be_checked()
    fill(desk, {"parties": [{"regionCode": home}, {"regionCode": home}]})
    expect(together).to_be_checked()
    together.uncheck()
    desk.get_by_label("标题").fill("两家为围墙争吵")
    expect(desk.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    expect(together).not_to_be_checked()


def test_a_half_filled_registration_survives_sign_out_and_another_window(desk, county, person):
    desk.get_by_label("标题").fill("楼上漏水三个月没人修")
    expect(desk.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    assert re.search(r"/cases/new/drafts/[0-9a-f]{32}$", desk.url)
    desk.reload()
    expect(desk.get_by_label("标题")).to_have_value("楼上漏水三个月没人修")
    elsewhere = person(WINDOW)
    elsewhere.goto(f"{county.address}/cases/new")
    elsewhere.get_by_text("您有没有提交的登记").click()
    elsewhere.get_by_role("link", name="楼上漏水三个月没人修").click()
    expect(elsewhere.get_by_label("标题")).to_have_value("楼上漏水三个月没人修")


def test_the_same_dispute_is_shown_while_typing_and_a_known_party_is_filled_in_when_asked(desk, county, cast):
    answers = answers_for(REGISTER, "submit")
    earlier = Walk(cast).register_with(answers).case()
    row = answers["parties"][0]
    fill(desk, {"parties": [{name: row[name] for name in ("partyRole", "partyKind", "idType", "idNo")}], "subject": answers["subject"]})
    expect(desk.get_by_role("link", name=earlier.case_no)).to_be_visible()
    expect(desk.get_by_role("radio", name=row["gender"]).first).to_be_checked()
    desk.get_by_role("button", name="用登记过的信息填写").click()
    expect(field(desk, "Field_parties_name", 0)).to_have_value(row["name"])
    expect(field(desk, "Field_parties_phone", 0)).to_have_value(row["phone"])
    assert row["idNo"] not in desk.url
    assert_accessible(desk)


def test_from_the_form_over_reading_back_to_the_receipt(desk):
    answers = answers_for(REGISTER, "submit")
    fill(desk, answers)
    desk.locator("[data-submit]").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("复述核对")
    expect(desk.get_by_text(answers["description"])).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("link", name="返回修改").click()
    expect(desk.get_by_label("标题")).to_have_value(answers["title"])
    desk.locator("[data-submit]").click()
    desk.get_by_role("button", name="提交登记").click()
    expect(desk.get_by_role("img", name="查询进度的二维码")).to_be_visible()
    expect(desk.locator(".receipt")).to_contain_text("990121ZZ")
    desk.get_by_role("link", name="80 毫米小票").click()
    assert_accessible(desk)
    desk.set_viewport_size(PHONE)
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
