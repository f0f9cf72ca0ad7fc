import pytest

from app import clock
from app.cases import calendar_changes, reactions, timeline
from app.cases.models import TimelineEntry
from app.db import db, unit_of_work
from app.engine.effects import DecisionTaken, Ended, ServiceDone, TaskClosed, TaskOpened, TimerFired, TimerSet
from app.identity.actor import SYSTEM
from app.worktime import actions as calendar
from app.worktime.events import CalendarChanged
from tests.cases.situations import OFFICER, a_case, changes_of, entries_of, lines_of, start


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


def note(case, *effects, actor=OFFICER):
    with unit_of_work():
        reactions.note_effects(case.id, effects, actor, clock.now())


def test_an_opened_task_says_to_whom(app, cast):
    case = a_case()
    note(case, TaskOpened("1", "ut_sign", "dispute_main", "签收", None,
                          {"role": "R10,R13", "unit": cast.unit("上河村")}, {}))
    assert lines_of(case) == ["待办“签收”：上河村承办单位经办人、村（社区）书记。"]
    assert entries_of(case)[0].actor_name == "系统"


def test_an_opened_task_names_the_person_it_is_for_or_a_few_roles(app, cast):
    case = a_case()
    note(case, TaskOpened("1", "ut_first_contact", "dispute_main", "首次联系", None,
                          {"role": "R04,R05", "assignee": cast.user("li.xiulan")}, {}),
         TaskOpened("2", "ut_up", "dispute_main", "提级报告", None, {"role": ["R04", "R05", "R06", "R10"]}, {}),
         TaskOpened("3", "ut_free", "dispute_main", "自由任务", None, {}, {}))
    assert lines_of(case) == ["待办“首次联系”：李秀兰。", "待办“提级报告”：人民调解员、调委会主任、行业专职调解员等。", "待办“自由任务”。"]


def test_a_decision_says_what_and_by_which_rule(app):
    case = a_case()
    note(case, DecisionTaken("brt_type", "dmn_risk_level", "纠纷风险等级", [9], {}, {"riskLevel": "YELLOW", "reason": "有扬言"}),
         DecisionTaken("brt_docs", "dmn_documents", "卷宗材料清单", [1, 2], {}, ["D01", "D02"]))
    assert lines_of(case) == ["纠纷风险等级：风险中风险，理由有扬言（第9条规则）。", "卷宗材料清单：第1、2条规则。"]


def test_a_timer_that_changes_something_is_named(app):
    case = a_case()
    note(case, TimerFired("1", "T-01-06", "未签收退回研判"), TaskClosed("2", "ut_sign", "CANCELLED"), actor=None)
    assert lines_of(case) == ["到时：未签收退回研判。"]


def test_a_daily_check_that_changes_nothing_leaves_no_line(app):
    case = a_case()
    note(case, TimerFired("1", "T-01-11", "每日检查"), DecisionTaken("brt", "dmn_light_action", "亮灯", [25], {}, {}),
         ServiceDone("st", "发出", "supervision.issue"), TimerSet("1", "T-01-11", clock.now(), False), actor=None)
    assert lines_of(case) == []


def test_the_end_of_a_process_is_a_line(app):
    case = a_case()
    note(case, Ended("ee_archived", "已归档"))
    assert lines_of(case) == ["流程结束：已归档。"]


def test_history_is_never_rewritten(app):
    case = a_case()
    with unit_of_work():
        timeline.write(case.id, "RECORD", "第一行", OFFICER, at_place=clock.now())
    entry = entries_of(case)[0]
    assert entry.details == {"at_place": "2026-03-02T10:00+08:00"}
    with pytest.raises(timeline.TimelineIsAppendOnly), unit_of_work():
        entry.text = "改过的"
    with pytest.raises(timeline.TimelineIsAppendOnly), unit_of_work():
        db.session.delete(db.session.get(TimelineEntry, entry.id))


def test_a_new_day_off_moves_running_clocks_and_says_so(app):
    case, elsewhere, done = a_case(), a_case(region_code="990121101200"), a_case()
    for one in (case, elsewhere):
        start(one, "CK07")
    with unit_of_work():
        calendar.set_day_off("990121100000", clock.local(case.due_at).date(), "古庙会", SYSTEM)
        reactions.on_calendar_changed(CalendarChanged("990121100000", frozenset({2026})))
    assert case.due_at == clock.at("2026-03-24 17:30")
    assert elsewhere.due_at == clock.at("2026-03-23 17:30")
    assert lines_of(case)[-1] == "工作日历调整，疑难复杂纠纷办理到期时间由 2026-03-23 17:30 改为 2026-03-24 17:30。"
    assert [change.what for change in changes_of(case)] == ["STARTED", "RECOUNTED"]
    assert changes_of(done) == []


def test_loading_the_next_year_counts_its_deadlines_again(app):
    clock.move_to("2026-12-20 10:00")
    case = a_case()
    row = start(case, "CK07")  # raw Saturday 2027-01-09, so Monday the 11th
    assert row.provisional
    with unit_of_work():
        calendar.load_year(2027, [clock.local(row.due_at).date()], [], "国务院通知", SYSTEM)
        reactions.on_calendar_changed(CalendarChanged("", frozenset({2027})))
    assert case.due_at == clock.at("2027-01-12 17:30")
    assert not row.provisional


def test_only_clocks_that_touch_the_year_are_counted_again(app):
    case = a_case()
    start(case, "CK07")
    with unit_of_work():
        assert calendar_changes.mark("", [2027]) == 0
        assert calendar_changes.mark("", [2026]) == 1
        assert calendar_changes.mark("990121101000", [2026]) == 0
