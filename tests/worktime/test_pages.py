import re
from datetime import date

import pytest

from app import clock
from app.cases import recounting
from app.cases.models import Case
from app.db import db, unit_of_work
from app.identity.actor import SYSTEM
from app.worktime import actions
from app.worktime.queries import calendar_for, days_set
from tests import cast as people
from tests.cases.situations import a_case, lines_of, start
from tests.cast import csrf_of, sign_in

TOWN, VILLAGE = "990121100000", "990121100200"
NOTICE = {"year": "2027", "off": "1月1日至3日、2月6日至12日", "make_up": "2月14日", "source": "国办发明电〔2026〕8号"}


@pytest.fixture
def admin(client, cast):
    clock.move_to("2026-03-02 10:00")
    sign_in(client, people.ADMIN)
    return client


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def post(client, address: str, **form):
    return client.post(f"/calendar/{address}", data={"csrf_token": csrf_of(client), **form})


def cell(page: str, month: int, day: int) -> tuple[str, str]:
    """(what a screen reader says, the mark) in the cell of a day."""
    number = rf'<span class="visually-hidden">{month}月</span>{day}<span [^>]*class="day-mark">(\w*)</span>'
    mark, spoken = re.search(number + r'<span class="visually-hidden">([^<]*)</span>', page).groups()
    return spoken, mark


def test_a_year_says_in_words_which_days_are_worked(admin):
    page = text_of(admin.get("/calendar"))
    assert page.count("<caption>") == 12
    assert cell(page, 3, 2) == ("日，星期一，上班", "")
    assert cell(page, 3, 7) == ("日，星期六，周末休息", "休")
    assert cell(page, 10, 1) == ("日，星期四，节假日放假", "假")
    assert cell(page, 10, 10) == ("日，星期六，调休上班", "班")
    assert "放假安排还没有录入" not in page


def test_a_day_set_for_a_town_holds_in_its_villages_and_not_elsewhere(admin):
    assert post(admin, "days", day="2026-03-03", region=TOWN, choice="off", note="古庙会").status_code == 302
    assert "清河镇" in text_of(admin.get(f"/calendar?region={TOWN}"))
    village = text_of(admin.get(f"/calendar?region={VILLAGE}"))
    assert cell(village, 3, 3) == ("日，星期二，改为放假，古庙会", "改休")
    assert "古庙会 · 清河镇" in village and ">恢复</button>" not in village  # it is the town's to take back
    assert cell(text_of(admin.get("/calendar")), 3, 3)[1] == ""


def test_a_day_is_set_to_work_and_given_back(admin):
    post(admin, "days", day="2026-03-07", region="", choice="working", note="补班")
    assert cell(text_of(admin.get("/calendar")), 3, 7) == ("日，星期六，改为上班，补班", "改班")
    assert calendar_for().is_working(date(2026, 3, 7))
    post(admin, "days", day="2026-03-07", region="", choice="clear")
    assert days_set("", 2026) == []


def test_a_changed_day_moves_the_deadlines_and_says_so(admin):
    case = a_case()
    start(case, "CK07", limit=2, unit="wd")
    post(admin, "days", day="2026-03-03", region=TOWN, choice="off", note="古庙会")
    assert db.session.get(Case, case.id, populate_existing=True).due_at == clock.at("2026-03-05 17:30")
    assert "工作日历调整" in lines_of(case)[-1]


def test_a_recount_that_is_still_going_on_is_told(admin, monkeypatch):
    monkeypatch.setattr(recounting, "AT_ONCE", 0)
    start(a_case(), "CK07")
    post(admin, "days", day="2026-03-03", region="", choice="off", note="停电")
    assert "还有 <strong>1</strong> 个案件的期限等待重新计算" in text_of(admin.get("/calendar"))


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("day", "", "请选择日期"), ("day", "2026-02-30", "请选择日期"), ("day", "1850-01-01", "请选择日期"),
    ("region", "123", "请从列表中选择适用范围"), ("choice", "maybe", "请选择这一天"), ("note", " ", "请写明原因"),
    ("note", "长" * 101, "请写明原因")])
def test_a_day_that_makes_no_sense_is_refused(admin, field, value, sentence):
    form = {"day": "2026-03-03", "region": "", "choice": "off", "note": "停电", field: value}
    refused = post(admin, "days", **form)
    assert refused.status_code == 422 and sentence in text_of(refused)
    assert days_set("", 2026) == []


def test_an_unpublished_year_alarms_with_the_clocks_that_end_in_it(admin):
    clock.move_to("2026-12-20 10:00")
    sign_in(admin, people.ADMIN)
    assert "2027年</a>的放假安排还没有录入。" in text_of(admin.get("/calendar"))  # December: soon needed
    start(a_case(), "CK07")
    assert "有 <strong>1</strong> 个正在计时的时限到期日落在这一年" in text_of(admin.get("/calendar"))
    page = text_of(admin.get("/calendar?year=2027"))
    assert "2027年的放假安排还没有录入" in page and "有 <strong>1</strong> 个正在计时" in page


def test_a_notice_is_loaded_as_it_stands_on_paper(admin):
    assert post(admin, "years", **NOTICE).status_code == 302
    page = text_of(admin.get("/calendar?year=2027"))
    assert "放假 10 天，调休上班 1 天" in page and "按“国办发明电〔2026〕8号”录入" in page
    assert cell(page, 2, 10) == ("日，星期三，节假日放假，国办发明电〔2026〕8号", "假")
    assert cell(page, 2, 14)[1] == "班" and "各天都按公布的安排" in page
    assert "还没有录入" not in page


def test_loading_again_replaces_the_notice_and_keeps_single_days(admin):
    with unit_of_work():
        actions.set_day_off("", date(2027, 3, 1), "停电", SYSTEM)
    post(admin, "years", **NOTICE)
    post(admin, "years", **{**NOTICE, "off": "1月1日", "make_up": "", "source": "更正"})
    assert [row.day for row in days_set("", 2027)] == [date(2027, 1, 1), date(2027, 3, 1)]


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("off", "", "请至少录入2027年的一个放假日"), ("off", "春天的一天3", "看不懂“春天的一天3”"), ("make_up", "1月1日", "同一天不能既放假又上班"),
    ("source", "", "请写明通知的名称或文号"), ("off", "2026年12月31日", "录入的日期不全在2027年")])
def test_a_notice_that_cannot_be_is_refused_and_stays_in_the_form(admin, field, value, sentence):
    refused = post(admin, "years", **{**NOTICE, field: value})
    assert refused.status_code == 422 and sentence in text_of(refused)
    assert days_set("", 2027) == [] and (field == "source" or NOTICE["source"] in text_of(refused))


@pytest.mark.parametrize("query", ["year=abc", "year=99999", "year=1", "region=%27", "region=000000000000", "day=x", "year=2100"])
def test_odd_addresses_show_a_calendar_all_the_same(admin, query):
    assert admin.get(f"/calendar?{query}").status_code == 200


@pytest.mark.parametrize("username", [people.MEDIATOR, people.DIRECTOR, people.WINDOW])
def test_staff_look_and_do_not_change(client, cast, username):
    sign_in(client, username)
    page = text_of(client.get("/calendar"))
    assert "工作日历" in page and "调整一天" not in page and "录入" not in page.split("<main")[1]
    assert post(client, "days", day="2026-03-03", region="", choice="off", note="x").status_code == 403
    assert post(client, "years", **NOTICE).status_code == 403
    assert days_set("", 2026) == []


def test_a_party_has_no_calendar(client, cast):
    sign_in(client, "huang.guilan")
    assert client.get("/calendar").status_code == 403
