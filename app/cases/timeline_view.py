"""The history as people read it: what one step brought stands together, what only the system noted stays behind it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from app import clock
from app.cases.models import TimelineEntry
from app.cases.timeline import KINDS

QUIET = frozenset({"CLOCK", "TASK_OPEN", "DECISION", "SERVICE", "TIMER", "END", "RECORD",
                   "PAPER", "CLAIM"})
STARTS = frozenset({"HANDOVER", "COSIGN", "COPY", "RETURN", "WITHDRAW", "PROGRESS", "ERRAND", "REMARK", "RELEASE", "TASK", "REGISTER",
                    "MESSAGE", "PROMPT", "URGE", "URGENT", "SUPERVISE", "REASSIGN_REVIEW"})
TONES = {"PROMPT": "yellow", "URGE": "orange", "SUPERVISE": "red", "REASSIGN_REVIEW": "red", "DOCUMENT": "azure",
         "MESSAGE": "purple", "NOTICE": "azure", "REMARK": "azure"}
_TIMER_ID = re.compile(r"T-\d\d-\d\d[a-z]?\s*")
_CALLED = re.compile(r"(?:(文书)\s+|(通知|任务|提示|催办|督办)：|([^（：]{2,8})（[^）]*-[提催退督]\d+）：)(.+)", re.DOTALL)
"""Lines that begin with their own name: it becomes the badge, and a slip's number stays with the slip."""


@dataclass(frozen=True)
class Line:
    text: str
    kind: str
    tone: str | None


@dataclass
class Moment:
    """One step: `said` is what people read, `noted` what the system wrote down about it."""

    at: datetime
    by: str | None
    said: list[Line] = field(default_factory=list)
    noted: list[Line] = field(default_factory=list)


def moments(rows: Iterable) -> list[Moment]:
    """Newest first, from timeline rows newest first; within a step in the order it happened."""
    found: list[Moment] = []
    for (entry,) in reversed(list(rows)):
        if not found or _begins_anew(found[-1], entry):
            found.append(Moment(entry.at, None))
        _add(found[-1], entry)
    return found[::-1]


def _begins_anew(last: Moment, entry: TimelineEntry) -> bool:
    another_minute = clock.local(entry.at).replace(second=0) - clock.local(last.at).replace(second=0)
    another_person = entry.actor_id is not None and last.by is not None and last.by != entry.actor_name
    return bool(another_minute) or another_person or (entry.kind in STARTS and bool(last.said or last.noted))


def _add(moment: Moment, entry: TimelineEntry) -> None:
    if entry.actor_id is not None:
        moment.by = entry.actor_name
    (moment.noted if entry.kind in QUIET else moment.said).append(_line(entry))


def _line(entry: TimelineEntry) -> Line:
    tone, called = TONES.get(entry.kind), _CALLED.fullmatch(entry.text)
    if tone and called:
        return Line(called[4], called[1] or called[2] or called[3], tone)
    return Line(_TIMER_ID.sub("", entry.text), KINDS.get(entry.kind, ""), tone)
