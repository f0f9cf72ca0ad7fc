"""Where messages to the outside go. No gateway is connected by default: the message is kept and marked in the log, no number in it."""

from collections.abc import Mapping

from app import observe


def log_only(payload: Mapping, key: str) -> None:
    """Counts as sent. A centre connects its own gateway in wiring.py."""
    observe.instrument("sms.not_connected", key=key, case=payload.get("caseNo"))


def log_answer(payload: Mapping, key: str) -> None:
    """The same for answers to the platform a matter came from (12345, court, petition office)."""
    observe.instrument("channel.not_connected", key=key, case=payload.get("caseNo"), channel=payload.get("channel"))
