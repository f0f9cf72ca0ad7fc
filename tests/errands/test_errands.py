"""Asking a colleague to do something for a case: who may, whom, by when; answered, withdrawn, reminded; nothing held up."""

from datetime import date

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errands import actions, permissions, queries, reminders
from app.errands.models import Errand
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.identity import holders
from app.notifications.models import Notice
from tests import cast as people
from tests.cases.situations import a_case, lines_of, with_party

MONDAY, WEDNESDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 7)


@pytest.fixture
def case(cast):
    """上河村's case that 李秀兰 mediates, at nine on a Monday."""
    clock.move_to("2026-03-02 09:00")
    return a_case(case_no="990121ZZ20260000001", tier="VILLAGE", lead_unit_id=cast.unit("上河村"), status="HANDLING",
                  committee_id=cast.unit("上河村人民调解委员会"), mediator_id=cast.user(people.MEDIATOR))


@pytest.fixture
def ask(cast, case):
    def of(who: str = people.MEDIATOR, whom: str = people.VILLAGE_HEAD, text: str = "量一下界墙到路边的距离", day: date | None = WEDNESDAY) -> int:
        with unit_of_work():
            return actions.ask(case, cast.user(whom), text, day, cast.actor(who))

    return of


@pytest.fixture
def end(cast):
    def by(act, number: int, who: str, said: str = "已量，两米三") -> Errand:
        with unit_of_work():
            act(number, said, cast.actor(who))
        return db.session.get(Errand, number, populate_existing=True)

    return by


def told(cast, who: str) -> list[str]:
    return list(db.session.scalars(sa.select(Notice.text).where(Notice.user_id == cast.user(who)).order_by(Notice.id)))


def test_a_colleague_is_asked_by_a_day_and_answers(cast, case, ask, end):
    number = ask()
    row = db.session.get(Errand, number)
    assert f"{clock.local(row.due_at):%m-%d %H:%M}" == "03-04 17:30" and row.state == "OPEN"
    assert queries.counts(cast.actor(people.VILLAGE_HEAD)) == (1, 0)
    assert "量一下界墙" in told(cast, people.VILLAGE_HEAD)[0]
    answered = end(actions.answer, number, people.VILLAGE_HEAD)
    assert (answered.state, answered.said, answered.tell_at) == ("DONE", "已量，两米三", None)
    assert lines_of(case) == ["请王建国在3月4日前：量一下界墙到路边的距离", "答复李秀兰交办的“量一下界墙到路边的距离”：已量，两米三"]
    assert "王建国答复了您交办的" in told(cast, people.MEDIATOR)[0]
    assert queries.counts(cast.actor(people.VILLAGE_HEAD)) == (0, 0) and queries.open_in(case) == 0


def test_it_is_withdrawn_with_a_reason_by_who_asked_or_the_head_and_ends_once(cast, case, ask, end):
    number = ask()
    with pytest.raises(Invalid):
        end(actions.withdraw, number, people.MEDIATOR, " ")
    assert end(actions.withdraw, number, people.MEDIATOR, "双方自己量过了").state == "WITHDRAWN"
    with pytest.raises(Conflict, match="李秀兰已经撤回"):
        end(actions.answer, number, people.VILLAGE_HEAD)
    assert lines_of(case)[-1] == "撤回请王建国办的“量一下界墙到路边的距离”，原因：双方自己量过了"
    other = ask(people.MEDIATOR, "bai.lu")
    assert end(actions.withdraw, other, people.VILLAGE_HEAD, "换人").state == "WITHDRAWN"


def test_only_who_was_asked_answers(case, ask, end):
    number = ask()
    with pytest.raises(Forbidden, match="本人答复"):
        end(actions.answer, number, people.MEDIATOR)


@pytest.mark.parametrize(("day", "says"), [
    (None, "请选择"), (date(2026, 3, 1), "请选择"), (date(2028, 3, 1), "请选择"), (SATURDAY, "请改为3月6日或3月9日")])
def test_the_day_is_a_working_day_to_come(ask, day, says):
    with pytest.raises(Invalid) as refused:
        ask(day=day)
    assert says in refused.value.errors["day"][0]


def test_today_is_too_late_after_work(ask):
    clock.move_to("2026-03-02 18:00")
    with pytest.raises(Invalid) as refused:
        ask(day=MONDAY)
    assert "今天已经下班" in refused.value.errors["day"][0]


def test_reminded_on_the_working_morning_before_and_both_told_when_late_each_once(cast, case, ask):
    ask(day=date(2026, 3, 9))  # a Monday
    clock.move_to("2026-03-06 08:29")
    assert reminders.remind_due() == 0
    clock.move_to("2026-03-06 08:30")
    assert reminders.remind_due() == 1 and reminders.remind_due() == 0
    assert told(cast, people.VILLAGE_HEAD)[-1].startswith("3月9日到期")
    clock.move_to("2026-03-10 08:30")
    assert queries.counts(cast.actor(people.VILLAGE_HEAD)) == (1, 1)
    assert reminders.remind_due() == 1 and reminders.remind_due() == 0
    assert told(cast, people.VILLAGE_HEAD)[-1].startswith("已过期限（3月9日）") and told(cast, people.MEDIATOR)[-1].startswith("已过期限")


def test_a_week_of_downtime_sends_one_reminder_not_two(cast, case, ask):
    ask()
    clock.move_to("2026-03-12 10:00")
    assert reminders.remind_due() == 1 and reminders.remind_due() == 0
    assert [one.startswith("已过期限") for one in told(cast, people.VILLAGE_HEAD)] == [False, True]


def test_nobody_is_reminded_of_what_is_done(cast, case, ask, end):
    end(actions.answer, ask(), people.VILLAGE_HEAD)
    clock.move_to("2026-03-12 10:00")
    assert reminders.remind_due() == 0


def test_colleagues_of_ones_own_and_of_the_handling_units_are_asked_and_nobody_else(cast, case):
    may = {person.name for person in holders.search(permissions.askable(case, cast.actor(people.MEDIATOR)))}
    assert {"王建国", "白露"} <= may and not may & {"李秀兰", "吴梅", "严军", "周敏"}
    with pytest.raises(Invalid), unit_of_work():
        actions.ask(case, cast.user(people.OTHER_TOWN), "看一看", WEDNESDAY, cast.actor(people.MEDIATOR))


def test_a_party_of_the_case_is_not_asked(cast, case, ask):
    with_party(case, name="王建国")
    with pytest.raises(Invalid):
        ask()


@pytest.mark.parametrize(("values", "who"), [
    ({}, people.SUPERVISOR), ({}, people.OTHER_TOWN), ({}, people.OTHER_VILLAGE), ({}, "bai.lu"),
    ({"matter_kind": "DISCIPLINE_REPORT"}, people.MEDIATOR)])
def test_who_does_not_handle_the_case_asks_nobody_and_nobody_in_a_sealed_report(cast, case, ask, values, who):
    with unit_of_work():
        for name, value in values.items():
            setattr(db.session.get(Case, case.id), name, value)
    with pytest.raises(Forbidden):
        ask(who)


def test_after_the_archive_nothing_new_is_asked_and_what_is_open_can_still_be_answered(case, ask, end):
    number = ask()
    with unit_of_work():
        db.session.get(Case, case.id).archived_at = clock.now()
    with pytest.raises(Forbidden, match="归档"):
        ask()
    assert end(actions.answer, number, people.VILLAGE_HEAD).state == "DONE"


@pytest.mark.parametrize("who", [people.OTHER_TOWN, people.OTHER_VILLAGE])
def test_the_officer_of_another_unit_sees_nothing(cast, case, ask, end, who):
    number, actor = ask(), cast.actor(who)
    for act in (actions.answer, actions.withdraw):
        with pytest.raises(NotFound):
            end(act, number, who)
    assert not queries.given_to(actor).items and not queries.given_by(actor).items and queries.counts(actor) == (0, 0)


def test_two_who_end_it_at_once(cast, case, ask):
    number = ask()
    with unit_of_work():
        row = permissions.errand_for(number, cast.actor(people.VILLAGE_HEAD))
        db.session.execute(sa.update(Errand).values(state="WITHDRAWN", ended_by_name="李秀兰").execution_options(synchronize_session=False))
        assert row.state == "OPEN"
        with pytest.raises(Conflict, match="没有提交"):
            actions.answer(number, "已量", cast.actor(people.VILLAGE_HEAD))
