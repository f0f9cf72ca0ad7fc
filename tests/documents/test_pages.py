"""The documents part, making one, looking at it."""

import pytest

from app.documents import previews
from app.papers.models import Paper
from tests import cast as people
from tests.documents.conftest import RESPONSIBILITY
from tests.documents.reading import produced, words_of
from tests.journeys import stages
from tests.papers import samples


def test_the_part_lists_what_is_called_for_and_leads_to_making_it(agreed, with_token):
    client, headers = with_token(people.MEDIATOR)
    address = f"/cases/{agreed.case().case_no}/documents"
    part = client.get(address, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part and "调解协议书 (2026)上河村人调字第1号" in part and f"{address}/D08" in part
    assert "<html" in client.get(address).get_data(as_text=True)
    assert address in client.get(f"/cases/{agreed.case().case_no}/papers").get_data(as_text=True)
    form = client.get(f"{address}/D08").get_data(as_text=True)
    assert "补充填写" in form and 'name="responsibility"' in form
    refused = client.post(f"{address}/D08", data={"responsibility": " "}, headers=headers)
    assert refused.status_code == 422 and Paper.query.filter_by(code="D08").count() == 0
    made = client.post(f"{address}/D08", data={"responsibility": f"<b>{RESPONSIBILITY}</b>"}, headers=headers)
    assert made.status_code == 302 and "preview" in made.location
    assert f"<b>{RESPONSIBILITY}</b>" in words_of(Paper.query.filter_by(code="D08").one())
    again = client.get(f"{address}/D08").get_data(as_text=True)
    assert "&lt;b&gt;" in again and "<b>李大山" not in again


def test_without_libreoffice_the_word_file_is_offered_and_a_signed_copy_taken(agreed, with_token, monkeypatch):
    monkeypatch.setattr(previews, "NAMES", ("no-such-office",))
    paper = produced(agreed, "D02", people.MEDIATOR)
    client, headers = with_token(people.MEDIATOR)
    address = f"/cases/{agreed.case().case_no}/papers/{paper.id}/versions/1"
    page = client.get(f"{address}/preview").get_data(as_text=True)
    assert "没有安装 LibreOffice" in page and f"{address}/file" in page and "签字件" in page
    assert client.get(f"{address}/pdf").status_code == 503

    signed = client.post(f"/cases/{agreed.case().case_no}/papers", data=samples.pdf(), headers={**headers, "HX-Request": "true"},
                         query_string={"fileName": "a.pdf", "code": "D02", "kind": "signed", "title": f"{paper.title}（签字件）"},
                         content_type="application/octet-stream")
    assert signed.status_code == 201
    part = client.get(f"/cases/{agreed.case().case_no}/documents").get_data(as_text=True)
    assert "有签字件" in part


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_sees_and_makes_nothing(agreed, with_token, who):
    paper, case_no = produced(agreed, "D02", people.MEDIATOR), agreed.case().case_no
    client, headers = with_token(who)
    for path in ("documents", "documents/D02", f"papers/{paper.id}/versions/1/preview", f"papers/{paper.id}/versions/1/pdf",
                 f"papers/{paper.id}/versions/1/preview/1.jpg"):
        assert client.get(f"/cases/{case_no}/{path}").status_code == 404, path
    assert client.post(f"/cases/{case_no}/documents/D02", headers=headers).status_code == 404
    assert len(paper.versions) == 1


def test_what_is_missing_is_a_list_that_says_where(walk, with_token):
    stages.in_mediation(walk)
    page = with_token(people.MEDIATOR)[0].get(f"/cases/{walk.case().case_no}/documents/D08").get_data(as_text=True)
    assert "还不能生成" in page and "缺“协议条款”，请先办理任务“拟制协议书”并填写。" in page
