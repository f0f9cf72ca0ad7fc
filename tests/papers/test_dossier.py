"""The dossier as one file: order, contents, what the law keeps out, and how it is bound."""

import io
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from pypdf import PdfReader

from app import clock
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.papers import jobs, orders, store
from app.papers.models import DossierOrder
from tests import cast as people
from tests.cases.situations import lines_of, with_party
from tests.papers import samples


@pytest.fixture
def full(case, put):
    """Papers out of order: evidence, identity, mediation notes, a signed agreement in Word, a protected address."""
    with_party(case, name="王长河")
    put(samples.pdf(3), code="D06", title="地契")
    put(samples.phone_photo(), code="D03", title="身份证")
    put(samples.pdf(2), code="D07", title="暗号让步", kind="notes")
    put(samples.office(), code="D08", title="协议书", kind="signed")
    put(samples.picture("PNG"), title="暗号避难所", level="PROTECTED")
    return case


@pytest.fixture
def bound(full, cast):
    def make(form: str = "PDF", purpose: str = "OUTSIDE", who: str = people.ARCHIVIST) -> bytes:
        with unit_of_work():
            made = orders.order(full, form, purpose, cast.actor(who))
        assert orders.bind_next() == 1
        db.session.expire_all()
        return orders.ready_file(orders.order_for(full, made.id, cast.actor(who))).read_bytes()

    return make


def words_of(pdf: bytes) -> list[str]:
    """The words of each page as a viewer finds them."""
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(pdf)]


def test_a_copy_for_others_names_the_notes_and_holds_none(bound):
    pdf = bound()
    pages = words_of(pdf)
    told = "".join(pages)
    assert "暗号" not in told and "避难所" not in told
    assert "卷 内 目 录" in pages[1] and "依法不入卷" in pages[1] and "调解记录" in pages[1]
    assert len(pages) == 2 + 1 + 3 + 1


def test_the_archive_has_the_notes_and_nobodys_whereabouts(bound):
    told = words_of(bound(purpose="ARCHIVE"))
    assert len(told) == 2 + 1 + 3 + 2 + 1 and "暗号让步" in told[1] and "避难所" not in "".join(told)


def test_pages_are_numbered_as_the_contents_say_and_bookmarked(bound):
    pdf = bound(purpose="ARCHIVE")
    pages, reader = words_of(pdf), PdfReader(io.BytesIO(pdf))
    assert [page.strip()[-1] for page in pages[2:]] == list("1234567")
    contents = pages[1].split()
    assert [word for word in contents if word in ("1", "2—4", "5—6", "7")] == ["1", "2—4", "5—6", "7"]
    assert [mark.title for mark in reader.outline] == [
        "卷内目录", "当事人身份证明：身份证", "证据材料：地契", "调解记录（笔录）：暗号让步", "调解协议书：协议书"]
    assert [reader.get_destination_page_number(mark) for mark in reader.outline] == [1, 2, 3, 6, 8]


def test_the_cover_says_whose_dossier_it_is(bound, full):
    cover = words_of(bound())[0]
    for said in ("上河村人民调解委员会", "宅基地边界纠纷", full.case_no, "李秀兰", "王长河", "归档时确定"):
        assert said in cover, said


def test_the_words_are_drawn_with_a_font_that_the_file_carries(bound):
    fonts = PdfReader(io.BytesIO(bound())).pages[0]["/Resources"]["/Font"]
    embedded = [font for font in fonts.values() if "NotoSans" in font.get_object()["/BaseFont"]]
    assert embedded and all("/FontFile2" in font.get_object()["/FontDescriptor"] for font in embedded)


def test_office_files_are_enclosed(bound):
    reader = PdfReader(io.BytesIO(bound()))
    assert reader.attachments == {"04 调解协议书：协议书.docx": [samples.office()]}


def test_a_zip_has_the_contents_first_and_the_files_in_order(bound):
    packed = zipfile.ZipFile(io.BytesIO(bound("ZIP")))
    assert packed.namelist() == ["00 封面和目录.pdf", "01 当事人身份证明：身份证.jpg", "02 证据材料：地契.pdf",
                                 "04 调解协议书：协议书.docx"]
    assert packed.read("02 证据材料：地契.pdf") == samples.pdf(3)
    assert "依法不入卷" in words_of(packed.read("00 封面和目录.pdf"))[1]


def test_only_who_may_read_the_notes_orders_or_takes_the_archives_copy(full, cast):
    with pytest.raises(Forbidden, match="可以查看本案调解笔录"), unit_of_work():
        orders.order(full, "PDF", "ARCHIVE", cast.actor(people.VILLAGE_HEAD if not cast.actor(
            people.VILLAGE_HEAD).may("case.notes.read") else people.DIRECTOR))
    with unit_of_work():
        made = orders.order(full, "PDF", "ARCHIVE", cast.actor(people.ARCHIVIST))
    with pytest.raises(NotFound):
        orders.order_for(full, made.id, cast.actor(people.DIRECTOR))
    assert orders.orders_of(full, cast.actor(people.DIRECTOR)) == []
    for form, purpose in (("DOC", "OUTSIDE"), ("PDF", "EVERYTHING")):
        with pytest.raises(Invalid), unit_of_work():
            orders.order(full, form, purpose, cast.actor(people.ARCHIVIST))


def test_asking_twice_is_one_order_and_two_workers_bind_it_once(full, cast):
    for _ in range(2):
        with unit_of_work():
            made = orders.order(full, "ZIP", "OUTSIDE", cast.actor(people.ARCHIVIST))
    assert DossierOrder.query.count() == 1
    with pytest.raises(Conflict):
        orders.ready_file(made)
    assert (orders.bind_next(), orders.bind_next()) == (1, 0)
    db.session.refresh(made)
    assert (made.state, made.done, made.total) == ("READY", 4, 4)


def test_an_order_that_a_dead_worker_left_is_taken_up_again(full, cast):
    clock.move_to("2026-03-02 09:00")
    with unit_of_work():
        made = orders.order(full, "ZIP", "OUTSIDE", cast.actor(people.ARCHIVIST))
        made.state, made.claimed_at = "RUNNING", clock.now()
    assert orders.bind_next() == 0
    clock.advance(hours=1)
    assert orders.bind_next() == 1


def test_a_damaged_paper_is_told_and_the_next_order_still_bound(full, cast, put, caplog):
    paper = put(samples.pdf(4), title="坏了的")
    place = store.path_of(paper.latest.sha256)
    place.chmod(0o600)
    place.write_bytes(b"%PDF-1.7 nothing")
    for _ in range(2):
        with unit_of_work():
            orders.order(full, "PDF", "OUTSIDE", cast.actor(people.ARCHIVIST))
        assert orders.bind_next() == 1
    assert [(one.state, "读不下去" in one.failure) for one in DossierOrder.query] == [("FAILED", True)] * 2
    assert "dossier.not_bound" in caplog.text
    place.unlink()


def test_after_a_week_the_file_goes_and_the_order_says_so(full, cast):
    clock.move_to("2026-03-02 09:00")
    with unit_of_work():
        made = orders.order(full, "ZIP", "OUTSIDE", cast.actor(people.ARCHIVIST))
    orders.bind_next()
    db.session.refresh(made)
    assert jobs.sweep_files() >= 0 and store.path_of(made.sha256).exists()
    clock.move_to(clock.now() + timedelta(days=8))
    jobs.sweep_files()
    db.session.refresh(made)
    assert (made.state, made.sha256) == ("GONE", None)


def test_the_page_orders_watches_and_takes_out(full, with_htmx):
    client, headers = with_htmx(people.ARCHIVIST)
    here = f"/cases/{full.case_no}/dossier"
    waiting = client.post(here, data={"form": "PDF", "purpose": "OUTSIDE"}, headers=headers).get_data(as_text=True)
    assert "等待装订" in waiting and 'hx-trigger="every 2s"' in waiting
    orders.bind_next()
    ready = client.get(here, headers=headers).get_data(as_text=True)
    made = DossierOrder.query.one()
    assert f"{here}/{made.id}/file" in ready and "every 2s" not in ready
    answer = client.get(f"{here}/{made.id}/file")
    assert answer.data.startswith(b"%PDF") and "attachment" in answer.headers["Content-Disposition"]
    assert lines_of(full)[-1] == "下载卷宗：移送、查阅副本（不含调解笔录）。"


def test_officers_of_other_units_order_and_take_nothing(full, with_htmx, bound):
    bound()
    made = DossierOrder.query.one()
    for who in (people.OTHER_TOWN, people.OTHER_VILLAGE):
        client, headers = with_htmx(who)
        here = f"/cases/{full.case_no}/dossier"
        assert client.get(here).status_code == client.get(f"{here}/{made.id}/file").status_code == 404
        assert client.post(here, data={"form": "PDF", "purpose": "OUTSIDE"}, headers=headers).status_code == 404
    assert DossierOrder.query.count() == 1
