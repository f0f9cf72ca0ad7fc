"""The numbers of documents: given when first noted, shown where people look, one series for each issuer, kind and year."""

import pytest

from app import clock
from app.cases import documents, operators
from app.cases.models import Case, CaseDocument
from app.db import db, unit_of_work
from tests.cases.situations import OFFICER, a_case, context_of, lines_of
from tests.cast import OTHER_VILLAGE, SUPERVISOR, sign_in
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped

NOW = "2026-03-02 10:00"


@pytest.fixture
def case(cast) -> Case:
    clock.move_to(NOW)
    return a_case()


def note(case: Case, code: str, title: str = "", now: str = NOW) -> str | None:
    with unit_of_work():
        return documents.note(db.session.get(Case, case.id), code, title, OFFICER, clock.at(now))


def in_committee(case: Case, cast, name: str = "上河村人民调解委员会") -> Case:
    with unit_of_work():
        db.session.get(Case, case.id).committee_id = cast.unit(name)
    return case


def test_a_committee_numbers_its_own_papers_kind_by_kind(cast, case):
    in_committee(case, cast)
    assert note(case, "D02", "当事人权利义务告知书") == "(2026)上河村人调告字第1号"
    assert [note(case, "D07", f"调解笔录（第{number}次）") for number in (1, 2)] == ["(2026)上河村人调录字第1号", "(2026)上河村人调录字第2号"]
    other = in_committee(a_case(), cast, "清河镇人民调解委员会")
    assert note(other, "D02", "当事人权利义务告知书") == "(2026)清河镇人调告字第1号"


def test_without_a_committee_and_for_its_own_papers_the_centre_numbers(cast, case):
    assert note(case, "D11", "终止调解通知书") == "(2026)云溪综治终字第1号"
    assert note(in_committee(case, cast), "D34", "激化风险报告单") == "(2026)云溪综治险字第1号"


def test_the_county_s_committee_signs_with_the_county_s_name(cast, case):
    assert note(in_committee(case, cast, "县人民调解委员会"), "D02") == "(2026)云溪人调告字第1号"


def test_the_same_document_noted_again_keeps_its_number_and_a_new_round_gets_another(case):
    assert note(case, "D34", "报告单") == note(case, "D34", "报告单") == "(2026)云溪综治险字第1号"
    with unit_of_work():
        db.session.get(Case, case.id).reopen_count = 1
    assert note(case, "D34", "报告单") == "(2026)云溪综治险字第2号"
    assert documents.number_of(case.id, "D34") == documents.number_of(case.id, "D34", "报告单") == "(2026)云溪综治险字第2号"


def test_an_agreement_bears_its_own_number_and_what_others_issue_none(case):
    with unit_of_work():
        db.session.get(Case, case.id).agreement_no = "(2026)上河村人调字第1号"
    assert note(case, "D08", "调解协议书") == "(2026)上河村人调字第1号"
    assert note(case, "D19", "委派调解函") is None
    assert documents.number_of(case.id, "D19") is None
    assert db.session.query(CaseDocument).filter_by(case_id=case.id).count() == 2


def test_a_new_year_begins_with_one(case):
    assert note(case, "D34", "甲", "2026-12-31 23:59") == "(2026)云溪综治险字第1号"
    assert note(case, "D34", "乙", "2027-01-01 00:00") == "(2027)云溪综治险字第1号"


def test_a_note_that_is_undone_gives_its_number_back(case):
    with pytest.raises(RuntimeError):
        _note_and_lose_power(case)
    assert note(case, "D34", "乙") == "(2026)云溪综治险字第1号"


def _note_and_lose_power(case: Case) -> None:
    with unit_of_work():
        documents.note(db.session.get(Case, case.id), "D34", "甲", OFFICER, clock.at(NOW))
        raise RuntimeError("the power fails")


def test_the_history_says_the_number(case):
    with unit_of_work():
        operators.document_note(context_of(case), "D34", "激化风险报告单")
    assert lines_of(case) == ["文书 D34《激化风险报告单》，编号(2026)云溪综治险字第1号"]


def test_a_walked_case_shows_its_numbers_on_page_and_timeline_to_those_who_may_see_it(app, cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    walk = Walk(cast)
    stages.in_mediation(walk).do("ut_med_session", stages.MEDIATOR, "terminate")
    walk.do("ut_terminate", stages.MEDIATOR, terminationReason="TOO_FAR_APART")
    number = documents.number_of(walk.case_id, "D11")
    assert number == "(2026)上河村人调终字第1号"
    seen = {}
    for who in (SUPERVISOR, OTHER_VILLAGE):
        client = app.test_client()
        sign_in(client, who)
        page = "".join(client.get(f"/cases/{walk.case().case_no}{part}").get_data(as_text=True) for part in ("", "/documents"))
        told = client.get(f"/api/v1/cases/{walk.case().case_no}/timeline?perPage=100", headers=cast.bearer(who)).get_json()
        seen[who] = page.count(number), number in str(told)
    assert seen == {SUPERVISOR: (2, True), OTHER_VILLAGE: (0, False)}
