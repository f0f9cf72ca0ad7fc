"""People, units and regions to choose from in a form: {value, label, …} as form-js wants them, within one county.

`roles`, `kind` and `level` let a form narrow the list: {"valuesKey": "people", "properties": {"people": "R04,R05"}}.
"""

from typing import Any

import sqlalchemy as sa

from app.db import db
from app.identity.candidates import in_region
from app.identity.models import OrgUnit, User, UserPost


def people(region_code: str, first_unit: int | None = None) -> list[dict[str, Any]]:
    """Everybody active in the county, with all their roles, unit by unit; the people of `first_unit` before all others."""
    rows = db.session.execute(
        sa.select(User.id, User.name, UserPost.role, OrgUnit.name)
        .join(UserPost, UserPost.user_id == User.id).join(OrgUnit, OrgUnit.id == UserPost.unit_id)
        .where(User.active, in_region(OrgUnit.region_code, [_county(region_code)]))
        .order_by(sa.case((OrgUnit.id == (first_unit or 0), 0), else_=1), OrgUnit.region_code, OrgUnit.id, User.name, UserPost.id))
    found: dict[int, dict[str, Any]] = {}
    for user_id, name, role, unit in rows:
        person = found.setdefault(user_id, {"value": user_id, "label": f"{name}（{unit}）", "roles": []})
        person["roles"].append(role)
    return list(found.values())


def units(region_code: str) -> list[dict[str, Any]]:
    """Units of the county that can be given a case."""
    rows = db.session.execute(
        sa.select(OrgUnit.id, OrgUnit.name, OrgUnit.kind, OrgUnit.level)
        .where(OrgUnit.active, in_region(OrgUnit.region_code, [_county(region_code)]))
        .order_by(OrgUnit.region_code, OrgUnit.id))
    return [{"value": id_, "label": name, "kind": _kind(kind), "level": level} for id_, name, kind, level in rows]


def regions(region_code: str) -> list[dict[str, Any]]:
    """Towns, villages and communities of the county; the label shows where each lies."""
    rows = db.session.execute(
        sa.select(OrgUnit.region_code, OrgUnit.name, OrgUnit.level)
        .where(OrgUnit.active, OrgUnit.kind == "REGION", in_region(OrgUnit.region_code, [_county(region_code)]))
        .order_by(OrgUnit.region_code)).all()
    names = {code: name for code, name, _ in rows}
    return [{"value": code, "label": _placed(code, name, level, names), "level": level} for code, name, level in rows]


def _placed(code: str, name: str, level: str, names: dict[str, str]) -> str:
    town = names.get(code[:9].ljust(12, "0"))
    return f"{town} {name}" if level == "VILLAGE" and town else name


def _county(region_code: str) -> str:
    return region_code[:6].rstrip("0") if region_code else ""


def _kind(kind: str) -> str:
    return {"COMMITTEE": "committee", "OFFICE": "dept", "CENTRE": "centre"}.get(kind, kind.lower())


