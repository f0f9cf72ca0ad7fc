"""Whom the calendar reaches. The features above tell it, through wiring.py: the calendar itself knows no unit and no case."""

from collections.abc import Callable
from typing import NamedTuple


class Region(NamedTuple):
    """A place with a calendar of its own. `depth`: 0 for the outermost, to show how places lie in each other."""

    code: str
    name: str
    depth: int


_regions: Callable[[], list[Region]] = list
_clocks_by_year: Callable[[], dict[int, int]] = dict
_recounts_waiting: Callable[[], int] = int


def provide(regions: Callable[[], list[Region]], clocks_by_year: Callable[[], dict[int, int]],
            recounts_waiting: Callable[[], int]) -> None:
    """`clocks_by_year`: {year: running clocks that end in it}; `recounts_waiting`: cases still to be counted again."""
    global _regions, _clocks_by_year, _recounts_waiting
    _regions, _clocks_by_year, _recounts_waiting = regions, clocks_by_year, recounts_waiting


def regions() -> list[Region]:
    return _regions()


def clocks_by_year() -> dict[int, int]:
    return _clocks_by_year()


def recounts_waiting() -> int:
    return _recounts_waiting()
