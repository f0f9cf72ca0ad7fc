"""Where a page of the worklist ends and the next begins: a sort value and an id, instead of a number of rows to skip."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.worklist.desk_rules import GREATEST_FIRST, SORTS
from app.worklist.models import HumanTask


class Order(NamedTuple):
    column: str
    descending: bool


def order_of(sort: str | None, box: str) -> Order:
    """The order that an address asks for; anything else is the box's own: last done first, or most pressing first."""
    usual = "done" if box == "done" else "due"
    name = (sort or usual).removeprefix("-")
    if name not in SORTS or (name == "done" and box != "done"):
        name, sort = usual, None
    return Order(SORTS[name], (name in GREATEST_FIRST) != (sort or "").startswith("-"))


def write(row: tuple[Any, int]) -> str:
    value, number = row
    return f"{value.isoformat() if isinstance(value, datetime) else value}~{number}"


def read(text: str | None, order: Order) -> tuple[Any, int] | None:
    """The row that a page starts from; None for what nobody has written, which is the first page."""
    value, _, number = (text or "").rpartition("~")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    try:
        return _typed(value, order), int(number)
    except ValueError:
        return None


def in_order(key, number, order: Order, *, backwards: bool) -> tuple:
    if order.descending != backwards:
        return key.desc(), number.desc()
    return key, number


def beyond(key, number, order: Order, start: tuple[Any, int], *, backwards: bool):
    """The SQL condition "stands behind this row"; a comparison of rows, which an index on (key, number) serves."""
    here = sa.tuple_(key, number)
    there = sa.tuple_(sa.literal(start[0], key.type), sa.literal(start[1], sa.Integer))
    return here < there if order.descending != backwards else here > there


def _typed(value: str, order: Order) -> Any:
    kind = HumanTask.__table__.c[order.column].type
    if isinstance(kind, sa.SmallInteger):
        return int(value) if len(value) < 6 else 0
    if isinstance(kind, sa.String):
        return value[:100]
    moment = datetime.fromisoformat(value.replace(" ", "+"))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment
