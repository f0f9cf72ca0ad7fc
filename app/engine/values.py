"""What goes into the engine and what comes out, apart from effects and failures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.engine.effects import Effect

RUNNING, SUSPENDED, ENDED, CANCELLED = "RUNNING", "SUSPENDED", "ENDED", "CANCELLED"


@dataclass(frozen=True)
class ServiceCall:
    """A service task (or the engine's own clock.enter / clock.leave) asks for an operator."""

    operator: str
    parameters: dict[str, Any]
    element: str
    name: str
    process: str
    step: str


@dataclass(frozen=True)
class Surroundings:
    """All that a command may know of the world.

    `now`: aware. `facts`: FEEL names beyond the variables (clock, case, calendar); asked only if an expression mentions
    one, and again after a service ran. `serve`: runs an operator within the caller's transaction, returns new
    variables; may raise BpmnError. `step_limit`: how many elements one command may run through.
    """

    now: datetime
    facts: Callable[[], Mapping[str, Any]]
    serve: Callable[[ServiceCall], Mapping[str, Any] | None]
    step_limit: int = 2000


@dataclass(frozen=True)
class Outcome:
    state: bytes
    effects: tuple[Effect, ...]
    status: str  # RUNNING | SUSPENDED | ENDED | CANCELLED
    variables: dict[str, Any]


@dataclass(frozen=True)
class OpenTask:
    step: str
    element: str
    process: str
    name: str
    lane: str | None
    local: dict[str, Any]


@dataclass(frozen=True)
class OpenTimer:
    step: str
    element: str
    due: datetime | None
    interrupting: bool


@dataclass(frozen=True)
class OpenMessage:
    step: str
    element: str
    message: str


@dataclass(frozen=True)
class Snapshot:
    """Where an instance stands. `elements`: ids of all elements that hold a token now, for the diagram."""

    variables: dict[str, Any]
    tasks: tuple[OpenTask, ...]
    timers: tuple[OpenTimer, ...]
    messages: tuple[OpenMessage, ...]
    status: str
    elements: tuple[str, ...] = ()
