"""The list of events decides who is told and how."""


import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import Case
from app.catalogues import queries
from app.catalogues.entries import shipped
from app.db import db, unit_of_work
from app.instances.models import OutboxItem
from app.notifications import actions as notifications
from app.notifications import audience, matrix
from app.notifications.models import Notice
from tests import cast as people
from tests.cases.situations import a_case, with_party
from tests.catalogues.changing import change


@pytest.fixture
def case_of_a_party(cast):
    clock.move_to("2026-03-02 10:00")
    case = a_case(case_no="990121ZZ20260000001", case_manager_id=cast.user(people.MANAGER) if hasattr(people, "MANAGER")
                  else cast.user("chen.yu"), handler_id=cast.user("wang.jianguo"))
    with_party(case, phone="13800990001")
    return case


def tell(case: Case, step: str, to, text: str = "系统拟好的通知", kind: str = "INFO") -> None:
    with unit_of_work():
        notifications.tell(db.session.get(Case, case.id), kind, audience.words_in(to), text, matrix.event_of(step, kind))


def messages() -> list[str]:
    return [item.payload["text"] for item in db.session.scalars(sa.select(OutboxItem).order_by(OutboxItem.id))]


def told(cast) -> dict[str, list[str]]:
    names = {cast.user(name): name for name in ("chen.yu", "wang.jianguo", "xu.jing", "gao.yuan")}
    found: dict[str, list[str]] = {}
    for notice in db.session.scalars(sa.select(Notice).order_by(Notice.id)):
        found.setdefault(names.get(notice.user_id, str(notice.user_id)), []).append(notice.text)
    return found


def said(event: str, **audiences) -> None:
    settings = queries.entry("notices", event).settings
    change("notices", event, audiences={**settings["audiences"], **audiences})


def test_as_shipped_the_parties_hear_of_the_acceptance(case_of_a_party, cast):
    tell(case_of_a_party, "st_receipt", ["parties", "caseManager", "channel"])
    assert messages() == ["系统拟好的通知"] and set(told(cast)) == {"chen.yu"}


def test_who_is_switched_off_hears_nothing_and_who_is_switched_on_does(case_of_a_party, cast):
    said("REGISTERED", parties={"told": "NEVER", "by": []}, caseManager={"told": "NEVER", "by": []},
         R16={"told": "ALWAYS", "by": []})
    tell(case_of_a_party, "st_receipt", ["parties", "caseManager", "channel"])
    assert messages() == [] and set(told(cast)) == {"xu.jing"}


def test_the_short_message_is_in_the_centres_words(case_of_a_party):
    change("notices", "REGISTERED", sms="您好，案件{案号}已受理，承办人{承办人}，{单位}。")
    tell(case_of_a_party, "st_receipt", ["parties"])
    assert messages() == ["您好，案件990121ZZ20260000001已受理，承办人王建国，尚未确定。"]


def test_a_telephone_call_is_a_task_for_the_case_manager(case_of_a_party, cast):
    tell(case_of_a_party, "st_red_told", ["R15"], "本案已升为红色风险。", "URGE")
    heard = told(cast)
    assert any(text.startswith("请电话告知") and "高远" in text for text in heard["chen.yu"])
    assert "本案已升为红色风险。" in heard["gao.yuan"]


def test_staff_get_a_short_message_where_the_list_says_so(case_of_a_party, cast):
    with unit_of_work():
        db.session.get(notifications.User, cast.user("wang.jianguo")).phone = "13800990077"
    said("SIGNED", handler={"told": "ALWAYS", "by": ["SMS"]})
    tell(case_of_a_party, "st_signed_notice", ["caseManager"])
    sent = [item.payload["phone"] for item in db.session.scalars(sa.select(OutboxItem))]
    assert "13800990077" in sent


def test_parties_learn_of_supervision_without_the_inner_reason(case_of_a_party):
    tell(case_of_a_party, "SUPERVISE_L1", "承办人; 督办岗", "普通督办：已超期 1 个工作日", "SUPERVISE")
    assert messages() == ["案件990121ZZ20260000001办理已列入督办，我们会督促承办单位尽快办理。"]


def test_a_person_asked_for_by_name_is_always_told(case_of_a_party, cast):
    said("OTHER_PROMPT", others={"told": "NEVER", "by": []})
    expert = cast.user("deng.hua")
    tell(case_of_a_party, "st_t_11_01", [str(expert), "R17"], kind="PROMPT")
    assert set(told(cast)) == {str(expert)}


def test_every_event_is_one_that_a_diagram_or_the_supervision_makes():
    from pathlib import Path

    drawn = "".join(path.read_text() for path in Path("bpmn").glob("*.bpmn"))
    of_supervision = {"PROMPT", "URGE", "REASSIGN_REVIEW", *(f"SUPERVISE_L{level}" for level in range(1, 5))}
    steps = [step for one in shipped("notices").values() for step in one.traits.get("steps", ())]
    assert [step for step in steps if step not in of_supervision and f'id="{step}"' not in drawn] == []
    assert len(steps) == len(set(steps))


def test_every_audience_of_the_list_can_be_found():
    from app.catalogues.lists import AUDIENCES

    assert [word for word in AUDIENCES if word != "others" and audience.words_in([word]) != [word]] == []
