"""From what a COLLECT table proposes ("民政局+妇联", within "3wd") to rows somebody can be given: a unit and a date."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from app.cases import units
from app.cases.models import Case
from app.clock import local
from app.worktime import rules
from app.worktime.queries import calendar_for


def planned(case: Case, rows: Iterable[Mapping[str, Any]], named: str, now: datetime) -> list[dict[str, Any]]:
    """Each row once per unit that its field `named` speaks of: {…row, name, unit (id or None), due ("2026-03-05" or None)}.

    A unit comes once for the same words beside its name; a unit nobody knows keeps its name, for a person to choose.
    """
    found: dict[tuple, dict[str, Any]] = {}
    for row in rows or ():
        for words in _parties(str(row.get(named) or "")):
            unit = _first_known(words, case.region_code)
            made = {**row, "name": unit.name if unit else words, "unit": unit.id if unit else None,
                    "due": _due(case, row.get("within"), now)}
            found.setdefault((made["unit"] or words, row.get("measure")), made)
    return list(found.values())


def _parties(text: str) -> Iterator[str]:
    """ "民政局(救助)+法律援助中心" speaks of two; a plus within brackets separates nobody. """
    yield from (part.strip() for part in re.split(r"[+＋](?![^(（]*[)）])", text) if part.strip())


def _first_known(words: str, region_code: str):
    """ "公安局/派出所": whichever exists. """
    bare = re.sub(r"(?<!村)[(（][^)）]*[)）]$", "", words)
    names = (re.sub(r"^(属地|相关)", "", name.strip()) for name in bare.split("/"))
    return next((unit for unit in (units.resolve(name, region_code) for name in names) if unit is not None), None)


def _due(case: Case, within, now: datetime) -> str | None:
    """The first limit a table names: "5wd", "7cd审查+3cd指派"; its day, because the form asks for a day."""
    limit = re.match(r"(\d+)(wd|cd|mo)", str(within or ""))
    if limit is None:
        return None
    at = rules.add(calendar_for(case.region_code), now, int(limit[1]), limit[2])
    return local(at).date().isoformat()
