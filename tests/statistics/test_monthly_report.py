"""The month of a county from its first night to its publication, through the real process and its real forms."""

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.instances import timers
from app.instances.models import Instance
from app.notifications.models import Notice
from app.statistics import appraisals, monthly, reports
from app.statistics.models import Appraisal, MonthlyReport
from app.worklist import actions, queries
from app.worklist.models import HumanTask
from app.worklist.queries import Filters
from tests.cast import DIRECTOR, OTHER_TOWN, OTHER_VILLAGE, VILLAGE_HEAD
from tests.journeys.walking import deploy_shipped
from tests.walk_answers import answers_for

APPRAISER = "yu.dan"
AGREED = {"result": "AGREED_WRITTEN", "agreementForm": "WRITTEN", "performance": "FULL"}


@pytest.fixture
def county(world):
    """March: 上河村 closed one case in time, 下河村 one late with a yellow card."""
    deploy_shipped()
    good, late = world.case(), None
    world.reach(good, "ACCEPTED", "DISPATCHED", "SIGNED")
    world.close(good, **AGREED)
    late = world.case(region="990121100201", unit="下河村")
    world.reach(late, "ACCEPTED", "DISPATCHED", "SIGNED")
    world.slip(late, "SUPERVISE_L2")
    clock.move_to("2026-03-20 09:00")
    world.close(late, result="FAILED")
    world.good = good
    return world


def begun(world) -> MonthlyReport:
    clock.move_to("2026-04-01 00:30")
    assert monthly.start_due() == 1
    return the_report()


def the_report(month: str = "2026-03") -> MonthlyReport:
    return db.session.scalar(sa.select(MonthlyReport).where(MonthlyReport.month == month).execution_options(populate_existing=True))


def do(world, element: str, who: str, outcome: str = "done", **overrides) -> None:
    task = db.session.scalar(sa.select(HumanTask).where(HumanTask.element == element, HumanTask.status == "OPEN"))
    assert task is not None, (element, open_tasks())
    with unit_of_work():
        actions.complete(task.id, answers_for(task.form_key, outcome, **overrides), world.cast.actor(who))


def open_tasks() -> list[str]:
    return list(db.session.scalars(sa.select(HumanTask.element).where(HumanTask.status == "OPEN")))


def appraised(world) -> MonthlyReport:
    begun(world)
    clock.move_to("2026-04-01 09:00")
    do(world, "ut_stat_check", APPRAISER, corrections=[])
    do(world, "ut_stat_sign", DIRECTOR, "sign")
    do(world, "ut_appraisal_confirm", APPRAISER)
    return the_report()


def of_unit(world, name: str) -> Appraisal:
    return db.session.scalar(sa.select(Appraisal).where(Appraisal.unit_id == world.cast.unit(name)).order_by(Appraisal.id.desc())
                             .execution_options(populate_existing=True))


def objected(world, name: str, who: str, reason: str = "超期是上级机关鉴定造成的，有鉴定委托书。") -> None:
    with unit_of_work():
        appraisals.object_to(of_unit(world, name), reason, world.cast.actor(who))


def test_a_report_begins_at_half_past_midnight_of_the_first_and_only_once(county):
    clock.move_to("2026-04-01 00:29")
    assert monthly.start_due() == 0
    report = begun(county)
    assert (report.figures["n_closed"], report.status, report.month) == (2, "COMPUTED", "2026-03")
    assert monthly.start_due() == 0
    clock.move_to("2026-04-30 12:00")
    assert monthly.start_due() == 0


def test_months_missed_while_nothing_ran_are_made_up(county):
    clock.move_to("2026-06-15 10:00")
    assert monthly.start_due() == 3
    assert sorted(db.session.scalars(sa.select(MonthlyReport.month))) == ["2026-03", "2026-04", "2026-05"]


def test_a_county_without_a_case_reports_nothing(cast):
    deploy_shipped()
    clock.move_to("2026-04-01 00:30")
    assert monthly.start_due() == 0


def test_nothing_begins_before_processes_are_deployed(world):
    clock.move_to("2026-04-01 00:30")
    world.case()
    clock.move_to("2026-05-01 00:30")
    assert monthly.start_due() == 0


def test_only_the_appraiser_and_the_director_of_this_county_find_its_tasks(county):
    begun(county)
    shown = {who: [row.name for row in queries.worklist(county.cast.actor(who), "pool", Filters()).items]
             for who in (APPRAISER, DIRECTOR, OTHER_TOWN, OTHER_VILLAGE, VILLAGE_HEAD)}
    assert shown == {APPRAISER: ["2026年3月报表核对"], DIRECTOR: [], OTHER_TOWN: [], OTHER_VILLAGE: [], VILLAGE_HEAD: []}
    task_id = db.session.scalar(sa.select(HumanTask.id).where(HumanTask.element == "ut_stat_check"))
    for stranger in (OTHER_TOWN, OTHER_VILLAGE):
        with pytest.raises(NotFound):
            queries.task_row(task_id, county.cast.actor(stranger))


def test_its_tasks_are_due_in_working_days(county):
    begun(county)
    task = db.session.scalar(sa.select(HumanTask).where(HumanTask.element == "ut_stat_check"))
    assert clock.local(task.due_at).isoformat(timespec="minutes") == "2026-04-03T17:30+08:00"


def test_signed_figures_are_frozen_and_corrections_stand_beside_them(county):
    report = begun(county)
    do(county, "ut_stat_check", APPRAISER)
    assert [(row.key, row.before, row.after, row.by_name) for row in reports.adjustments(report)] == [
        ("n_people", 4, 12, county.cast.actor(APPRAISER).name)]
    do(county, "ut_stat_sign", DIRECTOR, "sign")
    report = the_report()
    assert (report.status, report.figures["n_people"], reports.current(report)["n_people"]) == ("SIGNED", 4, 12)
    with pytest.raises(reports.FiguresAreFrozen), unit_of_work():
        db.session.get(MonthlyReport, report.id).figures = {"n_closed": 999}
    with pytest.raises(Conflict), unit_of_work():
        reports.compute(db.session.get(MonthlyReport, report.id))


def test_the_director_may_send_it_back(county):
    begun(county)
    do(county, "ut_stat_check", APPRAISER, corrections=[])
    do(county, "ut_stat_sign", DIRECTOR, "return")
    assert open_tasks() == ["ut_stat_check"]


def test_what_changed_after_signing_is_an_adjustment_with_a_reason(county):
    appraised(county)
    clock.move_to("2026-04-20 09:00")
    county.reopen(county.good)
    clock.move_to("2026-05-01 00:30")
    assert monthly.start_due() == 1
    march = the_report()
    rows = {row.key: row for row in reports.adjustments(march)}
    assert (march.figures["n_res"], rows["n_res"].after, rows["r_res"].after) == (1, 0, 0)
    assert "1 件重新办理" in rows["n_res"].reason and rows["n_res"].by_name == "系统"


def test_a_month_signed_before_can_be_corrected_later_but_not_one_that_was_not(county):
    appraised(county)
    clock.move_to("2026-05-01 00:30")
    monthly.start_due()
    fix = {"key": "n_amt", "value": 3.5, "reason": "涉案金额登记时漏了一个零。"}
    with pytest.raises(Invalid):
        do(county, "ut_stat_check", APPRAISER, corrections=[{**fix, "month": "2025-12"}])
    do(county, "ut_stat_check", APPRAISER, corrections=[{**fix, "month": "2026-03"}])
    assert reports.current(the_report())["n_amt"] == 3.5


def test_units_are_appraised_by_the_table_and_told(county):
    """上河村: +2 in time, +1 signed, +3 resolved. 下河村: −8 late, +1 signed, −5 unresolved, −5 yellow card."""
    report = appraised(county)
    assert {row.unit_name: (row.score, row.grade, row.interview) for row in appraisals.of_report(report.id)} == {
        "上河村": (106, "优秀", False), "下河村": (83, "合格", False)}
    assert appraisals.in_words(of_unit(county, "下河村")) == "按期办结率 0.0%、按时签收率 100.0%、化解率 0.0%、黄牌 1"
    head = county.cast.user(VILLAGE_HEAD)
    assert db.session.scalar(sa.select(Notice.text).where(Notice.user_id == head)).startswith("2026年3月考核初评：106 分，优秀")
    assert clock.local(report.objections_until).isoformat(timespec="minutes") == "2026-04-09T17:30+08:00"


def test_an_adjustment_needs_a_reason_and_shows_it(county):
    begun(county)
    do(county, "ut_stat_check", APPRAISER, corrections=[])
    do(county, "ut_stat_sign", DIRECTOR, "sign")
    change = {"unit": str(county.cast.unit("上河村")), "points": -4, "reason": ""}
    with pytest.raises(Invalid):
        do(county, "ut_appraisal_confirm", APPRAISER, adjusts=[change])
    do(county, "ut_appraisal_confirm", APPRAISER, adjusts=[{**change, "reason": "两次联席会议没有到场，有签到表。"}])
    upper = of_unit(county, "上河村")
    assert (upper.score, upper.adjust, upper.adjust_reason) == (102, -4, "两次联席会议没有到场，有签到表。")


def test_crimes_that_should_have_been_reported_count(county):
    begun(county)
    do(county, "ut_stat_check", APPRAISER, corrections=[], escalated=[
        {"unit": county.cast.unit("下河村"), "count": 1, "reason": "公安局通报 2026 年第 3 号。"}])
    do(county, "ut_stat_sign", DIRECTOR, "sign")
    assert of_unit(county, "下河村").score == 63


def test_two_months_below_the_line_lead_to_an_interview(county):
    with unit_of_work():
        earlier = MonthlyReport(unit_id=county.cast.unit("云溪县"), region_prefix="990121", month="2026-02", computed_at=clock.now(),
                                status="PUBLISHED", signed_at=clock.now(), figures={})
        db.session.add(earlier)
        db.session.flush()
        db.session.add(Appraisal(report_id=earlier.id, unit_id=county.cast.unit("下河村"), unit_name="下河村", month="2026-02",
                                 points=-31, score=69, grade="不合格", inputs={}))
    begun(county)
    do(county, "ut_stat_check", APPRAISER, corrections=[], escalated=[
        {"unit": county.cast.unit("下河村"), "count": 1, "reason": "公安局通报 2026 年第 3 号。"}])
    do(county, "ut_stat_sign", DIRECTOR, "sign")
    assert (of_unit(county, "下河村").grade, of_unit(county, "下河村").interview) == ("不合格", True)


def test_objections_are_decided_one_after_the_other_and_then_it_is_published(county):
    appraised(county)
    objected(county, "上河村", VILLAGE_HEAD)
    assert open_tasks() == ["ut_appraisal_objection"]
    do(county, "ut_appraisal_objection", DIRECTOR, "accept", points=2)
    assert (of_unit(county, "上河村").score, of_unit(county, "上河村").accepted) == (108, True)
    assert open_tasks() == []
    clock.move_to("2026-04-09 17:29")
    timers.fire_due()
    assert the_report().status == "APPRAISED"
    clock.move_to("2026-04-09 17:30")
    timers.fire_due()
    assert the_report().status == "PUBLISHED"
    assert db.session.scalar(sa.select(Instance.status).where(Instance.process_id == "monthly_report")) == "ENDED"


def test_an_objection_that_is_not_decided_in_time_is_decided_before_publication(county):
    appraised(county)
    objected(county, "上河村", VILLAGE_HEAD)
    clock.move_to("2026-04-20 09:00")
    timers.fire_due()
    assert the_report().status == "APPRAISED"
    do(county, "ut_appraisal_objection", DIRECTOR, "reject")
    timers.fire_due()
    assert (the_report().status, of_unit(county, "上河村").score) == ("PUBLISHED", 106)


def test_only_the_units_own_head_may_object_once_and_in_time(county):
    appraised(county)
    for stranger in (OTHER_TOWN, OTHER_VILLAGE, "li.xiulan", APPRAISER):
        with pytest.raises(Forbidden):
            objected(county, "上河村", stranger)
    with pytest.raises(Invalid):
        objected(county, "上河村", VILLAGE_HEAD, "不服")
    objected(county, "上河村", VILLAGE_HEAD)
    with pytest.raises(Conflict):
        objected(county, "上河村", VILLAGE_HEAD)


def test_too_late_to_object(county):
    appraised(county)
    clock.move_to("2026-04-09 17:30")
    with pytest.raises(Conflict):
        objected(county, "上河村", VILLAGE_HEAD)
