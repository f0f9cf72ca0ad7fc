"""Who is told of an event, and in which way, by the centre's list "notices" (handbook §8.7).

A diagram or table says that something happened and whom it would tell; the list says of each audience whether it is told
anyhow, only if named, or not at all, and whether besides the notice in the system by a short message or a telephone call.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalogues import queries
from app.catalogues.lists import AUDIENCES, OUTSIDE, told

EVENTS = "notices"


@dataclass(frozen=True)
class Plan:
    """`words` are told; those of them in `by_phone` and `by_sms` in that way as well. `sms`: the parties' own text."""

    words: tuple[str, ...]
    by_phone: frozenset[str]
    by_sms: frozenset[str]
    sms: str


def event_of(step: str, kind: str) -> str:
    """The event that an element of a diagram, or an action of supervision, belongs to; otherwise that of its kind."""
    for code, one in queries.entries(EVENTS).items():
        if step in one.traits.get("steps", ()):
            return code
    other = f"OTHER_{kind}"
    return other if other in queries.entries(EVENTS) else "OTHER_INFO"


def plan(event: str, named: Iterable[str]) -> Plan:
    """What becomes of the words of a diagram ("handler", "R16", "17", …) at this event."""
    settings, named = queries.entry(EVENTS, event).settings, list(dict.fromkeys(named))
    said = {word: told(settings, word) for word in AUDIENCES}
    always = [word for word, (when, _) in said.items() if when == "ALWAYS" and word != "others" and word not in named]
    words = [word for word in named if _of(said, word)[0] != "NEVER"] + always
    return Plan(tuple(words), *(frozenset(word for word in words if way in _of(said, word)[1]) for way in ("PHONE", "SMS")),
                settings["sms"])


def _of(said: dict[str, tuple[str, list[str]]], word: str) -> tuple[str, list[str]]:
    """A person named by id is meant, whatever the list says of posts."""
    return ("NAMED", []) if word.isdigit() else said.get(word, said["others"])


def messages_staff() -> bool:
    """Whether the centre tells any of its staff of anything by short message."""
    return any("SMS" in told(one.settings, audience)[1] for one in queries.entries(EVENTS).values()
               for audience in AUDIENCES if audience not in OUTSIDE)
