"""What the calendar announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CalendarChanged:
    """Days of these years changed in a region ("" everywhere): deadlines there have to be counted again."""

    region_code: str
    years: frozenset[int]
