"""The centre's lines and counts that the case record works with, as they hold now (list "thresholds" of app/catalogues)."""

from app.cases.clock_rules import Lines
from app.catalogues import queries

value = queries.value


def lines() -> Lines:
    """Where the lights and prompts are."""
    known = queries.values()
    return Lines(known["halfPercent"], known["yellowPercent"], known["yellowPercentRed"], known["ninetyPercent"],
                 known["legalWarningDays"])


def shown_ends() -> tuple[int, int]:
    """How many characters of a number stay readable in lists, at its head and its tail."""
    return value("maskHead"), value("maskTail")
