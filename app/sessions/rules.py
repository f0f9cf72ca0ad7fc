"""Decisions about sessions that need no database."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

PLAN, HOLD = "plan", "hold"
"""Values of the property `session` of a user task: it sets time and place, or it writes the minutes."""
LONGEST = timedelta(hours=12)
"""No session is longer; so an overlap is looked for in one range of an index."""


def ends_at(begins: datetime, minutes: Any, usual: int) -> datetime:
    """`minutes` as the form has them; what is missing or no length of a session is the centre's usual one."""
    try:
        length = timedelta(minutes=int(minutes))
    except (TypeError, ValueError):
        length = timedelta(minutes=usual)
    return begins + (length if timedelta(0) < length <= LONGEST else timedelta(minutes=usual))


def presence(attendance: Any) -> dict[str, bool]:
    """{party: came} from the attendance of the minutes; whoever stands there as something else is no party."""
    rows = attendance if isinstance(attendance, list) else []
    return {str(row["name"]): row.get("present") is True for row in rows
            if isinstance(row, Mapping) and row.get("side") == "PARTY" and row.get("name")}


def state_after(came: Mapping[str, bool]) -> str:
    """HELD, or NO_SHOW when somebody was missing and nobody was there to talk with."""
    here = sum(came.values())
    return "NO_SHOW" if here < len(came) and here < 2 else "HELD"


def people_in(*named: Any) -> list[int]:
    """User ids among variables of the diagram (one id, or a list of them), each once, in order."""
    found: list[int] = []
    for one in named:
        for value in one if isinstance(one, list | tuple) else [one]:
            if value is not None and str(value).isdigit() and int(value) not in found:
                found.append(int(value))
    return found


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def absences(sessions: Iterable) -> dict[str, int]:
    """{party: how often they did not come} over the sessions of one mediation."""
    counted: dict[str, int] = {}
    for session in sessions:
        for party in session.parties:
            if party.present is False:
                counted[party.name] = counted.get(party.name, 0) + 1
    return counted
