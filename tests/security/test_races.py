"""Many at once on one case, with real threads and real commits (reliability.md §D3, §D4, §D5)."""

import threading
from collections import Counter

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, TimelineEntry
from app.db import db, unit_of_work
from app.errors import Conflict
from app.instances import actions as instances
from app.instances import timers
from app.instances.models import Instance
from app.worklist import actions, deadline_requests
from app.worklist.models import HumanTask
from tests.cast import MEDIATOR, TRIAGE, WINDOW
from tests.instances.running import at_once, deploy, drawn, message, start, task, timer
from tests.journeys.walking import REGISTER, Walk, deploy_shipped
from tests.security.village_case import walked
from tests.walk_answers import answers_for

SHARED = drawn('<startEvent id="s"/>' + task("first", role="R01,R02") + task("second") + '<endEvent id="e"/>',
               "s first", "first second", "second e")
EITHER = drawn(
    '<startEvent id="s"/><eventBasedGateway id="g"/>'
    '<intermediateCatchEvent id="told" name="told"><messageEventDefinition messageRef="m_go"/></intermediateCatchEvent>'
    + timer("late", 'date and time("2026-03-02T10:00:00")') + task("by_message") + task("by_time") + '<endEvent id="e"/>',
    "s g", "g told", "g late", "told by_message", "late by_time", "by_message e", "by_time e", declared=message("go"))


def together(app, requests: list) -> list:
    """Send all at the same moment, each from a client of its own: (status, JSON) in order."""
    db.session.rollback()
    db.session.remove()
    answers, ready = [None] * len(requests), threading.Barrier(len(requests))

    def send(place: int, request: dict) -> None:
        client = app.test_client()
        ready.wait()
        answer = client.open(**request)
        answers[place] = (answer.status_code, answer.get_data(), answer.get_json(silent=True))

    threads = [threading.Thread(target=send, args=each) for each in enumerate(requests)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return answers


def of_kind(case_id: int, kind: str) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(TimelineEntry.id)).where(
        TimelineEntry.case_id == case_id, TimelineEntry.kind == kind))


def test_of_thirty_clients_one_finishes_the_task_and_the_others_are_told_who(app, cast):
    deploy(SHARED)
    run = start(cast)
    first, people = run.open()["first"].id, [cast.bearer(WINDOW), cast.bearer(TRIAGE)]
    answers = together(app, [
        {"path": f"/api/v1/tasks/{first}/completion", "method": "PUT", "headers": people[number % 2],
         "json": {"answers": {"note": f"第{number}份"}}} for number in range(30)])
    assert Counter(status for status, _, _ in answers) == {200: 1, 409: 29}
    db.session.rollback()
    winner = db.session.get(HumanTask, first, populate_existing=True)
    assert all(winner.done_by_name in told["message"] for status, _, told in answers if status == 409)
    assert set(run.open()) == {"second"} and of_kind(run.case_id, "TASK") == 1


def test_a_claim_and_a_completion_at_once_leave_one_owner(app, cast):
    deploy(SHARED)
    for _ in range(6):
        run = start(cast)
        first = run.open()["first"].id

        def act(verb, who, *arguments, task_id=first):
            with unit_of_work():
                verb(task_id, *arguments, cast.actor(who))

        claimed, completed = at_once(app, lambda: act(actions.claim, TRIAGE),
                                     lambda: act(actions.complete, WINDOW, {"note": "说明"}))
        db.session.rollback()
        row = db.session.get(HumanTask, first, populate_existing=True)
        if completed is None:
            assert isinstance(claimed, Conflict) and row.status == "DONE" and row.done_by_id == cast.user(WINDOW)
        else:
            assert claimed is None and isinstance(completed, Conflict) and "林芳" in completed.message
            assert row.status == "OPEN" and row.claimed_by_id == cast.user(TRIAGE)


def test_cancelling_and_completing_at_once_end_in_one_of_the_two(app, cast):
    deploy(SHARED)
    for _ in range(6):
        run = start(cast)
        first = run.open()["first"].id

        def complete(task_id=first):
            with unit_of_work():
                actions.complete(task_id, {"note": "说明"}, cast.actor(WINDOW))

        def cancel(run=run):
            with unit_of_work():
                instances.cancel(run.id, run.case_id, cast.actor(WINDOW))

        completed, _ = at_once(app, complete, cancel)
        db.session.rollback()
        row = db.session.get(HumanTask, first, populate_existing=True)
        assert run.row().status == "CANCELLED" and run.open() == {}
        assert (row.status == "DONE") == (completed is None) and (completed is None or isinstance(completed, Conflict))


def test_one_key_sent_twenty_times_at_once_opens_one_case_and_answers_alike(app, cast):
    deploy_shipped()
    body = {"answers": answers_for(REGISTER, "submit")}
    headers = {**cast.bearer(WINDOW), "Idempotency-Key": "twenty"}
    answers = together(app, [{"path": "/api/v1/cases", "method": "POST", "headers": headers, "json": body}] * 20)
    assert {status for status, _, _ in answers} == {201} and len({content for _, content, _ in answers}) == 1
    assert db.session.scalar(sa.select(sa.func.count(Case.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Instance.id)).where(Instance.process_id == "dispute_main")) == 1


def test_cases_opened_at_once_are_numbered_one_after_the_other_without_gaps_for_failures(app, cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    good, bad = answers_for(REGISTER, "submit"), answers_for(REGISTER, "submit", title=None)
    headers = cast.bearer(WINDOW)
    answers = together(app, [{"path": "/api/v1/cases", "method": "POST", "headers": headers,
                              "json": {"answers": bad if number % 3 == 0 else good}} for number in range(9)])
    assert Counter(status for status, _, _ in answers) == {201: 6, 422: 3}
    numbers = sorted(told["caseNo"] for status, _, told in answers if status == 201)
    assert numbers == [f"990121ZZ2026{number:07}" for number in range(1, 7)]
    assert db.session.scalar(sa.select(sa.func.count(Case.id))) == 6


def test_a_message_and_a_timer_at_once_take_one_way(app, cast):
    deploy(EITHER)
    for _ in range(6):
        clock.move_to("2026-03-02 09:00")
        run = start(cast)
        clock.move_to("2026-03-02 10:00")

        def tell(case_id=run.case_id):
            with unit_of_work():
                return instances.deliver(case_id, "go", {}, None)

        told, fired = at_once(app, tell, timers.fire_due)
        assert (told, fired) in ((1, 0), (0, 1)), (told, fired)
        assert set(run.open()) == ({"by_message"} if told else {"by_time"})
        assert run.timers() == [] and run.awaited() == []


def test_three_sweeps_at_once_fire_a_case_s_timers_once(app, cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    walk = Walk(cast).register(WINDOW)
    walk.take("""
        ut_accept_review lin.fang
        ut_triage_confirm lin.fang dispatch
    """)
    seen = len(walk.lines("TIMER"))
    clock.move_to("2026-03-04 09:00")
    fired = at_once(app, timers.fire_due, timers.fire_due, timers.fire_due)
    assert all(isinstance(count, int) for count in fired) and sum(fired) > 0
    fired_twice = [text for text, times in Counter((row.text, row.at) for row in walk.lines("TIMER")[seen:]).items() if times > 1]
    assert fired_twice == [] and walk.incidents() == []


def test_of_four_requests_for_more_time_at_once_one_is_opened(app, cast):
    case_id = walked(cast, "mediated").case_id

    def ask():
        with unit_of_work():
            deadline_requests.begin(db.session.get(Case, case_id), cast.actor(MEDIATOR))

    results = at_once(app, ask, ask, ask, ask)
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Conflict", "Conflict", "NoneType"]
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(HumanTask.id)).where(
        HumanTask.case_id == case_id, HumanTask.process_id == "deadline_change", HumanTask.status == "OPEN")) == 1
