"""What a file really is, whatever it is called."""

import pytest

from app.errors import Invalid
from app.papers import contents, drawing, inspecting, names
from app.papers.contents import EXCEL, PDF, WORD, Look, Refused
from tests.papers import samples

GOOD = {
    "jpeg": (samples.picture(), Look("image/jpeg", 1)),
    "png": (samples.picture("PNG"), Look("image/png", 1)),
    "webp": (samples.picture("WEBP"), Look("image/webp", 1)),
    "pdf": (samples.pdf(3), Look(PDF, 3)),
    "docx": (samples.office(), Look(WORD, None)),
    "xlsx": (samples.office("xl/workbook.xml"), Look(EXCEL, None)),
    "docx with a web address": (samples.office(
        word___rels__document_dot_xml_dot_rels='<R Type="x/hyperlink" Target="http://a" TargetMode="External"/>'), Look(WORD, None)),
    "a photo with a page behind it": (samples.picture() + b"<html><script>alert(1)</script>", Look("image/jpeg", 1)),
}

LYING = {
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", "网页文件"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "SVG 图形"),
    "a program": (b"MZ\x90\0" + bytes(200), "程序文件"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "程序文件"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为"),
    "a moving picture": (samples.picture("GIF"), "GIF"),
    "an iPhone picture": (b"\0\0\0\x18ftypheic" + bytes(100), "兼容性最佳"),
    "a film": (b"\0\0\0\x18ftypisom" + bytes(100), "视频"),
    "text": ("只是一段文字".encode(), "只收"),
    "a cut photo": (samples.picture(size=(400, 400))[:700], "打不开"),
    "a page that begins like a photo": (b"\xff\xd8\xff<html>", "打不开"),
    "a cut pdf": (b"%PDF-1.7\n%%EOF", "打不开"),
    "a pdf behind a page": (b"<html>" + samples.pdf(), "网页文件"),
    "a pdf that runs something": (samples.pdf(script="app.alert(1)"), "自动运行"),
    "a locked pdf": (samples.pdf(password="1234"), "密码"),
    "a zip": (samples.archive(**{"a.txt": b"x"}), "压缩包"),
    "a jar": (samples.archive(**{"META-INF/MANIFEST.MF": b"x", "A.class": b"y"}), "压缩包"),
    "a document that climbs": (samples.archive(**{
        "[Content_Types].xml": b"<Types/>", "word/document.xml": b"", "../../etc/cron.d/x": b"x"}), "内部结构"),
    "a document with macros": (samples.office(word__vbaProject_dot_bin="x"), "宏"),
    "a document that fetches its template": (samples.office(
        word___rels__settings_dot_xml_dot_rels='<R Type="x/attachedTemplate" Target="http://a" TargetMode="External"/>'), "外部"),
    "a cut document": (samples.office()[:-30], "打不开"),
    "two documents in one": (samples.office(xl__workbook_dot_xml="x"), "压缩包"),
    "a zip bomb": (samples.bomb(), "过大"),
    "a huge picture": (samples.huge_picture(), "一亿像素"),
}


@pytest.fixture
def look_at(tmp_path):
    def look(content: bytes):
        path = tmp_path / "file"
        path.write_bytes(content)
        return contents.look(path)

    return look


@pytest.mark.parametrize("name", GOOD)
def test_an_allowed_file_is_known_by_its_content(look_at, name):
    content, expected = GOOD[name]
    assert look_at(content) == expected


@pytest.mark.parametrize("name", LYING)
def test_everything_else_is_refused_with_a_sentence(look_at, name):
    content, told = LYING[name]
    with pytest.raises(Refused, match=told) as refused:
        look_at(content)
    assert "请" in str(refused.value) or "没有" in str(refused.value)


def test_the_child_says_the_same(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(samples.pdf(2))
    assert inspecting.look(path) == Look(PDF, 2)
    path.write_bytes(LYING["a page"][0])
    with pytest.raises(Invalid, match="网页文件"):
        inspecting.look(path)


def test_a_drawn_page_stands_upright_and_does_not_tell_the_place(tmp_path):
    from PIL import Image

    photo, out = tmp_path / "photo", tmp_path / "out.jpg"
    photo.write_bytes(samples.phone_photo())
    assert Image.open(photo).getexif().get_ifd(0x8825)
    inspecting.draw(photo, "image/jpeg", 1, 240, out)
    with Image.open(out) as drawn:
        assert drawn.height > drawn.width and not drawn.getexif()
        red, _, blue = drawn.getpixel((drawn.width // 2, 2))
        assert red > 200 > 60 > blue


def test_a_page_of_a_pdf_is_drawn_and_a_missing_one_refused(tmp_path):
    paper, out = tmp_path / "a.pdf", tmp_path / "out.jpg"
    paper.write_bytes(samples.pdf(2))
    drawing.draw(paper, PDF, 2, 240, out)
    assert out.read_bytes().startswith(b"\xff\xd8\xff")
    with pytest.raises(Refused, match="没有这一页"):
        drawing.draw(paper, PDF, 3, 240, out)


@pytest.mark.parametrize(("said", "kept"), [
    ("../../etc/passwd", "passwd.pdf"), ("C:\\temp\\协议.exe", "协议.pdf"), ("", "材料.pdf"), (".htaccess", "htaccess.pdf"),
    ("con.pdf", "材料con.pdf"), ("a\u202efdp.exe", "afdp.pdf"), ("行\n号\r\n.pdf", "行号.pdf"), ("x" * 300, "x" * 96 + ".pdf"),
    ('a"b<c>.pdf', "a_b_c_.pdf"), ("...", "材料.pdf"),
])
def test_a_name_is_only_a_name(said, kept):
    assert names.safe(said, PDF) == kept
