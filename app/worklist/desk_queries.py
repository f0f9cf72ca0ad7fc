"""The worklist's first page in a few milliseconds, with a million tasks behind it.

A box is one or more walks down an index, each already in the order of the list; the first rows of each walk are put
together. Pages go on from the last row seen (keyset), counts stop at a thousand: neither grows with the table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app import clock
from app.db import Moment, db
from app.errors import Invalid
from app.paging import MOST_PER_PAGE, PER_PAGE
from app.worklist import boxes, desk_cursor, desk_lines, desk_rules, desk_search, standing_in
from app.worklist.boxes import BOXES, Way
from app.worklist.models import HumanTask
from app.worklist.standing_in import Absent

COUNTED_UP_TO = 1000
SORTED_AMONG = 5000
"""So many rows are sorted when no index has them in the order asked for: some hundredths of a second, whatever is there."""
LIGHTS = ("RED", "YELLOW", "GREEN", "GREY")
"""In the order in which they press; what has no limit while its case stands still comes last."""


@dataclass(frozen=True)
class Filters:
    """What the worklist may be narrowed to; None means anything. `due_by`, `legal_by`: due on that day or before.
    `sort`, `then`: one of desk_rules.SORTS, with "-" the other way round; `then` orders what `sort` leaves equal.
    `urgent`: "yes" for what somebody said comes first. `columns`: what is shown of each, if not what the person usually sees (desk_columns.COLUMNS with commas between)."""

    text: str | None = None
    light: str | None = None
    element: str | None = None
    risk: str | None = None
    tier: str | None = None
    route: str | None = None
    party: str | None = None
    due_by: date | None = None
    legal_by: date | None = None
    sort: str | None = None
    then: str | None = None
    columns: str | None = None
    urgent: str | None = None

    @property
    def narrowed(self) -> bool:
        return any(value for name, value in vars(self).items() if name not in ("sort", "then", "columns"))


@dataclass(frozen=True)
class Listing:
    """One page. `before` and `after` lead to the pages around it; None where there is none. `partly_sorted`: there are more
    than SORTED_AMONG, and only the first of them in the box's own order were put into the order asked for."""

    items: Sequence[Any]
    page: int
    per_page: int
    before: str | None
    after: str | None
    partly_sorted: bool = False

    @property
    def has_next(self) -> bool:
        return self.after is not None


def worklist(actor, box: str, wanted: Filters = Filters(), page: int = 1, per_page: int = PER_PAGE,
             after: str | None = None, before: str | None = None) -> Listing:
    """The lines of a box (desk_lines.Line), the most pressing first unless sorted otherwise.

    `after`, `before`: where the last page ended or began. `page` skips rows instead; it is for few pages only.
    """
    must_be_box(box)
    per_page = min(max(1, per_page), MOST_PER_PAGE)
    order = desk_cursor.order_of(wanted.sort, box, wanted.then)
    start = desk_cursor.read(before or after, order)
    backwards = bool(before) and start is not None
    skipped = 0 if start else (max(1, page) - 1) * per_page
    asked = _Asked(order, start, backwards, skipped + per_page + 1)
    absent = _absent(actor, box)
    found, partly = (_led if order.is_led_by_index else _sorted)(boxes.ways(box, actor, absent), conditions(wanted, actor), asked)
    found = found[skipped:]
    more, found = len(found) > per_page, found[:per_page]
    if backwards:
        found.reverse()
    behind, ahead = (True, more) if backwards else (more, start is not None or skipped > 0)
    return Listing(desk_lines.lines([row.number for row in found], actor, absent), max(1, page), per_page,
                   desk_cursor.write(found[0]) if found and ahead else None,
                   desk_cursor.write(found[-1]) if found and behind else None, partly)


def counts(actor) -> dict[str, int]:
    """How many tasks each box holds, counted no further than a thousand and one."""
    found = db.session.execute(_counting(actor, standing_in.absent_of(actor)))
    return dict.fromkeys(BOXES, 0) | dict(map(tuple, found))


def lights_in(actor, box: str) -> dict[str, int]:
    """How many tasks of an open box show which light, without noughts; of a box with more than a thousand, among the
    thousand and one most pressing."""
    must_be_box(box)
    lighting = _lighting(actor, box, _absent(actor, box))
    return {} if lighting is None else dict(map(tuple, db.session.execute(lighting, {"now": clock.now()})))


def shows(light: str, now, of=HumanTask):
    """The SQL condition "the task shows this light now"; a paused one has no limits while it is paused."""
    conditions_of = {
        "RED": [of.press_at <= now], "YELLOW": [of.press_at > now, of.yellow_at <= now],
        "GREY": [of.paused.is_(sa.true())],
        "GREEN": [of.press_at > now, of.yellow_at > now, of.paused.is_(sa.false())],
    }
    return sa.and_(*conditions_of[light]) if light in conditions_of else sa.false()


def conditions(wanted: Filters, actor) -> list:
    """What a task must be to pass the filters, as conditions on HumanTask."""
    return [*_plain(wanted), *desk_search.conditions(wanted.text, wanted.party, actor)]


def must_be_box(box: str) -> None:
    if box not in BOXES:
        raise Invalid(f"没有名为“{box}”的任务箱，可用的有：{'、'.join(BOXES)}。")


def _absent(actor, box: str) -> tuple[Absent, ...]:
    return standing_in.absent_of(actor) if box == "stand_in" else ()


def _plain(wanted: Filters) -> Iterable:
    if wanted.element:
        yield HumanTask.element == wanted.element
    if wanted.light:
        yield shows(wanted.light, clock.now())
    if wanted.risk:
        yield HumanTask.risk == desk_rules.rank(desk_rules.RISKS, wanted.risk)
    if wanted.urgent:
        yield HumanTask.urgent == 1
    if wanted.tier:
        yield HumanTask.tier == desk_rules.rank(desk_rules.TIERS, wanted.tier)
    if wanted.route:
        yield HumanTask.route == wanted.route
    if wanted.due_by:
        yield HumanTask.press_at <= _end_of(wanted.due_by)
    if wanted.legal_by:
        yield HumanTask.legal_due_at <= _end_of(wanted.legal_by)


@dataclass(frozen=True)
class _Asked:
    """The rows of one page: in which order, from where, which way, how many at most."""

    order: desk_cursor.Order
    start: desk_cursor.Start | None
    backwards: bool
    most: int

    def of(self, query: sa.Select, columns: Sequence, number) -> sa.Select:
        if self.start is not None:
            query = query.where(desk_cursor.beyond(columns, number, self.order, self.start, backwards=self.backwards))
        return query.order_by(*desk_cursor.in_order(columns, number, self.order, backwards=self.backwards)).limit(self.most)


def _led(ways: Sequence[Way], passing: list, asked: _Asked) -> tuple[list[desk_cursor.Start], bool]:
    """The page of all walks together, each task once; every walk is in the order already."""
    if not ways:
        return [], False
    (key,) = asked.order.keys
    together = _together([asked.of(_walk(way, passing, key), [way.value(key.column)], way.number) for way in ways]).subquery()
    rows = db.session.execute(asked.of(sa.select(together), [together.c.key0], together.c.number))
    return [desk_cursor.Start((row.key0,), row.number) for row in rows], False


def _sorted(ways: Sequence[Way], passing: list, asked: _Asked) -> tuple[list[desk_cursor.Start], bool]:
    """The page in an order that no index leads in: the first SORTED_AMONG of each walk are read and sorted. Says whether
    there are more."""
    if not ways:
        return [], False
    usual = desk_cursor.Order((asked.order.usual,), asked.order.usual)
    some = _together([_walk(way, passing, *asked.order.keys).order_by(
        *desk_cursor.in_order([way.value(usual.usual.column)], way.number, usual, backwards=False))
        .limit(SORTED_AMONG + 1) for way in ways]).cte("some")
    keys = [some.c[f"key{place}"] for place in range(len(asked.order.keys))]
    size = sa.select(sa.func.count()).select_from(some).scalar_subquery()
    rows = db.session.execute(asked.of(sa.select(*keys, some.c.number, size.label("size")), keys, some.c.number)).all()
    found = [desk_cursor.Start(tuple(row[:len(keys)]), row.number) for row in rows]
    return found, any(row.size > SORTED_AMONG for row in rows[:1])


def _walk(way: Way, passing: list, *keys: desk_cursor.Key) -> sa.Select:
    """(key0, key1 …, number) of a walk."""
    columns = [way.value(key.column).label(f"key{place}") for place, key in enumerate(keys)]
    return sa.select(*columns, way.number.label("number")).where(*way.where(passing))


@lru_cache(maxsize=256)
def _counting(actor, absent: tuple[Absent, ...]) -> sa.CompoundSelect:
    """(box, count) of every box in which something can be, in one statement."""
    return sa.union_all(*(
        sa.select(sa.literal(box).label("name"), sa.func.count().label("found")).select_from(
            _some(ways, desk_cursor.order_of(None, box)).subquery())
        for box in BOXES if (ways := boxes.ways(box, actor, absent))))


@lru_cache(maxsize=256)
def _lighting(actor, box: str, absent: tuple[Absent, ...]) -> sa.Select | None:
    ways = boxes.ways(box, actor, absent)
    if not ways:
        return None
    some = _most_pressing(ways).subquery()
    now = sa.bindparam("now", type_=Moment())
    light = sa.case(*((shows(light, now, some.c), light) for light in LIGHTS[:-1]), else_=LIGHTS[-1]).label("light")
    return sa.select(light, sa.func.count()).group_by(light)


def _some(ways: Sequence[Way], order: desk_cursor.Order):
    """The numbers of a thousand and one tasks of all walks together. In the list's order, since without one SQLite takes an
    index that leads through all open tasks."""
    each = [_walk(way, []).order_by(*desk_cursor.in_order([way.value(order.usual.column)], way.number, order, backwards=False))
            .limit(COUNTED_UP_TO + 1) for way in ways]
    return _together(each).limit(COUNTED_UP_TO + 1)


def _most_pressing(ways: Sequence[Way]):
    """(number, press_at, yellow_at, paused) of the thousand and one most pressing tasks of all walks together."""
    each = [sa.select(way.number.label("number"), way.of.press_at, way.of.yellow_at, way.of.paused)
            .where(*way.where([])).order_by(way.of.press_at, way.number).limit(COUNTED_UP_TO + 1) for way in ways]
    whole = _together(each).subquery()
    return sa.select(whole).order_by(whole.c.press_at, whole.c.number).limit(COUNTED_UP_TO + 1)


def _together(selects: Sequence[sa.Select]):
    """The rows of several limited selects, each row once."""
    return sa.union(*(sa.select(one.subquery()) for one in selects)) if len(selects) > 1 else selects[0]


def _end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, clock.ZONE)
