"""What the case record announces; wiring.py says who listens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class ClocksChanged:
    """Due times or thresholds of a case moved: timers that name them have to be set again.

    `instance_id`: the process whose own step did it, None if it came from outside a step.
    `due`: {clock id: new due time, None if it no longer runs}.
    """

    case_id: int
    instance_id: int | None
    due: dict[str, datetime | None]
    now: datetime


@dataclass(frozen=True)
class StationReached:
    """A case got its number ("NUMBERED") or reached a status. `before`: the status it had, None for the number."""

    case_id: int
    station: str
    before: str | None
    actor: Any
    now: datetime
