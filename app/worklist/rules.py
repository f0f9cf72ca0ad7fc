"""When a task presses. Pure."""

from datetime import datetime

from app import clock


def light_of_due(due_at: datetime | None, now: datetime) -> str | None:
    """RED once the task's own time is over, YELLOW on its last day; None for a task without a due time."""
    if due_at is None:
        return None
    if due_at <= now:
        return "RED"
    return "YELLOW" if clock.local(due_at).date() == clock.local(now).date() else "GREEN"
