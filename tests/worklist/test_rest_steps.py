"""A completion through REST: what it answers, and how many statements it may cost."""

import sqlalchemy as sa

from app.db import db
from tests.cast import OTHER_TOWN, WINDOW

MOST_STATEMENTS = 14
"""Selects and writes of one completion that opens a task, keeps an answer under a key and commits once."""


def send(client, headers, task_id, key=None, **answers):
    headers = {**headers, "Idempotency-Key": key} if key else headers
    return client.put(f"/api/v1/tasks/{task_id}/completion", json={"answers": {"note": "说明", **answers}},
                      headers=headers)


def test_it_names_the_task_done_and_what_is_open_now(client, cast, run):
    first = run.open()["first"].id
    answer = send(client, cast.bearer(WINDOW), first)

    second = run.open()["second"]
    assert answer.get_json() == {"id": first, "status": "DONE", "outcome": "done", "caseNo": None, "next": [
        {"id": second.id, "name": "second", "element": "second", "process": "p", "dueAt": None}]}
    assert send(client, cast.bearer(WINDOW), second.id).get_json()["next"] == []


def test_sent_twice_with_one_key_it_is_done_once_and_answered_alike(client, cast, run):
    headers, first = cast.bearer(WINDOW), run.open()["first"].id
    once, again = (send(client, headers, first, key="k1") for _ in range(2))

    assert (once.status_code, once.get_data()) == (again.status_code, again.get_data())
    assert run.lines("TASK") == ["完成“填写说明”。"]


def test_out_of_reach_is_not_found(client, cast, run):
    assert send(client, cast.bearer(OTHER_TOWN), run.open()["first"].id).status_code == 404


def test_wrong_answers_are_told_by_field_and_leave_the_key_free(client, cast, run):
    headers, first = cast.bearer(WINDOW), run.open()["first"].id
    refused = send(client, headers, first, key="k1", note="")

    assert refused.status_code == 422 and list(refused.get_json()["errors"]) == ["note"]
    assert send(client, headers, first, key="k1").status_code == 200


def test_a_completion_costs_few_statements_and_one_commit(client, cast, run):
    headers, seen, commits = cast.bearer(WINDOW), [], []
    first = run.open()["first"].id
    send(client, headers, first)  # fills what each worker reads once
    second = run.open()["second"].id

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    def committed(_connection):
        commits.append(1)

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    sa.event.listen(engine, "commit", committed)
    try:
        assert send(client, headers, second, key="k1").status_code == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
        sa.event.remove(engine, "commit", committed)
    assert len(seen) <= MOST_STATEMENTS, "\n".join(seen)
    assert len(commits) == 1
