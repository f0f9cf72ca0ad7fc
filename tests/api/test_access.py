import pytest

from app import clock
from app.db import db, unit_of_work
from app.identity import actions, loading
from tests import cast as people
from tests.cast import csrf_of, sign_in

ADDRESS = "/api/v1/notes"


def test_a_token_writes_without_the_pages_token(client, cast):
    answer = client.post(ADDRESS, json={"text": "一"}, headers=cast.bearer(people.WINDOW))

    assert answer.status_code == 201 and answer.get_json()["by"] == "周敏"


def test_a_signed_in_browser_writes_only_with_the_pages_token(client, cast, notes):
    sign_in(client, people.WINDOW)
    forged = client.post(ADDRESS, json={"text": "一"})
    assert forged.status_code == 403 and forged.get_json()["code"] == "FORGED"
    assert notes() == 0

    assert client.post(ADDRESS, json={"text": "一"}, headers={"X-CSRFToken": csrf_of(client)}).status_code == 201


def test_a_wrong_token_beside_a_good_cookie_is_nobody(client, cast):
    sign_in(client, people.WINDOW)

    assert client.post(ADDRESS, json={"text": "一"}, headers={"Authorization": "Bearer hj_x"}).status_code == 401


def test_a_stranger_is_told_to_sign_in(client, cast):
    answer = client.post(ADDRESS, json={"text": "一"})

    assert answer.status_code == 401
    assert answer.get_json()["code"] == "SIGN_IN_REQUIRED" and answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_person_without_the_permission_is_refused(client, cast, notes):
    answer = client.post(ADDRESS, json={"text": "一"}, headers=cast.bearer(people.DESIGNER))

    assert (answer.status_code, answer.get_json()["code"], notes()) == (403, "FORBIDDEN", 0)


def test_wrong_addresses_and_methods_are_answered_in_json(client, cast):
    own = cast.bearer(people.WINDOW)

    assert client.get("/api/v1/nowhere", headers=own).get_json()["code"] == "NOT_FOUND"
    assert client.put(ADDRESS, headers=own).get_json()["code"] == "METHOD_NOT_ALLOWED"


def test_an_unexpected_failure_tells_no_secrets(client, cast, notes):
    def fail():
        raise RuntimeError("password=letmein")

    notes.feature.step = fail
    answer = client.post(ADDRESS, json={"text": "一"}, headers=cast.bearer(people.WINDOW))
    assert answer.status_code == 500 and "letmein" not in answer.get_data(as_text=True)


def test_the_actor_costs_one_statement(client, cast):
    own = cast.bearer(people.WINDOW)
    client.get(ADDRESS, headers=own)
    seen = []
    db.event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with_list = client.get(ADDRESS, headers=own)

    assert with_list.status_code == 200
    assert len([statement for statement in seen if "identity_audit" not in statement]) == 1


def test_a_post_taken_away_is_gone_at_the_next_request(client, cast):
    own = cast.bearer(people.WINDOW)
    assert client.get(ADDRESS, headers=own).status_code == 200
    user_id = cast.user(people.WINDOW)
    with unit_of_work():
        actions.take_post(user_id, actions.get(user_id).posts[0].id, cast.actor(people.ADMIN))

    assert client.get(ADDRESS, headers=own).status_code == 403


def test_the_list_has_an_envelope(client, cast):
    listed = client.get(ADDRESS, headers=cast.bearer(people.WINDOW)).get_json()

    assert listed == {"items": [], "page": 1, "perPage": 20, "hasNext": False}


@pytest.mark.parametrize("username", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_sees_none_of_it(client, cast, username):
    client.post(ADDRESS, json={"text": "上河村的事"}, headers=cast.bearer(people.WINDOW))

    answer = client.get(ADDRESS, headers=cast.bearer(username))
    assert answer.get_json()["items"] == [] and "上河" not in answer.get_data(as_text=True)
    assert loading.by_token("hj_guess", clock.now()) is None
