"""The centre's own templates: what is taken, what is refused, what happens to cases."""

import io
import zipfile

import pytest
from docx import Document

from app.documents import kinds, printing, templates_in_use
from app.documents.models import DocumentTemplate
from app.papers.models import Paper
from tests import cast as people
from tests.documents.reading import produced, text_of, words_of
from tests.journeys import stages
from tests.papers import samples


@pytest.fixture
def office(with_htmx, walk):
    """The administrator's browser."""
    return with_htmx(people.ADMIN)


def written(*paragraphs: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes, instead: bytes = b"") -> bytes:
    """The same file with one more part, or with `instead` replaced in a part that is there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            body = old.read(one)
            new.writestr(one, body.replace(instead, part) if one == name and instead else body)
        if not instead:
            new.writestr(name, part)
    return out.getvalue()


def upload(office, content: bytes, key: str = "D31", name: str = "交办单.docx"):
    client, headers = office
    return client.post(f"/documents/templates/{key}/versions", query_string={"fileName": name}, data=content,
                       content_type="application/octet-stream", headers=headers)


GOOD = ("某县专用交办单 {{ number }}", "{{ unit }}请办理{{ case.title }}。{{ dateInCharacters }}")


def test_a_replaced_template_is_used_from_now_on_and_can_be_taken_back(office, walk):
    stages.dispatched(walk)
    assert upload(office, written(*GOOD)).status_code == 201
    assert words_of(produced(walk, "D31", people.TRIAGE)).startswith("某县专用交办单 (2026)云溪综治派字第1号")
    client, headers = office
    assert client.post("/documents/templates/D31/shipped", headers=headers).status_code == 302
    paper = produced(walk, "D31", people.TRIAGE)
    assert "矛盾纠纷交办单" in words_of(paper) and "(2026)云溪综治派字第1号" in words_of(paper) and len(paper.versions) == 2
    assert [(one.number, one.is_shipped, one.added_by_name) for one in templates_in_use.versions("D31")] == [
        (2, True, "系统管理员"), (1, False, "系统管理员")]
    page = client.get("/documents/templates/D31").get_data(as_text=True)
    assert "第 1 版" in page and "恢复为系统自带" in page
    kept = text_of(client.get("/documents/templates/D31/file?number=1").data)
    assert kept.split() == text_of(written(*GOOD)).split()


def test_a_name_nobody_knows_is_shown_with_its_place(office):
    answer = upload(office, written("交办单", "{{ case.titel }}", "{{ ut_no_such.field }}"))
    told = str(answer.get_json())
    assert answer.status_code == 422 and "case.titel" in told and "第 2 段" in told and "ut_no_such" in told
    assert DocumentTemplate.query.count() == 0


@pytest.mark.parametrize(("content", "why"), [
    (with_part(written("x"), "word/vbaProject.bin", b"x"), "宏"),
    (with_part(written("x"), "[Content_Types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml",
               b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "宏"),
    (with_part(written("x"), "word/_rels/settings.xml.rels",
               b'<Relationships><Relationship Id="r" Type="x/attachedTemplate" Target="http://x/y.dotm" TargetMode="External"/></Relationships>'), "外部"),
    (with_part(written("x"), "word/embeddings/oleObject1.bin", b"x"), "嵌入"),
    (with_part(written("x"), "word/document.xml", b'<w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText><w:t>x</w:t>', b"<w:t>x</w:t>"), "域"),
    (with_part(written("x"), "word/extra.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), "结构"),
    (with_part(written("x"), "../outside.xml", b"<a/>"), "结构"),
    (samples.office("xl/workbook.xml"), "不是 Word"), (samples.pdf(), "docx"), (b"", "docx"), (samples.bomb(), "过大"),
    (written("{{ case.__class__.__mro__ }}"), "不认识"), (written("{{ case.title.upper() }}"), "写错了"),
    (written("{% for a in parties %}没有结尾"), "写错了"), (written("{{ 'x' * 999999999 }}"), "写错了")])
def test_what_could_do_harm_is_refused_with_a_sentence(office, content, why):
    answer = upload(office, content)
    assert answer.status_code in (413, 422) and why in str(answer.get_json()), answer.get_json()
    assert DocumentTemplate.query.count() == 0


def test_a_template_that_eats_time_is_stopped(office, monkeypatch):
    monkeypatch.setattr(printing, "SECONDS", 2)
    counting = "".join(f"{{% for a{n} in 'xxxxxxxxxx' %}}" for n in range(12))
    answer = upload(office, written(counting + "{% endfor %}" * 12))
    assert answer.status_code == 422 and "规定的时间" in answer.get_json()["message"] and DocumentTemplate.query.count() == 0


@pytest.mark.parametrize("who", [people.TRIAGE, people.DESIGNER, people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_only_the_administrator_keeps_templates(app, walk, who):
    client = app.test_client()
    people.sign_in(client, who)
    assert client.get("/documents/templates").status_code == 403
    assert upload((client, {"X-CSRFToken": people.csrf_of(client)}), written(*GOOD)).status_code == 403
    assert DocumentTemplate.query.count() == 0


def test_every_kind_is_listed_and_its_shipped_file_is_given_out(office):
    client, _ = office
    page = client.get("/documents/templates").get_data(as_text=True)
    assert all(kind.title in page for kind in kinds.kinds().values())
    assert client.get("/documents/templates/D08/file").data == kinds.shipped("D08")
    names = client.get("/documents/names").get_data(as_text=True)
    assert "ut_draft_agreement.clauses" in names and "case.title" in names
    assert client.get("/documents/templates/D99").status_code == 404 and Paper.query.count() == 0


def test_the_catalogue_leads_to_the_word_files_of_a_document(office):
    client, headers = office
    page = client.get("/catalogues/documents/D18").get_data(as_text=True)
    assert "/documents/codes/D18/templates" in page and "由决策表“卷宗材料清单”决定" in page
    under = client.get("/documents/codes/D18/templates", headers=headers).get_data(as_text=True)
    assert under.count("现在用系统自带的") == 3 and "/documents/templates/D18-2/file" in under and 'href="/documents/templates/D18-3"' in under
    upload(office, written(*GOOD))
    assert "本中心第 1 版" in client.get("/documents/codes/D31/templates", headers=headers).get_data(as_text=True)
    assert "没有 Word 模板" in client.get("/documents/codes/D60/templates", headers=headers).get_data(as_text=True)
    assert client.get("/documents/codes/D18/templates").location == "/documents/templates"


def test_whoever_only_reads_the_catalogue_keeps_no_templates(app, walk):
    client = app.test_client()
    people.sign_in(client, people.TRIAGE)
    assert "/documents/codes/" not in client.get("/catalogues/documents/D18").get_data(as_text=True)
    assert client.get("/documents/codes/D18/templates", headers={"HX-Request": "true"}).status_code == 403
