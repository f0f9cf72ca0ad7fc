import threading
from datetime import timedelta

import pytest

from app import clock
from app.api import writes
from app.api.models import IdempotentRequest
from app.db import db, unit_of_work
from tests import cast as people

ADDRESS = "/api/v1/notes"


@pytest.fixture
def send(client, cast):
    own = cast.bearer(people.WINDOW)

    def write(text="一", key=None, headers=own):
        return client.post(ADDRESS, json={"text": text}, headers={**headers, **({"Idempotency-Key": key} if key else {})})

    return write


def test_the_same_request_with_the_same_key_is_done_once_and_answered_alike(send, notes):
    first, second = send(key="k1"), send(key="k1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_data() == second.get_data()
    assert second.headers["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first.headers
    assert notes() == 1


def test_another_body_with_the_same_key_is_refused_with_a_sentence(send, notes):
    send("一", key="k1")
    refused = send("二", key="k1")

    assert refused.status_code == 409
    assert refused.get_json()["code"] == "KEY_REUSED" and "换一个新的键" in refused.get_json()["message"]
    assert notes() == 1


def test_without_a_key_every_request_counts(send, notes):
    send(), send()

    assert notes() == 2
    assert db.session.scalar(db.select(IdempotentRequest.id)) is None


def test_a_refused_request_leaves_its_key_free(send, notes):
    assert send("conflict", key="k1").status_code == 409
    assert send("一", key="k1").status_code == 201
    assert notes() == 1


@pytest.mark.parametrize("key", ["x" * 129, "有中文", "a b", "\x7f"])
def test_an_odd_key_is_refused(client, cast, notes, key):
    headers = {**cast.bearer(people.WINDOW), "Idempotency-Key": key.encode("utf-8").decode("latin-1")}
    answer = client.post(ADDRESS, json={"text": "一"}, headers=headers)

    assert answer.status_code == 422 and "Idempotency-Key" in answer.get_json()["message"]
    assert notes() == 0


def test_a_key_of_128_signs_is_fine(send):
    assert send(key="x" * 128).status_code == 201


def test_the_answer_and_the_step_are_one_transaction(send, notes):
    def fail():
        raise RuntimeError("power cut")

    notes.feature.step = fail
    assert send(key="k1").status_code == 500
    assert notes() == 0 and db.session.scalar(db.select(IdempotentRequest.id)) is None

    notes.feature.step = None
    assert send(key="k1").status_code == 201 and notes() == 1


def test_of_two_at_once_one_wins_and_the_other_gets_its_answer(app, cast, notes):
    own = cast.bearer(people.WINDOW)
    db.session.rollback()
    db.session.remove()
    together, answers = threading.Barrier(4), []

    def write():
        together.wait()
        answer = app.test_client().post(ADDRESS, json={"text": "一"}, headers={**own, "Idempotency-Key": "race"})
        answers.append((answer.status_code, answer.get_data()))

    threads = [threading.Thread(target=write) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert notes() == 1
    assert len(set(answers)) == 1 and answers[0][0] == 201


def test_old_answers_are_forgotten(send, app):
    clock.move_to("2026-03-02 09:00")
    send(key="old")
    clock.advance(days=6)
    send(key="new")
    with unit_of_work():
        assert writes.forget_old(clock.now() + timedelta(days=1, seconds=1)) == 1

    assert list(db.session.scalars(db.select(IdempotentRequest.key))) == ["new"]


def test_the_officer_of_another_unit_gets_nothing_by_guessing_a_key(client, send, cast, notes):
    mine = send(key="k1")
    theirs = send(key="k1", headers=cast.bearer(people.OTHER_TOWN))

    assert theirs.status_code == 201 and theirs.get_data() != mine.get_data()
    listed = client.get(ADDRESS, headers=cast.bearer(people.OTHER_TOWN)).get_json()["items"]
    assert mine.get_json()["id"] not in listed
