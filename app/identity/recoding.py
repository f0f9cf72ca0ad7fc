"""Changing a unit's code. A region takes everything inside it along: places below, offices, committees and grids."""

import sqlalchemy as sa

from app import events
from app.db import db
from app.errors import Invalid
from app.identity import region_codes
from app.identity.events import RegionsRecoded
from app.identity.models import LEVELS, OrgUnit


def recode(unit: OrgUnit, code: str, parent: OrgUnit | None) -> list[OrgUnit]:
    """Give a unit another code; returns all units that changed. Needs a checked, unused code."""
    if unit.kind != "REGION":
        unit.code = code
        return [unit]
    level = unit.level if parent else region_codes.level_of(code)
    region_codes.refuse_if_unfit(code, level, parent)
    inside = _inside(unit)
    if level != unit.level and any(one.kind == "REGION" for one in inside):
        raise Invalid(errors={"code": ["下面已经有行政区，本级不能再改成另一个层级的代码。"]})
    return _move(unit, inside, code, level)


def _inside(unit: OrgUnit) -> list[OrgUnit]:
    return list(db.session.scalars(sa.select(OrgUnit).where(
        OrgUnit.path.startswith(f"{unit.path}{unit.id}/", autoescape=True))))


def _move(unit: OrgUnit, inside: list[OrgUnit], code: str, level: str) -> list[OrgUnit]:
    """The leading digits change, what stands behind them stays."""
    width, before = LEVELS[level], {one.region_code for one in (unit, *inside)}
    moved = {old: code[:width] + old[width:] if old != unit.region_code else code for old in before}
    for one in inside:
        one.code, one.region_code = moved[one.region_code] + one.code[12:], moved[one.region_code]
        one.level = level if one.level == unit.level else one.level
    unit.code = unit.region_code = code
    unit.level = level
    _refuse_if_taken(unit, inside)
    events.publish(RegionsRecoded(moved))
    return [unit, *inside]


def _refuse_if_taken(unit: OrgUnit, inside: list[OrgUnit]) -> None:
    with db.session.no_autoflush:
        ours = {one.id: one.code for one in (unit, *inside)}
        others = db.session.execute(sa.select(OrgUnit.id, OrgUnit.code).where(OrgUnit.code.in_(ours.values())))
        if any(id_ not in ours for id_, _ in others):
            raise Invalid(errors={"code": ["这个代码范围里已经有别的单位，请核对。"]})
