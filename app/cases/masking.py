"""How names, numbers and phones look to people who need not see all of them. Pure."""


HIDDEN = "已保密"
"""Stands where even the hint of a number could lead somebody to a protected person."""


def id_number(text: str | None, head: int = 3, tail: int = 4) -> str | None:
    """`990***********1234`: enough to recognise, not enough to use."""
    return _middle_hidden(text, head, tail)


def phone(text: str | None, head: int = 3, tail: int = 4) -> str | None:
    """`138****5678`."""
    return _middle_hidden(text, head, tail)


def name(text: str | None) -> str | None:
    """`张*`: the family name's first character stays."""
    return text and text[0] + "*" * (len(text) - 1)


def _middle_hidden(text: str | None, head: int, tail: int) -> str | None:
    if not text:
        return text
    if len(text) <= head + tail:
        return text[:min(1, head)] + "*" * (len(text) - min(1, head))
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail:]
