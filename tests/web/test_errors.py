import pytest

from tests import cast as people
from tests.cast import csrf_of, sign_in


@pytest.mark.parametrize(("kind", "status", "sentence"), [
    ("missing", 404, "没有找到您要的内容"), ("conflict", 409, "请刷新后再试"), ("invalid", 422, "甲不能为空。"),
    ("busy", 503, "没有丢失"), ("bug", 500, "请联系系统管理员")])
def test_a_failure_is_a_page_with_a_sentence(client, cast, kind, status, sentence):
    sign_in(client, people.WINDOW)
    answer = client.get(f"/sample/failing/{kind}")

    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert sentence in page and "secret detail" not in page and "Traceback" not in page


def test_htmx_gets_the_sentence_alone(client, cast):
    sign_in(client, people.WINDOW)
    answer = client.get("/sample/failing/conflict", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert answer.get_json()["message"] == "别人刚刚改动过，请刷新后再试。"


def test_htmx_is_told_that_the_sign_in_has_ended(client, cast):
    answer = client.get("/sample", headers={"HX-Request": "true"})

    assert answer.status_code == 401 and "登录" in answer.get_json()["message"]


def test_a_stranger_who_posts_is_asked_to_sign_in(client, cast):
    answer = client.post("/me/password", data={"csrf_token": csrf_of(client)})

    assert answer.status_code == 401 and "去登录" in answer.get_data(as_text=True)


def test_a_wrong_method_is_a_page_too(client, cast):
    assert client.delete("/sample", headers={"X-CSRFToken": csrf_of(client)}).status_code == 405


def test_the_officer_of_another_unit_sees_no_more_in_an_error_than_anybody(client, cast):
    sign_in(client, people.OTHER_VILLAGE)
    page = client.get("/sample/admin").get_data(as_text=True)

    assert "没有办理这件事的权限" in page and "上河村" not in page
