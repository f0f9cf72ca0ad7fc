import pytest

from app.db import db, unit_of_work
from app.identity import actions, passwords
from app.identity.models import AuditEntry, SignInSession, User
from tests import cast as people
from tests.cast import sign_in


def test_the_right_password_opens_the_account_page(client, cast):
    answer = sign_in(client, people.MEDIATOR)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    page = client.get("/me").get_data(as_text=True)
    assert "李秀兰" in page and "人民调解员" in page and "上河村" in page


def test_a_typed_name_may_have_capitals_and_spaces(client, cast):
    assert sign_in(client, "  Li.XiuLan ").status_code == 302


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, cast):
    wrong = sign_in(client, people.MEDIATOR, "falsch123")
    unknown = sign_in(client, "nobody", "falsch123")

    assert wrong.status_code == unknown.status_code == 401
    refusal = "用户名或密码不正确"
    assert refusal in wrong.get_data(as_text=True) and refusal in unknown.get_data(as_text=True)


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(app, cast, monkeypatch):
    looked_at = []
    hasher = passwords._hasher(1, 64)
    verify = type(hasher).verify
    monkeypatch.setattr(type(hasher), "verify", lambda self, kept, typed: looked_at.append(kept) or verify(self, kept, typed))
    settings = app.config["HEJIE"]

    assert not passwords.fits("falsch123", people.CHEAP_HASH, settings)
    assert not passwords.fits("falsch123", None, settings)

    known, nobody = (kept.split("$")[:4] for kept in looked_at)
    assert known == nobody


def test_a_disabled_person_is_refused_like_a_wrong_password(client, cast):
    with unit_of_work():
        actions.disable(cast.user(people.MEDIATOR), cast.actor(people.ADMIN))

    assert sign_in(client, people.MEDIATOR).status_code == 401


def test_signing_in_goes_back_only_to_a_page_of_ours(client, cast):
    for wanted, place in (("/cases?page=2", "/cases?page=2"), ("//evil.example", "/"), ("https://evil.example", "/"),
                          ("/\\evil.example", "/"), ("/sign-out", "/")):
        token = people.csrf_of(client)
        answer = client.post("/sign-in", data={"csrf_token": token, "username": people.WINDOW, "next": wanted,
                                               "password": people.PASSWORD})
        assert answer.headers["Location"] == place, wanted


def test_a_page_that_needs_somebody_sends_strangers_to_sign_in_and_back(client, cast):
    assert client.get("/me?tab=2").headers["Location"] == "/sign-in?next=/me?tab%3D2"


def test_the_demo_people_are_listed_in_demo_mode(client, cast):
    page = client.get("/sign-in").get_data(as_text=True)

    assert "王建国" in page and people.PASSWORD in page and "石桥村" in page


def test_the_demo_people_are_not_listed_otherwise(client, cast, with_settings):
    with_settings(demo=False)

    page = client.get("/sign-in").get_data(as_text=True)
    assert "王建国" not in page and people.PASSWORD not in page


def test_without_an_administrator_the_page_says_how_to_make_one(client, app):
    page = client.get("/sign-in").get_data(as_text=True)

    assert "系统还没有管理员" in page and "create-admin" in page


def test_a_hash_of_another_cost_is_renewed_at_the_next_sign_in(client, cast, with_settings):
    with_settings(argon2_time_cost=2)

    assert sign_in(client, people.MEDIATOR).status_code == 302

    kept = db.session.get(User, cast.user(people.MEDIATOR)).password_hash
    assert kept != people.CHEAP_HASH and ",t=2," in kept
    assert sign_in(client, people.MEDIATOR).status_code == 302


def test_sign_ins_and_refusals_are_audited_without_the_password(client, cast):
    sign_in(client, people.MEDIATOR, "geheim777")
    sign_in(client, people.MEDIATOR)
    sign_in(client, "typed.password", "x")

    entries = list(db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)))
    assert [entry.action for entry in entries] == ["sign_in_refused", "signed_in", "sign_in_refused"]
    assert "typed.password" not in entries[2].subject
    assert not any("geheim777" in f"{entry.subject}{entry.details}" for entry in entries)


def test_the_session_in_the_database_is_not_the_one_in_the_cookie(client, cast):
    sign_in(client, people.MEDIATOR)

    with client.session_transaction() as cookie:
        secret = cookie["sid"]
    assert db.session.scalar(db.select(SignInSession.session_hash)) != secret


@pytest.mark.parametrize("password", ["short1", "onlyletters", "12345678901", "li.xiulan2026", "Password1", "a1" * 80,
                                      "tab\tin1234"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(Exception, match="密码要 8 到 128 位"):
        passwords.check_policy(password, "li.xiulan")
