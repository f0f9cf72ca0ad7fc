"""The lists' statements are led by the indexes made for them, on both databases, and SQLite sorts nothing afterwards."""

import re

import pytest
import sqlalchemy as sa

from app.db import db, is_sqlite
from app.worklist import desk_queries
from app.worklist.desk_queries import Filters
from tests.cast import MEDIATOR, VILLAGE_HEAD

FIRST_PAGES = {
    "mine": ("ix_human_task_open_claimed",), "unit": ("ix_human_task_open_desk",), "sent": ("ix_human_task_open_sent",),
    "done": ("ix_human_task_done",),
    "pool": ("ix_task_candidate_free_unit", "ix_task_candidate_free_county", "ix_task_candidate_free_place"),
}
NOT_CHOSEN_FOR_A_FEW_ROWS = ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin")
"""PostgreSQL reads and sorts small tables as a whole; without these it shows whether the index could lead."""


@pytest.fixture
def plan_of(desk):
    """`plan_of(lambda: …)`: the plans of all statements that this sends."""
    desk.task(MEDIATOR)
    desk.task(role="R04")

    def explained(doing) -> str:
        connection, sent = db.session.connection(), []

        def note(_connection, _cursor, statement, parameters, *_):
            sent.append((statement, parameters))

        if not is_sqlite():
            for setting in NOT_CHOSEN_FOR_A_FEW_ROWS:
                connection.exec_driver_sql(f"SET LOCAL {setting} = off")
        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            doing()
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if is_sqlite() else "EXPLAIN "
        lines = [str(line[-1]) for statement, parameters in sent if statement.lstrip().upper().startswith(("SELECT", "WITH"))
                 for line in db.session.connection().exec_driver_sql(explain + statement, parameters)]
        return "\n".join(lines)

    return explained


@pytest.mark.parametrize("box", FIRST_PAGES)
def test_a_first_page_walks_down_its_index(cast, plan_of, box):
    actor = cast.actor(VILLAGE_HEAD)
    plan = plan_of(lambda: desk_queries.worklist(actor, box))
    assert all(index in plan for index in FIRST_PAGES[box]), plan
    assert "SCAN human_task" not in plan and "Seq Scan on human_task" not in plan, plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan.split("SCAN anon_")[0], plan


@pytest.mark.parametrize("box", FIRST_PAGES)
def test_a_later_page_begins_inside_the_index(cast, plan_of, box):
    actor = cast.actor(VILLAGE_HEAD)
    plan = plan_of(lambda: desk_queries.worklist(actor, box, after="2026-03-02T09:00:00+00:00~5"))
    assert all(index in plan for index in FIRST_PAGES[box]), plan
    column = "done_at" if box == "done" else "press_at"
    bounded = rf"USING (COVERING )?INDEX \w+ \([^\n]*{column}" if is_sqlite() else rf"Index Cond: [^\n]*ROW\({column}"
    assert re.search(bounded, plan), plan
    assert "SCAN human_task" not in plan and "Seq Scan on human_task" not in plan, plan


@pytest.mark.parametrize("sort", ["case", "risk", "tier"])
def test_what_is_finished_is_sorted_out_of_its_index_alone(cast, plan_of, sort):
    actor = cast.actor(VILLAGE_HEAD)
    plan = plan_of(lambda: desk_queries.worklist(actor, "done", Filters(sort=sort, then="done")))
    assert ("COVERING INDEX ix_human_task_done " if is_sqlite() else "Index Only Scan Backward using ix_human_task_done ") in plan, plan
    assert "SCAN human_task" not in plan and "Seq Scan on human_task" not in plan, plan


def test_counts_and_lights_walk_the_same_indexes(cast, plan_of):
    actor = cast.actor(VILLAGE_HEAD)
    plan = plan_of(lambda: (desk_queries.counts(actor), desk_queries.lights_in(actor, "pool")))
    assert all(index in plan for indexes in FIRST_PAGES.values() for index in indexes), plan
    assert "SCAN human_task" not in plan and "Seq Scan on human_task" not in plan, plan


def test_a_rare_word_leads_to_its_cases_and_from_there_to_their_tasks(cast, plan_of):
    actor = cast.actor(MEDIATOR)
    plan = plan_of(lambda: desk_queries.worklist(actor, "pool", Filters(text="王长河")))
    assert "case_word" in plan and "SCAN case_word" not in plan and "Seq Scan on case_word" not in plan, plan
