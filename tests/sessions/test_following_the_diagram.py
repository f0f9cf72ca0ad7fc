"""A row for each session, whatever way the process takes."""

from app import clock
from app.db import unit_of_work
from app.instances.models import WaitingTimer
from app.sessions import actions
from app.worklist import actions as completing
from app.worklist import withdrawing
from tests.instances.running import deploy, drawn, start, task
from tests.journeys.walking import local
from tests.sessions.conftest import plan, sessions


def states() -> list[tuple]:
    return [(one.number, one.state, f"{clock.local(one.begins_at):%m-%d %H:%M}", one.sequence) for one in sessions()]


def test_a_planned_session_has_time_place_people_and_a_history(walk, cast):
    plan(walk, "2026-03-05 09:30", sessionMinutes="90", invitees=[
        {"name": "赵老师", "identity": "五老人员", "partyConsent": True}])
    (session,) = sessions()
    assert (session.case_id, session.number, session.state, session.place) == (walk.case_id, 1, "PLANNED", "上河村调解室")
    assert (session.begins_at, session.ends_at) == (clock.at("2026-03-05 09:30"), clock.at("2026-03-05 11:00"))
    assert [one.user_id for one in session.mediators] == [cast.user("li.xiulan")]
    assert session.committee_id == walk.case().committee_id
    assert sorted(one.name for one in session.parties) == sorted(one.name for one in walk.case().parties)
    assert session.invitees == [{"name": "赵老师", "identity": "五老人员"}]
    assert [(one.actor_name, one.text) for one in session.changes] == [
        ("李秀兰", "排定：2026年3月5日 09:30至11:00，上河村调解室。")]


def test_a_session_may_take_all_day(walk):
    plan(walk, "2026-03-05 09:30", sessionMinutes="480")
    assert sessions()[0].ends_at == clock.at("2026-03-05 17:30")


def test_minutes_make_it_held_and_the_next_one_is_another_row(walk):
    plan(walk, "2026-03-05 09:30")
    walk.until("2026-03-05 11:30")
    walk.do("ut_med_session", "li.xiulan", "continue")
    assert states() == [(1, "HELD", "03-05 09:30", 0)]
    plan(walk, "2026-03-09 14:00")
    assert states() == [(1, "HELD", "03-05 09:30", 0), (2, "PLANNED", "03-09 14:00", 0)]


def test_a_party_who_stays_away_is_counted_and_the_second_time_ends_it(walk):
    names = [party.name for party in walk.case().parties]
    away = [{"name": names[0], "side": "PARTY", "present": True, "signed": True},
            {"name": names[1], "side": "PARTY", "present": False, "absentReason": "没有说明"}]
    for at, day in (("2026-03-05 09:30", "2026-03-05 11:30"), ("2026-03-09 14:00", "2026-03-09 16:00")):
        plan(walk, at)
        walk.until(day)
        walk.do("ut_med_session", "li.xiulan", "continue", attendance=away)
    assert [(one.state, {party.name: party.present for party in one.parties}[names[1]]) for one in sessions()] == [
        ("NO_SHOW", False), ("NO_SHOW", False)]
    assert "ut_terminate" in walk.open()


def test_a_case_withdrawn_takes_its_session_out_of_the_calendar(walk):
    plan(walk, "2026-03-05 09:30")
    walk.bring("msg_party_withdraw", "zhou.min", note="不调了")
    assert states() == [(1, "CANCELLED", "03-05 09:30", 1)]


def test_minutes_taken_back_are_open_again_in_a_diagram_that_lets_them(cast):
    clock.move_to("2026-03-02 09:00")
    deploy(drawn('<startEvent id="s"/>' + task("when", session="plan") + task("minutes", session="hold", keep="note")
                 + task("after") + '<endEvent id="e"/>', "s when", "when minutes", "minutes after", "after e"))
    running = start(cast, at="2026-03-05T09:30:00+08:00", sessionNo=1, host=cast.user("li.xiulan"))
    for element in ("when", "minutes"):
        number = running.open()[element].id
        with unit_of_work():
            completing.complete(number, {"note": "写好了"}, cast.actor("zhou.min"))
    assert [row[1] for row in states()] == ["HELD"]
    with unit_of_work():
        withdrawing.withdraw(number, "写错了", cast.actor("zhou.min"))
    assert [row[1] for row in states()] == ["PLANNED"] and set(running.open()) == {"minutes"}
    with unit_of_work():
        completing.complete(number, {"note": "改好了"}, cast.actor("zhou.min"))
    assert [row[1] for row in states()] == ["HELD"]


def test_a_session_that_is_moved_frees_its_time_and_stays_the_same_session(walk):
    plan(walk, "2026-03-05 09:30")
    (before,) = sessions()
    walk.bring("msg_session_moved", "li.xiulan", note="一方要送孩子看病")
    assert states() == [(1, "MOVED", "03-05 09:30", 1)] and "ut_med_session" not in walk.open()
    assert "改期，原定时间不再进行" in walk.texts("NOTICE")
    plan(walk, "2026-03-06 15:00")
    assert states() == [(1, "CHANGED", "03-06 15:00", 2)]
    assert sessions()[0].uid == before.uid
    assert [one.text for one in sessions()[0].changes][1:] == ["待定新时间。", "改期：2026年3月6日 15:00至17:00，上河村调解室。"]
    prompt = WaitingTimer.query.filter_by(element="T-03-01").one()
    assert local(prompt.wake_at) == "03-05 08:30"


def test_who_could_come_then_is_asked_anew_for_the_new_time(walk, cast):
    plan(walk, "2026-03-05 09:30")
    with unit_of_work():
        session = sessions()[0]
        actions.note_answer(session, walk.case(), session.parties[0].id, "CONFIRMED", "", cast.actor("lin.fang"))
    walk.bring("msg_session_moved", "li.xiulan", note="房间漏水")
    plan(walk, "2026-03-06 15:00")
    assert {party.answer for party in sessions()[0].parties} == {"NONE"}
