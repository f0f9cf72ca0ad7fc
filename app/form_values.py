"""What was typed into forms and addresses, read without trusting it. Pure."""

from collections.abc import Iterable
from datetime import date

from app.errors import Invalid

MOST_DIGITS = 9
"""Every number in a form is an id, a page, a year or a count; a longer one is nobody's."""


def number(text: str | None, most_digits: int = MOST_DIGITS) -> int | None:
    """A whole number without sign, in plain digits; None for anything else."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None


def numbers(texts: Iterable[str]) -> list[int]:
    """Those that are numbers, in their order."""
    return [found for text in texts if (found := number(text)) is not None]


def day(text: str | None) -> date | None:
    """2026-03-02; None for what is no day."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def needed_day(form, name: str) -> date:
    """The day in that field of a form. Raises Invalid under its name."""
    found = day(form.get(name))
    if found is None:
        raise Invalid(errors={name: ["请选择日期。"]})
    return found
