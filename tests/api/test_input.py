import pytest

from app.api.errors import Unreadable
from app.api.json_input import DEEPEST, read_json
from app.db import db
from app.identity.models import AuditEntry
from tests import cast as people

ADDRESS = "/api/v1/notes"


@pytest.mark.parametrize("raw", [
    b"{", b"", b"nul", b"{'a': 1}", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1e999}', b'{"a": -1e999}',
    b'{"a": 1' + b"0" * 5000 + b"}", b'{"a": 9223372036854775808}', b'{"a": "\\u0000"}', b'{"\\u0000": 1}',
    b'{"a": "\\ud800"}', b'{"a": "\\udfff\\ud800"}', b'{"a": "\xff\xfe"}', b'{"a": "\xed\xa0\x80"}', b'{"a": "\x00"}',
    b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), b"\xef\xbb\xbf{}"])
def test_what_cannot_be_kept_is_refused_while_it_is_read(raw):
    with pytest.raises(Unreadable):
        read_json(raw)


@pytest.mark.parametrize(("raw", "value"), [
    (b'{"a": "\\ud83d\\ude00"}', {"a": "😀"}), (b'{"a": "\\\\u0000"}', {"a": "\\u0000"}), (b"[1.5, -3]", [1.5, -3]),
    (b"[" * DEEPEST + b"]" * DEEPEST, None), ("{\"甲\": \"乙\"}".encode(), {"甲": "乙"}),
    (b"[" + b"[]," * 500 + b"{}]", None)])
def test_what_can_be_kept_is_read(raw, value):
    assert value is None or read_json(raw) == value
    read_json(raw)


@pytest.fixture
def post(client, cast):
    own = cast.bearer(people.WINDOW)

    def write(raw, kind="application/json"):
        return client.post(ADDRESS, data=raw, content_type=kind, headers=own)

    return write


@pytest.mark.parametrize(("raw", "status"), [
    (b"{", 400), (b'{"text": NaN}', 400), (b"[" * 50_000, 400), (b'{"text": "\\u0000"}', 400), (b'{"text": "\\ud800"}', 400),
    (b'{"text": "\xff"}', 400), (b"", 422), (b"null", 422), (b"[]", 422), (b'"x"', 422), (b"1", 422), (b"{}", 422),
    (b'{"text": null}', 422), (b'{"text": 5}', 422), (b'{"text": ["x"]}', 422), (b'{"text": {"a": 1}}', 422),
    (b'{"text": ""}', 422), (b'{"text": "x", "id": 7}', 422), (b'{"text": "x", "people": "many"}', 422),
    (b'{"text": "x", "people": true}', 422), (b'{"text": "x", "people": 1.5}', 422)])
def test_no_body_makes_the_server_fail(post, raw, status):
    answer = post(raw)

    assert answer.status_code == status
    told = answer.get_json()
    assert set(told) == {"code", "message", "errors"} and not told["message"].isascii()


def test_a_body_of_another_kind_is_no_body(post):
    assert post(b"text=x", "application/x-www-form-urlencoded").status_code == 422
    assert post(b"<a/>", "text/xml").status_code == 422


def test_reasons_are_given_by_field(post):
    told = post(b'{"text": "", "people": "x", "unit_id": 3}').get_json()

    assert set(told["errors"]) == {"text", "people", "unit_id"}


def test_anything_that_json_can_say_is_kept_as_it_was(post):
    assert post('{"text": "x", "extra": {"甲": [1, null, 2.5, "😀"]}}'.encode()).status_code == 201
    kept = db.session.scalar(db.select(AuditEntry.details).where(AuditEntry.action == "note"))
    assert kept["extra"] == {"甲": [1, None, 2.5, "😀"]}


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=10001", "perPage=101", "page=%00",
                                   "page=99999999999999999999", "unknown=%ff"])
def test_odd_queries_are_refused(client, cast, query):
    assert client.get(f"{ADDRESS}?{query}", headers=cast.bearer(people.WINDOW)).status_code in (200, 400, 422)


@pytest.mark.parametrize("authorization", ["Bearer ", "Bearer x", "Bearer \udcff".encode("utf-8", "surrogateescape").decode(
    "latin-1"), "Bearer " + "x" * 5000, "Basic YTpi", "Token x", "bearer"])
def test_odd_credentials_are_nobody(client, cast, authorization):
    assert client.get(ADDRESS, headers={"Authorization": authorization}).status_code == 401
