from datetime import timedelta
from types import SimpleNamespace

import pytest

from app import clock
from app.worklist import desk_cursor, desk_filters, desk_rules
from app.worklist.models import NEVER
from app.worktime.calendar import Calendar

NOW = clock.at("2026-03-02 09:00")
CALENDAR = Calendar({}, frozenset())


def case(**values):
    nothing = dict.fromkeys(("due_at", "yellow_at", "stale_at", "legal_due_at", "closed_at", "case_no", "risk_level", "tier", "route"))
    return SimpleNamespace(**{**nothing, "suspended": False, **values})


def test_the_earlier_of_task_and_case_presses():
    due, early = NOW + timedelta(days=2), NOW + timedelta(days=1)
    assert desk_rules.pressing(due, due, case(due_at=early, stale_at=NOW)) == (desk_rules.Pressing(early, NOW))
    assert desk_rules.pressing(due, early, case()) == desk_rules.Pressing(due, early)
    assert desk_rules.pressing(None, None, None) == desk_rules.Pressing(NEVER, NEVER)


def test_nothing_presses_while_the_case_stands_still_and_only_the_task_once_it_is_closed():
    due = NOW + timedelta(days=2)
    assert desk_rules.pressing(due, due, case(suspended=True)) == desk_rules.Pressing(NEVER, NEVER)
    assert desk_rules.pressing(due, due, case(due_at=NOW, closed_at=NOW)) == desk_rules.Pressing(due, due)


# the last day of February 2026 is a Saturday that was worked for the Spring Festival
@pytest.mark.parametrize(("due", "words"), [
    ("2026-03-04 17:30", "还剩 2 个工作日"), ("2026-03-02 17:30", "今天到期"), ("2026-03-02 08:59", "刚刚到期，已超时"),
    ("2026-02-27 17:30", "已超 2 个工作日"), ("2026-03-09 17:30", "还剩 5 个工作日")])
def test_the_time_left_is_told_in_working_days(due, words):
    assert desk_rules.time_left(CALENDAR, clock.at(due), NOW) == words


def test_a_limit_that_ends_on_a_weekend_is_told_truly():
    friday_evening = clock.at("2026-03-06 18:00")
    assert desk_rules.time_left(CALENDAR, clock.at("2026-03-07 23:59"), friday_evening) == "下个工作日前到期"


def test_an_address_holds_the_filters_and_nothing_empty():
    wanted = desk_filters.of({"text": " 墙 ", "light": "PINK", "risk": "RED", "due_by": "2026-03-09", "legal_by": "never", "sort": "-due"})
    assert (wanted.text, wanted.light, wanted.risk, wanted.legal_by) == ("墙", None, "RED", None)
    assert desk_filters.address("pool", wanted) == {"box": "pool", "text": "墙", "risk": "RED", "due_by": "2026-03-09", "sort": "-due"}
    assert desk_filters.of(desk_filters.address("pool", wanted)) == wanted


@pytest.mark.parametrize(("sort", "box", "column", "descending"), [
    (None, "mine", "press_at", False), ("-due", "mine", "press_at", True), ("risk", "mine", "risk", True),
    ("-risk", "mine", "risk", False), (None, "done", "done_at", True), ("done", "mine", "press_at", False),
    ("made up", "done", "done_at", True)])
def test_an_order_is_the_boxs_own_unless_asked_otherwise(sort, box, column, descending):
    assert desk_cursor.order_of(sort, box).keys[0] == (column, descending)


def test_a_second_level_decides_between_equals_and_the_box_s_own_order_does_without_one():
    assert desk_cursor.order_of(None, "mine").keys == (("press_at", False),)
    assert desk_cursor.order_of("risk", "mine").keys == (("risk", True), ("press_at", False))
    assert desk_cursor.order_of("due", "mine", "-risk").keys == (("press_at", False), ("risk", False))
    assert desk_cursor.order_of("risk", "mine", "-risk").keys == (("risk", True),)
    assert desk_cursor.order_of("case", "done", "opened").keys == (("case_no", True), ("done_at", True))


def test_where_a_page_ended_is_written_and_read_whatever_a_name_holds():
    order = desk_cursor.order_of("name", "mine", "risk")
    start = desk_cursor.Start(("甲~乙%7E", 3), 12)
    assert desk_cursor.read(desk_cursor.write(start), order) == start
    assert desk_cursor.read("甲~12", order) is None
