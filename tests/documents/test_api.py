"""Documents over REST."""

import io

import pytest
from docx import Document

from app.documents import kinds, previews
from app.papers.models import Paper, PaperOpening
from tests import cast as people
from tests.documents.conftest import RESPONSIBILITY
from tests.papers import samples


@pytest.fixture
def rest(client, cast, agreed):
    """`rest(method, below, who, **said)` on the agreed case."""
    def ask(method: str, below: str, who: str = people.MEDIATOR, **said):
        return client.open(f"/api/v1/cases/{agreed.case().case_no}{below}", method=method, headers=cast.bearer(who), **said)

    return ask


def test_what_may_be_made_is_listed_with_what_is_missing_first(rest):
    first = rest("GET", "/document-kinds?perPage=10").get_json()
    assert len(first["items"]) == 10 and first["hasNext"] is True
    assert first["items"][0]["required"] is True and first["items"][0]["state"] == "MISSING"
    everything = rest("GET", "/document-kinds?perPage=100").get_json()["items"]
    agreement = next(one for one in everything if one["key"] == "D08")
    assert agreement["number"] == "(2026)上河村人调字第1号" and agreement["required"] is True
    assert {one["key"] for one in everything} == set(kinds.kinds())


def test_what_is_missing_is_told_filled_in_and_the_document_made_listed_and_taken_out(rest):
    told = rest("GET", "/document-kinds/D08").get_json()
    assert told["ready"] is False and told["missing"] == [] and list(told["toType"]) == ["responsibility"]
    refused = rest("POST", "/documents", json={"key": "D08"})
    assert refused.status_code == 422 and "责任" in refused.get_json()["message"] and Paper.query.filter_by(code="D08").count() == 0

    made = rest("POST", "/documents", json={"key": "D08", "typed": {"responsibility": RESPONSIBILITY}})
    paper = made.get_json()
    assert made.status_code == 201 and paper["title"] == "调解协议书 (2026)上河村人调字第1号" and paper["origin"] == "system"
    listed = rest("GET", "/documents").get_json()
    assert [one["id"] for one in listed["items"]] == [paper["id"]] and listed["hasNext"] is False
    assert next(one for one in rest("GET", "/document-kinds?perPage=100").get_json()["items"] if one["key"] == "D08")["state"] == "TO_SIGN"

    content = rest("GET", f"/documents/{paper['id']}/content")
    assert RESPONSIBILITY in "\n".join(one.text for one in Document(io.BytesIO(content.data)).paragraphs)
    assert "attachment" in content.headers["Content-Disposition"] and PaperOpening.query.count() == 1
    assert rest("GET", f"/documents/{paper['id']}/content?version=9").status_code == 404


def test_without_an_office_a_pdf_is_refused_with_a_sentence(rest, monkeypatch):
    monkeypatch.setattr(previews, "NAMES", ("no-such-office",))
    paper = rest("POST", "/documents", json={"key": "D02"}).get_json()
    refused = rest("GET", f"/documents/{paper['id']}/content?form=pdf")
    assert refused.status_code == 503 and "LibreOffice" in refused.get_json()["message"]


def test_only_what_came_from_a_template_is_a_document(rest, agreed):
    uploaded = samples.brought(agreed.case(), samples.pdf(), agreed.actor(people.MEDIATOR), title="收条", code="D13", kind="document")
    assert rest("GET", "/documents").get_json()["items"] == []
    assert rest("GET", f"/documents/{uploaded.id}/content").status_code == 404


@pytest.mark.parametrize("said", [{"key": "D99"}, {}, {"key": "D02", "typed": {"nobody": "x"}}, {"key": "D02", "noted": -1}, {"key": "D02", "more": 1}])
def test_what_makes_no_sense_is_refused(rest, said):
    assert rest("POST", "/documents", json=said).status_code == 422 and Paper.query.count() == 0


def test_the_confidential_record_is_made_and_listed_for_its_mediator_alone(rest):
    made = rest("POST", "/documents", json={"key": "D07", "typed": {"recorder": "白露"}})
    assert made.status_code == 201 and made.get_json()["level"] == "NOTES"
    assert rest("GET", "/documents", people.MANAGER).get_json()["items"] == []
    assert rest("GET", f"/documents/{made.get_json()['id']}/content", people.MANAGER).status_code == 404
    assert rest("POST", "/documents", people.MANAGER, json={"key": "D07"}).status_code == 403


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_finds_nothing(rest, who):
    paper = rest("POST", "/documents", json={"key": "D02"}).get_json()
    for below in ("/document-kinds", "/document-kinds/D02", "/documents", f"/documents/{paper['id']}/content"):
        assert rest("GET", below, who).status_code == 404, below
    assert rest("POST", "/documents", who, json={"key": "D02"}).status_code == 404
    assert Paper.query.count() == 1
