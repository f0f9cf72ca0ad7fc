import pytest

from app import clock
from app.db import db, unit_of_work
from app.identity import actions, guard
from app.identity.models import SignInGuard
from tests import cast as people
from tests.cast import sign_in


@pytest.fixture(autouse=True)
def still_time():
    clock.move_to("2026-03-02 09:00")


def fail(client, username, times=1):
    for _ in range(times):
        answer = sign_in(client, username, "falsch123")
    return answer


def test_five_failures_lock_the_name_even_for_the_right_password(client, cast):
    assert fail(client, people.MEDIATOR, 5).status_code == 401

    answer = sign_in(client, people.MEDIATOR)
    assert answer.status_code == 429
    assert "15 分钟后再试" in answer.get_data(as_text=True)


def test_four_failures_and_a_success_start_afresh(client, cast):
    fail(client, people.MEDIATOR, 4)
    assert sign_in(client, people.MEDIATOR).status_code == 302
    assert fail(client, people.MEDIATOR, 4).status_code == 401
    assert sign_in(client, people.MEDIATOR).status_code == 302


def test_a_lock_ends_by_itself(client, cast):
    fail(client, people.MEDIATOR, 5)
    clock.advance(minutes=15, seconds=1)

    assert sign_in(client, people.MEDIATOR).status_code == 302


def test_an_unknown_name_is_locked_like_a_known_one(client, cast):
    assert fail(client, "nobody", 5).status_code == 401
    assert fail(client, "nobody").status_code == 429


def test_another_spelling_of_the_name_counts_as_the_same(client, cast):
    fail(client, "LI.XIULAN", 3)
    fail(client, " li.xiulan", 2)

    assert sign_in(client, people.MEDIATOR).status_code == 429


def test_spraying_one_password_over_many_names_locks_the_address(client, cast):
    answers = [fail(client, f"user{number}").status_code for number in range(25)]

    assert answers == [401] * 20 + [429] * 5
    assert sign_in(client, people.WINDOW).status_code == 429


def test_another_address_still_gets_in_while_one_is_locked(client, cast):
    fail(client, "nobody", 5)
    for number in range(20):
        fail(client, f"user{number}")
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"

    assert sign_in(client, people.WINDOW).status_code == 302


def test_an_attacker_with_an_account_cannot_wash_the_address_clean(client, cast):
    for number in range(19):
        fail(client, f"user{number}")
    sign_in(client, people.WINDOW)

    assert fail(client, "user20").status_code == 401
    assert fail(client, "user21").status_code == 429


def test_addresses_of_one_ipv6_network_count_together(app, cast):
    settings = app.config["HEJIE"]
    with unit_of_work():
        for number in range(20):
            assert guard.count_try(f"user{number}", f"2001:db8::{number}", clock.now(), settings) is None
        assert guard.count_try("user99", "2001:db8::ffff", clock.now(), settings) is not None


def test_the_tries_are_rows_so_a_restart_forgives_nothing(client, cast):
    fail(client, people.MEDIATOR, 3)

    db.session.rollback()
    rows = {row.kind: row.tries for row in db.session.scalars(db.select(SignInGuard))}
    assert rows == {"ACCOUNT": 3, "ADDRESS": 3}


def test_the_administrator_unlocks_a_name(client, cast):
    fail(client, people.MEDIATOR, 5)
    with unit_of_work():
        actions.unlock(cast.user(people.MEDIATOR), cast.actor(people.ADMIN))

    assert sign_in(client, people.MEDIATOR).status_code == 302


def test_old_tries_are_forgotten(client, cast):
    fail(client, "nobody", 2)
    clock.advance(days=2)
    fail(client, people.MEDIATOR)

    assert db.session.query(SignInGuard).filter_by(kind="ACCOUNT").count() == 1
