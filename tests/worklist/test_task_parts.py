"""What the task page fetches after it stands: earlier answers and related cases, for those who may read them."""

import pytest

from app import clock
from app.cases import related
from app.cases.models import Case
from app.db import db, unit_of_work
from app.worklist import earlier
from tests import cast as people
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def answered(walk, element: str, who: str) -> dict[str, earlier.Answered]:
    found = earlier.of_task(walk.task(element), walk.case(), walk.cast.actor(who))
    return {one.name: one for one in found}


def test_earlier_answers_that_this_form_uses_are_told_in_words(walk):
    stages.signed(walk)
    found = answered(walk, "ut_first_contact", people.VILLAGE_HEAD)
    assert found
    for one in found.values():
        assert one.by and one.at and all(label and words for label, words in one.lines)
    everything = " ".join(words for one in found.values() for _, words in one.lines)
    assert "VILLAGE" not in everything and "None" not in everything


def test_the_notes_of_a_session_are_there_for_the_mediator_and_not_for_the_supervisor(walk):
    stages.in_mediation(walk).do("ut_med_session", people.MEDIATOR, "agreed_written")
    assert "组织调解（第1次）" in answered(walk, "ut_draft_agreement", people.MEDIATOR)
    assert "组织调解（第1次）" not in answered(walk, "ut_draft_agreement", people.SUPERVISOR)


def test_the_parts_are_served_and_another_unit_finds_nothing(walk, signed_in):
    stages.signed(walk)
    address = f"/tasks/{walk.task('ut_first_contact').id}"
    client = signed_in(people.VILLAGE_HEAD)
    assert "data-earlier" in client.get(f"{address}/earlier").get_data(as_text=True)
    assert "没有找到与本案有关联的其他案件" in client.get(f"{address}/related").get_data(as_text=True)
    for who in (people.OTHER_VILLAGE, people.OTHER_TOWN):
        assert [signed_in(who).get(f"{address}/{part}").status_code for part in ("earlier", "related")] == [404, 404]


def test_duplicates_merged_cases_and_the_same_people_are_related(walk, cast, signed_in):
    stages.signed(walk)
    again = Walk(cast).register(people.WINDOW)
    merged = Walk(cast).register(people.WINDOW)
    with unit_of_work():
        db.session.get(Case, merged.case_id).merged_into_id = walk.case_id
    found = {one.case_no: one.why for one in related.of_case(walk.case(), clock.now(), cast.actor(people.TRIAGE))}
    assert found[merged.case().case_no] == "已并入本案"
    assert found[again.case().case_no].startswith(("疑似重复", "同一当事人"))
    back = {one.case_no: one.why for one in related.of_case(merged.case(), clock.now(), cast.actor(people.TRIAGE))}
    assert back[walk.case().case_no] == "本案并入此案"
    page = signed_in(people.TRIAGE).get(f"/tasks/{walk.task('ut_first_contact').id}/related").get_data(as_text=True)
    assert f"/cases/{again.case().case_no}" in page


def test_related_cases_out_of_reach_are_not_told(walk, cast):
    stages.signed(walk)
    Walk(cast).register(people.WINDOW)
    for who in (people.OTHER_VILLAGE, people.OTHER_TOWN):
        assert related.of_case(walk.case(), clock.now(), cast.actor(who)) == []
