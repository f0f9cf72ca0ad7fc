"""An entry of a list, and the shipped ones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

LISTS = ("dispute-types", "zz-types", "channels", "documents", "thresholds", "notices")


@dataclass(frozen=True)
class Shipped:
    """A default. `basis`: the rule it stands in; `statutory`: that rule binds the centre, which may only be stricter.
    `keep`: why it can't be retired. `traits`: what the centre can't change (unit and bounds of a number, the diagram's
    elements an event consists of, …)."""

    code: str
    name: str
    settings: Mapping[str, Any]
    position: int
    basis: str = ""
    statutory: bool = False
    keep: str = ""
    traits: Mapping[str, Any] = None

    def as_data(self) -> dict[str, Any]:
        return {"name": self.name, "settings": dict(self.settings), "active": True, "position": self.position}


@dataclass(frozen=True)
class Entry:
    """As it holds now. `default` is None for what the centre added; `changed_…` are None for what is as shipped."""

    code: str
    name: str
    settings: Mapping[str, Any]
    active: bool
    position: int
    default: Shipped | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None
    reason: str | None = None

    @property
    def is_default(self) -> bool:
        return self.changed_at is None

    @property
    def traits(self) -> Mapping[str, Any]:
        return self.default.traits if self.default else {}

    def as_data(self) -> dict[str, Any]:
        return {"name": self.name, "settings": dict(self.settings), "active": self.active, "position": self.position}


_OWN = ("code", "name", "settings", "basis", "statutory", "keep")


@cache
def shipped(list_key: str) -> dict[str, Shipped]:
    """{code: default} in the order of the file; positions are tens, so that something fits in between."""
    text = (Path(__file__).with_name("shipped") / f"{list_key}.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    return {row["code"]: _default(row, 10 * number) for number, row in enumerate(rows, 1)}


def as_shipped(list_key: str) -> dict[str, Entry]:
    """{code: entry} of a list that nobody has changed."""
    return {code: Entry(code, one.name, one.settings, True, one.position, one) for code, one in shipped(list_key).items()}


def _default(row: dict[str, Any], position: int) -> Shipped:
    own = {name: row[name] for name in _OWN if name in row}
    return Shipped(**own, position=position, traits={name: value for name, value in row.items() if name not in _OWN})
