import re

import pytest

from app import clock
from app.db import db, unit_of_work
from app.errors import NotFound
from app.identity import actions, loading, tokens
from app.identity.models import ApiToken
from tests import cast as people
from tests.cast import csrf_of, sign_in


@pytest.fixture(autouse=True)
def still_time():
    clock.move_to("2026-03-02 09:00")


@pytest.fixture
def secret(app, cast):
    with unit_of_work():
        return tokens.create(cast.user(people.MEDIATOR), "对接程序", 30)


def holder(secret):
    found = loading.by_token(secret, clock.now())
    return found and found.actor.username


def test_a_token_stands_for_its_owner(secret):
    assert holder(secret) == people.MEDIATOR


def test_a_token_is_kept_as_a_digest_only(secret):
    assert secret not in str(db.session.execute(db.select(ApiToken.__table__)).all())


def test_a_token_expires(secret):
    clock.advance(days=30)
    assert holder(secret) is None


def test_a_revoked_token_is_dead(secret, cast):
    with unit_of_work():
        tokens.revoke(db.session.scalar(db.select(ApiToken.id)), cast.user(people.MEDIATOR))
    assert holder(secret) is None


def test_a_disabled_persons_token_is_dead_and_stays_so(secret, cast):
    with unit_of_work():
        actions.disable(cast.user(people.MEDIATOR), cast.actor(people.ADMIN))
        actions.enable(cast.user(people.MEDIATOR), cast.actor(people.ADMIN))
    assert holder(secret) is None


def test_last_used_is_written_at_most_once_a_minute(client, secret):
    def used():
        db.session.expire_all()
        return db.session.scalar(db.select(ApiToken.last_used))

    headers = {"Authorization": f"Bearer {secret}"}
    client.get("/api/v1/openapi.json", headers=headers)
    first = used()
    clock.advance(seconds=30)
    client.get("/api/v1/openapi.json", headers=headers)
    assert used() == first == clock.at("2026-03-02 09:00")
    clock.advance(seconds=30)
    client.get("/api/v1/openapi.json", headers=headers)
    assert used() == clock.now()


def test_the_page_shows_a_new_token_once(client, cast):
    sign_in(client, people.MEDIATOR)
    made = client.post("/me/tokens", data={"csrf_token": csrf_of(client), "name": "对接程序", "days": "90"})

    shown = re.search(r'id="new-token">(hj_[^<]+)<', made.get_data(as_text=True)).group(1)
    assert holder(shown) == people.MEDIATOR
    again = client.get("/me").get_data(as_text=True)
    assert "对接程序" in again and shown not in again


@pytest.mark.parametrize(("name", "days"), [("", "30"), ("x" * 61, "30"), ("程序", "0"), ("程序", "367"), ("程序", "-1"),
                                            ("程序", "abc"), ("程序", "")])
def test_a_token_without_a_purpose_or_a_sane_end_is_refused(client, cast, name, days):
    sign_in(client, people.MEDIATOR)
    refused = client.post("/me/tokens", data={"csrf_token": csrf_of(client), "name": name, "days": days})

    assert refused.status_code == 422
    assert db.session.scalar(db.select(ApiToken.id)) is None


def test_a_bad_token_is_not_rescued_by_a_good_cookie(client, cast):
    sign_in(client, people.ADMIN)

    client.get("/api/v1/openapi.json", headers={"Authorization": "Bearer hj_wrong"})
    from flask import g
    assert g.actor is None


def test_a_token_opens_no_pages(client, secret):
    assert client.get("/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 302


def test_the_officer_of_another_unit_cannot_revoke_it(secret, cast):
    token = db.session.scalar(db.select(ApiToken.id))
    with pytest.raises(NotFound), unit_of_work():
        tokens.revoke(token, cast.user(people.OTHER_TOWN))
    assert holder(secret) == people.MEDIATOR
