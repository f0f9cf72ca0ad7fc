"""The agreement (D08): everything that article 29 of the people's mediation law names, and nothing that was not said."""

import pytest

from app import clock
from app.cases import documents
from app.cases.models import CaseDocument
from app.db import unit_of_work
from app.documents import actions, kinds
from app.errors import Forbidden, Invalid, NotFound
from app.papers.models import Paper
from tests import cast as people
from tests.documents.conftest import RESPONSIBILITY
from tests.documents.reading import content_of, produced, words_of
from tests.journeys import stages

CLAUSES = [{"content": "李大山拆除越界三十厘米的围墙，恢复原来的界石。", "payer": "李大山", "payee": "王长河", "way": "自行拆除",
            "dueAt": "2026-04-10", "amount": 1200.5}]


@pytest.fixture
def to_sign(walk):
    """The text was reviewed; nobody has signed yet."""
    stages.in_mediation(walk).do("ut_med_session", stages.MEDIATOR, "agreed_written")
    walk.do("ut_draft_agreement", stages.MEDIATOR, contacts=[stages.PAPERS], responsibility=RESPONSIBILITY, clauses=CLAUSES)
    walk.do("ut_agreement_review", stages.HEAD, "pass")
    return walk


def test_it_holds_every_item_of_article_29(to_sign):
    text = words_of(produced(to_sign, "D08", people.MEDIATOR))
    for party in ("申请人：王长河，男", "990121196803151018", "被申请人：李大山", "99012119700512102X", "清河镇上河村3组12号"):
        assert party in text
    assert "双方宅基地相邻" in text and "院墙边界和排水沟的恢复" in text and RESPONSIBILITY in text
    assert CLAUSES[0]["content"] in text and "履行方式：自行拆除" in text and "履行期限：2026年4月10日前" in text
    assert "人民币1200.5元（大写：壹仟贰佰元伍角）" in text
    for signature in ("申请人（签名、盖章或按指印）", "人民调解员（签名）", "上河村人民调解委员会（印章）", "二〇二六年三月二日", "一式三份"):
        assert signature in text


def test_what_was_agreed_on_the_spot_in_writing_becomes_an_agreement_too(walk, type_in):
    stages.signed(walk, route="ONSITE", clockId="CK05", complexity="SIMPLE").do("ut_first_contact", stages.HEAD, "both_willing")
    walk.do("ut_onsite_mediation", stages.HEAD, "agreed", result="AGREED_WRITTEN", facts="马建平家夜里十点以后拖动桌椅，孙桂芳不能休息。",
            content="马建平家晚上十点以后不拖动桌椅，三日内装好软垫。")
    with unit_of_work():
        walk.case().parties[1].id_no = stages.PAPERS["idNo"]
    type_in(walk, "D08", stages.HEAD, responsibility=RESPONSIBILITY)
    text = words_of(produced(walk, "D08", stages.HEAD))
    assert "马建平家夜里十点以后拖动桌椅" in text and "三日内装好软垫" in text and "履行方式" not in text.split("四、其他")[0].split("如下协议")[1]


def test_the_paper_to_be_signed_already_bears_the_number_the_process_gives_it_later(to_sign):
    before = produced(to_sign, "D08", people.MEDIATOR)
    assert CaseDocument.query.filter_by(code="D08").count() == 0
    to_sign.do("ut_sign_agreement", stages.MEDIATOR, "effective")
    number = to_sign.case().agreement_no
    assert number in words_of(before) and before.title == f"调解协议书 {number}"
    after = produced(to_sign, "D08", people.MEDIATOR)
    assert after.id == before.id and documents.number_of(to_sign.case_id, "D08") == number


def test_without_the_responsibility_of_each_it_is_refused_and_says_what_to_type(agreed, type_in):
    with pytest.raises(Invalid, match="各方当事人的责任"):
        produced(agreed, "D08", people.MEDIATOR)
    assert Paper.query.filter_by(code="D08").count() == 0
    type_in(agreed, "D08", people.MEDIATOR, responsibility=RESPONSIBILITY)
    assert RESPONSIBILITY in words_of(produced(agreed, "D08", people.MEDIATOR))


def test_a_party_without_papers_is_named_with_the_place_to_fill_in(walk):
    stages.in_mediation(walk)
    wanting = actions.incomplete(walk.case(), kinds.kind("D08"), None)
    assert "缺被申请人李大山的“证件号码”，请在当事人信息里补上。" in wanting.sentences
    assert "缺“协议条款”，请先办理任务“拟制协议书”并填写。" in wanting.sentences


def test_where_a_protected_person_lives_is_printed_for_nobody(to_sign):
    with unit_of_work():
        to_sign.case().parties[0].protected = True
    text = words_of(produced(to_sign, "D08", people.MEDIATOR))
    assert "3组12号" not in text and "13800990001" not in text and "依法保密" in text and "3组13号" in text


def test_making_it_again_keeps_what_was_made_before(to_sign):
    first = produced(to_sign, "D08", people.MEDIATOR)
    assert produced(to_sign, "D08", people.MEDIATOR).id == first.id and len(first.versions) == 1
    before = content_of(first)
    clock.move_to("2026-03-05 10:00")
    again = produced(to_sign, "D08", people.MEDIATOR)
    assert len(again.versions) == 2 and content_of(again, 1) == before and "二〇二六年三月五日" in words_of(again)
    assert [line.text for line in to_sign.lines("PAPER") if "调解协议书" in line.text][-1].startswith("更新材料（第 2 版）")


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_neither_makes_nor_finds_it(to_sign, who):
    with pytest.raises(NotFound):
        produced(to_sign, "D08", who)
    assert Paper.query.filter_by(code="D08").count() == 0


def test_whoever_only_looks_on_makes_none(to_sign):
    with pytest.raises((Forbidden, NotFound)):
        produced(to_sign, "D08", people.SUPERVISOR)
