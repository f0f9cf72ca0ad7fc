"""The calendar address: times and places for a telephone, nothing of the dispute, and an end to it."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from app import clock
from app.db import db, unit_of_work
from app.identity import actions as identity
from app.identity.models import UserPost
from app.sessions import feeds
from app.sessions.models import SessionFeed
from tests.cast import ADMIN, MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, csrf_of, sign_in
from tests.sessions.conftest import plan, sessions


@pytest.fixture
def address(app, cast, walk):
    def of(who: str = MEDIATOR) -> str:
        with unit_of_work():
            return f"/sessions/feed/{feeds.create(cast.actor(who))}.ics"

    return of


def events(client, address: str) -> list:
    answer = client.get(address)
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.get_data()).walk("VEVENT"))


def test_a_session_stands_in_the_feed_without_names_or_dispute(walk, client, address):
    plan(walk, "2026-03-05 09:30")
    own = address()
    (event,) = events(client, own)
    assert (event["SUMMARY"], event["LOCATION"]) == (f"调解 {walk.case().case_no}（第1次）", "上河村调解室")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (clock.at("2026-03-05 09:30"), clock.at("2026-03-05 11:30"))
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (sessions()[0].uid, 0, "CONFIRMED")
    written = client.get(own).get_data(as_text=True)
    assert all(word not in written for word in (walk.case().title, *(party.name for party in walk.case().parties)))


def test_a_typed_place_with_a_partys_name_stays_at_home(walk, client, address):
    plan(walk, "2026-03-05 09:30", sessionPlace=f"{walk.case().parties[0].name}家堂屋")
    assert events(client, address())[0]["LOCATION"] == feeds.HIDDEN_PLACE


def test_a_cancelled_session_is_told_to_the_calendar_under_the_same_name(walk, client, address):
    plan(walk, "2026-03-05 09:30")
    own = address()
    before = events(client, own)[0]
    walk.bring("msg_party_withdraw", "zhou.min", note="不调了")
    (after,) = events(client, own)
    assert after["UID"] == before["UID"] and after["STATUS"] == "CANCELLED" and after["SEQUENCE"] > before["SEQUENCE"]


def test_the_secret_is_shown_once_kept_as_a_digest_and_ends_when_revoked(app, walk, client):
    browser = app.test_client()
    sign_in(browser, MEDIATOR)
    form = {"csrf_token": csrf_of(browser)}
    page = browser.post("/sessions/feed", data=form).get_data(as_text=True)
    found = re.search(r"/sessions/feed/([\w-]{20,})\.ics", page)
    assert found and found[1] not in browser.get("/sessions/feed").get_data(as_text=True)
    assert found[1] not in {row.secret_hash for row in SessionFeed.query}
    assert client.get(found[0]).status_code == 200
    assert browser.post("/sessions/feed/revocation", data=form).status_code == 302
    assert client.get(found[0]).status_code == 404
    assert client.get("/sessions/feed/nobody.ics").status_code == 404


def test_a_new_address_ends_the_old_one(walk, client, address):
    old, new = address(), address()
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_who_has_lost_every_post_has_no_calendar_either(walk, client, address, cast):
    own, user = address(), cast.user(MEDIATOR)
    for post in db.session.scalars(db.select(UserPost.id).where(UserPost.user_id == user)).all():
        with unit_of_work():
            identity.take_post(user, post, cast.actor(ADMIN))
    assert client.get(own).status_code == 404


def test_who_asks_too_often_waits(walk, client, address):
    own = address()
    assert [client.get(own).status_code for _ in range(feeds.PER_HOUR + 1)][-2:] == [200, 429]
    clock.move_to(clock.now() + timedelta(hours=1))
    assert client.get(own).status_code == 200


def test_people_of_another_unit_have_nothing_of_it_in_theirs(walk, client, address):
    plan(walk, "2026-03-05 09:30")
    assert events(client, address(OTHER_TOWN)) == [] and events(client, address(OTHER_VILLAGE)) == []
