import pytest

from app import clock
from app.web import assets
from app.web.kit import day_text, moment_text
from tests import cast as people
from tests.cast import sign_in


def test_the_menu_shows_what_the_person_may_open(client, cast):
    sign_in(client, people.WINDOW)
    page = client.get("/sample").get_data(as_text=True)

    assert "样例" in page and "/sample/admin" not in page
    assert 'aria-current="page"' in page


def test_names_and_messages_are_shown_as_text_never_as_markup(client, cast):
    sign_in(client, people.WINDOW)
    page = client.get("/sample").get_data(as_text=True)

    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert "&lt;b&gt;已保存" in page


def test_parts_of_a_page(client, cast):
    sign_in(client, people.WINDOW)
    page = client.get("/sample?page=3&q=甲").get_data(as_text=True)

    assert '<span class="light light-red">超期</span>' in page and '<span class="light light-yellow">剩 1 天</span>' in page
    assert "page=4" in page and "page=2" in page and "q=%E7%94%B2" in page
    assert 'aria-invalid="true"' in page and "电话只能有数字。" in page and 'value="&lt;x&gt;"' in page


def test_a_page_without_built_assets_says_what_to_run(client, cast, monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")

    assert "前端资源尚未构建，请运行 make assets" in client.get("/sign-in").get_data(as_text=True)


def test_built_assets_are_found_by_their_plain_name_and_kept_by_browsers(client, cast, monkeypatch, tmp_path):
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "manifest.json").write_text('{"page.js": "page-AB12.js", "page.css": "page-CD34.css"}')
    (dist / "page-AB12.js").write_text("1")
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    monkeypatch.setattr(assets, "MANIFEST", dist / "manifest.json")

    page = client.get("/sign-in").get_data(as_text=True)
    assert "/static/dist/page-AB12.js" in page and "尚未构建" not in page
    answer = client.get("/static/dist/page-AB12.js")
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/static/../kit.py").status_code == 404
    assert client.get("/static/dist/..%2f..%2fkit.py").status_code == 404


@pytest.mark.parametrize(("moment", "text"), [
    ("2026-03-02 17:00", "今天 17:00"), ("2026-03-03 00:05", "3月3日 00:05"), ("2025-12-31 23:59", "2025年12月31日 23:59")])
def test_times_are_told_on_the_centres_wall_clock(moment, text):
    clock.move_to("2026-03-02 09:00")

    assert moment_text(clock.at(moment)) == text
    assert day_text(clock.at(moment)) == text.rsplit(" ", 1)[0]


def test_no_time_is_told_as_nothing():
    assert moment_text(None) == day_text(None) == ""


def test_health_is_public(client):
    assert client.get("/healthz").get_data() == b"ok\n"
