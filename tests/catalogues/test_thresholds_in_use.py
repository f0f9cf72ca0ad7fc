"""A changed number is seen by the next clock, light and diagram; every process sees it at once."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import clock
from app.cases import facts, records, words
from app.cases.models import Case, CaseClock
from app.catalogues import actions, queries
from app.catalogues.entries import shipped
from app.catalogues.models import CatalogueEntry, CatalogueMark
from app.db import db, unit_of_work
from app.errors import Invalid
from app.identity.actor import SYSTEM
from app.statistics import lines
from tests.cases.situations import a_case, start, with_party
from tests.catalogues.changing import WHY, set_to

ROOT = Path(__file__).parents[2]


def test_every_threshold_is_a_fact(app):
    clock.move_to("2026-03-02 10:00")
    set_to("callbackTries", 4)
    known = facts.facts_of(a_case().id, clock.now())["threshold"]
    assert known["callbackTries"] == 4 and set(known) == set(shipped("thresholds"))


def test_a_changed_line_moves_running_clocks_and_new_ones_but_no_due_time(app):
    clock.move_to("2026-03-02 10:00")
    case = a_case()
    row = start(case, "CK07")  # 20 calendar days: 50 % is day 10, 60 % day 12, 70 % day 14
    assert f"{clock.local(row.yellow_at):%m-%d %H:%M}" == "03-16 08:30"
    due = row.due_at
    set_to("yellowPercent", 60)
    db.session.expire_all()
    moved = db.session.get(CaseClock, row.id)
    assert f"{clock.local(moved.yellow_at):%m-%d %H:%M}" == "03-13 08:30" and moved.due_at == due  # day 12 is a Saturday
    assert db.session.get(Case, case.id).yellow_at == moved.yellow_at
    assert start(a_case(), "CK07").yellow_at == moved.yellow_at


def test_the_table_hears_its_stage_where_the_centre_has_drawn_the_line(app):
    clock.move_to("2026-03-02 10:00")
    case = a_case()
    start(case, "CK07")
    set_to("yellowPercent", 60)
    clock.move_to("2026-03-13 08:30")
    main = facts.facts_of(case.id, clock.now())["clock"]["main"]
    assert (main["usedPct"], main["sharePct"]) == (70, 60)


def test_standing_still_turns_yellow_when_the_centre_says(app):
    clock.move_to("2026-03-02 10:00")
    case = a_case(status="SIGNED", signed_at=clock.now(), last_progress_at=clock.now())
    start(case, "CK07")
    five_days = case.stale_at
    set_to("idleDays", 7)
    db.session.expire_all()
    assert db.session.get(Case, case.id).stale_at == five_days + timedelta(days=2)
    set_to("idleDaysRed", 2)
    with unit_of_work():
        records.record(db.session.get(Case, case.id), {"riskLevel": "RED"}, None, clock.now())
    db.session.expire_all()
    assert db.session.get(Case, case.id).stale_at == clock.at("2026-03-04 17:30")


def test_the_legal_warning_comes_as_early_as_the_centre_wants(app):
    clock.move_to("2026-03-02 10:00")
    before = start(a_case(), "CK10").legal_warn_at
    set_to("legalWarningDays", 8)
    assert start(a_case(), "CK10").legal_warn_at < before


def test_numbers_show_less_of_themselves_when_the_centre_says(app):
    party = with_party(a_case(), phone="13800990001", id_no="11010119900307803X")
    assert (party.masked_phone, party.masked_id_no) == ("138****0001", "110***********803X")
    set_to("maskHead", 0)
    set_to("maskTail", 2)
    assert (party.masked_phone, party.masked_id_no) == ("*********01", "****************3X")


def test_how_often_a_limit_may_be_extended(app):
    from app.cases import clock_pauses, clocks

    clock.move_to("2026-03-02 10:00")
    case = a_case()
    start(case, "CK05")
    set_to("extensionsMost", 0)
    with pytest.raises(Invalid, match="不能再延"), unit_of_work():
        clock_pauses.extend(clocks.of(case.id, clock.now()), "CK05", reason="鉴定", approver="主任", days=1)

def test_what_another_process_changed_is_seen_in_the_next_transaction(app):
    assert queries.value("idleDays") == 5
    now = clock.now()
    with unit_of_work():  # as another process would: rows and mark, and nothing of ours
        db.session.execute(sa.insert(CatalogueEntry).values(
            list_key="thresholds", code="idleDays", name="无进展亮黄灯", settings={"value": 8}, active=True, position=60,
            changed_at=now, changed_by="别的进程", reason=WHY))
        db.session.execute(sa.insert(CatalogueMark).values(id=1, mark="another"))
    assert queries.value("idleDays") == 8


def test_an_undone_change_leaves_nothing_behind(app):
    with pytest.raises(RuntimeError), unit_of_work():
        _change_and_fail()
    assert queries.value("idleDays") == 5


def _change_and_fail():
    actions.change("thresholds", "idleDays", {"settings": {"value": 9}}, WHY, SYSTEM)
    assert queries.value("idleDays") == 9
    raise RuntimeError


def test_one_statement_a_transaction_is_all_it_costs(app):
    queries.values()
    db.session.rollback()
    seen = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    with unit_of_work():
        queries.values(), queries.entries("channels"), queries.value("idleDays"), dict(words.CHANNEL)
    assert len([one for one in seen if "catalogue" in one]) == 1


def test_every_number_is_read_by_something():
    """A switch that moves nothing would be a lie on the page."""
    read = "".join(path.read_text(encoding="utf-8") for folder, kind in (("app", "*.py"), ("bpmn", "*.bpmn"))
                   for path in (ROOT / folder).rglob(kind) if "catalogues" not in path.relative_to(ROOT).parts)
    assert [name for name in shipped("thresholds") if f'"{name}"' not in read and f"threshold.{name}" not in read] == []


def test_grades_stuck_cases_and_sources_follow_the_centre(app):
    assert lines.grade_of(90) == "良好" and lines.is_passed(72)
    set_to("appraisalGood", 91)
    set_to("appraisalPass", 75)
    assert lines.grade_of(90) == "合格" and not lines.is_passed(72)
    set_to("stuckObjections", 3)
    set_to("idleDays", 6)
    assert lines.stuck() == (2, 6, 60, 3)
    with unit_of_work():
        actions.add("channels", "WECHAT", {"name": "微信", "settings": {"category": "APPLIED"}}, WHY, SYSTEM)
    assert "WECHAT" in lines.sources()["依申请调解"]
