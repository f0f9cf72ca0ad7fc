"""An administrator changes a list in the browser; everybody else does not."""

import io
import json

import pytest

from app import clock
from app.catalogues import queries
from app.catalogues.entries import shipped
from app.catalogues.lists import LISTS
from app.db import db
from tests import cast as people
from tests.cast import csrf_of, sign_in

FILLED = {
    "dispute-types": {"name": "婚姻家庭", "leadDept": "妇联", "position": "10"},
    "zz-types": {"name": "恋爱", "group": "婚恋家庭", "leadDept": "妇联", "position": "10"},
    "channels": {"name": "来访接待", "category": "APPLIED", "hint": "", "position": "10"},
    "documents": {"name": "登记表", "required": "必须", "when": "每件", "template": "登记表", "signedAt": "窗口", "position": "10"},
    "thresholds": {"name": "过半提示线", "value": "40"},
    "notices": {"name": "登记受理", "sms": "{案号}已受理", "told-parties": "ALWAYS", "told-channel": "NEVER"},
}
FIRST = {key: next(iter(shipped(key))) for key in LISTS}


@pytest.fixture
def admin(client, cast):
    clock.move_to("2026-03-02 10:00")
    sign_in(client, people.ADMIN)
    return client


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def form_for(list_key: str, **changes) -> dict:
    audiences = {f"told-{word}": "NAMED" for word in ("handler", "mediator", "unit", "caseManager", "R02", "R15", "R14",
                                                      "R16", "R08", "R07", "R22", "R23", "others")}
    told = audiences if list_key == "notices" else {}
    return {"reason": "主任办公会决定", "seen": "", **told, **FILLED[list_key], **changes}


def post(client, path: str, **form):
    return client.post(f"/catalogues/{path}", data={"csrf_token": csrf_of(client), **form})


def change(client, list_key: str, code: str | None = None, **changes):
    return post(client, f"{list_key}/{code or FIRST[list_key]}", **form_for(list_key, **changes))


@pytest.mark.parametrize("list_key", LISTS)
def test_a_change_shows_who_when_why_and_the_default_beside_it(admin, list_key):
    code = FIRST[list_key]
    assert change(admin, list_key).status_code == 302
    page = text_of(admin.get(f"/catalogues/{list_key}/{code}"))
    assert "主任办公会决定" in page and "本中心调整" in page and "恢复默认" in page and "→" in page
    assert "系统管理员" in page and "今天 10:00" in page
    assert queries.entry(list_key, code).name == FILLED[list_key]["name"]
    assert f"/catalogues/{list_key}/{code}" in text_of(admin.get(f"/catalogues/{list_key}?state=changed"))


@pytest.mark.parametrize("list_key", LISTS)
def test_back_to_the_default_leaves_no_row_but_a_line_in_the_history(admin, list_key):
    change(admin, list_key)
    assert post(admin, f"{list_key}/{FIRST[list_key]}/default", turn_reason="改错了").status_code == 302
    now = queries.entry(list_key, FIRST[list_key])
    assert now.is_default and now.as_data() == shipped(list_key)[now.code].as_data()
    page = text_of(admin.get(f"/catalogues/{list_key}/{now.code}"))
    assert "恢复默认" in page and "改错了" in page and "主任办公会决定" in page


@pytest.mark.parametrize("list_key", LISTS)
def test_without_a_reason_nothing_changes_and_what_was_typed_stays(admin, list_key):
    refused = change(admin, list_key, reason=" ", name="窗口一号")
    assert refused.status_code == 422 and "请写明理由" in text_of(refused) and 'value="窗口一号"' in text_of(refused)
    assert queries.entry(list_key, FIRST[list_key]).is_default


@pytest.mark.parametrize(("list_key", "wrong", "sentence"), [
    ("dispute-types", {"name": ""}, "请填写名称"), ("dispute-types", {"name": "邻里纠纷"}, "02 已经叫这个名称"),
    ("dispute-types", {"leadDept": "长" * 61}, "60 字以内"), ("dispute-types", {"position": "第一"}, "顺序要填"),
    ("zz-types", {"group": "长" * 21}, "20 字以内"), ("channels", {"category": "OTHERWISE"}, "请从列表中选择"),
    ("documents", {"required": "按需"}, "规定必须有，不能改为按需"), ("thresholds", {"value": "一半"}, "要填整数"),
    ("thresholds", {"value": "0"}, "要在 1 到 98 之间"), ("thresholds", {"value": "70"}, "要小于“黄灯线”"),
    ("notices", {"sms": "{身份证号}"}, "花括号里只能写"), ("notices", {"sms": "{案号"}, "花括号里只能写"),
    ("notices", {"told-parties": "MAYBE"}, "请从列表中选择"), ("notices", {"by-parties": "PHONE"}, "通知方式是固定的"),
    ("notices", {"sms": "长" * 201}, "200 字以内")])
def test_what_makes_no_sense_is_refused_with_a_sentence(admin, list_key, wrong, sentence):
    refused = change(admin, list_key, **wrong)
    assert refused.status_code == 422 and sentence in text_of(refused)
    assert queries.entry(list_key, FIRST[list_key]).is_default


def test_what_the_law_sets_can_be_stricter_but_not_looser(admin):
    traffic = {"name": "交通事故调解提前通知"}
    refused = change(admin, "thresholds", "trafficNoticeDays", **traffic, value="2")
    assert "道路交通事故处理程序规定第86条的规定，只能更严：要在 3 到 15 之间" in text_of(refused)
    assert change(admin, "thresholds", "trafficNoticeDays", **traffic, value="5").status_code == 302
    assert queries.value("trafficNoticeDays") == 5
    untold = change(admin, "notices", "TERMINATED", name="调解终止", sms="", **{"told-parties": "NEVER"})
    assert untold.status_code == 422 and "人民调解法第26条规定要告知当事人" in text_of(untold)


def test_what_the_law_wants_cannot_be_retired(admin):
    refused = post(admin, "documents/D08/retirement", turn_reason="不用了")
    assert refused.status_code == 422 and "人民调解法第29条规定的，不能停用" in text_of(refused)
    assert "不用了" in text_of(refused) and queries.entry("documents", "D08").active
    assert "不能停用" in text_of(post(admin, "channels/WINDOW/retirement", turn_reason="不用了"))
    assert post(admin, "thresholds/halfPercent/retirement", turn_reason="不用了").status_code == 422


def test_an_entry_is_added_retired_and_taken_up_again(admin):
    added = {"code": "WECHAT", "name": "微信小程序", "category": "APPLIED", "reason": "新开通"}
    assert post(admin, "channels", **added).headers["Location"] == "/catalogues/channels/WECHAT"
    assert [one.code for one in queries.offered("channels")][-1] == "WECHAT"
    post(admin, "channels/WECHAT/retirement", turn_reason="停办")
    assert "WECHAT" not in [one.code for one in queries.offered("channels")]
    assert "已停用" in text_of(admin.get("/catalogues/channels?state=retired"))
    post(admin, "channels/WECHAT/taking-up", turn_reason="又办了")
    assert queries.entry("channels", "WECHAT").active
    assert "没有默认值可以恢复" in text_of(post(admin, "channels/WECHAT/default", turn_reason="看看"))


@pytest.mark.parametrize(("code", "sentence"), [("wechat", "3 至 16 个大写字母"), ("PHONE", "已经是“来电”"), ("", "编号要填")])
def test_an_addition_needs_a_code_of_its_own(admin, code, sentence):
    refused = post(admin, "channels", code=code, name="微信小程序", category="APPLIED", reason="新开通")
    assert refused.status_code == 422 and sentence in text_of(refused) and 'value="微信小程序"' in text_of(refused)


def test_two_who_change_the_same_entry_hear_of_each_other(admin):
    change(admin, "thresholds", value="40")
    late = change(admin, "thresholds", value="45")
    assert late.status_code == 422 and "别人改过这一项" in text_of(late) and 'value="45"' in text_of(late)
    assert queries.value("halfPercent") == 40


def test_nothing_changed_is_nothing_written(admin):
    same = change(admin, "thresholds", value="50")
    assert same.status_code == 302 and queries.history("thresholds", "halfPercent").items == []


def test_one_page_leads_to_every_list_to_limits_and_to_the_calendar(admin):
    page = text_of(admin.get("/catalogues"))
    assert all(f'href="/catalogues/{key}"' in page for key in LISTS) and 'href="/clocks"' in page and 'href="/calendar"' in page
    menu = text_of(admin.get("/"))
    assert 'href="/catalogues"' in menu and 'href="/clocks"' not in menu


@pytest.mark.parametrize("list_key", LISTS)
def test_a_list_is_searched_and_shows_where_its_entries_come_from(admin, list_key):
    first = queries.entry(list_key, FIRST[list_key])
    page = text_of(admin.get(f"/catalogues/{list_key}", query_string={"q": first.name}))
    assert first.name in page
    assert "没有找到" in text_of(admin.get(f"/catalogues/{list_key}?q=%25%25"))


@pytest.mark.parametrize("path", ["nothing", "thresholds/nothing", "thresholds/new", "nothing/import", "channels/file.xml"])
def test_what_is_not_there_is_not_found(admin, path):
    assert admin.get(f"/catalogues/{path}").status_code == 404


@pytest.mark.parametrize("kind", ["json", "csv"])
@pytest.mark.parametrize("list_key", LISTS)
def test_an_exported_list_comes_back_as_it_went(admin, list_key, kind):
    file = admin.get(f"/catalogues/{list_key}/file.{kind}")
    assert f"{list_key}.{kind}" in file.headers["Content-Disposition"]
    assert "没有不同" in text_of(upload(admin, list_key, file.get_data(), kind))


def upload(client, list_key: str, content: bytes, kind: str = "json"):
    return client.post(f"/catalogues/{list_key}/import", content_type="multipart/form-data", data={
        "csrf_token": csrf_of(client), "file": (io.BytesIO(content), f"a.{kind}")})


def test_a_file_is_shown_before_it_is_taken_over(admin):
    rows = json.loads(admin.get("/catalogues/thresholds/file.json").get_data())["entries"]
    wanted = {"halfPercent": 75, "yellowPercent": 80, "ninetyPercent": 95}
    for row in rows:
        row["settings"]["value"] = wanted.get(row["code"], row["settings"]["value"])
    content = json.dumps(rows, ensure_ascii=False)
    page = text_of(upload(admin, "thresholds", content.encode()))
    assert "数值：50 → 75" in page and "数值：70 → 80" in page and queries.value("halfPercent") == 50
    assert "请写明理由" in text_of(post(admin, "thresholds/import/takeover", content=content, reason=""))
    assert post(admin, "thresholds/import/takeover", content=content, reason="全市统一").status_code == 302
    assert {code: queries.value(code) for code in wanted} == wanted
    assert queries.entry("thresholds", "idleDays").is_default


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "请选择导出过的"), (b"{", "文件读不懂"), (b"[1]", "文件读不懂"), ("编号,名称\n1,二".encode(), "缺少这些列"),
    (b'{"list": "channels", "entries": []}', "这是另一个目录的文件"), (b"[" * 5000, "文件读不懂"), (b"\xff\xfe\x00\x81", "编码读不懂")])
def test_a_file_nobody_can_read_is_refused(admin, content, sentence):
    refused = upload(admin, "thresholds", content)
    assert refused.status_code == 422 and sentence in text_of(refused)


def test_a_file_with_one_wrong_row_changes_nothing(admin):
    rows = [{"code": "halfPercent", "name": "过半提示线", "settings": {"value": 99}, "active": True, "position": 10},
            {"code": "idleDays", "name": "无进展亮黄灯", "settings": {"value": 6}, "active": True, "position": 60},
            {"code": "mine", "name": "自己的", "settings": {"value": 1}, "active": True, "position": 1}]
    content = json.dumps(rows, ensure_ascii=False)
    page = text_of(upload(admin, "thresholds", content.encode()))
    assert "要在 1 到 98 之间" in page and "不能增加" in page and "确认导入" not in page
    assert post(admin, "thresholds/import/takeover", content=content, reason="统一").status_code == 422
    assert queries.value("idleDays") == 5


def test_a_spreadsheet_is_given_no_formula(admin):
    change(admin, "dispute-types", name="=1+1", position="10")
    file = admin.get("/catalogues/dispute-types/file.csv").get_data(as_text=True)
    assert "'=1+1" in file and "没有不同" in text_of(upload(admin, "dispute-types", file.encode(), "csv"))


def test_typed_words_are_never_markup(admin):
    change(admin, "dispute-types", name="<script>alert(1)</script>")
    for page in ("dispute-types", f"dispute-types/{FIRST['dispute-types']}"):
        assert "<script>alert(1)" not in text_of(admin.get(f"/catalogues/{page}"))


def test_those_who_supervise_look_and_only_the_administrator_changes(client, cast):
    sign_in(client, people.DIRECTOR)
    page = text_of(client.get("/catalogues/thresholds/halfPercent"))
    assert "过半提示线" in page and "调整的理由" not in page
    for path in ("thresholds/halfPercent", "channels", "channels/PHONE/retirement", "channels/PHONE/default",
                 "channels/import", "channels/import/takeover"):
        assert post(client, path, reason="我要改").status_code == 403


@pytest.mark.parametrize("username", [people.WINDOW, people.MEDIATOR, people.GRID_WORKER, "wu.mei", "yan.jun"])
def test_others_neither_see_nor_change_a_list(client, cast, username):
    sign_in(client, username)
    before = db.session.scalar(db.select(db.func.count()).select_from(db.metadata.tables["catalogue_change"]))
    for list_key in LISTS:
        supervising = client.get(f"/catalogues/{list_key}").status_code
        assert supervising == (200 if username in ("wu.mei", "yan.jun") else 403)
        assert change(client, list_key).status_code == 403
    assert db.session.scalar(db.select(db.func.count()).select_from(db.metadata.tables["catalogue_change"])) == before
