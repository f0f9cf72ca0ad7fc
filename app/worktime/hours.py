"""When an office is open on a working day."""

from dataclasses import dataclass
from datetime import time

STATUTORY_END = time(23, 59, 59)
"""A statutory day ends at 24:00; a second earlier keeps the date on the paper the date of the deadline."""


@dataclass(frozen=True)
class WorkingHours:
    """Opening times in order, on the centre's wall clock."""

    spans: tuple[tuple[time, time], ...] = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))

    @property
    def morning(self) -> time:
        return self.spans[0][0]

    @property
    def evening(self) -> time:
        return self.spans[-1][1]

    @property
    def minutes(self) -> int:
        """Working minutes of one day."""
        return sum(_minutes(end) - _minutes(begin) for begin, end in self.spans)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


OFFICE_HOURS = WorkingHours()
