"""Protection set by mistake is lifted by who has the case in hand, for a reason that stays; nobody gets to see a door by it."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.cases import parties, records, sheltering
from app.cases.models import Case, Party
from app.clock import at
from app.db import db, unit_of_work
from app.errors import Forbidden, Invalid, NotFound
from app.identity.models import AuditEntry
from tests import cast as people
from tests.cases.situations import CHILDS_CARD, a_case, lines_of, with_party
from tests.cases.test_party_pages import CARD, PHONE, send, shown

TODAY, WHY = date(2026, 3, 2), "受害人是对方，登记时勾选有误"


@pytest.fixture
def violent(cast) -> Case:
    """李秀兰's case: violence at home, and nobody said who the victim is, so both sides are hidden."""
    case = a_case(case_no="990121ZZ20260000001", tier="VILLAGE", mediator_id=cast.user(people.MEDIATOR), facts={"domesticViolence": True})
    with_party(case, "APPLICANT", "张三", id_type="ID_CARD", id_no=CARD, phone=PHONE, address="上河村三组")
    with_party(case, "RESPONDENT", "李四", phone="13912345678", address="上河村五组")
    with unit_of_work():
        sheltering.protect(case, TODAY)
    return case


def hidden(case: Case) -> list[bool]:
    db.session.expire_all()
    return [party.protected for party in case.parties]


def lift(case: Case, actor, party: int = 1, reason: str = WHY) -> None:
    with unit_of_work():
        sheltering.lift(case, case.parties[party].id, reason, actor, TODAY)


def address(case: Case, party: int = 1) -> str:
    return f"/cases/{case.case_no}/parties/{case.parties[party].id}/shelter-removal"


def test_who_has_the_case_lifts_it_for_a_reason_that_stays_in_history_and_audit(cast, violent, signed_in):
    client = signed_in(people.MEDIATOR)
    assert "不该保密" in shown(client.get(f"/cases/{violent.case_no}"))
    refused = send(client, address(violent), reason=" 错 ")
    assert refused.status_code == 422 and "写明为什么不该保密" in refused.get_data(as_text=True) and hidden(violent) == [True, True]
    assert "住址保密已解除" in shown(send(client, address(violent), reason=f"{WHY}<b>"))
    assert hidden(violent) == [True, False]
    assert lines_of(violent) == [f"解除被申请人李*的住址保密，理由：{WHY}<b>"]
    page = shown(client.get(f"/cases/{violent.case_no}"))
    assert f"{WHY}&lt;b&gt;" in page and "139****5678" in page and "138****5678" not in page
    kept = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "party_unsheltered")).one()
    assert (kept.subject, kept.actor_id, kept.details["party"]) == (violent.case_no, cast.user(people.MEDIATOR), violent.parties[1].id)
    assert send(client, address(violent), reason=WHY).status_code == 404, "it is not hidden any more"


def test_what_was_lifted_stays_lifted_until_the_side_is_named_anew(cast, violent):
    actor = cast.actor(people.MEDIATOR)
    lift(violent, actor)
    with unit_of_work():
        records.take(violent, {"parties": [{"partyRole": "RESPONDENT", "name": "李四", "phone": "13912345678"}]}, actor, at("2026-03-03 09:00"))
    assert hidden(violent) == [True, False]
    with unit_of_work():
        records.take(violent, {"domesticViolence": True, "victimSide": "RESPONDENT"}, actor, at("2026-03-03 09:30"))
    assert hidden(violent) == [True, True]
    lift(violent, actor, 0)
    assert hidden(violent) == [False, True]


def test_a_minor_is_never_shown(cast, violent):
    with unit_of_work():
        parties.take_down(violent, [{"partyRole": "THIRD", "name": "张小", "idNo": CHILDS_CARD, "guardianName": "张三"}], TODAY)
    child = db.session.scalars(sa.select(Party).where(Party.name == "张小")).one()
    with pytest.raises(Invalid, match="未成年人"), unit_of_work():
        sheltering.lift(violent, child.id, WHY, cast.actor(people.MEDIATOR), TODAY)
    assert db.session.get(Party, child.id, populate_existing=True).protected


@pytest.mark.parametrize("who", [people.VILLAGE_HEAD, people.DIRECTOR])
def test_who_sees_the_case_but_not_the_door_cannot_lift_it(cast, violent, signed_in, who):
    client = signed_in(who)
    assert "不该保密" not in shown(client.get(f"/cases/{violent.case_no}"))
    assert send(client, address(violent), reason=WHY).status_code == 403
    with pytest.raises(Forbidden):
        lift(violent, cast.actor(who))
    assert hidden(violent) == [True, True] and lines_of(violent) == []


def test_a_party_of_another_case_is_not_there(cast, violent):
    other = with_party(a_case(case_no="990121ZZ20260000002"), protected=True)
    with pytest.raises(NotFound), unit_of_work():
        sheltering.lift(violent, other.id, WHY, cast.actor(people.MEDIATOR), TODAY)
    assert db.session.get(Party, other.id).protected


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_sees_nothing(violent, signed_in, who):
    answer = send(signed_in(who), address(violent), reason=WHY)
    assert answer.status_code == 404 and "李四" not in answer.get_data(as_text=True) and hidden(violent) == [True, True]
