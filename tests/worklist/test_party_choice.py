"""Where a form adds to what is known of a party, the parties of the case are offered, and nobody else is taken."""

import json
import re

import pytest

from app import clock
from app.errors import Invalid
from tests import cast as people
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped

PAPERS = {"idType": "ID_CARD", "idNo": "99012119700512102X"}


@pytest.fixture
def walk(cast) -> Walk:
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    found = stages.in_mediation(Walk(cast))
    found.do("ut_med_session", people.MEDIATOR, "agreed_written")
    return found


def test_the_agreement_offers_the_parties_by_name_and_side(walk, signed_in):
    address = f"/tasks/{walk.task('ut_draft_agreement').id}"
    page = signed_in(people.MEDIATOR).get(address).get_data(as_text=True)
    offered = json.loads(re.search(r"data-data>(.*?)</script>", page, re.DOTALL)[1])["partyNames"]
    assert offered == [{"value": "王长河", "label": "王长河（申请人）"}, {"value": "李大山", "label": "李大山（被申请人）"}]
    assert [signed_in(who).get(address).status_code for who in (people.OTHER_TOWN, people.OTHER_VILLAGE)] == [404, 404]


def test_papers_of_somebody_who_is_no_party_are_refused_and_a_partys_are_kept(walk):
    with pytest.raises(Invalid) as refused:
        walk.do("ut_draft_agreement", people.MEDIATOR, contacts=[{"partyName": "李大三", **PAPERS}])
    assert list(refused.value.errors) == ["contacts.0.partyName"]
    walk.do("ut_draft_agreement", people.MEDIATOR, contacts=[{"partyName": "李大山", **PAPERS}])
    assert {party.name: party.id_no for party in walk.case().parties}["李大山"] == PAPERS["idNo"]
