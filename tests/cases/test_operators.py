"""The operators as a service task calls them."""

import pytest

from app import clock
from app.cases.models import Case
from app.cases.operators import OPERATORS
from app.db import db, unit_of_work
from app.errors import Invalid
from tests.cases.situations import CARD, a_case, context_of, desk_of, lines_of, with_party


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


def call(case, operator: str, step: str = "1", **parameters):
    with unit_of_work():
        return OPERATORS[operator](context_of(case, step=step), **parameters)


def test_registration_gives_a_number_and_starts_the_age(app):
    case = a_case()
    assert call(case, "case.number") == {"caseNo": "990121ZZ20260000001"}
    assert [row.clock_id for row in desk_of(case).live] == ["CK_CASE180"]
    assert lines_of(case)[0] == "登记完成，案号 990121ZZ20260000001。"


def test_duplicates_are_counted_and_listed(app):
    with_party(a_case(case_no="990121ZZ20260000001"), id_no=CARD)
    case = a_case()
    with_party(case, id_no=CARD)
    found = call(case, "case.duplicates")
    assert (found["dupCount"], found["duplicates"][0]["caseNo"]) == (1, "990121ZZ20260000001")


def test_the_record_takes_fields_and_status(app, cast):
    case = a_case()
    call(case, "case.record", status="DISPATCHED", tier="VILLAGE", riskLevel="GREEN", leadUnit="村(社区)调委会",
         handler=cast.user("wang.jianguo"))
    assert (case.status, case.tier) == ("DISPATCHED", "VILLAGE")
    assert case.lead_unit_id == cast.unit("上河村人民调解委员会")
    assert case.handler_id == cast.user("wang.jianguo")


def test_a_unit_nobody_knows_is_refused_in_words(app, cast):
    with pytest.raises(Invalid, match="没有找到单位"):
        call(a_case(), "case.record", leadUnit="不存在的单位")


def test_a_case_is_merged_into_the_one_with_that_number(app):
    first, again = a_case(case_no="990121ZZ20260000001"), a_case()
    call(again, "case.merge", into="990121ZZ20260000001")
    assert again.merged_into_id == first.id
    with pytest.raises(Invalid, match="没有找到案号"):
        call(a_case(), "case.merge", into="990121ZZ20269999999")


def test_what_is_missing_is_told_before_dispatch_and_before_an_agreement(app):
    case = a_case()
    with_party(case)
    assert call(case, "case.check", before="DISPATCH") == {"problems": ["还没有登记被申请人，请补充。"]}
    assert call(case, "case.check", before="AGREEMENT")["problems"] == ["张三的证件号码还没有登记，签署协议前请补上。"]


def test_a_clock_runs_through_its_whole_life_by_operators(app):
    case = a_case()
    assert call(case, "clock.start", clock="CK10", alias="legal", limit=1.0, unit="mo",
                started="2026-03-02T09:00:00+08:00")["dueAt"].strftime("%m-%d") == "04-02"
    call(case, "clock.suspend", clock="legal", reason="鉴定", note="已委托")
    clock.move_to("2026-03-09 10:00")
    call(case, "clock.resume", clock="legal")
    extended = call(case, "clock.extend", clock="legal", days=10, reason="双方都愿意再谈", consents=[True, True])
    assert extended["newDueAt"].strftime("%m-%d") == "04-20"  # 31 days left, 10 more: raw Sunday the 19th
    call(case, "clock.stop", clock="legal")
    assert desk_of(case).live == []


def test_the_engine_s_own_calls_start_and_stop_a_task_s_clocks(app):
    case = a_case()
    call(case, "clock.enter", step="7", clocks=["CK04"])
    assert [row.step for row in desk_of(case).live] == ["7"]
    call(case, "clock.leave", step="7", clocks=["CK04"])
    assert desk_of(case).live == []


@pytest.mark.parametrize(("name", "unit"), [
    ("村(社区)调委会", "上河村人民调解委员会"), ("镇街调委会", "清河镇人民调解委员会"), ("镇街综治中心", "清河镇"),
    ("县综治中心", "县综治中心"), ("县人民调解委员会", "县人民调解委员会"), ("县医调委", "县医调委"),
    ("县行政争议调解中心(司法局)", "县行政争议调解中心"), ("县委政法委报市综治中心协调", "县委政法委"),
    ("县综治中心诉调对接工作室", "县综治中心诉调对接工作室"), ("人社局", "人社局"),
])
def test_a_name_in_a_decision_table_is_the_unit_nearest_to_the_case(app, cast, name, unit):
    assert call(a_case(), "unit.resolve", name=name) == {"leadUnitId": cast.unit(unit), "leadUnitName": unit}


def test_a_level_that_has_nothing_of_the_kind_is_skipped_upward(app, cast):
    case = a_case(region_code="990121000000")
    assert call(case, "unit.resolve", name="村(社区)调委会")["leadUnitName"] == "县人民调解委员会"


def test_a_name_that_fits_no_unit_gives_none(app, cast):
    assert call(a_case(), "unit.resolve", name="月球管理局") == {"leadUnitId": None, "leadUnitName": None}


def test_papers_are_noted_and_numbered(app, cast):
    case = a_case(committee_id=cast.unit("上河村人民调解委员会"))
    call(case, "document.note", code="D08", title="调解协议书")
    assert lines_of(case) == ["文书 D08《调解协议书》"]
    assert call(case, "document.number") == {"documentNo": "(2026)上河村人调字第1号"}
    with pytest.raises(Invalid):
        call(a_case(), "document.number")


def test_the_mediators_of_a_committee_are_candidates_with_what_is_known(app, cast):
    unit = cast.unit("上河村人民调解委员会")
    busy = a_case(mediator_id=cast.user("li.xiulan"))
    case = a_case(preferred_mediator="李秀兰", committee_id=unit)
    found = call(case, "mediators.candidates", unit=unit)["mediatorCandidates"]
    hers = next(one for one in found if one["user"] == cast.user("li.xiulan"))
    assert (hers["name"], hers["openCases"], hers["sameTown"], hers["chosenByBoth"]) == ("李秀兰", 1, True, True)
    assert not any(one["chosenByBoth"] or one["openCases"] for one in found if one is not hers)
    assert "严军" not in {one["name"] for one in found}
    assert not busy.closed


def test_a_service_without_a_case_is_refused_in_words(app):
    with unit_of_work(), pytest.raises(Invalid, match="没有对应的案件"):
        OPERATORS["case.number"](context_of(Case(id=999999)))
    assert db.session.get(Case, 999999) is None
