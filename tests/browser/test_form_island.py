"""The form island in a real browser: what is typed is what arrives, and nothing typed is ever lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import schemas as s
from tests.browser.accessibility import assert_accessible
from tests.forms_shipped.shipped import schema_of

REQUIRED = {"required": True}


def opened(page, address):
    page.goto(address)
    page.locator("[data-form-island][data-ready]").wait_for()
    return page


def submit(page):
    page.get_by_role("button", name="提交").click()


def test_answers_arrive_and_the_page_goes_on(page, islands):
    opened(page, islands.form(s.form(s.text("title", "案由"), s.outcome(accept="受理", reject="不予受理"))))
    page.get_by_label("案由").fill("宅基地边界")
    page.get_by_label("不予受理").check()
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted == [{"title": "宅基地边界", "outcome": "reject"}]


@pytest.mark.parametrize("typed", ["20260305", "2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "２０２６０３０５"])
def test_a_typed_date_is_that_date(page, islands, typed):
    opened(page, islands.form(s.form(s.date("day", "发生日期"))))
    page.get_by_label("发生日期").press_sequentially(typed)
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted == [{"day": "2026-03-05"}]


@pytest.mark.parametrize("typed", ["202603", "3/5/2026", "2026-02-30", "2026-13-01", "2026 03", "明天", "20260305x"])
def test_what_is_not_a_day_is_refused_and_not_guessed(page, islands, typed):
    opened(page, islands.form(s.form(s.date("day", "发生日期"), s.text("title", "案由"))))
    page.get_by_label("发生日期").press_sequentially(typed)
    page.get_by_label("案由").fill("x")
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("发生日期：看不懂填写的日期")
    expect(page.get_by_label("发生日期")).to_be_focused()
    expect(page.get_by_label("发生日期")).to_have_value(typed)
    assert islands.posted == []


@pytest.mark.parametrize("typed", ["2026-03-05 14:30", "202603051430", "2026年3月5日14时30分", "2026/3/5　14：30"])
def test_a_typed_moment_is_that_moment(page, islands, typed):
    opened(page, islands.form(s.form(s.moment("at", "调解时间"))))
    page.get_by_label("调解时间").press_sequentially(typed)
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted == [{"at": "2026-03-05T14:30+08:00"}]


def test_a_day_can_be_picked_with_the_mouse(page, islands):
    opened(page, islands.form(s.form(s.date("day", "发生日期"))))
    page.locator(".hejie-picker input").evaluate(
        "picker => { picker.value = '2026-03-05'; picker.dispatchEvent(new Event('input', {bubbles: true})) }")
    expect(page.get_by_label("发生日期", exact=True)).to_have_value("2026-03-05")


def test_a_moment_is_in_the_centres_zone_wherever_the_computer_thinks_it_is(new_context, islands):
    page = new_context(timezone_id="America/New_York").new_page()
    opened(page, islands.form(s.form(s.moment("at", "调解时间")), {"at": "2026-03-05T06:30Z"}))
    expect(page.get_by_label("调解时间")).to_have_value("2026-03-05 14:30")
    page.get_by_label("调解时间").fill("2026-03-06 9:00")
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted == [{"at": "2026-03-06T09:00+08:00"}]


def test_a_date_in_the_future_is_refused_by_the_pages_time_and_not_the_computers(page, islands):
    day = s.date("day", "发生日期", properties={"check": "notFuture"})
    opened(page, islands.form(s.form(day), attributes='data-now="2026-03-02T09:00"'))
    page.get_by_label("发生日期").fill("2026-03-03")
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("不能晚于 2026-03-02")


def test_the_first_wrong_field_has_the_focus_and_the_summary_leads_to_the_others(page, islands):
    schema = s.form(s.text("title", "案由"), s.select("town", "乡镇", validate=REQUIRED, values=[{"value": "1", "label": "清河镇"}]),
                    s.textarea("story", "经过", validate={"required": True, "minLength": 10}))
    opened(page, islands.form(schema))
    page.get_by_label("经过").fill("太短")
    submit(page)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("有 2 处需要改正")
    expect(summary).to_contain_text("乡镇：请填写此项")
    expect(summary).to_contain_text("经过：至少填写 10 个字")
    expect(page.locator("#" + page.evaluate("document.activeElement.id"))).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name="经过").click()
    expect(page.get_by_label("经过")).to_be_focused()
    assert islands.posted == []


def test_the_servers_errors_stand_at_their_fields_even_in_lists(page, islands):
    schema = s.form(s.text("title", "案由"), s.many("parties", "当事人", s.text("name", "姓名"), s.text("idNo", "证件号码")))
    opened(page, islands.form(schema, {"parties": [{"name": "张三", "idNo": "1"}, {"name": "李四", "idNo": "2"}]}))
    islands.answers = [(422, {"message": "请改正后再提交。", "errors": {"parties.1.idNo": ["校验码不对。"], "gone": ["登记簿已满。"]}})]
    submit(page)
    wrong = page.locator(".fjs-has-errors")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("校验码不对。")
    expect(page.get_by_label("证件号码").nth(1)).to_be_focused()
    expect(page.get_by_role("alert").first).to_contain_text("登记簿已满。")
    expect(page.get_by_role("link", name="第 2 项的证件号码：校验码不对。")).to_be_visible()
    page.get_by_label("证件号码").nth(1).fill("3")
    expect(wrong).to_have_count(0)
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted[-1]["parties"][1] == {"name": "李四", "idNo": "3"}


def test_an_error_in_a_folded_list_unfolds_it(page, islands):
    schema = s.form(s.many("parties", "当事人", s.text("name", "姓名")))
    opened(page, islands.form(schema, {"parties": [{"name": f"第{n}人"} for n in range(8)]}))
    expect(page.get_by_label("姓名").nth(6)).to_be_hidden()
    islands.answers = [(422, {"message": "请改正。", "errors": {"parties[6].name": ["查无此人。"]}})]
    submit(page)
    expect(page.get_by_label("姓名").nth(6)).to_be_focused()


def test_enter_in_a_line_does_not_submit_and_ctrl_enter_does(page, islands):
    opened(page, islands.form(s.form(s.text("title", "案由"))))
    page.get_by_label("案由").fill("地界")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert islands.posted == []
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/done")


def test_only_people_of_the_wanted_roles_are_offered(page, islands):
    people = [{"value": 1, "label": "李秀兰", "roles": ["R04"]}, {"value": 2, "label": "赵刚", "roles": ["R14", "R05"]},
              {"value": 3, "label": "唐雯", "roles": ["R25"]}]
    mediator = s.select("mediator", "调解员", valuesKey="people", properties={"people": "R04,R05"})
    opened(page, islands.form(s.form(mediator), {"people": people}))
    page.locator(".fjs-select-display").click()
    offered = page.locator(".fjs-dropdownlist-item")
    expect(offered).to_have_text(["李秀兰", "赵刚"])
    offered.nth(1).click()
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted == [{"mediator": 2}]


def test_of_all_outcomes_only_those_open_now_are_offered(page, islands):
    signing = {**s.outcome(sign="签收", object="不属本单位"),
               "valuesExpression": '=if designated = true then [{value: "sign", label: "签收"}] else ["sign", "object"]'}
    opened(page, islands.form(s.form(signing), {"designated": True}))
    expect(page.get_by_label("签收")).to_be_visible()
    expect(page.get_by_label("不属本单位")).to_have_count(0)


def test_who_asks_for_more_time_sees_only_limits_that_may_change_so(page, islands):
    clocks = [{"value": "CK06", "label": "一般纠纷办理（3月9日到期）", "changes": ["EXTEND", "SUSPEND"]},
              {"value": "CK10", "label": "人民调解期限（中止中）", "changes": ["RESUME"]}]
    opened(page, islands.form(schema_of("deadline_change/ut_ext_apply"), {"clocks": clocks}))
    page.locator("#" + page.get_by_text("哪个时限").get_attribute("for")).locator("xpath=..").click()
    expect(page.locator(".fjs-dropdownlist-item")).to_have_text(["一般纠纷办理（3月9日到期）"])
    page.get_by_label("恢复").check()
    page.locator("#" + page.get_by_text("哪个时限").get_attribute("for")).locator("xpath=..").click()
    expect(page.locator(".fjs-dropdownlist-item")).to_have_text(["人民调解期限（中止中）"])
    page.get_by_label("不申请，按原期限办").check()
    expect(page.get_by_text("哪个时限")).to_have_count(0)


def test_conditions_and_computed_fields_follow_what_is_typed(page, islands):
    reason = s.text("reason", "理由", conditional={"hide": '=outcome != "reject"'})
    schema = s.form(s.outcome(accept="受理", reject="不予受理"), reason, s.computed("fee", "=if outcome = \"accept\" then 0 else 50"))
    opened(page, islands.form(schema))
    expect(page.get_by_label("理由")).to_have_count(0)
    page.get_by_label("不予受理").check()
    page.get_by_label("理由").fill("不属于受理范围")
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted == [{"outcome": "reject", "reason": "不属于受理范围", "fee": 50}]


def test_the_form_is_wholly_chinese_accessible_and_fits_a_phone(phone, islands):
    schema = s.form(s.text("title", "案由", validate=REQUIRED), s.date("day", "发生日期"), s.moment("at", "调解时间"),
                    s.select("town", "乡镇", searchable=True, values=[{"value": "1", "label": "清河镇"}]),
                    s.many("parties", "当事人", s.text("name", "姓名"), {**s.text("age", "年龄"), "type": "number"}),
                    s.outcome(accept="受理", reject="不予受理"))
    page = opened(phone, islands.form(schema))
    submit(page)
    seen = page.locator("main").inner_text()
    latin = set(re.findall(r"[A-Za-z]{3,}", seen)) - {"BPMN", "bpmn"}
    assert not latin, latin
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator('a[href*="bpmn.io"]')).to_be_visible()
    assert_accessible(page)


def test_a_finished_tasks_form_only_shows(page, islands):
    opened(page, islands.form(s.form(s.text("title", "案由")), {"title": "宅基地边界"}, "data-readonly"))
    expect(page.get_by_label("案由")).to_have_value("宅基地边界")
    expect(page.get_by_label("案由")).not_to_be_editable()
    expect(page.get_by_role("button", name="提交")).to_have_count(0)


def test_feel_reads_lists_dates_and_offered_values_as_the_server_does(page, islands):
    late = s.text("why", "补录原因", conditional={"hide": '=day = null or date(day) >= date("2026-01-01")'})
    company = s.text("boss", "法定代表人", conditional={"hide": '=this.kind != "ORG"'})
    kind = s.select("kind", "类型", values=[{"value": "ORG", "label": "单位"}, {"value": "MAN", "label": "个人"}])
    offered = s.select("next", "下一步", valuesExpression='=if count(parties[kind = "ORG"]) > 0 then ["约谈", "回访"] else ["回访"]')
    schema = s.form(s.date("day", "发生日期"), late, s.many("parties", "当事人", kind, company), offered,
                    s.computed("year", "=if day = null then null else date(day).year"))
    opened(page, islands.form(schema, {"parties": [{"kind": "MAN"}, {"kind": "ORG"}]}))
    expect(page.get_by_label("法定代表人")).to_have_count(1)
    page.get_by_label("发生日期").fill("20251231")
    page.get_by_label("补录原因").fill("停电")
    page.locator("#" + page.get_by_text("下一步").get_attribute("for")).locator("xpath=..").click()
    expect(page.locator(".fjs-dropdownlist-item")).to_have_text(["约谈", "回访"])
    page.locator(".fjs-dropdownlist-item").first.click()
    submit(page)
    page.wait_for_url("**/done")
    assert islands.posted[0] == {"day": "2025-12-31", "why": "停电", "parties": [{"kind": "MAN"}, {"kind": "ORG", "boss": ""}],
                                 "next": "约谈", "year": 2025}
