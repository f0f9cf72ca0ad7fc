"""What the case record announces; wiring.py says who listens."""

from dataclasses import dataclass
from datetime import datetime


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
