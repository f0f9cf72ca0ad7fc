import pytest

from app import clock
from app.cases import clock_pauses, clocks
from app.db import unit_of_work
from app.errors import Conflict, Invalid, NotFound
from tests.cases.situations import a_case, changes_of, desk_of, lines_of, start

BOTH = [{"party": "张三", "agree": True}, {"party": "李四", "agree": True}]
ONE = [{"party": "张三", "agree": True}, {"party": "李四", "agree": False}]


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    clock.move_to("2026-03-02 10:00")


def suspend(case, name="main", reason="APPRAISAL"):
    with unit_of_work():
        clock_pauses.suspend(desk_of(case), name, reason, "鉴定委托书已发出")


def resume(case, name="main"):
    with unit_of_work():
        clock_pauses.resume(desk_of(case), name)


def extend(case, name="main", **how):
    with unit_of_work():
        return clock_pauses.extend(desk_of(case), name, **{"reason": "等待鉴定", "approver": "孙莉", **how})


def test_t2_an_appraisal_freezes_the_medical_limit(app):
    case = a_case()
    start(case, "CK30")
    clock.move_to("2026-03-16 17:30")
    suspend(case)
    assert case.suspended
    assert case.due_at is None
    clock.move_to("2026-04-20 09:00")
    resume(case)
    assert not case.suspended
    assert clock.local(case.due_at).strftime("%m-%d %H:%M") == "05-20 17:30"
    assert "恢复计时：医疗纠纷调解，新的到期时间 2026-05-20 17:30。" in lines_of(case)


def test_a_case_stays_lit_by_the_clock_that_still_runs(app):
    case = a_case()
    start(case, "CK10")
    start(case, "CK07")
    suspend(case)
    assert not case.suspended
    assert clock.local(case.due_at).strftime("%m-%d") == "04-02"
    suspend(case, "all")
    assert case.suspended


def test_the_watch_over_the_tier_stands_still_with_the_limit_and_goes_on_with_the_last(app):
    case = a_case()
    for clock_id in ("CK10", "CK07", "TIER_COUNTY"):
        start(case, clock_id)
    suspend(case)
    assert desk_of(case).the("tier").state == "SUSPENDED"
    assert "县级办理随之中止计时。" in lines_of(case)
    suspend(case, "legal")
    clock.move_to("2026-03-30 10:00")
    resume(case)
    assert desk_of(case).the("tier").state == "SUSPENDED"
    resume(case, "legal")
    tier = desk_of(case).the("tier")
    assert tier.state == "RUNNING"
    assert clock.local(tier.due_at).strftime("%m-%d %H:%M") == "04-14 17:30"  # all ten days are left; 清明 is one day off


@pytest.mark.parametrize(("clock_id", "reason"), [("CK07", "领导出差"), ("CK07", ""), ("CK31", "APPRAISAL"),
                                                  ("CK30", "HEARING"), ("CK05", "BOTH_PARTIES")])
def test_a_clock_freezes_only_for_a_reason_its_rule_allows(app, clock_id, reason):
    case = a_case()
    start(case, clock_id)
    with pytest.raises(Invalid):
        suspend(case, clock_id, reason)
    assert desk_of(case).the(clock_id).state == "RUNNING"


@pytest.mark.parametrize("reason", ["鉴定", "BOTH_REQUEST", "FORCE_MAJEURE"])
def test_reasons_are_understood_as_the_forms_write_them(app, reason):
    case = a_case()
    start(case, "CK07")
    suspend(case, reason=reason)
    assert case.suspended


def test_what_does_not_run_cannot_be_frozen(app):
    with pytest.raises(Conflict):
        suspend(a_case())


def test_resuming_what_runs_changes_nothing(app):
    case = a_case()
    start(case, "CK07")
    resume(case)
    assert len(changes_of(case)) == 1


def test_a_suspension_is_watched_for_sixty_days(app):
    case = a_case()
    start(case, "CK30")
    suspend(case)
    assert "SUSPENDED60" in clocks.due_of(case.id, ["SUSPENDED60"])
    assert clock_pauses.suspended_too_long(clock.at("2026-05-01 10:00")) == []
    assert clock_pauses.suspended_too_long(clock.at("2026-05-02 10:00")) == [case.id]
    resume(case)
    assert clocks.due_of(case.id, ["SUSPENDED60"]) == {}


def test_what_was_overdue_when_it_was_frozen_stays_overdue(app):
    case = a_case()
    start(case, "CK07")
    clock.move_to("2026-03-25 10:00")
    suspend(case)
    clock.move_to("2026-04-20 10:00")
    resume(case)
    assert case.due_at == clock.at("2026-03-23 17:30")


def test_a_frozen_clock_that_stops_can_be_taken_up_with_what_was_left(app):
    case = a_case()
    start(case, "CK07")
    clock.move_to("2026-03-12 18:00")
    suspend(case)
    clock.move_to("2026-04-20 10:00")
    with unit_of_work():
        clocks.stop(desk_of(case), "main")
    row = start(case, "CK07")
    assert row.due_at == clock.at("2026-04-30 17:30")  # ten days were left
    assert row.state == "RUNNING"


def test_t5_an_extension_moves_the_due_time_and_is_written_down(app):
    clock.move_to("2026-06-01 10:00")
    case = a_case()
    start(case, "CK22")
    row = extend(case, days=30)
    assert clock.local(row.due_at).strftime("%m-%d") == "08-31"
    change = changes_of(case)[-1]
    assert (change.what, change.approver, change.details["days"]) == ("EXTENDED", "孙莉", 30)
    assert clock.local(change.old_due_at).strftime("%m-%d") == "07-31"
    assert "批准人：孙莉，原因：等待鉴定。" in lines_of(case)[-1]


def test_an_extension_may_be_given_up_to_a_date(app):
    case = a_case()
    start(case, "CK08")
    row = extend(case, until=clock.at("2026-04-10 12:00"))
    assert row.due_at == clock.at("2026-04-10 17:30")


def test_working_days_are_extended_by_working_days(app):
    case = a_case()
    start(case, "CK05")
    assert extend(case, days=2).due_at == clock.at("2026-03-05 17:30")


@pytest.mark.parametrize(("clock_id", "how", "words"), [
    ("CK22", {"days": 31}, "最多还能延长30天"),
    ("CK31", {"days": 5}, "双方"),
    ("CK31", {"days": 5, "consents": ONE}, "双方"),
    ("CK33", {"days": 5}, "不能延期"),
    ("CK22", {"days": 0}, "至少为1天"),
    ("CK22", {}, "至少为1天"),
    ("CK22", {"until": "2026-03-02 10:00"}, "至少为1天"),
    ("CK22", {"days": 5, "approver": ""}, "批准人"),
    ("ut_register", {"days": 1}, "不能延期"),
])
def test_an_extension_the_rules_do_not_allow_is_refused_in_words(app, clock_id, how, words):
    case = a_case()
    start(case, clock_id)
    if "until" in how:
        how = {"until": clock.at(how["until"])}
    with pytest.raises(Invalid, match=words):
        extend(case, clock_id, **how)


def test_extensions_add_up_to_what_is_allowed(app):
    case = a_case()
    start(case, "CK22")
    extend(case, days=20)
    with pytest.raises(Invalid, match="最多还能延长10天"):
        extend(case, days=11)


def test_a_clock_is_extended_twice_at_most(app):
    case = a_case()
    start(case, "CK22")
    extend(case, days=5)
    extend(case, days=5)
    with pytest.raises(Invalid, match="已延期2次"):
        extend(case, days=5)


def test_the_internal_limit_passes_the_legal_one_only_with_both_parties_consent(app):
    case = a_case()
    start(case, "CK10")  # due 04-02
    start(case, "CK08")  # needs nobody's consent itself, due 04-01
    with pytest.raises(Invalid, match="不能超过人民调解期限"):
        extend(case, days=10)
    assert extend(case, days=10, consents=BOTH).due_at == clock.at("2026-04-13 17:30")


def test_what_does_not_run_cannot_be_extended(app):
    with pytest.raises(NotFound):
        extend(a_case(), days=5)


def test_the_new_due_time_can_be_shown_before_anybody_decides(app):
    case = a_case()
    start(case, "CK22")
    assert clock.local(clock_pauses.newly_due(desk_of(case), "main", 30)).strftime("%m-%d") == "06-01"
    assert clock.local(case.due_at).strftime("%m-%d") == "05-06"
