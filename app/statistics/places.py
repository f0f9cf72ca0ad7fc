"""Whose numbers: everything in a region, or what one unit had. Nobody asks about more than their own post reaches."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.db import db
from app.errors import NotFound
from app.identity.actor import Actor
from app.identity.candidates import in_region
from app.identity.models import LEVELS, OrgUnit
from app.identity.permissions import TABLE

READERS = TABLE["statistics.read"][1]
MOST_UNITS = 500


@dataclass(frozen=True)
class Place:
    """`prefix`: the leading digits of the region; `unit_id` narrows it to one unit. `id` is the unit that names the place."""

    id: int
    name: str
    prefix: str
    unit_id: int | None = None

    def holds(self, table):
        """The SQL condition on a table with region_code and unit_id (or, of cases, lead_unit_id)."""
        if self.unit_id is None:
            return in_region(table.region_code, [self.prefix])
        return (table.unit_id if hasattr(table, "unit_id") else table.lead_unit_id) == self.unit_id


def within_reach(actor: Actor) -> list[OrgUnit]:
    """The units whose numbers this person may see, regions first; at most 500."""
    return list(db.session.scalars(
        sa.select(OrgUnit).where(OrgUnit.active.is_(True), OrgUnit.kind != "GRID", in_region(OrgUnit.region_code, _prefixes(actor)))
        .order_by(OrgUnit.kind != "REGION", OrgUnit.region_code, OrgUnit.id).limit(MOST_UNITS)))


def chosen(actor: Actor, unit_id: int | None) -> Place:
    """The place a person asked for, else their own; one out of their reach is not there."""
    units = {unit.id: unit for unit in within_reach(actor)} if unit_id is None else _one(actor, unit_id)
    if not units:
        raise NotFound("没有找到这个单位，或者它的统计不在您的权限范围内。")
    return of(next(iter(units.values())))


def of(unit: OrgUnit) -> Place:
    """A region means everything in it; any other unit what was given to it."""
    return Place(unit.id, unit.name, unit.region_prefix, None if unit.kind == "REGION" else unit.id)


def counties() -> list[OrgUnit]:
    """The regions that report each month."""
    return list(db.session.scalars(sa.select(OrgUnit).where(
        OrgUnit.active.is_(True), OrgUnit.kind == "REGION", OrgUnit.level == "COUNTY").order_by(OrgUnit.id)))


def county_around(prefix: str) -> OrgUnit | None:
    """The county region that a place lies in."""
    code = prefix[:LEVELS["COUNTY"]].ljust(12, "0")
    return db.session.scalar(sa.select(OrgUnit).where(
        OrgUnit.kind == "REGION", OrgUnit.level == "COUNTY", OrgUnit.region_code == code))


def _prefixes(actor: Actor) -> set[str]:
    return {post.region_prefix for post in actor.posts_as(READERS)}


def _one(actor: Actor, unit_id: int) -> dict[int, OrgUnit]:
    unit = db.session.get(OrgUnit, unit_id)
    seen = unit is not None and any(unit.region_code.startswith(prefix) and len(prefix) <= len(unit.region_prefix)
                                    for prefix in _prefixes(actor))
    return {unit.id: unit} if seen else {}
