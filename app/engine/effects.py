"""What a command did, for others to act on. Order: what was closed, what happened, what is now open.

`step` names a waiting place of one instance ("17"); it is never used again within the instance.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Effect:
    """Anything a command did."""


@dataclass(frozen=True)
class TaskOpened(Effect):
    """A person has something to do. `settings`: the element's properties, those that begin with "=" evaluated.
    `local`: what only this instance of a multi-instance activity knows (its item, loopCounter)."""

    step: str
    element: str
    process: str
    name: str
    lane: str | None
    settings: dict[str, Any] = field(default_factory=dict)
    local: dict[str, Any] = field(default_factory=dict)
    place: str = field(default="", compare=False)  # app.engine.branches: what `ways_back` needs to know later


@dataclass(frozen=True)
class TaskReopened(Effect):
    """A task that was done or called off is open again, because the step that closed it was withdrawn."""

    step: str
    element: str


@dataclass(frozen=True)
class TaskClosed(Effect):
    step: str
    element: str
    how: str  # COMPLETED | CANCELLED


@dataclass(frozen=True)
class TimerSet(Effect):
    """Armed, moved, or (due is None) waiting to be armed by a later `retime`. `due` is aware."""

    step: str
    element: str
    due: datetime | None
    interrupting: bool


@dataclass(frozen=True)
class TimerCleared(Effect):
    step: str
    element: str


@dataclass(frozen=True)
class TimerFired(Effect):
    """Comes instead of TimerCleared; a cycle's next TimerSet follows with the same step."""

    step: str
    element: str
    name: str


@dataclass(frozen=True)
class MessageAwaited(Effect):
    step: str
    element: str
    message: str


@dataclass(frozen=True)
class MessageForgone(Effect):
    step: str
    element: str
    message: str


@dataclass(frozen=True)
class MessageThrown(Effect):
    """For the case's other instances; the engine itself delivers it to nobody."""

    message: str
    payload: dict[str, Any]
    element: str
    step: str = field(default="", compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class SignalThrown(Effect):
    """This instance has had it already; for all others."""

    signal: str
    payload: dict[str, Any]
    element: str


@dataclass(frozen=True)
class DecisionTaken(Effect):
    element: str
    decision: str
    name: str
    rules: list[int]  # the rules that hit, counted from 1
    inputs: dict[str, Any]
    outputs: Any


@dataclass(frozen=True)
class ServiceDone(Effect):
    element: str
    name: str
    operator: str
    step: str = field(default="", compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class EscalationThrown(Effect):
    code: str
    element: str


@dataclass(frozen=True)
class Ended(Effect):
    """The whole instance ended; `element` is the end event reached last, "" if it was cancelled."""

    element: str
    name: str
