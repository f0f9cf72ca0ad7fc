"""S2 of the handbook (宅基地边界), walked by its people in real windows from the window to the archive.

tests/journeys walks the same case below the screens; here every form is filled in and sent by a browser, and what the people
see of one overdue step is read from the case page.
"""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app import clock
from app.db import db
from app.instances.models import WaitingTimer
from app.worklist.models import HumanTask
from tests.browser.filling import fill
from tests.browser.office import CentreClock, Office
from tests.cast import (
    ARCHIVIST,
    CALLBACK,
    MEDIATOR,
    OTHER_VILLAGE,
    SUPERVISOR,
    TOWN_DIRECTOR,
    TRIAGE,
    VILLAGE_HEAD,
    WINDOW,
)
from tests.journeys.walking import deploy_shipped
from tests.walk_answers import answers_for

RESPONDENT_ID = {"partyName": "李大山", "idType": "ID_CARD", "idNo": "99012119700512102X"}


def next_due():
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.min(WaitingTimer.wake_at)))


@pytest.fixture
def centre_clock(app, tmp_path):
    moved = CentreClock(tmp_path / "clock", app)
    moved.set("2026-03-02 09:00")
    yield moved
    clock.follow_file(None)


@pytest.fixture
def office(county, person, centre_clock):
    deploy_shipped()
    return Office(county, person)


def test_a_boundary_dispute_goes_from_the_window_to_the_archive(office, centre_clock):
    case_no = registered(office)
    dispatched_and_signed(office)
    let_it_become_late(office, centre_clock)
    the_case_page_tells_who_was_late(office, case_no)
    agreed(office, centre_clock)
    closed(office, centre_clock)
    page = office.see_case(ARCHIVIST, case_no)
    expect(page.locator("[data-progress]")).to_contain_text("卷宗已归档")
    expect(page.locator("body")).to_contain_text("流程结束：已归档")
    strangers_see_nothing(office, case_no)


def registered(office) -> str:
    page = office.visit(WINDOW, "/")
    page.get_by_role("link", name="登记案件").first.click()
    fill(page, answers_for("dispute_main/ut_register", "submit"))
    office.submit(page)
    page.get_by_role("button", name="提交登记").click()
    told = page.get_by_text("登记成功，案件编号").inner_text()
    return re.search(r"\d{6}ZZ\d+", told).group()


def dispatched_and_signed(office) -> None:
    office.do(TRIAGE, "受理审核", "dispute_main/ut_accept_review")
    office.do(TRIAGE, "分流研判确认", "dispute_main/ut_triage_confirm", "dispatch")
    office.do(VILLAGE_HEAD, "签收", "dispute_main/ut_sign", "sign")
    office.do(VILLAGE_HEAD, "首次联系", "dispute_main/ut_first_contact", "both_willing")
    office.do(VILLAGE_HEAD, "调委会受理", "med_people/ut_med_accept", "accept")
    office.do(MEDIATOR, "权利义务告知", "mediation_core/ut_rights_notice")
    office.do(VILLAGE_HEAD, "指定、选定调解员", "mediation_core/ut_mediator_assign")


def let_it_become_late(office, centre_clock) -> None:
    """Seven days are all there are for a common dispute; the mediator lets them pass."""
    centre_clock.until("2026-03-03 10:00", next_due)
    office.do(MEDIATOR, "安排调解", "mediation_core/ut_med_schedule", "schedule", at="2026-03-06T14:00")
    centre_clock.until("2026-03-06 16:00", next_due)
    office.do(MEDIATOR, "组织调解", "mediation_core/ut_med_session", "continue")
    centre_clock.until("2026-03-09 09:00", next_due)
    office.do(VILLAGE_HEAD, "催办反馈", "supervision/ut_urge_feedback")
    centre_clock.until("2026-03-10 10:00", next_due)


def the_case_page_tells_who_was_late(office, case_no) -> None:
    page = office.see_case(SUPERVISOR, case_no)
    slips = page.locator("[data-slips] .list-group-item")
    drawn = [slips.nth(index).inner_text().split("\n")[0:2] for index in range(slips.count())]
    assert [" ".join(one) for one in reversed(drawn)] == [
        "提示 3月6日 08:30", "催办 3月9日 08:30", "催办 3月9日 17:30", "普通督办 今天 08:30"]
    for words in ("一般纠纷办理已用", "已超期 1 个工作日"):
        expect(page.locator("[data-timeline]")).to_contain_text(words)
    expect(page.get_by_text("超期 1 个工作日").first).to_be_visible()


def agreed(office, centre_clock) -> None:
    office.do(VILLAGE_HEAD, "普通督办反馈", "supervision/ut_supervise_feedback")
    office.do(SUPERVISOR, "反馈核查", "supervision/ut_supervise_check", "release")
    office.do(SUPERVISOR, "解除督办", "supervision/ut_supervise_release")
    office.do(MEDIATOR, "安排调解", "mediation_core/ut_med_schedule", "schedule", at="2026-03-11T09:00")
    centre_clock.until("2026-03-11 14:00", next_due)
    office.do(MEDIATOR, "组织调解", "mediation_core/ut_med_session", "agreed_written")
    office.do(MEDIATOR, "拟制协议书", "mediation_core/ut_draft_agreement", contacts=[RESPONDENT_ID])
    office.do(VILLAGE_HEAD, "协议合法性审核", "mediation_core/ut_agreement_review", "pass")
    office.do(MEDIATOR, "签署协议", "mediation_core/ut_sign_agreement", "effective")
    office.do(VILLAGE_HEAD, "办理结果填报", "dispute_main/ut_result_submit")
    office.do(TOWN_DIRECTOR, "办结审核", "dispute_main/ut_result_review", "approve")


def closed(office, centre_clock) -> None:
    """The wall is looked at, the parties are visited and called, the file is checked and put away."""
    while "ut_callback" not in open_elements():
        centre_clock.until(f"{clock.local(max(clock.now(), next_due())):%Y-%m-%d} 18:00", next_due)
        if "ut_perform_check" in open_elements():
            office.do(MEDIATOR, "履行核实", "followup/ut_perform_check", "ok")
        if "ut_revisit" in open_elements():
            office.do(CALLBACK, "回访", "followup/ut_revisit", "fine")
    office.do(CALLBACK, "电话回访评价", "evaluation/ut_callback", "rated")
    office.do(ARCHIVIST, "卷宗审查", "archive/ut_file_check", "complete")
    office.do(ARCHIVIST, "归档", "archive/ut_file_archive")


def open_elements() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(sa.select(HumanTask.element).where(HumanTask.status == "OPEN")))


def strangers_see_nothing(office, case_no) -> None:
    page = office.visit(OTHER_VILLAGE, "/")
    answer = page.goto(f"{office.county.address}/cases/{case_no}")
    assert answer.status == 404
    for path in ("/", "/?box=pool", "/?box=done", "/cases", f"/cases?text={case_no}", "/cases?text=王长河", "/notices"):
        page.goto(office.county.address + path)
        expect(page.locator("main")).not_to_contain_text("上河村")
        expect(page.locator("main")).not_to_contain_text(case_no)
