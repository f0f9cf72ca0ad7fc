"""What a form opens with, so that nobody writes a thing twice: facts of the case, what was settled, one's own earlier text."""

import re
from pathlib import Path

import pytest

from app import clock
from app.worklist import afterwards, confidential, context, starting
from tests import cast as people
from tests.forms_shipped.shipped import schema_of
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped

TYPED = {"facts": "二〇二六年二月，两家因排水沟堵塞起了争执，水淹了院子。", "disputes": "排水沟由谁来清",
         "responsibility": "各半", "breach": "另一方可以请人清理"}


@pytest.fixture
def drafting(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    walk = stages.in_mediation(Walk(cast))
    walk.do("ut_med_session", people.MEDIATOR, "agreed_written", agreedPoints="三日内清沟，费用各半，以后一起清。")
    return walk


def opens_with(walk, who: str) -> dict:
    task = walk.task("ut_draft_agreement")
    doable = task.claimed_by_id == walk.cast.actor(who).id
    return context.start_data(task, confidential.sight_of(task, walk.case(), walk.cast.actor(who), doable=doable), None)


def test_an_agreement_opens_with_the_facts_as_registered_and_tells_what_was_settled(drafting):
    shown = opens_with(drafting, people.MEDIATOR)
    assert shown["facts"] == drafting.case().description and shown["agreedPoints"] == "三日内清沟，费用各半，以后一起清。"


def test_an_agreement_that_comes_back_holds_what_was_written_and_says_so(drafting):
    first = drafting.task("ut_draft_agreement").id
    drafting.do("ut_draft_agreement", people.MEDIATOR, **TYPED)
    told = afterwards.of_task(first, drafting.cast.actor(people.MEDIATOR))
    assert told.sentence == "已提交，“拟制协议书”还要再办一次，请看表上的提示。"
    shown = opens_with(drafting, people.MEDIATOR)
    assert {key: shown[key] for key in TYPED} == TYPED and shown["agreementCheck"]["problems"]


def test_who_only_looks_on_is_told_neither_and_another_unit_nothing(drafting):
    for who in (people.SUPERVISOR, people.OTHER_VILLAGE, people.OTHER_TOWN):
        shown = opens_with(drafting, who)
        assert "agreedPoints" not in shown and "facts" not in shown


def seen_by(walk, element: str, who: str) -> dict:
    task, actor = walk.task(element), walk.cast.actor(who)
    return context.start_data(task, confidential.sight_of(task, walk.case(), actor, doable=True), None, actor)


def test_a_result_opens_with_what_the_clauses_come_to_and_the_last_of_their_days(drafting):
    clauses = [{"content": "一次付清医药费。", "payer": "李大山", "payee": "王有田", "way": "转账", "amount": amount, "dueAt": day}
               for amount, day in ((300, "2026-03-20"), (450.5, "2026-04-10"), (None, "2026-03-25"))]
    drafting.do("ut_draft_agreement", people.MEDIATOR, contacts=[stages.PAPERS], clauses=clauses)
    drafting.do("ut_agreement_review", stages.HEAD, "pass")
    drafting.do("ut_sign_agreement", people.MEDIATOR, "effective")
    shown = seen_by(drafting, "ut_result_submit", stages.HEAD)
    assert (shown["agreementAmount"], shown["performDueAt"]) == (750.5, "2026-04-10")


def test_who_fills_it_in_and_the_parties_need_not_be_typed(drafting):
    known = [("visitor", "myName"), ("archivist", "me"), ("filedAt", "today"), ("party", "applicants"), ("merchant", "respondents"),
             ("odd", "no-such-fact")]
    actor = drafting.cast.actor(people.MEDIATOR)
    parties = {party.role: party.name for party in drafting.case().parties}
    assert starting.values_of(known, drafting.case_id, {}, actor) == {
        "visitor": actor.name, "archivist": actor.id, "filedAt": clock.today(), "party": parties["APPLICANT"],
        "merchant": parties["RESPONDENT"]}


def test_every_shipped_form_starts_with_something_known():
    named = [name for file in Path("forms").glob("*/*.json") for name in re.findall(r'"startsAs": "(\w+)"', file.read_text())]
    assert len(named) > 10 and set(named) <= starting.FACTS.keys()


def test_who_reviews_an_agreement_reads_what_it_is_about_and_what_it_comes_to(drafting):
    drafting.do("ut_draft_agreement", people.MEDIATOR, contacts=[stages.PAPERS], **TYPED)
    shown = seen_by(drafting, "ut_agreement_review", stages.HEAD)
    assert shown["facts"] == TYPED["facts"] and shown["variables"]["disputes"] == TYPED["disputes"] and shown["clauses"]
    told = schema_of("mediation_core/ut_agreement_review")["components"]
    assert [part["id"] for part in told[:5]] == [f"Field_text_{name}" for name in ("facts", "disputes", "responsibility")] + [
        "Field_text1", "Field_text_amount"]
