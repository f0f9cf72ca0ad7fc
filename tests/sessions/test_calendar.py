"""The week on screen, over REST and on the case page; people of another unit see nothing of it."""

from app.db import db, unit_of_work
from app.worklist.models import HumanTask
from tests.cast import (
    ARCHIVIST,
    MEDIATOR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    SUPERVISOR,
    TRIAGE,
    csrf_of,
    sign_in,
)
from tests.sessions.conftest import plan, sessions

WEEK = "/sessions?week=2026-03-04&whose="


def text(app, who: str, path: str, **how) -> str:
    client = app.test_client()
    sign_in(client, who)
    answer = client.get(path, **how)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_a_mediator_finds_the_session_in_the_week_and_its_task_behind_it(app, walk):
    plan(walk, "2026-03-05 09:30")
    page = text(app, MEDIATOR, WEEK + "mine")
    assert "2026年3月2日至3月8日" in page and "09:30–11:30" in page and walk.case().case_no in page
    assert f'/tasks/{walk.task("ut_med_session").id}"' in page
    assert all(party.name not in page for party in walk.case().parties)
    assert "这一周没有调解" in text(app, MEDIATOR, "/sessions?week=2026-03-11&whose=mine")


def test_turning_the_week_brings_a_part_and_keeps_the_address(app, walk):
    plan(walk, "2026-03-05 09:30")
    client = app.test_client()
    sign_in(client, MEDIATOR)
    answer = client.get(WEEK + "mine", headers={"HX-Request": "true", "HX-Target": "week"})
    assert "<html" not in answer.get_data(as_text=True)
    assert answer.headers["HX-Push-Url"] == "/sessions?week=2026-03-02&whose=mine"


def test_holidays_are_marked_and_a_week_nobody_has_is_not_there(app, walk):
    plan(walk, "2026-04-02 09:30")
    assert "休" in text(app, MEDIATOR, "/sessions?week=2026-04-02")
    client = app.test_client()
    sign_in(client, MEDIATOR)
    assert client.get("/sessions?week=gestern").status_code == 404


def test_the_unit_sees_it_by_reach_and_another_unit_does_not(app, walk, cast):
    plan(walk, "2026-03-05 09:30")
    number = walk.case().case_no
    assert number in text(app, "wang.jianguo", WEEK + "committee") and number in text(app, SUPERVISOR, WEEK + "committee")
    client = app.test_client()
    for who in (OTHER_TOWN, OTHER_VILLAGE):
        for whose in ("mine", "committee"):
            assert number not in text(app, who, WEEK + whose)
            found = client.get(f"/api/v1/sessions?from=2026-03-01&to=2026-03-31&whose={whose}", headers=cast.bearer(who))
            assert found.get_json()["items"] == []
        stranger = app.test_client()
        sign_in(stranger, who)
        assert stranger.get(f"/cases/{number}/sessions").status_code == 404
        assert stranger.post(f"/cases/{number}/sessions/{sessions()[0].id}/answers",
                             data={"csrf_token": csrf_of(stranger)}).status_code == 404


def test_whoever_was_given_the_minutes_has_the_session_in_the_own_week(app, walk, cast):
    plan(walk, "2026-03-05 09:30")
    number, task = walk.case().case_no, walk.task("ut_med_session").id
    assert number not in text(app, "sun.li", WEEK + "mine")
    with unit_of_work():
        db.session.execute(db.update(HumanTask).where(HumanTask.id == task).values(claimed_by_id=cast.user("sun.li")))
    assert f'/tasks/{task}"' in text(app, "sun.li", WEEK + "mine")


def test_rest_gives_one_page_of_them(walk, cast, client):
    plan(walk, "2026-03-05 09:30")
    found = client.get("/api/v1/sessions", headers=cast.bearer(MEDIATOR)).get_json()
    (one,) = found["items"]
    assert (one["caseNo"], one["number"], one["state"], one["place"], found["hasNext"]) == (
        walk.case().case_no, 1, "PLANNED", "上河村调解室", False)
    assert one["taskId"] == walk.task("ut_med_session").id and one["mediators"] == [cast.user(MEDIATOR)]
    wrong = client.get("/api/v1/sessions?from=2026-03-05&to=2026-03-01", headers=cast.bearer(MEDIATOR))
    assert wrong.status_code == 422 and "to" in wrong.get_json()["errors"]


def test_the_clerk_writes_down_who_will_come(app, walk):
    plan(walk, "2026-03-05 09:30")
    client, number, session = app.test_client(), walk.case().case_no, sessions()[0]
    sign_in(client, TRIAGE)
    typed = {"csrf_token": csrf_of(client), "party": session.parties[0].id, "answer": "CONFIRMED", "note": "九点半准时"}
    answer = client.post(f"/cases/{number}/sessions/{session.id}/answers", data=typed, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "能到" in answer.get_data(as_text=True)
    assert "九点半准时" in text(app, MEDIATOR, f"/cases/{number}/sessions")
    assert f"{session.parties[0].name}能到" in walk.texts("SESSION")
    forged = client.post(f"/cases/{number}/sessions/{session.id}/answers", data={**typed, "party": 99999},
                         headers={"HX-Request": "true"})
    assert forged.status_code == 422


def test_who_came_is_told_only_to_those_who_may_read_the_minutes(app, walk):
    names = [party.name for party in walk.case().parties]
    plan(walk, "2026-03-05 09:30")
    walk.until("2026-03-05 11:30")
    walk.do("ut_med_session", MEDIATOR, "continue", attendance=[
        {"name": names[0], "side": "PARTY", "present": True, "signed": True},
        {"name": names[1], "side": "PARTY", "present": False, "absentReason": "没有说明"}])
    path = f"/cases/{walk.case().case_no}/sessions"
    for who in (MEDIATOR, ARCHIVIST):
        assert "未到场 1 次，再有一次将转入终止" in text(app, who, path)
    for who in (SUPERVISOR, TRIAGE):
        assert "未到场" not in text(app, who, path) and "当事人未到" in text(app, who, path)
