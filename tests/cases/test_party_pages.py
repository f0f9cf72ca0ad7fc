"""One person's cases, looking for them, and their whole information for a reason; others' officers find nothing."""

import pytest
import sqlalchemy as sa

from app import clock
from app.cases import party_keys, party_queries
from app.cases.models import Case, Party
from app.db import db, unit_of_work
from app.errors import Invalid, NotFound
from app.identity.models import AuditEntry
from tests import cast as people
from tests.cases.situations import ANOTHER_CARD, CARD, a_case, lines_of, with_party

OTHER_PLACE = "990121101200"
PHONE = "13812345678"


def numbered(number: int, **values) -> Case:
    return a_case(case_no=f"990121ZZ2026{number:07}", tier="VILLAGE", **values)


def zhang(case: Case, **values) -> Party:
    return with_party(case, **{"id_type": "ID_CARD", "id_no": CARD, "phone": PHONE, "address": "上河村三组", **values})


def send(client, path: str, **form):
    return client.post(path, data={"csrf_token": people.csrf_of(client), **form})


def shown(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_one_number_is_one_party_whatever_else_was_taken_down(app):
    first, second = zhang(numbered(1)), zhang(numbered(2), phone=None, name="张 三", id_no=CARD.lower())
    without, other = zhang(numbered(3), id_no=None), zhang(numbered(4), id_type="PASSPORT")
    assert first.same_key == second.same_key and second.contact_key is None
    assert without.same_key == without.contact_key == first.contact_key != first.same_key
    assert other.same_key != first.same_key
    assert first.id_end == second.id_end == "803X"
    assert party_keys.is_key(first.same_key) and CARD not in first.same_key


def test_a_number_taken_down_later_brings_the_party_to_its_others(app):
    known, late = zhang(numbered(1)), zhang(numbered(2), id_no=None)
    with unit_of_work():
        db.session.get(Party, late.id).id_no = CARD
    assert db.session.get(Party, late.id).same_key == known.same_key


def test_a_key_says_nothing_without_the_secret(app):
    key = party_keys.of_number("ID_CARD", CARD)
    party_keys.keyed_with("another secret")
    try:
        assert party_keys.of_number("ID_CARD", CARD) != key
    finally:
        party_keys.keyed_with(app.config["SECRET_KEY"])


def test_the_page_lists_the_cases_within_reach_and_no_trace_of_the_others(cast, signed_in):
    key = zhang(numbered(1, title="宅基地边界")).same_key
    zhang(numbered(2, title="外村的案件", region_code=OTHER_PLACE))
    here = shown(signed_in(people.VILLAGE_HEAD).get(f"/parties/{key}"))
    assert "宅基地边界" in here and "外村的案件" not in here and "0000002" not in here
    assert CARD not in here and PHONE not in here and "138****5678" in here


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_gets_what_a_key_of_nobody_gets(cast, signed_in, who):
    party, client = zhang(numbered(1)), signed_in(who)
    theirs, nobodys = client.get(f"/parties/{party.same_key}"), client.get(f"/parties/{'0' * 32}")
    assert theirs.status_code == nobodys.status_code == 404
    assert "张三" not in theirs.get_data(as_text=True)
    for text in ("张三", PHONE, CARD, CARD[-4:]):
        assert "没有找到当事人" in shown(send(client, "/parties", text=text))
    assert send(client, f"/cases/{party.case.case_no}/parties/{party.id}/whole", reason="电话通知到场调解").status_code == 404


@pytest.mark.parametrize("wanted", ["张三", PHONE, CARD, CARD.lower(), CARD[-4:], CARD[-6:]])
def test_a_party_is_found_once_by_name_telephone_number_or_its_end_and_the_search_is_kept_masked(cast, signed_in, wanted):
    zhang(numbered(1)), zhang(numbered(2))
    page = shown(send(signed_in(people.VILLAGE_HEAD), "/parties", text=wanted))
    assert page.count("list-group-item") == 1 and "0000002" in page
    kept = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "party_searched")).one()
    assert kept.actor_id == cast.user(people.VILLAGE_HEAD) and kept.subject != wanted


def test_part_of_a_companys_name_finds_it_but_part_of_a_persons_does_not(cast):
    with_party(numbered(1), "RESPONDENT", "云溪县安居物业公司", kind="ORG", phone="0991-2345678")
    with_party(numbered(2), "RESPONDENT", "欧阳安居", phone=PHONE)
    with unit_of_work():
        found = party_queries.look_for("安居", cast.actor(people.VILLAGE_HEAD))
    assert [party.kind for party, _ in found.items] == ["ORG"]


@pytest.mark.parametrize("text", ["", " ", "张", "12", "123"])
def test_what_is_too_short_is_refused_with_what_to_type(cast, text):
    with pytest.raises(Invalid, match="短") as refused, unit_of_work():
        party_queries.look_for(text, cast.actor(people.VILLAGE_HEAD))
    assert "最后4至6位" in refused.value.errors["text"][0]


def test_the_same_telephone_and_name_under_another_number_is_a_question_not_the_same(cast):
    key = zhang(numbered(1)).same_key
    other, nameless = zhang(numbered(2), id_no=ANOTHER_CARD), zhang(numbered(3), id_no=None)
    zhang(numbered(4, region_code=OTHER_PLACE), id_no=None)
    found = party_queries.party_page(key, cast.actor(people.VILLAGE_HEAD))
    assert [party.case_id for party, _ in found.similar] == [nameless.case_id, other.case_id]
    assert len(found.cases.items) == 1


def test_a_long_list_of_cases_comes_in_pages(cast):
    for number in range(23):
        key = zhang(numbered(number)).same_key
    actor = cast.actor(people.VILLAGE_HEAD)
    assert [len(party_queries.party_page(key, actor, page).cases.items) for page in (1, 2)] == [20, 3]


def test_whom_one_case_protects_is_masked_on_the_whole_page_and_not_found_by_telephone(cast, signed_in):
    key = zhang(numbered(1)).same_key
    zhang(numbered(2), protected=True)
    client = signed_in(people.VILLAGE_HEAD)
    page = shown(client.get(f"/parties/{key}"))
    assert "138****5678" not in page and "已保密" in page
    with unit_of_work():
        db.session.execute(sa.update(Party).values(protected=True))
    assert "没有找到当事人" in shown(send(client, "/parties", text=PHONE))


def test_the_whole_information_is_shown_for_a_reason_that_stays(cast, signed_in):
    party, client = zhang(numbered(1)), signed_in(people.VILLAGE_HEAD)
    case, path = party.case, f"/cases/{party.case.case_no}/parties/{party.id}/whole"
    assert CARD not in shown(client.get(f"/cases/{case.case_no}"))
    refused = send(client, path, reason=" 看 ")
    assert refused.status_code == 422 and CARD not in refused.get_data(as_text=True) and lines_of(case) == []
    whole = shown(send(client, path, reason="电话通知<b>到场</b>调解"))
    assert CARD in whole and PHONE in whole and "上河村三组" in whole
    assert lines_of(case) == ["查看了申请人张*的完整信息，理由：电话通知<b>到场</b>调解"]
    assert "<b>到场" not in shown(client.get(f"/cases/{case.case_no}"))
    kept = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "party_unmasked")).one()
    assert (kept.subject, kept.actor_id, kept.details["party"]) == (case.case_no, cast.user(people.VILLAGE_HEAD), party.id)
    assert clock.local(kept.at).date() == clock.today()


def test_no_reason_opens_where_a_victim_lives_to_those_who_do_not_work_on_the_case(cast, signed_in):
    case = numbered(1, handler_id=cast.user(people.MEDIATOR))
    party = zhang(case, protected=True, agent={"name": "钱律师", "phone": "13999990000", "authority": "SPECIAL"})
    path = f"/cases/{case.case_no}/parties/{party.id}/whole"
    head = shown(send(signed_in(people.VILLAGE_HEAD), path, reason="电话通知到场调解"))
    assert PHONE not in head and "上河村三组" not in head and "13999990000" not in head and "已保密" in head
    assert PHONE in shown(send(signed_in(people.MEDIATOR), path, reason="电话通知到场调解"))


def test_a_party_of_another_case_is_not_there_and_who_only_looks_on_may_not_unmask(cast, signed_in):
    mine, other = zhang(numbered(1)), zhang(numbered(2, region_code=OTHER_PLACE))
    crossed = f"/cases/{mine.case.case_no}/parties/{other.id}/whole"
    assert send(signed_in(people.VILLAGE_HEAD), crossed, reason="电话通知到场调解").status_code == 404
    own = f"/cases/{mine.case.case_no}/parties/{mine.id}/whole"
    assert send(signed_in(people.SUPERVISOR), own, reason="电话通知到场调解").status_code == 403


def test_the_card_names_agent_with_authority_and_paper_and_guardian_with_numbers_masked(cast, signed_in):
    case = numbered(1)
    zhang(case, agent={"name": "钱律师", "phone": "13999990000", "authority": "SPECIAL", "powerOfAttorney": True},
          guardian={"name": "张父", "phone": "13999991111", "relation": "父亲"})
    page = shown(signed_in(people.VILLAGE_HEAD).get(f"/cases/{case.case_no}"))
    assert "代理人 钱律师 特别授权 已收授权委托书 139****0000" in page and "监护人 张父 父亲 139****1111" in page


def test_what_is_typed_comes_back_escaped(cast, signed_in):
    with_party(numbered(1), name="<script>张三</script>", phone=PHONE)
    page = shown(send(signed_in(people.VILLAGE_HEAD), "/parties", text=PHONE))
    assert "<script>张三" not in page and "&lt;script&gt;张三" in page
    assert "<i>" not in shown(send(signed_in(people.VILLAGE_HEAD), "/parties", text="<i>某人"))


def test_nobody_is_there_for_what_is_no_key(cast):
    with pytest.raises(NotFound):
        party_queries.party_page("' OR 1=1", cast.actor(people.VILLAGE_HEAD))


def test_with_another_secret_the_keys_are_written_anew(app):
    before = zhang(numbered(1)).same_key
    try:
        party_keys.keyed_with("another secret")
        assert party_keys.key_all() == 1
        db.session.expire_all()
        after = db.session.scalars(sa.select(Party.same_key)).one()
        assert after == party_keys.of_number("ID_CARD", CARD) != before
    finally:
        party_keys.keyed_with(app.config["SECRET_KEY"])
