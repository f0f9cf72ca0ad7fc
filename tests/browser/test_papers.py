"""Papers through a real browser: several files at once, what fails says why and the rest stays."""

import pytest
from playwright.sync_api import expect

from tests.cast import MEDIATOR
from tests.papers import samples


@pytest.fixture
def part(county, person, half_way_case):
    page = person(MEDIATOR)
    page.goto(f"{county.address}/cases/{half_way_case}")
    expect(page.locator("[data-papers]")).to_be_visible()
    return page


@pytest.fixture
def half_way_case(county, cast):
    from app import clock
    from tests.cast import TRIAGE, VILLAGE_HEAD, WINDOW
    from tests.journeys.walking import Walk, deploy_shipped

    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = Walk(cast).register(WINDOW)
    walk.do("ut_accept_review", TRIAGE)
    walk.do("ut_triage_confirm", TRIAGE, "dispatch")
    walk.do("ut_sign", VILLAGE_HEAD, "sign")
    walk.do("ut_first_contact", VILLAGE_HEAD, "both_willing")
    walk.do("ut_med_accept", VILLAGE_HEAD, "accept")
    walk.do("ut_rights_notice", MEDIATOR)
    return walk.case().case_no


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_of_several_files_the_bad_one_says_why_and_the_rest_is_there(part):
    part.locator("[data-paper-files]").first.set_input_files([
        file("东墙.jpg", samples.picture()), file("网页.jpg", b"<html><script>"), file("地契.jpg", samples.pdf(2))])
    lines = part.locator("[data-paper-progress] li")
    expect(lines.nth(2)).to_contain_text("已放入卷宗")
    expect(lines.nth(1)).to_contain_text("不能上传网页文件")
    expect(lines.nth(1).get_by_role("button")).to_have_count(0)
    papers = part.locator("[data-papers]")
    expect(papers.get_by_role("link", name="东墙", exact=True)).to_be_visible()
    expect(papers.get_by_role("link", name="地契", exact=True)).to_be_visible()


def test_a_missing_line_of_the_list_takes_its_file_by_keyboard(part):
    upload = part.get_by_role("button", name="上传：当事人身份证明")
    upload.focus()
    with part.expect_file_chooser() as choosing:
        upload.press("Enter")
    choosing.value.set_files([file("IMG_2041.jpg", samples.picture(colour="green"))])
    expect(part.locator("[data-papers]").get_by_role("link", name="当事人身份证明", exact=True).first).to_be_visible()
    expect(part.locator("[data-checklist]")).to_contain_text("有电子件")


def test_a_lost_network_offers_to_send_again(part):
    part.route("**/papers?*", lambda route: route.abort())
    part.locator("[data-paper-files]").first.set_input_files([file("东墙.jpg", samples.picture())])
    expect(part.locator("[data-paper-progress]")).to_contain_text("网络断了")
    part.unroute("**/papers?*")
    part.get_by_role("button", name="重传").click()
    expect(part.locator("[data-paper-progress]")).to_contain_text("已放入卷宗")
