"""Rooms: who keeps the list, what a form offers, and that nobody sits in one twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.db import db, unit_of_work
from app.errors import DomainError, Invalid
from app.sessions import rooms
from tests.cast import ADMIN, OTHER_TOWN, OTHER_VILLAGE, VILLAGE_HEAD, csrf_of, sign_in
from tests.sessions.conftest import plan, ready_to_plan, sessions

FIRST = "上河村人民调解委员会 第一调解室"


@pytest.fixture
def room(walk, cast):
    with unit_of_work():
        return rooms.add({"unit": str(cast.unit("上河村人民调解委员会")), "name": "第一调解室", "places": "8"},
                         cast.actor(ADMIN))


def test_the_form_offers_the_rooms_of_the_committee_and_around_it(walk, cast, room):
    with unit_of_work():
        rooms.add({"unit": str(cast.unit("石桥村")), "name": "别村的调解室"}, cast.actor(ADMIN))
    assert rooms.options(walk.case()) == [{"value": FIRST, "label": f"{FIRST}（8 座）"}]


def test_a_chosen_room_is_the_place_and_a_typed_place_still_goes(walk, room):
    plan(walk, "2026-03-05 09:30", room=FIRST, sessionPlace=None)
    (session,) = sessions()
    assert (session.room_id, session.place) == (room.id, FIRST)
    assert FIRST in walk.texts("NOTICE")


def test_where_no_room_is_kept_the_place_is_written_and_the_lead_units_rooms_count(walk, cast):
    plan(walk, "2026-03-05 09:30", sessionPlace="上河村村委会")
    assert [(session.room_id, session.place) for session in sessions()] == [(None, "上河村村委会")]
    with unit_of_work():
        rooms.add({"unit": str(cast.unit("人社局")), "name": "仲裁庭"}, cast.actor(ADMIN))
        walk.case().lead_unit_id = cast.unit("人社局")
    assert [one["value"].split()[-1] for one in rooms.options(walk.case())] == ["仲裁庭"]


def test_a_taken_room_is_refused_and_the_form_says_which_field(walk, cast, room):
    plan(walk, "2026-03-05 09:30", room=FIRST, sessionPlace=None)
    other = ready_to_plan(cast, "钱")
    with pytest.raises(Invalid) as refused:
        plan(other, "2026-03-05 11:00", room=FIRST, sessionPlace=None)
    assert list(refused.value.errors) == ["room"] and "3月5日 09:30至11:30" in refused.value.errors["room"][0]
    plan(other, "2026-03-05 11:30", room=FIRST, sessionPlace=None)
    assert len(sessions()) == 2


def test_a_mediator_twice_at_once_is_a_warning_that_may_be_accepted(walk, cast):
    plan(walk, "2026-03-05 09:30")
    other = ready_to_plan(cast, "钱")
    with pytest.raises(Invalid) as refused:
        plan(other, "2026-03-05 10:00", clashAccepted=False)
    assert "李秀兰3月5日 09:30至11:30另有一场调解" in refused.value.errors["clashAccepted"][0]
    plan(other, "2026-03-05 10:00", clashAccepted=True)
    assert len(sessions()) == 2


def test_two_people_at_once_get_one_room_once(app, walk, cast, room):
    walks, together = [walk, ready_to_plan(cast, "钱")], Barrier(2)

    def take(one) -> str:
        with app.app_context():
            together.wait()
            try:
                plan(one, "2026-03-05 09:30", room=FIRST, sessionPlace=None)
            except DomainError as refused:
                return type(refused).__name__
            finally:
                db.session.remove()
            return "planned"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, walks)) == ["Invalid", "planned"]
    assert len(sessions()) == 1


def test_a_head_keeps_the_rooms_of_the_own_unit_and_no_others(app, walk, cast, room):
    client = app.test_client()
    sign_in(client, VILLAGE_HEAD)
    form = {"csrf_token": csrf_of(client), "name": "第二调解室", "places": "12", "unit": cast.unit("上河村人民调解委员会")}
    assert client.post("/sessions/rooms", data=form).status_code == 302
    page = client.get("/sessions/rooms").get_data(as_text=True)
    assert "第一调解室" in page and "第二调解室" in page and "12 座" in page
    again = client.post("/sessions/rooms", data=form)
    assert again.status_code == 422 and "同名" in again.get_data(as_text=True)
    assert client.post("/sessions/rooms", data={**form, "unit": cast.unit("石桥村")}).status_code == 422
    assert client.post(f"/sessions/rooms/{room.id}/use", data=form).status_code == 302
    assert rooms.options(walk.case())[0]["value"].endswith("第二调解室")
    for who in (OTHER_TOWN, OTHER_VILLAGE):
        stranger = app.test_client()
        sign_in(stranger, who)
        assert "上河村" not in stranger.get("/sessions/rooms").get_data(as_text=True)
        assert stranger.get(f"/sessions/rooms/{room.id}").status_code == 404
        own = {**form, "csrf_token": csrf_of(stranger)}
        assert stranger.post(f"/sessions/rooms/{room.id}", data=own).status_code == 404
        assert stranger.post(f"/sessions/rooms/{room.id}/use", data=own).status_code == 404
