"""What is printed on orders (D31), slips (D18) and receipts (D13, D27): dates, words, and the right slip."""

import pytest

from app.cases import timeline
from app.db import unit_of_work
from app.documents import actions, case_facts, context, kinds, wording
from app.errors import NotFound
from tests import cast as people
from tests.documents.reading import produced, words_of
from tests.journeys import stages

INSPECTOR = "cheng.hao"


def slip(walk, kind: str, number: str, name: str, why: str) -> None:
    with unit_of_work():
        timeline.write(walk.case_id, kind, f"{name}（{number}）：{why}", None, "", slip=number)


def test_an_order_that_is_not_signed_for_yet_says_by_when_it_is_done_and_in_words(walk):
    stages.dispatched(walk)
    assert walk.case().due_at is None
    text = words_of(produced(walk, "D31", people.TRIAGE))
    assert "一般纠纷办理（7日）" in text and "CK" not in text
    assert "2026年3月10日前（按签收期限届满之日签收计算" in text and "2026年3月3日前" in text


def test_an_order_that_was_signed_for_bears_the_date_that_runs(walk):
    stages.dispatched(walk).do("ut_sign", people.VILLAGE_HEAD, "sign")
    text = words_of(produced(walk, "D31", people.TRIAGE))
    assert wording.day(walk.case().due_at.date()) + "前" in text and "届满之日签收" not in text


def test_an_urging_is_not_a_supervision(agreed):
    slip(agreed, "URGE", "催02", "催办", "已用 99%")
    slip(agreed, "SUPERVISE", "督03", "黄牌督办", "已超期 3 个工作日")
    case = agreed.case()
    urging, letter, answer = (case_facts.last_slip(case, key) for key in ("D18", "D18-2", "D18-3"))
    assert (urging["no"], urging["reason"]) == ("催02", "已用 99%")
    assert (letter["no"], letter["level"], letter["reason"]) == ("督03", "黄牌督办", "已超期 3 个工作日")
    assert answer["no"] == "督03" and case_facts.last_slip(case, "D18")["text"] == "催办（催02）：已用 99%"


def test_a_reminder_is_no_slip_to_be_answered(agreed):
    slip(agreed, "PROMPT", "提01", "提示", "已用 57%")
    assert case_facts.last_slip(agreed.case(), "D18")["no"] is None


def makes(walk, who: str) -> set[str]:
    case, actor = walk.case(), walk.actor(who)
    return {kind.key for kind in kinds.kinds().values() if actions.may_make(case, kind, actor)}


def test_whoever_urges_makes_the_slips_of_it_and_nothing_of_the_mediation(agreed, type_in):
    assert makes(agreed, people.SUPERVISOR) == {"D18", "D18-2", "D18-3", "D37", "D37-2", "D37-3"}
    assert makes(agreed, INSPECTOR) == {"D37", "D37-2", "D37-3"}
    slip(agreed, "URGE", "催02", "催办", "已用 99%")
    type_in(agreed, "D18", people.SUPERVISOR, feedbackBy="2026年3月9日")
    paper = produced(agreed, "D18", people.SUPERVISOR)
    assert "催02" in words_of(paper) and "已用 99%" in words_of(paper) and paper.code == "D18"
    names = context.of(agreed.case(), kinds.kind("D18"), None, None, agreed.case().created_at)
    assert "拆除越界三十厘米" not in str(names)
    for who in (people.OTHER_TOWN, people.OTHER_VILLAGE):
        assert makes(agreed, who) == set()
        with pytest.raises(NotFound):
            produced(agreed, "D18", who)
