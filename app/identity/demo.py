"""Plants the demo county and hires its people; doing it again changes nothing that is there."""

from collections.abc import Callable
from itertools import groupby

import sqlalchemy as sa

from app import clock
from app.db import db
from app.identity import demo_county
from app.identity.demo_county import PASSWORD  # noqa: F401 - the one password, shown in demo mode
from app.identity.models import OrgUnit, User, UserPost, fresh_version

_COLUMNS = ("code", "name", "kind", "level", "region_code", "above", "residency")


def plant_tree() -> dict[str, int]:
    """All units of the county, level by level; returns {name: id}. Needs an open unit of work."""
    planted = {row.code: (row.id, row.path, row.name) for row in db.session.execute(
        sa.select(OrgUnit.code, OrgUnit.id, OrgUnit.path, OrgUnit.name))}
    missing = [row for row in _rows() if row["code"] not in planted]
    for _, rows in groupby(missing, key=lambda row: row["depth"]):
        _plant(list(rows), planted)
    return {name: id_ for id_, _, name in planted.values()}


def hire_everybody(units: dict[str, int], password_hash: Callable[[], str]) -> dict[str, int]:
    """All people with one password's hash (asked for once, if anybody is new); returns {user name: id}."""
    hired = dict(map(tuple, db.session.execute(sa.select(User.username, User.id))))
    missing = [person for person in demo_county.people() if person[0] not in hired]
    if missing:
        kept = password_hash()
        rows = [_person(username, name, kept) for username, name, _ in missing]
        new = dict(map(tuple, db.session.execute(sa.insert(User).returning(User.username, User.id), rows)))
        posts = [{"user_id": new[username], "role": role, "unit_id": units[unit]}
                 for username, _, held in missing for role, unit in held]
        db.session.execute(sa.insert(UserPost), posts)
        hired |= new
    return hired


def _plant(rows: list[dict], planted: dict[str, tuple]) -> None:
    values = []
    for row in rows:
        above_id, above_path, _ = planted.get(row["above"], (None, "", ""))
        kept = {name: row[name] for name in _COLUMNS if name != "above"}
        values.append({**kept, "parent_id": above_id, "path": f"{above_path}{above_id}/" if above_id else "/"})
    new = db.session.execute(sa.insert(OrgUnit).returning(OrgUnit.code, OrgUnit.id, OrgUnit.path, OrgUnit.name), values)
    planted |= {code: (id_, path, name) for code, id_, path, name in new}


def _rows() -> list[dict]:
    """The units with how deep they lie, parents first."""
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in demo_county.units()]
    depths: dict[str | None, int] = {None: -1}
    for row in rows:
        row["depth"] = depths[row["code"]] = depths[row["above"]] + 1
    return sorted(rows, key=lambda row: row["depth"])


def _person(username: str, name: str, password_hash: str) -> dict:
    return {"username": username, "name": name, "password_hash": password_hash, "password_changed_at": clock.now(),
            "must_change_password": False, "active": True, "auth_version": fresh_version(),
            "posts_version": fresh_version(), "created_at": clock.now()}
