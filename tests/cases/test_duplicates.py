import pytest

from app import clock
from app.cases import duplicates
from tests.cases.situations import ANOTHER_CARD, CARD, a_case, with_party


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


def numbered(number: int, **values):
    return a_case(case_no=f"990121ZZ2026{number:07}", **values)


def candidates(case) -> list[str]:
    return [found["caseNo"][-1] for found in duplicates.of_case(case, clock.now())]


def test_the_same_reference_of_the_same_channel_is_a_candidate(app):
    numbered(1, channel="HOTLINE_12345", channel_ref="GD-1", subject="NOISE")
    numbered(2, channel="COURT", channel_ref="GD-1")
    case = a_case(channel="HOTLINE_12345", channel_ref="GD-1")
    found = duplicates.of_case(case, clock.now())
    assert [(one["caseNo"][-1], one["why"]) for one in found] == [("1", "外部单号相同")]


def test_the_same_person_with_the_same_subject_within_a_year_is_a_candidate(app):
    earlier = numbered(1)
    with_party(earlier, name="张三", id_no=CARD)
    case = a_case()
    with_party(case, name="张三丰", id_no=CARD)
    assert candidates(case) == ["1"]
    found = duplicates.of_case(case, clock.now())[0]
    assert (found["priorState"], found["status"], found["statusName"]) == ("ONGOING_SAME", "REGISTERED", "已登记")


@pytest.mark.parametrize(("theirs", "mine", "same"), [
    ({"phone": "13812345678"}, {"phone": "13812345678"}, True),
    ({"phone": "13812345678"}, {"phone": "13912345678"}, False),
    ({}, {}, False),
    ({"id_no": CARD}, {"id_no": ANOTHER_CARD, "phone": "13812345678"}, False),
    ({"kind": "ORG"}, {"kind": "ORG"}, True),
])
def test_a_name_alone_is_not_yet_the_same_person(app, theirs, mine, same):
    with_party(numbered(1), name="王伟", **theirs)
    case = a_case()
    with_party(case, name="王伟", **mine)
    assert bool(candidates(case)) == same


def test_the_names_of_both_sides_are_enough(app):
    earlier, case = numbered(1), a_case()
    for one in (earlier, case):
        with_party(one, "APPLICANT", "张三")
        with_party(one, "RESPONDENT", "李四")
    assert candidates(case) == ["1"]


def test_another_subject_an_old_case_a_merged_one_and_the_case_itself_are_none(app):
    old = clock.at("2025-02-28 10:00")
    for values in ({"subject": "WAGE_ARREARS"}, {"registered_at": old}, {"status": "MERGED"}, {"status": "VOID"}):
        with_party(numbered(len(str(values)), **values), id_no=CARD)
    with_party(a_case(), id_no=CARD)  # not numbered yet: somebody is still typing
    case = numbered(9)
    with_party(case, id_no=CARD)
    assert candidates(case) == []


def test_the_newest_comes_first_and_says_how_it_ended(app):
    with_party(numbered(1, status="CLOSED", closed_at=clock.now(), result="AGREED_WRITTEN"), id_no=CARD)
    with_party(numbered(2), id_no=CARD)
    case = a_case()
    with_party(case, id_no=CARD)
    assert candidates(case) == ["2", "1"]
    assert duplicates.of_case(case, clock.now())[1]["priorState"] == "CLOSED_AGREED"
