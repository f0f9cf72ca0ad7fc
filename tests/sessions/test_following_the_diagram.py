"""A row for each session, whatever way the process takes."""

from app import clock
from app.db import unit_of_work
from app.worklist import withdrawing
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


def test_without_a_length_the_centres_usual_one_holds(walk):
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


def test_minutes_taken_back_are_open_again(walk, cast):
    plan(walk, "2026-03-05 09:30")
    walk.until("2026-03-05 11:30")
    task = walk.task("ut_med_session")
    walk.do("ut_med_session", "li.xiulan", "continue")
    with unit_of_work():
        withdrawing.withdraw(task.id, "写错了", cast.actor("li.xiulan"))
    assert [row[1] for row in states()] == ["PLANNED"] and "ut_med_session" in walk.open()
