from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class TaskCompleted:
    """Somebody finished a task. Published before the process moves on, so that the case record is up to date when the
    next steps read it."""

    task_id: int
    instance_id: int
    case_id: int | None
    process_id: str
    element: str
    name: str
    answers: Mapping[str, Any]
    outcome: str
    actor: Any
    now: datetime
    outcome_label: str | None = None
    """The outcome as the form calls it; None when the form has no choice of outcomes."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What the diagram says of the task, as far as the task keeps it."""


@dataclass(frozen=True)
class TaskClaimed:
    task_id: int
    case_id: int | None
    name: str
    actor: Any
    now: datetime


@dataclass(frozen=True)
class TaskReleased:
    task_id: int
    case_id: int | None
    name: str
    actor: Any
    now: datetime


@dataclass(frozen=True)
class ColleaguesTold:
    """Something about a task that these people should read a notice of."""

    user_ids: tuple[int, ...]
    task_id: int | None
    case_id: int | None
    kind: str
    text: str
    now: datetime
