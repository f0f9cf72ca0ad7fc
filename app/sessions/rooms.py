"""The rooms of units: which a committee may use, who keeps the list."""

import sqlalchemy as sa

from app import clock
from app.db import db
from app.errors import Conflict, Invalid, NotFound
from app.identity.candidates import in_region
from app.identity.models import OrgUnit
from app.paging import Page, page_of
from app.sessions.models import Room
from app.worktime.regions import regions_around

KEEPERS = frozenset({"R05", "R13", "R14", "R15"})
"""Who keeps the rooms of their own unit; the administrator (R28) those of the region."""
NOT_THERE = "没有找到这间调解室：它不存在，或者不归您维护。"


def offered(case) -> list[tuple[Room, str]]:
    """(room, its unit's name) of the committee's and the lead unit's place and of the town and county around it, the nearest
    first."""
    around = [code for code in regions_around(case.region_code) if code]
    rows = db.session.execute(
        sa.select(Room, OrgUnit.name, OrgUnit.region_code).join(OrgUnit, OrgUnit.id == Room.unit_id)
        .where(Room.active, OrgUnit.active, sa.or_(OrgUnit.region_code.in_(around), OrgUnit.id.in_([case.committee_id, case.lead_unit_id]))))
    found = [(room.unit_id != case.committee_id, -len(code.rstrip("0")), name, room.name, room) for room, name, code in rows]
    return [(room, unit) for _, _, unit, _, room in sorted(found, key=lambda row: row[:4])]


def options(case) -> list[dict]:
    """The choices of a form's picker `rooms`. The value is what notices say, so a diagram needs no list of rooms."""
    if case is None:
        return []
    return [{"value": full_name(room, unit), "label": full_name(room, unit) + _extra(room)} for room, unit in offered(case)]


def named(case, words) -> Room | None:
    """The room a form or diagram means; None for a place that is on no list."""
    return next((room for room, unit in offered(case) if full_name(room, unit) == words), None) if words else None


def full_name(room: Room, unit_name: str) -> str:
    return f"{unit_name} {room.name}"


def hold(room: Room) -> None:
    """Whoever else plans a session in this room waits until this transaction has ended."""
    db.session.execute(sa.select(Room.id).where(Room.id == room.id).with_for_update())


def kept_by(actor, page: int = 1, per_page: int = 20) -> Page:
    """Rows (Room, name of its unit) that this person keeps."""
    return page_of(sa.select(Room, OrgUnit.name).join(OrgUnit, OrgUnit.id == Room.unit_id).where(_kept(actor))
                   .order_by(OrgUnit.region_code, OrgUnit.id, Room.active.desc(), Room.name), page, per_page)


def units_of(actor, most: int = 500) -> list[OrgUnit]:
    """The units to whose list this person may add."""
    return list(db.session.scalars(sa.select(OrgUnit).where(OrgUnit.active, _kept(actor))
                                   .order_by(OrgUnit.region_code, OrgUnit.id).limit(most)))


def room_for(room_id: int, actor) -> Room:
    found = db.session.scalar(sa.select(Room).join(OrgUnit, OrgUnit.id == Room.unit_id)
                              .where(Room.id == room_id, _kept(actor)))
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def add(typed: dict[str, str], actor) -> Room:
    """Raises Invalid with every wrong field, Conflict for a name the unit has already."""
    unit = next((one for one in units_of(actor) if str(one.id) == typed.get("unit")), None)
    values = _checked(typed, {} if unit else {"unit": ["请选择调解室所属的单位。"]})
    _must_be_new(unit.id, values["name"], None)
    room = Room(unit_id=unit.id, active=True, **values, **_signed(actor))
    db.session.add(room)
    db.session.flush()
    return room


def change(room: Room, typed: dict[str, str], actor) -> None:
    values = _checked(typed, {})
    _must_be_new(room.unit_id, values["name"], room.id)
    for name, value in {**values, **_signed(actor)}.items():
        setattr(room, name, value)


def retire(room: Room, actor) -> None:
    """No new session there; those planned stay. Doing it again puts the room back."""
    room.active = not room.active
    for name, value in _signed(actor).items():
        setattr(room, name, value)


def _kept(actor):
    own = {post.unit_id for post in actor.posts_as(KEEPERS)}
    regions = {post.region_prefix for post in actor.posts_as({"R28"})}
    return sa.or_(OrgUnit.id.in_(own), in_region(OrgUnit.region_code, regions))


def _checked(typed: dict[str, str], wrong: dict) -> dict:
    name, places, address = (typed.get(key, "").strip() for key in ("name", "places", "online_address"))
    if not 2 <= len(name) <= 40:
        wrong["name"] = ["请填写名称，2 至 40 字，例如“第一调解室”。"]
    if places and not (places.isascii() and places.isdigit() and 1 <= int(places[:5]) <= 500):
        wrong["places"] = ["座位数请填 1 至 500 的整数，不知道可不填。"]
    if len(address) > 200:
        wrong["online_address"] = ["线上地址最多 200 字。"]
    if wrong:
        raise Invalid(errors=wrong)
    return {"name": name, "places": int(places) if places else None, "online_address": address or None}


def _must_be_new(unit_id: int, name: str, but: int | None) -> None:
    same = db.session.scalar(sa.select(Room.id).where(Room.unit_id == unit_id, Room.name == name))
    if same not in (None, but):
        raise Conflict("这个单位已经有同名的调解室，请换一个名称，或者恢复使用原来的那间。")


def _signed(actor) -> dict:
    return {"changed_by_name": actor.name, "changed_at": clock.now()}


def _extra(room: Room) -> str:
    return "".join([f"（{room.places} 座）" if room.places else "", "（可线上）" if room.online_address else ""])
