"""The search at the top of every page."""

import pytest
import sqlalchemy as sa

from app.db import db, unit_of_work
from app.identity.models import AuditEntry
from tests import cast as people
from tests.search.conftest import CARD, NUMBER, PAPER_NUMBER, PHONE


def send(client, text: str):
    return client.post("/search", data={"csrf_token": people.csrf_of(client), "text": text})


def shown(client, text: str, **args) -> str:
    answer = client.get("/search", query_string={"text": text, **args})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_page_has_the_search_and_a_whole_number_opens_the_case(case, signed_in):
    client = signed_in(people.MEDIATOR)
    page = client.get("/").get_data(as_text=True)
    assert "data-search-everywhere" in page and 'aria-label="搜索"' in page
    for text in (NUMBER, f"  {NUMBER.lower()} "):
        assert send(client, text).location == f"/cases/{NUMBER}"
    assert send(client, "宅基地").location == "/search?text=%E5%AE%85%E5%9F%BA%E5%9C%B0"


def test_one_page_holds_cases_tasks_parties_and_papers(desk, case, put, signed_in):
    put("王长河的地契")
    desk.task(people.MEDIATOR, name="安排调解", title="另一堵墙")
    page = shown(signed_in(people.MEDIATOR), "王长河")
    for group in ("cases", "tasks", "parties", "papers"):
        assert f'id="found-{group}"' in page
    assert "王长河的地契" in page and "安排调解" in page and f"/cases/{NUMBER}" in page
    assert "/?box=mine&amp;text=" in page


def test_a_document_is_found_by_its_number(case, signed_in):
    page = shown(signed_in(people.MEDIATOR), "终字第3号")
    assert PAPER_NUMBER in page and f"/cases/{NUMBER}#documents" in page


@pytest.mark.parametrize("text", [PHONE, CARD, CARD[-4:]])
def test_numbers_of_parties_stay_out_of_the_address_and_the_search_is_kept(case, signed_in, text):
    answer = send(signed_in(people.MEDIATOR), text)
    assert answer.status_code == 200 and "王长河" in answer.get_data(as_text=True)
    assert db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "party_searched")).one().subject != text


def test_a_group_goes_on_in_pages(case, signed_in):
    page = shown(signed_in(people.MEDIATOR), "宅基地", **{"in": "cases", "page": 1})
    assert "宅基地边界纠纷" in page and "全部结果" in page and "found-parties" not in page


def test_nothing_asked_nothing_found_and_too_short_say_what_to_do(case, signed_in):
    client = signed_in(people.MEDIATOR)
    assert "可以输入案件编号" in client.get("/search").get_data(as_text=True)
    assert "姓名要写全" in shown(client, "没有这件事")
    short = client.get("/search", query_string={"text": "王"})
    assert short.status_code == 422 and "至少输入两个字" in short.get_data(as_text=True)


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_sees_nothing(case, put, signed_in, who):
    put("老宅地契")
    client = signed_in(who)
    for text in ("宅基地", "王长河", "老槐树", "地契", "终字第3号"):
        page = shown(client, text)
        assert "没有找到" in page and "王*" not in page and "0000001" not in page, text
    for text in (PHONE, CARD):
        assert "没有找到" in send(client, text).get_data(as_text=True)
    assert send(client, NUMBER).status_code == 200


def test_who_may_not_search_has_no_search(cast, signed_in):
    client = signed_in(people.DESIGNER)
    assert "data-search-everywhere" not in client.get("/me").get_data(as_text=True)
    assert client.get("/search?text=宅基地").status_code == 403


def test_what_is_typed_comes_back_escaped(case, signed_in):
    with unit_of_work():
        case.description = "<script>槐树</script>"
    page = shown(signed_in(people.MEDIATOR), "<script>槐")
    assert "<script>槐" not in page and "<mark>&lt;script&gt;槐</mark>" in page
