"""Announcements between features, heard in the same transaction.

A lower feature publishes what happened; wiring.py says who reacts. A reaction that raises undoes the whole step.
"""

from collections import defaultdict
from collections.abc import Callable

_reactions: dict[type, list[Callable]] = defaultdict(list)


def subscribe(event_type: type, reaction: Callable) -> None:
    """Called by wiring.py alone; naming a pair twice changes nothing."""
    if reaction not in _reactions[event_type]:
        _reactions[event_type].append(reaction)


def publish(event: object) -> None:
    """Tell everyone who reacts to this kind of event, in the order of wiring.py."""
    for reaction in _reactions[type(event)]:
        reaction(event)


def reactions_to(event_type: type) -> tuple[Callable, ...]:
    return tuple(_reactions[event_type])
