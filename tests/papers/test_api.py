"""Papers over REST."""

from app.papers.models import Paper, PaperOpening
from tests import cast as people
from tests.papers import samples


def bring(client, cast, case, who=people.MEDIATOR, content=None, below="", **said):
    return client.post(f"/api/v1/cases/{case.case_no}/papers{below}", headers=cast.bearer(who),
                       query_string={"fileName": "收条.pdf", **said}, data=samples.pdf() if content is None else content,
                       content_type="application/octet-stream")


def test_a_paper_is_brought_listed_and_taken_out(client, cast, case):
    made = bring(client, cast, case, title="收条", code="D13", kind="document")
    assert made.status_code == 201
    paper = made.get_json()
    listed = client.get(f"/api/v1/cases/{case.case_no}/papers", headers=cast.bearer(people.MEDIATOR)).get_json()
    assert listed["items"] == [paper] and listed["hasNext"] is False
    assert paper["versions"][0]["contentType"] == "application/pdf" and "storage" not in str(paper)
    content = client.get(f"/api/v1/cases/{case.case_no}/papers/{paper['id']}/content", headers=cast.bearer(people.WINDOW))
    assert content.data == samples.pdf() and "attachment" in content.headers["Content-Disposition"]
    assert [one.user_name for one in PaperOpening.query] == ["周敏"]


def test_sending_again_after_a_lost_answer_brings_nothing_twice(client, cast, case):
    bring(client, cast, case)
    again = bring(client, cast, case)
    assert again.status_code == 409 and "已经在卷里" in again.get_json()["message"] and Paper.query.count() == 1


def test_a_version_is_added_and_either_is_given_out(client, cast, case):
    paper = bring(client, cast, case).get_json()
    assert bring(client, cast, case, content=samples.pdf(2), below=f"/{paper['id']}/versions").status_code == 201
    content = f"/api/v1/cases/{case.case_no}/papers/{paper['id']}/content"
    headers = cast.bearer(people.MEDIATOR)
    assert client.get(content, headers=headers).data == samples.pdf(2)
    assert client.get(f"{content}?version=1", headers=headers).data == samples.pdf()
    assert client.get(f"{content}?version=9", headers=headers).status_code == 404


def test_what_is_unknown_is_refused_and_what_is_the_servers_own_ignored(client, cast, case):
    for said in ({"kind": "virus"}, {"code": "D99"}, {"level": "NONE"}):
        assert bring(client, cast, case, **said).status_code == 422, said
    assert bring(client, cast, case, content=b"").status_code == 422
    assert Paper.query.count() == 0
    forged = {"sha256": "0" * 64, "added_by_name": "高远", "origin": "system", "case_id": 9, "id": 77}
    made = bring(client, cast, case, **forged).get_json()
    assert (made["addedBy"], made["origin"]) == ("李秀兰", "upload") and made["id"] != 77
    assert Paper.query.one().case_id == case.id


def test_officers_of_other_units_get_nothing(client, cast, case):
    paper = bring(client, cast, case).get_json()
    for who in (people.OTHER_TOWN, people.OTHER_VILLAGE):
        headers = cast.bearer(who)
        for below in ("", f"/{paper['id']}/content"):
            assert client.get(f"/api/v1/cases/{case.case_no}/papers{below}", headers=headers).status_code == 404
        assert bring(client, cast, case, who, samples.pdf(3)).status_code == 404
    assert Paper.query.count() == 1
