"""Tasks offered to a post: one line for each person, gone when somebody took them; the bell costs the same however many."""

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db, is_sqlite, unit_of_work
from app.notifications import bundles
from app.notifications.models import Notice
from app.worklist import actions as tasks
from tests.cast import COMMITTEE_HEAD, MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, VILLAGE_HEAD, WINDOW, csrf_of, sign_in
from tests.instances.running import deploy, drawn, start, task
from tests.notifications.telling import bell, texts, wishes
from tests.worklist.conftest import CHAIN
from tests.worklist.desk import Desk


@pytest.fixture
def desk(cast) -> Desk:
    deploy(CHAIN)
    clock.move_to("2026-03-02 09:00")
    return Desk(cast)


def lines(cast, who: str) -> list[str]:
    return [bundle.text for bundle in bell(cast, who).bundles]


def test_three_tasks_for_a_post_are_one_line_and_no_rows(cast, desk):
    for _ in range(3):
        desk.task(role="R04")
    assert lines(cast, MEDIATOR) == lines(cast, VILLAGE_HEAD) == ["待领取 3 件"]
    assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 0
    assert bell(cast, MEDIATOR).count == 1
    assert lines(cast, OTHER_VILLAGE) == lines(cast, OTHER_TOWN) == []


def test_the_line_goes_when_somebody_took_the_task(cast, desk):
    first, second = desk.task(role="R04"), desk.task(role="R04")
    with unit_of_work():
        tasks.claim(first, cast.actor(MEDIATOR))
    assert lines(cast, VILLAGE_HEAD) == ["待领取 1 件"]
    with unit_of_work():
        tasks.claim(second, cast.actor(MEDIATOR))
    assert lines(cast, VILLAGE_HEAD) == [] and bell(cast, VILLAGE_HEAD).count == 0


def test_who_has_looked_is_rung_for_again_only_by_something_new(app, cast, desk):
    desk.task(role="R04")
    browser = app.test_client()
    sign_in(browser, MEDIATOR)
    answer = browser.post("/notices/bundles/NEW", data={"csrf_token": csrf_of(browser)})
    assert answer.location == "/?box=pool"
    assert bell(cast, MEDIATOR).count == 0 and lines(cast, MEDIATOR) == ["待领取 1 件"]
    assert bell(cast, VILLAGE_HEAD).count == 1
    desk.task(role="R04")
    assert bell(cast, MEDIATOR).count == 1


def test_ones_own_tasks_are_told_of_when_their_last_day_has_begun(cast, desk):
    desk.task(MEDIATOR, due_hours=50)
    assert lines(cast, MEDIATOR) == []
    clock.move_to("2026-03-04 08:00")
    assert lines(cast, MEDIATOR) == ["您手上 1 件任务将到期"] and bell(cast, MEDIATOR).count == 1
    with unit_of_work():
        bundles.look_at("DUE", cast.actor(MEDIATOR))
    assert bell(cast, MEDIATOR).count == 0
    clock.move_to("2026-03-04 12:00")
    assert lines(cast, MEDIATOR) == []


def test_a_kind_that_is_switched_off_has_no_line(cast, desk):
    desk.task(role="R04")
    wishes(cast, MEDIATOR, unseen=frozenset({"NEW"}))
    assert lines(cast, MEDIATOR) == [] and lines(cast, VILLAGE_HEAD) == ["待领取 1 件"]


def test_a_task_that_a_diagram_gives_to_one_person_is_told_to_that_person_until_it_is_done(cast):
    assignee = cast.user(MEDIATOR)
    deploy(drawn('<startEvent id="s"/>' + task("first", "填写说明") + task("second", role="R04", assignee=f"={assignee}")
                 + '<endEvent id="e"/>', "s first", "first second", "second e"))
    run = start(cast)
    with unit_of_work():
        tasks.complete(run.open()["first"].id, {"note": "说明"}, cast.actor(WINDOW))
    assert len(texts(cast, MEDIATOR)) == 1 and "新任务" in texts(cast, MEDIATOR)[0]
    assert bell(cast, MEDIATOR).notices == 1
    assert texts(cast, COMMITTEE_HEAD) == texts(cast, OTHER_VILLAGE) == []
    with unit_of_work():
        tasks.complete(run.open()["second"].id, {"note": "说明"}, cast.actor(MEDIATOR))
    assert bell(cast, MEDIATOR).notices == 0


def test_the_bell_is_one_statement_led_by_indexes(cast, desk):
    desk.task(MEDIATOR)
    desk.task(role="R04")
    actor, sent = cast.actor(MEDIATOR), []
    connection = db.session.connection()
    if not is_sqlite():
        for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin"):
            connection.exec_driver_sql(f"SET LOCAL {setting} = off")

    def note(_connection, _cursor, statement, parameters, *_):
        sent.append((statement, parameters))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        bundles.bell(actor)
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    assert len(sent) == 1
    explain = "EXPLAIN QUERY PLAN " if is_sqlite() else "EXPLAIN "
    plan = "\n".join(str(line[-1]) for line in connection.exec_driver_sql(explain + sent[0][0], sent[0][1]))
    assert all(index in plan for index in ("ix_notice_u", "ix_human_task_open_claimed", "ix_task_candidate_free_")), plan
    assert not any(f"{scan} {table}" in plan for scan in ("SCAN", "Seq Scan on")
                   for table in ("notice", "human_task", "task_candidate")), plan
