"""Documents in the field, on a phone: called to a session, signed on paper, photographed, in the dossier."""

import pytest
from playwright.sync_api import expect

from app import clock
from app.documents import previews
from tests.browser.conftest import PHONE
from tests.browser.test_every_screen import said_about, settle
from tests.cast import MEDIATOR
from tests.journeys.walking import deploy_shipped
from tests.papers import samples
from tests.sessions.conftest import plan, ready_to_plan


@pytest.fixture
def planned(county, cast, monkeypatch) -> str:
    """A case with a session on Thursday; the server has no LibreOffice, so that pages come at once."""
    monkeypatch.setattr(previews, "NAMES", ("no-such-office",))
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = ready_to_plan(cast)
    plan(walk, "2026-03-05 09:30")
    return walk.case().case_no


def test_a_letter_is_made_from_the_session_and_its_signed_photo_reaches_the_dossier(county, phone, planned):
    county.sign_in_as(phone, MEDIATOR)
    phone.goto(f"{county.address}/cases/{planned}")
    phone.get_by_role("button", name="生成调解通知书").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("调解通知书（第1次）")
    signed = phone.locator("#signed")
    expect(signed).to_be_in_viewport()
    expect(signed.get_by_text("拍照", exact=True)).to_be_visible()
    complaints = said_about("a made document", phone)
    signed.locator("[data-paper-files]").first.set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": samples.picture()})
    expect(signed).to_contain_text("已放入卷宗")
    expect(signed.get_by_role("link", name="调解通知书（第1次）（签字件）")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    phone.goto(f"{county.address}/cases/{planned}")
    expect(phone.locator("#sessions")).to_contain_text("有送达回证")
    done = phone.get_by_text("已经出的")
    expect(done).to_contain_text("1 份有签字件")
    done.click()
    expect(phone.locator("#documents").get_by_role("link", name="调解通知书（第1次）（签字件）").first).to_be_visible()
    expect(phone.locator("[data-papers]").get_by_role("link", name="调解通知书（第1次）（签字件）").first).to_be_visible()
    settle(phone)
    complaints += said_about("the case with it", phone)
    assert not complaints, "\n".join(complaints)
