"""What FEEL may read besides the case variables: the case, its clocks, the calendar. `cases` provides it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

_provider: Callable[[int, datetime], Mapping[str, Any]] | None = None


def provide(provider: Callable[[int, datetime], Mapping[str, Any]]) -> None:
    """Named once, by wiring.py."""
    global _provider
    _provider = provider


def of_case(case_id: int | None, now: datetime) -> Mapping[str, Any]:
    return _provider(case_id, now) if _provider and case_id is not None else {}
