"""The list of everything that runs by itself. Each is harmless when run twice, late, or by two servers at once."""

from collections.abc import Callable
from dataclasses import dataclass

from app.instances import outbox, timers


@dataclass(frozen=True)
class Job:
    """`every` is in seconds; `why` says what would go wrong without it."""

    name: str
    every: float
    run: Callable[[], object]
    why: str


def jobs(sweep_seconds: float) -> list[Job]:
    return [
        Job("fire-due-timers", sweep_seconds, timers.fire_due, "提示、催办、督办和到期处理靠它触发"),
        Job("send-outbox", max(sweep_seconds, 1.0), outbox.send_due, "短信和外部系统的回告靠它发出"),
    ]
