from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class InstanceStarted:
    """A process began; its first effects follow as InstanceAdvanced."""

    instance_id: int
    case_id: int | None
    process_id: str
    now: datetime


@dataclass(frozen=True)
class InstanceAdvanced:
    """A step was taken. `effects` are those of app.engine.effects, in order; `actor` is None for timers and messages."""

    instance_id: int
    case_id: int | None
    process_id: str
    digest: str
    effects: tuple
    variables: Mapping[str, Any]
    actor: Any
    now: datetime


@dataclass(frozen=True)
class InstanceEnded:
    """A process came to its end ("ENDED") or was called off ("CANCELLED")."""

    instance_id: int
    case_id: int | None
    process_id: str
    how: str
    now: datetime


@dataclass(frozen=True)
class StepFailed:
    """A step was undone because the engine could not take it; an Incident row says why."""

    instance_id: int
    case_id: int | None
    element: str | None
    sentence: str
    now: datetime
