import pytest

from app import clock
from app.cases import catalogue
from app.cases.models import Case
from app.db import db, unit_of_work
from app.identity.actor import SYSTEM
from app.identity.models import AuditEntry
from tests import cast as people
from tests.cases.situations import a_case, start
from tests.cast import csrf_of, sign_in

AS_IT_STANDS = {"limit": "7", "unit": "cd", "red_limit": "", "red_unit": "", "basis": "", "is_default": "1"}


@pytest.fixture
def admin(client, cast):
    clock.move_to("2026-03-02 10:00")
    sign_in(client, people.ADMIN)
    return client


def post(client, clock_id: str, **form):
    data = {"csrf_token": csrf_of(client), "reason": "领导会议决定", **AS_IT_STANDS, **form}
    return client.post(f"/clocks/{clock_id}", data=data)


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_list_shows_limit_basis_and_what_is_only_a_default(admin):
    page = text_of(admin.get("/clocks"))
    assert "登记（网上、移送来件）" in page and "4个工作小时" in page and "默认值[D]" in page
    assert "高风险：2小时" in page and "下一页" in page


@pytest.mark.parametrize(("wanted", "found"), [("ck10", "人民调解期限"), ("特邀调解规定", "委派调解"), ("治安调解", "CK15")])
def test_the_list_is_searched_by_number_basis_and_name(admin, wanted, found):
    page = text_of(admin.get("/clocks", query_string={"q": wanted}))
    assert found in page and "CK05" not in page


def test_the_list_can_be_narrowed_to_a_kind(admin):
    page = text_of(admin.get("/clocks?kind=INTERNAL"))
    assert "简单纠纷办理" in page and "人民调解期限" not in page
    assert "没有找到时限" in text_of(admin.get("/clocks?q=%25%25"))


def test_a_changed_limit_holds_for_clocks_begun_from_now_on(admin):
    before = start(a_case(), "CK06")
    old_due = before.due_at
    assert post(admin, "CK06", limit="5", basis="县委政法委〔2026〕3号").status_code == 302

    case = a_case()
    assert start(case, "CK06").due_at == clock.at("2026-03-09 17:30")  # Saturday the 7th rolls
    assert db.session.get(Case, before.case_id).due_at == old_due
    page = text_of(admin.get("/clocks/CK06"))
    assert "出厂值" in page and "时限：7 → 5" in page and "理由：领导会议决定" in page and "县委政法委〔2026〕3号" in page
    assert "已在计时的案件不变，新开始计时的按新值" in page


def test_a_change_is_kept_with_before_after_and_reason(admin, cast):
    post(admin, "CK03", limit="1", unit="wd", red_limit="4", red_unit="h")
    entry = db.session.scalar(db.select(AuditEntry).where(AuditEntry.action == "clock_changed"))
    assert (entry.subject, entry.actor_id) == ("CK03", cast.user(people.ADMIN))
    assert entry.details == {"before": {"red_limit": 2}, "after": {"red_limit": 4}, "reason": "领导会议决定"}


def test_the_same_day_needs_no_number(admin):
    assert post(admin, "CK06", limit="", unit="day").status_code == 302
    assert (catalogue.kind_of("CK06").limit, catalogue.kind_of("CK06").unit) == (0, "day")


def test_a_limit_that_a_rule_sets_is_no_default_any_more(admin):
    post(admin, "CK06", is_default="0", basis="某条例第7条")
    row = start(a_case(), "CK06")
    assert row.statutory and "默认值[D]</span>" not in text_of(admin.get("/clocks?q=CK06"))


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("limit", "", "时限要填整数"), ("limit", "七", "时限要填整数"), ("limit", "0", "时限要在 1 到"), ("limit", "-3", "时限要在 1 到"),
    ("limit", "99999", "时限要在 1 到"), ("limit", "1" * 30, "时限要填整数"), ("unit", "fortnight", "不认识的单位"),
    ("unit", "", "不认识的单位"), ("red_limit", "3", "要么都填，要么都不填"), ("red_unit", "h", "要么都填，要么都不填"),
    ("basis", "长" * 201, "200 字以内"), ("reason", " ", "请写明调整的理由"), ("reason", "长" * 201, "请写明调整的理由")])
def test_what_nobody_can_count_is_refused_and_stays_in_the_form(admin, field, value, sentence):
    refused = post(admin, "CK06", **{field: value})
    assert refused.status_code == 422 and sentence in text_of(refused)
    assert catalogue.is_as_shipped(catalogue.kind_of("CK06"))


def test_a_limit_that_counts_back_stays_one(admin):
    assert "要填负的天数" in text_of(post(admin, "T_SESSION_PROMPT", limit="2", unit="wd"))
    assert post(admin, "T_SESSION_PROMPT", limit="-2", unit="wd").status_code == 302


def test_an_unknown_clock_is_not_there(admin):
    assert admin.get("/clocks/CK999").status_code == 404
    assert post(admin, "CK999").status_code == 404


def test_forged_fields_change_nothing(admin):
    post(admin, "CK06", limit="5", kind="LEGAL", alias="legal", id="CK07")
    kind = catalogue.kind_of("CK06")
    assert (kind.kind, kind.alias, catalogue.kind_of("CK07").limit) == ("INTERNAL", "main", 20)


def test_those_who_supervise_look_and_only_the_administrator_changes(client, cast):
    sign_in(client, people.DIRECTOR)
    page = text_of(client.get("/clocks/CK06"))
    assert "现行规定" in page and "调整理由" not in page
    assert post(client, "CK06", limit="5").status_code == 403


@pytest.mark.parametrize("username", [people.WINDOW, people.MEDIATOR, people.GRID_WORKER])
def test_others_do_not_see_the_catalogue(client, cast, username):
    sign_in(client, username)
    assert client.get("/clocks").status_code == 403 and "时限目录" not in text_of(client.get("/"))
    assert post(client, "CK06", limit="5").status_code == 403


def test_seeding_puts_the_shipped_clocks_into_the_table(app):
    from app import cli

    cli.init_app(app)
    run = app.test_cli_runner().invoke
    assert f"新增 {len(catalogue.shipped())} 条" in run(args=["seed-clocks"]).output
    with unit_of_work():
        catalogue.change("CK06", {"limit": 5}, SYSTEM)
    assert "新增 0 条" in run(args=["seed-clocks"]).output
    assert catalogue.kind_of("CK06").limit == 5
