"""What a clock was before a change, as JSON: only what the change changed."""

from datetime import datetime
from typing import Any

from app.cases.clock_models import CaseClock

MOMENTS = ("counted_from", "due_at", "half_at", "yellow_at", "ninety_at", "legal_warn_at", "suspended_at", "stopped_at")
COLUMNS = (*MOMENTS, "state", "alias", "unit", "allowed", "extra", "used", "suspend_reason", "extensions", "provisional")


def values_of(row: CaseClock) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def changed(before: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, Any] | None:
    """None for a clock that did not exist."""
    return None if before is None else {name: _written(before[name]) for name in COLUMNS if before[name] != now[name]}


def put_back(row: CaseClock, before: dict[str, Any]) -> None:
    for name, value in before.items():
        setattr(row, name, datetime.fromisoformat(value) if name in MOMENTS and value is not None else value)


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
