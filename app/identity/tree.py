"""The organisation tree: five levels of regions and the units in them."""

import re

import sqlalchemy as sa

from app.db import db
from app.errors import Invalid, NotFound
from app.identity import audit, recoding, region_codes
from app.identity.actor import Actor
from app.identity.models import KIND_NAMES, OrgUnit, User, UserPost, fresh_version


def plant(code: str, name: str, kind: str, level: str, region_code: str, parent: OrgUnit | None,
          residency: str | None = None) -> OrgUnit:
    """Add a unit below another."""
    unit = OrgUnit(code=code, name=name, kind=kind, level=level, region_code=region_code,
                   parent_id=parent.id if parent else None, residency=residency, path=path_below(parent))
    db.session.add(unit)
    db.session.flush()
    return unit


def create(parent_id: int, name: str, kind: str, code: str, actor: Actor) -> OrgUnit:
    """A new unit: a region gets its own 12-digit code inside its parent's, any other unit lies in its parent's region."""
    parent = get(parent_id)
    if parent.code == region_codes.PROVISIONAL:
        raise Invalid(errors={"parent": [f"请先把“{parent.name}”改成本级的名称和区划代码，再建下级单位。"]})
    _check(name, kind, code)
    if kind == "REGION":
        level = region_codes.level_below(parent)
        region_codes.refuse_if_unfit(code, level, parent)
        unit = plant(code, name.strip(), kind, level, code, parent)
    else:
        level = "GRID" if kind == "GRID" else parent.level
        unit = plant(code, name.strip(), kind, level, parent.region_code, parent)
    audit.note("unit_created", unit.name, actor.id, unit=unit.id)
    return unit


def change(unit_id: int, name: str, code: str, actor: Actor) -> None:
    """Another name or code. A region takes what lies inside along; one that has cases keeps its code."""
    unit = get(unit_id)
    _check(name, unit.kind, code, known_id=unit.id)
    before, changed = unit.code, [unit]
    unit.name = name.strip()
    if code != before:
        changed = recoding.recode(unit, code, unit.parent_id and get(unit.parent_id))
    for one in changed:
        _renew_actors(one)
    audit.note("unit_changed", unit.name, actor.id, unit=unit.id, code=code, before=before)


def close(unit_id: int, actor: Actor) -> None:
    """Close a unit; posts in it stop counting. A unit with open units below it stays."""
    unit = get(unit_id)
    if db.session.scalar(sa.select(OrgUnit.id).where(OrgUnit.parent_id == unit.id, OrgUnit.active.is_(True)).limit(1)):
        raise Invalid("下面还有在用的单位，请先停用它们。")
    unit.active = False
    _renew_actors(unit)
    audit.note("unit_closed", unit.name, actor.id, unit=unit.id)


def reopen(unit_id: int, actor: Actor) -> None:
    unit = get(unit_id)
    unit.active = True
    _renew_actors(unit)
    audit.note("unit_reopened", unit.name, actor.id, unit=unit.id)


def get(unit_id: int) -> OrgUnit:
    unit = db.session.get(OrgUnit, unit_id)
    if unit is None:
        raise NotFound("没有找到这个单位。")
    return unit


def path_below(parent: OrgUnit | None) -> str:
    """The ids of the units above, from the root: /1/4/9/."""
    return f"{parent.path}{parent.id}/" if parent else "/"


def _check(name: str, kind: str, code: str, known_id: int | None = None) -> None:
    errors = {}
    if not 1 <= len(name.strip()) <= 80:
        errors["name"] = ["请填写单位名称，80 字以内。"]
    if kind not in KIND_NAMES:
        errors["kind"] = ["请选择单位类别。"]
    if not re.fullmatch(r"\d{12}(\d{3}|-[A-Za-z0-9]{1,12})?", code):
        errors["code"] = ["代码是 12 位数字；网格再加 3 位数字，其他单位可加“-”和字母数字。"]
    elif db.session.scalar(sa.select(OrgUnit.id).where(OrgUnit.code == code, OrgUnit.id != (known_id or 0))):
        errors["code"] = ["这个代码已经有单位在用。"]
    if errors:
        raise Invalid(errors=errors)


def _renew_actors(unit: OrgUnit) -> None:
    """Whoever has a post here is read afresh at the next request."""
    holders = sa.select(UserPost.user_id).where(UserPost.unit_id == unit.id)
    db.session.execute(sa.update(User).where(User.id.in_(holders)).values(posts_version=fresh_version()))
