import pytest

from tests import cast as people
from tests.cast import csrf_of, sign_in


def test_every_answer_forbids_foreign_scripts_and_frames(client, cast):
    for address in ("/sign-in", "/healthz", "/nowhere", "/api/docs", "/api/v1/nowhere", "/static/favicon.svg"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy and "frame-ancestors 'none'" in policy, address
        assert "unsafe-eval" not in policy and "script-src 'self' 'unsafe-inline'" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_are_not_kept_by_browsers(client, cast):
    sign_in(client, people.WINDOW)

    assert client.get("/me").headers["Cache-Control"] == "no-store"
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"


def test_no_page_has_a_script_in_its_text(client, cast):
    sign_in(client, people.ADMIN)
    for address in ("/sign-in", "/me", "/admin/users", "/admin/units", "/api/docs", "/sample", "/nowhere"):
        page = client.get(address).get_data(as_text=True)
        assert "<script>" not in page and " onclick=" not in page and "javascript:" not in page, address
        assert "http://" not in page.replace("http://www.w3.org", "") and "https://" not in page, address


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/me/password", "/me/tokens", "/admin/users", "/admin/units"])
def test_a_post_without_the_pages_token_is_refused(client, cast, address):
    sign_in(client, people.ADMIN)

    assert client.post(address, data={"name": "x"}).status_code == 403
    assert client.post(address, data={"csrf_token": "forged"}).status_code == 403


def test_another_persons_token_does_not_help(client, app, cast):
    thief = app.test_client()
    sign_in(thief, people.OTHER_TOWN)
    foreign = csrf_of(thief)
    sign_in(client, people.ADMIN)

    assert client.post("/me/tokens", data={"csrf_token": foreign, "name": "x", "days": "3"}).status_code == 403


def test_htmx_may_send_the_token_in_a_header(client, cast):
    sign_in(client, people.ADMIN)
    answer = client.post("/me/tokens", data={"name": "程序", "days": "3"}, headers={"X-CSRFToken": csrf_of(client)})

    assert answer.status_code == 200


def test_a_nul_character_is_refused_before_it_reaches_the_database(client, cast):
    sign_in(client, people.ADMIN)

    assert client.get("/admin/users?q=a%00b").status_code == 400
    assert client.get("/admin/%00").status_code == 404
    answer = client.post("/sign-in", data={"csrf_token": csrf_of(client), "username": "a\0b", "password": "x"})
    assert answer.status_code == 400


def test_odd_characters_are_a_refusal_not_a_failure(client, cast):
    for odd in ("\u202e", "😀" * 50, "'; DROP TABLE", "{{7*7}}", "x" * 5000, "%s%n", "../../etc"):
        assert sign_in(client, odd, odd).status_code in (401, 429)
        client.environ_base["REMOTE_ADDR"] = f"203.0.113.{len(odd) % 250}"
    assert client.post("/sign-in", data=b"username=%ff%fe&password=%ed%a0%80").status_code == 403


def test_an_id_that_no_row_can_have_is_not_found(client, cast):
    assert client.get("/sample/2147483647").status_code == 200
    assert client.get("/sample/2147483648").status_code == 404
    assert client.get(f"/sample/{'9' * 400}").status_code == 404


def test_a_body_beyond_the_limit_is_refused_with_a_sentence(client, cast):
    answer = client.post("/sign-in", data=b"x" * (5 * 1024 * 1024), content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413 and "太大" in answer.get_data(as_text=True)
