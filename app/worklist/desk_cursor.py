"""The order of a worklist, and where a page of it ends and the next begins: the last row's values instead of a number of
rows to skip."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.worklist.desk_rules import GREATEST_FIRST, SORTS, SORTS_WHEN_DONE
from app.worklist.models import HumanTask


class Key(NamedTuple):
    column: str
    descending: bool


class Order(NamedTuple):
    """Sorted by `keys`, one after the other. `usual`: the box's own order, in which its index leads."""

    keys: tuple[Key, ...]
    usual: Key

    @property
    def is_led_by_index(self) -> bool:
        return len(self.keys) == 1 and self.keys[0].column == self.usual.column


class Start(NamedTuple):
    """The row that a page goes on from: its values of the keys, and its task."""

    values: tuple
    number: int


def sorts_in(box: str) -> tuple[str, ...]:
    """The names one may sort a box by."""
    return SORTS_WHEN_DONE if box == "done" else tuple(name for name in SORTS if name != "done")


def order_of(sort: str | None, box: str, then: str | None = None) -> Order:
    """The order that an address asks for; anything else is the box's own: last done first, or most pressing first.

    `then` orders what `sort` leaves equal; without it, the box's own order does, but for its own.
    """
    usual = _key("done" if box == "done" else "due", box)
    first = _key(sort, box) or usual
    usual = first if first.column == usual.column else usual
    second = _key(then, box) or (usual if first.column != usual.column else None)
    return Order((first,) if second is None or second.column == first.column else (first, second), usual)


def _key(sort: str | None, box: str) -> Key | None:
    name = (sort or "").removeprefix("-")
    if name not in sorts_in(box):
        return None
    return Key(SORTS[name], (name in GREATEST_FIRST) != (sort or "").startswith("-"))


def write(start: Start) -> str:
    return "~".join(_plain(value) for value in (*start.values, start.number))


def read(text: str | None, order: Order) -> Start | None:
    """The row that a page starts from; None for what nobody has written, which is the first page."""
    *values, number = (text or "").split("~")
    if len(values) != len(order.keys) or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    try:
        return Start(tuple(_typed(value, key) for value, key in zip(values, order.keys, strict=True)), int(number))
    except ValueError:
        return None


def in_order(columns: Sequence, number, order: Order, *, backwards: bool) -> list:
    """The ORDER BY; the task's number decides between equals and goes the way of the first key."""
    ways = [key.descending for key in order.keys]
    return [column.desc() if descending != backwards else column.asc()
            for column, descending in zip((*columns, number), (*ways, ways[0]), strict=True)]


def beyond(columns: Sequence, number, order: Order, start: Start, *, backwards: bool):
    """The SQL condition "stands behind this row". With one key it is a comparison of rows, which an index on (key, number)
    serves."""
    ways = [key.descending != backwards for key in (*order.keys, order.keys[0])]
    here = [*columns, number]
    there = [*(sa.literal(value, column.type) for value, column in zip(start.values, columns, strict=True)),
             sa.literal(start.number, sa.Integer)]
    if len(columns) == 1:
        row, other = sa.tuple_(*here), sa.tuple_(*there)
        return row < other if ways[0] else row > other
    return sa.or_(*(sa.and_(*(one == same for one, same in zip(here[:place], there[:place], strict=True)),
                            here[place] < there[place] if ways[place] else here[place] > there[place])
                    for place in range(len(here))))


def _plain(value: Any) -> str:
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return text.replace("%", "%25").replace("~", "%7E")


def _typed(text: str, key: Key) -> Any:
    kind = HumanTask.__table__.c[key.column].type
    value = text.replace("%7E", "~").replace("%25", "%")
    if isinstance(kind, sa.SmallInteger):
        return int(value) if len(value) < 6 else 0
    if isinstance(kind, sa.String):
        return value[:100]
    moment = datetime.fromisoformat(value.replace(" ", "+"))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment
