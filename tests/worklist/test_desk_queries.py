"""The boxes of the worklist: what is in them, in which order, under which filters, and who sees nothing."""

from datetime import date, timedelta
from itertools import chain

import pytest

from app import clock
from app.db import db, unit_of_work
from app.errors import Invalid
from app.worklist import actions, desk_queries
from app.worklist.desk_queries import Filters
from tests.cast import (
    COMMITTEE_HEAD,
    DIRECTOR,
    MEDIATOR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    TRIAGE,
    VILLAGE_HEAD,
    WINDOW,
)


@pytest.fixture
def listed(cast):
    """`listed("li.xiulan", "pool", text="墙")`: the ids in her list."""
    def look(who: str, box: str = "mine", **wanted) -> list[int]:
        db.session.rollback()
        return [line.id for line in desk_queries.worklist(cast.actor(who), box, Filters(**wanted)).items]

    return look


def counted(cast, who: str, box: str) -> int:
    db.session.rollback()
    return desk_queries.counts(cast.actor(who))[box]


def test_each_task_is_in_the_boxes_it_belongs_to(cast, desk, listed):
    mine = desk.task(MEDIATOR, sent_by=VILLAGE_HEAD, due_hours=1)
    free = desk.task(role="R04", due_hours=2, registered_by_id=cast.user(WINDOW))
    for_unit = desk.task(role="R13", unit="上河村", due_hours=3)

    assert listed(MEDIATOR) == [mine] and listed(MEDIATOR, "pool") == [free]
    assert listed(VILLAGE_HEAD, "pool") == [free, for_unit]
    assert for_unit in listed(VILLAGE_HEAD, "unit") and mine in listed(VILLAGE_HEAD, "unit")
    assert listed(VILLAGE_HEAD, "sent") == [mine] and listed(MEDIATOR, "sent") == []
    assert {box: counted(cast, MEDIATOR, box) for box in ("mine", "pool", "done")} == {"mine": 1, "pool": 1, "done": 0}


def test_a_completed_task_moves_to_done_and_what_follows_is_sent_by_who_did_it(cast, run, complete, listed):
    first = run.open()["first"].id
    complete()
    second = run.open()["second"].id
    assert listed(WINDOW, "done") == [first]
    assert listed(WINDOW, "sent") == [second], "she registered the case, so she may follow it"
    with unit_of_work():
        actions.claim(second, cast.actor(WINDOW))
    assert listed(WINDOW, "sent") == [], "what one has taken oneself is no longer sent"


def test_the_most_pressing_comes_first_whatever_presses(cast, desk, listed):
    later = desk.task(MEDIATOR, due_hours=48)
    never = desk.task(MEDIATOR, due_hours=None)
    by_case = desk.task(MEDIATOR, due_hours=72, due_at=clock.now() + timedelta(hours=5))
    paused = desk.task(MEDIATOR, due_hours=1, suspended=True)
    assert listed(MEDIATOR) == [by_case, later, never, paused]
    assert listed(MEDIATOR, sort="-due") == [paused, never, later, by_case]


def test_the_list_follows_its_case_in_the_same_transaction(desk, listed):
    task = desk.task(MEDIATOR, due_hours=24)
    other = desk.task(MEDIATOR, due_hours=12)
    assert listed(MEDIATOR) == [other, task]
    desk.change_case(task, due_at=clock.now() + timedelta(hours=1), risk_level="RED", tier="TOWN", route="POLICE",
                     legal_due_at=clock.at("2026-03-20 18:00"))
    assert listed(MEDIATOR) == [task, other]
    assert listed(MEDIATOR, risk="RED", tier="TOWN", route="POLICE", legal_by=date(2026, 3, 20)) == [task]
    assert listed(MEDIATOR, legal_by=date(2026, 3, 19)) == []
    desk.change_case(task, suspended=True)
    assert listed(MEDIATOR, light="GREY") == [task] and listed(MEDIATOR) == [other, task]


@pytest.mark.parametrize(("when", "light"), [("2026-03-02 09:00", "GREEN"), ("2026-03-03 00:00", "YELLOW"),
                                             ("2026-03-03 09:00", "RED")])
def test_a_task_turns_yellow_on_its_last_day_and_red_after_it(cast, desk, listed, when, light):
    task = desk.task(MEDIATOR, due_hours=24)
    clock.move_to(when)
    assert listed(MEDIATOR, light=light) == [task]
    assert desk_queries.lights_in(cast.actor(MEDIATOR), "mine") == {light: 1}


def test_filters_of_dates_and_words(desk, listed):
    wall = desk.task(MEDIATOR, title="一堵墙引起的纠纷", parties=("王芳", "李大山"), case_no="990121ZZ20260000077")
    wage = desk.task(MEDIATOR, title="拖欠工资的纠纷", due_hours=80, name="制作协议")
    assert listed(MEDIATOR, due_by=date(2026, 3, 4)) == [wall]
    assert listed(MEDIATOR, text="拖欠工资") == [wage] and listed(MEDIATOR, text="纠纷") == [wall, wage]
    assert listed(MEDIATOR, text="王芳") == [wall] and listed(MEDIATOR, party="王芳") == [wall]
    assert listed(MEDIATOR, party="一堵墙") == [], "a party's name is not the title"
    assert listed(MEDIATOR, text="990121ZZ2026000007") == [wall] and listed(MEDIATOR, text="墙") == [wall]
    assert listed(MEDIATOR, text="没有这件事") == [] and listed(MEDIATOR, text="100%") == []
    assert listed(MEDIATOR, element="first") == [wall, wage] and listed(MEDIATOR, element="other") == []


def test_a_common_word_is_found_by_walking_and_a_rare_one_by_looking_up(desk, listed, monkeypatch):
    from app.cases import word_index

    wall, wage = desk.task(MEDIATOR, title="一堵墙引起的纠纷"), desk.task(MEDIATOR, title="拖欠工资的纠纷")
    monkeypatch.setattr(word_index, "MOST", 1)
    assert word_index.few_with("纠纷") is None and word_index.few_with("一堵墙") is not None
    assert listed(MEDIATOR, text="纠纷") == [wall, wage] and listed(MEDIATOR, text="一堵墙") == [wall]


@pytest.mark.parametrize("sort", ["due", "-due", "legal", "risk", "-risk", "tier", "opened", "name", "case"])
def test_pages_go_on_where_the_last_ended_and_back_again(cast, desk, sort):
    tasks = {desk.task(MEDIATOR, due_hours=number % 3 or None, risk_level=("GREEN", "RED")[number % 2]) for number in range(7)}
    actor, seen, after = cast.actor(MEDIATOR), [], None
    for _ in range(4):
        page = desk_queries.worklist(actor, "mine", Filters(sort=sort), per_page=2, after=after)
        seen.append([line.id for line in page.items])
        after = page.after
    listed = list(chain.from_iterable(seen))
    assert set(listed) == tasks and len(listed) == 7 and after is None
    back = desk_queries.worklist(actor, "mine", Filters(sort=sort), per_page=2, before=page.before)
    assert [line.id for line in back.items] == seen[2] and back.after is not None
    first = desk_queries.worklist(actor, "mine", Filters(sort=sort), per_page=2, before=desk_queries.worklist(
        actor, "mine", Filters(sort=sort), per_page=2, after=desk_queries.worklist(
            actor, "mine", Filters(sort=sort), per_page=2).after).before)
    assert [line.id for line in first.items] == seen[0] and first.before is None


def test_equals_are_ordered_by_the_second_level_page_by_page(cast, desk):
    tasks = {(risk, tier): desk.task(MEDIATOR, due_hours=24, risk_level=risk, tier=tier)
             for risk in ("GREEN", "RED") for tier in ("TOWN", "VILLAGE", "COUNTY")}
    wanted = [tasks[risk, tier] for risk in ("RED", "GREEN") for tier in ("VILLAGE", "TOWN", "COUNTY")]
    actor, after, seen = cast.actor(MEDIATOR), None, []
    for _ in range(3):
        page = desk_queries.worklist(actor, "mine", Filters(sort="risk", then="-tier"), per_page=2, after=after)
        seen += [line.id for line in page.items]
        after = page.after
    assert seen == wanted and after is None
    back = desk_queries.worklist(actor, "mine", Filters(sort="risk", then="-tier"), per_page=2, before=page.before)
    assert [line.id for line in back.items] == wanted[2:4]
    by_due = desk_queries.worklist(actor, "mine", Filters(sort="due", then="risk"))
    assert [line.risk_level for line in by_due.items] == ["RED"] * 3 + ["GREEN"] * 3


def test_of_too_many_the_most_pressing_are_sorted_and_that_is_said(cast, desk, listed, monkeypatch, signed_in):
    soon, later, last = (desk.task(MEDIATOR, due_hours=hours, tier=tier) for hours, tier in ((1, "VILLAGE"), (2, "TOWN"), (3, "COUNTY")))
    assert listed(MEDIATOR, sort="tier") == [last, later, soon]
    monkeypatch.setattr(desk_queries, "SORTED_AMONG", 1)
    page = desk_queries.worklist(cast.actor(MEDIATOR), "mine", Filters(sort="tier"))
    assert page.partly_sorted and [line.id for line in page.items] == [later, soon]
    assert "超过 1 项" in signed_in(MEDIATOR).get("/?box=mine&sort=tier").get_data(as_text=True)
    assert not desk_queries.worklist(cast.actor(MEDIATOR), "mine", Filters(sort="due")).partly_sorted
    assert not desk_queries.worklist(cast.actor(MEDIATOR), "mine", Filters(sort="tier", due_by=date(2026, 3, 1))).partly_sorted


def test_a_page_address_that_nobody_wrote_is_the_first_page(cast, desk):
    task = desk.task(MEDIATOR)
    for wrong in ("", "x", "~1", "2026-99-99~1", "2026-03-02T09:00~1", "1~" + "9" * 30, "'; DROP TABLE human_task--~1"):
        page = desk_queries.worklist(cast.actor(MEDIATOR), "mine", Filters(), after=wrong)
        assert [line.id for line in page.items] == [task], wrong


def test_a_box_that_nobody_made_is_refused(cast, desk):
    with pytest.raises(Invalid, match="可用的有"):
        desk_queries.worklist(cast.actor(MEDIATOR), "theirs")


def test_who_is_excluded_is_not_offered_the_task(cast, desk, listed):
    task = desk.task(role="R04", excluded=[cast.user(MEDIATOR)])
    assert listed(MEDIATOR, "pool") == [] and listed(VILLAGE_HEAD, "pool") == [task]


def test_who_has_two_posts_sees_a_task_once(cast, desk, listed):
    task = desk.task(role="R04,R05")
    assert listed(VILLAGE_HEAD, "pool") == [task] and counted(cast, VILLAGE_HEAD, "pool") == 1


def test_a_line_says_whom_it_waits_for_how_long_and_about_whom(cast, desk):
    desk.task(MEDIATOR, due_hours=49, legal_due_at=clock.at("2026-03-31 18:00"))
    desk.task(role="R04", due_hours=-72, parties=("王长河", "李大山", "赵四"))
    mine, = desk_queries.worklist(cast.actor(MEDIATOR), "mine").items
    free, = desk_queries.worklist(cast.actor(MEDIATOR), "pool").items
    assert (mine.waiting_for, mine.time_left, mine.parties) == ("李秀兰", "还剩 2 个工作日", "王**、李**")
    assert mine.legal_due_at == clock.at("2026-03-31 18:00")
    assert free.waiting_for == "上河村 · 人民调解员" and free.parties == "王**、李** 等 3 方"
    assert free.light == "RED" and free.time_left.startswith("已超 ")


def test_a_sealed_report_is_neither_named_nor_found(cast, desk, listed):
    sealed = desk.task(role="R04", title="检举某人的材料", matter_kind="DISCIPLINE_REPORT")
    line, = desk_queries.worklist(cast.actor(MEDIATOR), "pool").items
    assert line.id == sealed and "检举某人" not in line.title and line.parties == ""
    assert listed(MEDIATOR, "pool", text="检举某人") == [] and listed(MEDIATOR, "pool", party="王长河") == []


def test_a_released_task_is_on_offer_again_and_a_claimed_one_is_not(cast, desk, listed):
    task = desk.task(role="R04")
    with unit_of_work():
        actions.claim(task, cast.actor(MEDIATOR))
    assert listed(VILLAGE_HEAD, "pool") == [] and listed(MEDIATOR) == [task]
    with unit_of_work():
        actions.release(task, cast.actor(MEDIATOR))
    assert listed(VILLAGE_HEAD, "pool") == [task] and listed(MEDIATOR) == []


@pytest.mark.parametrize("who", [OTHER_TOWN, OTHER_VILLAGE])
def test_the_officers_of_another_unit_see_nothing_in_any_box(cast, desk, listed, who):
    desk.task(MEDIATOR, sent_by=who)
    desk.task(role="R04,R13,R14")
    desk.task(role="R13", unit="上河村", registered_by_id=cast.user(WINDOW))
    for box in desk_queries.BOXES:
        assert listed(who, box) == [] and counted(cast, who, box) == 0, box
        assert listed(who, box, text="墙") == [] and listed(who, box, party="王长河") == []
    assert listed(TRIAGE, "pool") == [] and listed(DIRECTOR, "pool") == [] and listed(COMMITTEE_HEAD, "mine") == []
