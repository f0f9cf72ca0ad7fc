import pytest

from app import clock
from app.db import db, unit_of_work
from app.identity import actions
from app.identity.models import SignInSession
from tests import cast as people
from tests.cast import csrf_of, sign_in


@pytest.fixture(autouse=True)
def still_time():
    clock.move_to("2026-03-02 09:00")


@pytest.fixture
def mediator(client, cast):
    sign_in(client, people.MEDIATOR)
    return client


def signed_in(client):
    return client.get("/me").status_code == 200


def cookie_of(client):
    return client.get_cookie("hejie").value


def test_signing_in_gives_a_new_session_and_a_new_page_token(client, cast):
    before = csrf_of(client)
    with client.session_transaction() as planted:
        planted["sid"] = "planted-by-somebody"
        planted["note"] = "kept?"
    sign_in(client, people.MEDIATOR)

    with client.session_transaction() as session:
        assert session["sid"] != "planted-by-somebody" and "note" not in session
    assert client.post("/sign-out", data={"csrf_token": before}).status_code == 403


def test_signing_in_again_ends_the_session_before(mediator, app):
    old = cookie_of(mediator)
    sign_in(mediator, people.WINDOW)

    thief = app.test_client()
    thief.set_cookie("hejie", old)
    assert not signed_in(thief)


def test_signing_out_ends_it_also_for_a_copied_cookie(mediator, app):
    copied = cookie_of(mediator)
    answer = mediator.post("/sign-out", data={"csrf_token": csrf_of(mediator)})

    assert answer.headers["Location"] == "/sign-in"
    thief = app.test_client()
    thief.set_cookie("hejie", copied)
    assert not signed_in(thief) and not signed_in(mediator)


def test_an_idle_session_ends(mediator):
    clock.advance(minutes=59)
    assert signed_in(mediator)
    clock.advance(minutes=59)
    assert signed_in(mediator)
    clock.advance(minutes=61)
    assert not signed_in(mediator)


def test_a_busy_session_ends_after_its_lifetime(mediator):
    for _ in range(12 * 2):
        assert signed_in(mediator)
        clock.advance(minutes=30)
    assert not signed_in(mediator)


def test_being_seen_is_written_at_most_once_a_minute(mediator):
    def seen():
        return db.session.scalar(db.select(SignInSession.seen_at))

    first = seen()
    clock.advance(seconds=59)
    signed_in(mediator)
    assert seen() == first
    clock.advance(seconds=1)
    signed_in(mediator)
    assert seen() == clock.now()


def test_disabling_a_person_ends_their_sessions_at_once(mediator, cast):
    with unit_of_work():
        actions.disable(cast.user(people.MEDIATOR), cast.actor(people.ADMIN))

    assert not signed_in(mediator)
    with unit_of_work():
        actions.enable(cast.user(people.MEDIATOR), cast.actor(people.ADMIN))
    assert not signed_in(mediator)


def test_changing_the_password_ends_every_session(mediator, app, cast):
    elsewhere = app.test_client()
    sign_in(elsewhere, people.MEDIATOR)

    answer = mediator.post("/me/password", data={
        "csrf_token": csrf_of(mediator), "current": people.PASSWORD, "password": "qinghe-8866", "again": "qinghe-8866"})

    assert answer.status_code == 302
    assert not signed_in(mediator) and not signed_in(elsewhere)
    assert sign_in(mediator, people.MEDIATOR, "qinghe-8866").status_code == 302


@pytest.mark.parametrize(("current", "fresh", "again", "sentence"), [
    ("falsch123", "qinghe-8866", "qinghe-8866", "现在的密码不正确"),
    (people.PASSWORD, "qinghe-8866", "qinghe-8867", "两次输入的新密码不一样"),
    (people.PASSWORD, people.PASSWORD, people.PASSWORD, "新密码不能和现在的一样"),
    (people.PASSWORD, "short1", "short1", "密码要 8 到 128 位"),
])
def test_a_password_change_says_what_is_wrong(mediator, current, fresh, again, sentence):
    answer = mediator.post("/me/password", data={
        "csrf_token": csrf_of(mediator), "current": current, "password": fresh, "again": again})

    assert answer.status_code == 422 and sentence in answer.get_data(as_text=True)
    assert signed_in(mediator)


def test_a_first_password_must_be_changed_before_anything_else(client, cast):
    with unit_of_work():
        actions.reset_password(cast.user(people.ADMIN), "erste-2026x", client.application.config["HEJIE"],
                               cast.actor(people.ADMIN))
    sign_in(client, people.ADMIN, "erste-2026x")

    assert client.get("/admin/users").headers["Location"] == "/me"
    assert "初始密码" in client.get("/me").get_data(as_text=True)


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(client, cast):
    cookie = sign_in(client, people.MEDIATOR).headers["Set-Cookie"]

    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_a_forged_cookie_is_nobody(client, cast):
    client.set_cookie("hejie", "eyJzaWQiOiJ4In0.aaaa.bbbb")

    assert not signed_in(client)
