"""Every screen of somebody's day: readable by everybody, nothing cut off on a phone, nothing but Chinese."""

import re

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import PHONE
from tests.cast import ADMIN, DIRECTOR, MEDIATOR, SUPERVISOR, TRIAGE, VILLAGE_HEAD, WINDOW
from tests.journeys.walking import Walk, deploy_shipped
from tests.papers import samples
from tests.papers.samples import brought

LAPTOP = {"width": 1280, "height": 800}
SCREENS = {
    "worklist": (VILLAGE_HEAD, "/"), "pool": (TRIAGE, "/?box=pool"), "done": (TRIAGE, "/?box=done"),
    "empty list": (WINDOW, "/?box=pool"), "registration": (WINDOW, "/cases/new"), "search": (TRIAGE, "/cases"),
    "receipt": (WINDOW, "/cases/{case}/receipt"), "party search": (TRIAGE, "/parties"), "party": (TRIAGE, "/parties/{party}"),
    "a remark": (MEDIATOR, "/cases/{case}/remarks/new"), "errands": (VILLAGE_HEAD, "/errands"), "a new errand": (MEDIATOR, "/cases/{case}/errands/new"),
    "everything searched": (TRIAGE, "/search?text=王长河"), "search of nothing": (TRIAGE, "/search"),
    "nothing found": (TRIAGE, "/cases?text=没有这件事"), "case": (TRIAGE, "/cases/{case}"),
    "message": (TRIAGE, "/cases/{case}/messages/msg_risk_changed"), "task": (MEDIATOR, "/tasks/{task}"),
    "finished task": (TRIAGE, "/tasks/{finished}"), "papers": (MEDIATOR, "/cases/{case}/papers"), "paper": (MEDIATOR, "/cases/{case}/papers/{paper}"), "notices": (VILLAGE_HEAD, "/notices"), "notice settings": (VILLAGE_HEAD, "/notices/settings"), "account": (TRIAGE, "/me"),
    "statistics": (SUPERVISOR, "/statistics?period=2026-03"), "stuck": (SUPERVISOR, "/statistics/stuck"),
    "reports": (SUPERVISOR, "/statistics/reports"), "appraisals": (VILLAGE_HEAD, "/appraisals"),
    "filtered worklist": (VILLAGE_HEAD, "/?box=unit&light=RED&sort=-opened"), "together": (TRIAGE, "/together"),
    "unread notices": (VILLAGE_HEAD, "/notices?group=PRESS&unread=1"), "follow-ups": (TRIAGE, "/together?part=follow_ups"),
    "case documents": (MEDIATOR, "/cases/{case}/documents"), "case sessions": (MEDIATOR, "/cases/{case}/sessions"),
    "a document to make": (MEDIATOR, "/cases/{case}/documents/D08"), "a document nothing lacks": (MEDIATOR, "/cases/{case}/documents/D02"),
    "document templates": (ADMIN, "/documents/templates"), "a template": (ADMIN, "/documents/templates/D08"),
    "a listed document": (ADMIN, "/catalogues/documents/D18"), "dossier": (VILLAGE_HEAD, "/cases/{case}/dossier"),
    "sessions": (MEDIATOR, "/sessions"), "catalogues": (ADMIN, "/catalogues"), "a catalogue": (ADMIN, "/catalogues/notices"),
    "an entry": (ADMIN, "/catalogues/notices/SIGNED"), "limits": (ADMIN, "/clocks"), "a limit": (ADMIN, "/clocks/CK06"),
    "calendar": (ADMIN, "/calendar"), "people": (ADMIN, "/admin/users"), "units": (ADMIN, "/admin/units"),
    "counted cases": (SUPERVISOR, "/statistics/cases?period=2026-03"), "director's worklist": (DIRECTOR, "/?box=unit"),
    "mediator's papers task": (VILLAGE_HEAD, "/tasks/{task}"),
    "not there": (TRIAGE, "/cases/990121ZZ20260099999"),
}
ENGLISH = re.compile(r"\b[A-Za-z]{4,}\b")
USERNAME = re.compile(r"[a-z]+\.[a-z]+|BPMN|WebP|docx|xlsx|Word|Excel|LibreOffice|JSON|SIGNED|admin|hotline")


@pytest.fixture
def half_way(county, cast):
    """A case whose mediation is planned and whose limit is over."""
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = Walk(cast).register(WINDOW)
    finished = walk.task("ut_accept_review").id
    walk.take("""
        ut_accept_review lin.fang
        ut_triage_confirm lin.fang dispatch
        ut_sign wang.jianguo sign
        ut_first_contact wang.jianguo both_willing
        ut_med_accept wang.jianguo accept
        ut_rights_notice li.xiulan
        ut_mediator_assign wang.jianguo
    """)
    walk.until("2026-03-10 10:00")
    paper = brought(walk.case(), samples.pdf(2), cast.actor(MEDIATOR), title="地契", code="D06", kind="evidence")
    return {"case": walk.case().case_no, "party": walk.case().parties[0].same_key, "paper": paper.id, "task": walk.task("ut_med_schedule").id, "finished": finished}


def test_every_screen_is_accessible_and_fits(county, person, half_way):
    windows, complaints = {}, []
    for name, (who, path) in SCREENS.items():
        page = windows[who] = windows.get(who) or person(who)
        for size in (LAPTOP, PHONE):
            page.set_viewport_size(size)
            page.goto(county.address + path.format(**half_way))
            settle(page)
            complaints += said_about(f"{name} at {size['width']}", page)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                complaints.append(f"{name}: {width} px wide on {size['width']}: {wide_parts(page)}")
    assert not complaints, "\n".join(complaints)


def wide_parts(page) -> list[str]:
    """What reaches beyond the right edge and is not scrolled in a box of its own."""
    return page.evaluate("""() => [...document.querySelectorAll('main *')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.table-responsive, .offcanvas'))
        .slice(0, 4).map((one) => `${one.tagName}.${one.className}`)""")


def settle(page) -> None:
    expect(page.locator("[hx-get].htmx-request")).to_have_count(0)
    for island in page.locator("[data-form-island]").all():
        expect(island).to_have_attribute("data-ready", "")


def said_about(name: str, page) -> list[str]:
    try:
        assert_accessible(page)
    except AssertionError as found:
        return [f"{name}: {found}"]
    words = set(ENGLISH.findall(USERNAME.sub("", page.locator("body").inner_text())))
    return [f"{name}: English on the screen: {sorted(words)}"] if words else []


def test_the_phone_s_menu_opens_and_leads_to_the_notices(phone, county, cast):
    county.sign_in_as(phone, VILLAGE_HEAD)
    phone.get_by_role("link", name="通知").first.click()
    expect(phone.locator("#latest-list")).to_contain_text("没有未读通知")
    phone.get_by_role("link", name="全部通知").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("通知")
    phone.get_by_role("button", name="打开或收起菜单").click()
    expect(phone.get_by_role("navigation", name="主菜单").get_by_role("link", name="我的任务")).to_be_visible()


def test_the_case_page_shows_limits_slips_and_the_diagram_of_each_process(county, person, half_way):
    page = person(TRIAGE)
    page.goto(f"{county.address}/cases/{half_way['case']}")
    expect(page.locator("[data-progress]")).to_contain_text("安排调解")
    expect(page.get_by_role("progressbar", name="一般纠纷办理已用")).to_have_attribute("aria-valuenow", "100")
    expect(page.locator("[data-slips]")).to_contain_text("普通督办")
    page.locator("[data-diagrams]").scroll_into_view_if_needed()
    page.get_by_role("tab", name="矛盾纠纷办理主流程").click()
    marked = page.locator(".tab-pane.active .stands-open")
    expect(marked.first).to_be_visible()
    assert "ca_med_people" in [one.get_attribute("data-element-id") for one in marked.all()]
    page.get_by_role("tab", name="调解核心").click()
    expect(page.locator(".tab-pane.active .stands-open[data-element-id=ut_med_schedule]")).to_be_visible()
