"""Which unit a name in a decision table means, seen from where the case is."""

import re

import sqlalchemy as sa

from app import observe
from app.db import db
from app.identity.models import OrgUnit
from app.worktime.regions import regions_around

_LEVELS = (("VILLAGE", ("村(社区)", "村（社区）", "村社区")), ("TOWN", ("镇街", "乡镇", "镇(街道)", "镇（街道）")),
           ("COUNTY", ("县",)))
_UPWARD = ("VILLAGE", "TOWN", "COUNTY")
_KINDS = (("COMMITTEE", ("调委会", "人民调解委员会", "调解委员会")), ("CENTRE", ("综治中心",)))


def resolve(name, region_code: str) -> OrgUnit | None:
    """The unit with this id or name, or of the kind it describes, nearest to the place; None if there is none.

    "村(社区)调委会" is the committee of the village; where a level has nothing of the kind, the next one up is taken.
    """
    if isinstance(name, int) or str(name or "").isdigit():
        return db.session.get(OrgUnit, int(name))
    near = _near(region_code)
    found = _named(near, _bare(name)) or _described(near, _bare(name))
    if found is None:
        observe.alarm("unit.unknown", name=name, region=region_code)
    return found


def county_of(region_code: str) -> OrgUnit | None:
    """The county around the place."""
    return next((unit for unit in _near(region_code) if unit.level == "COUNTY" and unit.kind == "REGION"), None)


def signing_name(unit: OrgUnit) -> str:
    """As it stands on papers: 县人民调解委员会 signs as 云溪县人民调解委员会, everybody else as they are called."""
    county = county_of(unit.region_code) if unit.name.startswith("县") else None
    return county.name + unit.name[1:] if county is not None else unit.name


def _near(region_code: str) -> list[OrgUnit]:
    around = [code for code in regions_around(region_code) if code]
    found = db.session.scalars(sa.select(OrgUnit).where(OrgUnit.region_code.in_(around), OrgUnit.active))
    return sorted(found, key=lambda unit: (around.index(unit.region_code), unit.id))


def _bare(name: str) -> str:
    """县行政争议调解中心(司法局) → 县行政争议调解中心; the brackets of 村(社区) stay."""
    return re.sub(r"(?<!村)(?<!镇)[(（][^)）]*[)）]$", "", str(name or "").strip())


def _named(near: list[OrgUnit], name: str) -> OrgUnit | None:
    """The same name, or the longest name the text begins with (县委政法委报市综治中心协调)."""
    fitting = [unit for unit in near if name.startswith(unit.name)]
    return max(fitting, key=lambda unit: len(unit.name), default=None)


def _described(near: list[OrgUnit], text: str) -> OrgUnit | None:
    level = next((level for level, words in _LEVELS if text.startswith(words)), None)
    kind = next((kind for kind, words in _KINDS if text.endswith(words)), None)
    if level is None:
        return None
    for wanted_level in _UPWARD[_UPWARD.index(level):]:
        at_level = [unit for unit in near if unit.level == wanted_level]
        for wanted in (kind, "CENTRE", "REGION"):
            found = next((unit for unit in at_level if unit.kind == wanted), None)
            if found is not None:
                return found
    return None
