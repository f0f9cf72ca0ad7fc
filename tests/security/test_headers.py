"""What every answer says to the browser, on every route; what the cookie is; how a session ends (reliability.md §A3)."""

import pytest

from app.db import unit_of_work
from app.identity import actions
from tests.cast import ADMIN, TRIAGE, WINDOW, csrf_of, sign_in
from tests.security.every_route import SAFE, calls
from tests.security.village_case import walked


@pytest.fixture
def case(cast):
    return walked(cast, "registered").case()


def answers_of(app, client, case, headers=None):
    for call in calls(app, case):
        if call.method in SAFE:
            yield call, client.get(call.address, headers=headers)


def test_every_answer_forbids_foreign_scripts_frames_and_guessing_of_types(app, case):
    client = app.test_client()
    sign_in(client, TRIAGE)
    for call, answer in answers_of(app, client, case):
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'none'" and policy["script-src"] == "'self'", call
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'" and policy["form-action"] == "'self'", call
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["X-Frame-Options"] == "DENY", call
        assert answer.headers["Referrer-Policy"] == "same-origin", call
        assert "Access-Control-Allow-Origin" not in answer.headers, call


def test_nothing_about_a_case_is_kept_by_a_browser_or_a_proxy(app, cast, case):
    client = app.test_client()
    sign_in(client, TRIAGE)
    for headers in (None, cast.bearer(TRIAGE)):
        for call, answer in answers_of(app, client, case, headers):
            if call.endpoint != "web.static":
                assert answer.headers["Cache-Control"] == "no-store", call


def test_errors_carry_the_same_headers(app, cast):
    client = app.test_client()
    refused = [client.get("/nowhere"), client.get("/api/v1/nowhere"), client.post("/cases/new", json={}),
               client.get("/api/v1/cases"), client.put("/cases"), client.get("/tasks/99999999999999999999")]
    for answer in refused:
        assert 400 <= answer.status_code < 500
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"


def test_no_page_has_scripts_or_handlers_in_its_text(app, case):
    client = app.test_client()
    sign_in(client, TRIAGE)
    for call, answer in answers_of(app, client, case):
        if answer.mimetype == "text/html":
            page = answer.get_data(as_text=True)
            assert "<script>" not in page and "javascript:" not in page and " onerror=" not in page, call
            assert page.count("<script") == page.count("<script type=") + page.count("<script src="), call


def test_the_cookie_is_for_the_server_only(app, cast):
    client = app.test_client()
    cookie = next(one for one in sign_in(client, WINDOW).headers.getlist("Set-Cookie") if one.startswith("hejie="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie and "Domain" not in cookie


def test_over_https_the_browser_is_told_to_stay_there(app, cast):
    answer = app.test_client().get("/sign-in", base_url="https://hejie.example")
    assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_a_session_planted_before_signing_in_is_worth_nothing_afterwards(app, cast):
    victim, attacker = app.test_client(), app.test_client()
    attacker.get("/sign-in")
    planted = attacker.get_cookie("hejie")
    victim.set_cookie("hejie", planted.value)
    sign_in(victim, WINDOW)
    assert victim.get("/me").status_code == 200 and attacker.get("/me").status_code == 302
    assert victim.get_cookie("hejie").value != planted.value


def test_signing_out_clears_the_cookie_and_ends_the_session(app, cast):
    client, thief = app.test_client(), app.test_client()
    sign_in(client, WINDOW)
    thief.set_cookie("hejie", client.get_cookie("hejie").value)
    client.post("/sign-out", data={"csrf_token": csrf_of(client)})
    assert client.get("/").status_code == thief.get("/").status_code == 302
    assert thief.get("/api/v1/worklist").status_code == 401


def test_a_disabled_persons_session_and_token_die_at_once(app, cast, case):
    client, headers = app.test_client(), cast.bearer(TRIAGE)
    sign_in(client, TRIAGE)
    address = f"/api/v1/cases/{case.case_no}"
    assert client.get("/").status_code == 200 and app.test_client().get(address, headers=headers).status_code == 200
    with unit_of_work():
        actions.disable(cast.user(TRIAGE), cast.actor(ADMIN))
    assert client.get("/").status_code == 302 and app.test_client().get(address, headers=headers).status_code == 401


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "\t//evil.example",
                                    "/%0d%0aSet-Cookie:x=1", "javascript:alert(1)", "///evil.example", "/sign-out"])
def test_the_way_back_leads_nowhere_else(app, cast, wanted):
    client = app.test_client()
    answer = client.post("/sign-in", data={"csrf_token": csrf_of(client), "username": WINDOW, "password": "yunxi2026",
                                           "next": wanted})
    location = answer.headers["location"]
    assert answer.status_code == 302 and location.startswith("/") and not location.startswith(("//", "/\\"))
    assert "evil" not in location and "Set-Cookie:x" not in answer.headers.getlist("Set-Cookie")
