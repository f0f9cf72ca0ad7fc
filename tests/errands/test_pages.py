"""Errands through the pages: the case's part, the form, the two lists."""

import pytest

from app import clock
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errands.models import Errand
from tests import cast as people
from tests.cases.situations import a_case

NUMBER = "990121ZZ20260000001"


@pytest.fixture
def case(cast):
    clock.move_to("2026-03-02 09:00")
    return a_case(case_no=NUMBER, tier="VILLAGE", status="HANDLING", lead_unit_id=cast.unit("上河村"),
                  committee_id=cast.unit("上河村人民调解委员会"), mediator_id=cast.user(people.MEDIATOR))


def send(client, path: str, **form):
    return client.post(path, data={"csrf_token": people.csrf_of(client), **form})


def shown(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def given(cast, client, **form):
    return send(client, f"/cases/{NUMBER}/errands", **{"text": "去看看水位", "day": "2026-03-04", "person": cast.user("bai.lu"), **form})


def test_from_the_case_to_the_colleague_and_back(cast, case, signed_in):
    mediator, worker = signed_in(people.MEDIATOR), signed_in("bai.lu")
    assert "交办一件事" in shown(mediator, f"/cases/{NUMBER}/errands")
    page = shown(mediator, f"/cases/{NUMBER}/errands/new")
    assert "白露" in page and 'value="2026-03-05"' in page
    assert given(cast, mediator).location == f"/cases/{NUMBER}"
    listed = shown(worker, "/errands")
    assert "去看看水位" in listed and "还剩 2 个工作日" in listed and "宅基地边界纠纷" not in listed
    number = db.session.scalars(db.select(Errand.id)).one()
    assert send(worker, f"/errands/{number}/answer", said="  ").status_code == 422
    assert send(worker, f"/errands/{number}/answer", said="水位<b>正常</b>").location == "/errands?part=mine"
    part = shown(mediator, f"/cases/{NUMBER}/errands")
    assert "水位&lt;b&gt;正常" in part and "已答复" in part
    assert "已答复" in shown(mediator, "/errands?part=given")


def test_a_refused_form_keeps_what_was_typed(cast, case, signed_in):
    answer = given(cast, signed_in(people.MEDIATOR), day="2026-03-07", text="去看看<i>水位")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "不上班" in page and "去看看&lt;i&gt;水位" in page and "checked" in page
    assert db.session.scalar(db.select(Errand.id)) is None


def test_what_is_open_when_the_case_is_closed_is_pointed_out_before_the_archive(cast, case, signed_in):
    mediator = signed_in(people.MEDIATOR)
    given(cast, mediator)
    with unit_of_work():
        db.session.get(Case, case.id).closed_at = clock.now()
    assert "归档前请催问" in shown(mediator, f"/cases/{NUMBER}/errands")


def test_the_lists_say_what_to_do_when_they_are_empty(cast, signed_in):
    client = signed_in(people.MEDIATOR)
    assert "同事在案件里请您办一件事时" in shown(client, "/errands") and "点“交办一件事”" in shown(client, "/errands?part=given")


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_gets_what_is_not_there(cast, case, signed_in, who):
    given(cast, signed_in(people.MEDIATOR))
    number, client = db.session.scalars(db.select(Errand.id)).one(), signed_in(who)
    for path in (f"/cases/{NUMBER}/errands", f"/cases/{NUMBER}/errands/new", f"/cases/{NUMBER}/errands/people"):
        assert client.get(path).status_code == 404, path
    for path in (f"/cases/{NUMBER}/errands", f"/errands/{number}/answer", f"/errands/{number}/withdrawal"):
        assert send(client, path, said="看看", text="看看", day="2026-03-04").status_code == 404, path
    assert "去看看水位" not in shown(client, "/errands") + shown(client, "/errands?part=given")
