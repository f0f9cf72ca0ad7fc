"""Reading the lists. Each process keeps them; the mark, read once per transaction, says whether what it keeps still holds."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from app.catalogues.entries import LISTS, Entry, as_shipped, shipped
from app.catalogues.models import CatalogueChange, CatalogueEntry, CatalogueMark
from app.db import db, in_unit_of_work, run
from app.errors import NotFound
from app.paging import Page, page_of

Book = Mapping[str, Mapping[str, Entry]]
_PRESENT = "catalogues_present"
_MARK = sa.select(CatalogueMark.__table__.c.mark)
_kept: dict[str, Book] = {}
_MOST_KEPT = 8


def entries(list_key: str) -> Mapping[str, Entry]:
    """{code: entry} in order, retired ones included."""
    if list_key not in LISTS:
        raise NotFound()
    return _present()[list_key]


def entry(list_key: str, code: str) -> Entry:
    found = entries(list_key).get(code)
    if found is None:
        raise NotFound("目录里没有这一项，请回到目录重新选择。")
    return found


def offered(list_key: str, also: Collection[str | None] = ()) -> list[Entry]:
    """What a new form offers: the active ones; and of the retired ones those that a case bears already (`also`)."""
    return [one for one in entries(list_key).values() if one.active or one.code in also]


def value(name: str) -> int:
    """A threshold by name."""
    return entry("thresholds", name).settings["value"]


def values() -> dict[str, int]:
    """{name: number} of all thresholds."""
    return {code: one.settings["value"] for code, one in entries("thresholds").items()}


def history(list_key: str, code: str, page: int = 1) -> Page:
    """What was done to an entry, newest first; rows of (CatalogueChange,)."""
    return page_of(sa.select(CatalogueChange).where(CatalogueChange.list_key == list_key, CatalogueChange.code == code)
                   .order_by(CatalogueChange.id.desc()), page)


class Words(Mapping):
    """The names of a list by code, retired ones too, as they are whenever they are asked for."""

    def __init__(self, list_key: str):
        self._list_key = list_key

    def __getitem__(self, code: str) -> str:
        return entries(self._list_key)[code].name

    def __iter__(self) -> Iterator[str]:
        return iter(entries(self._list_key))

    def __len__(self) -> int:
        return len(entries(self._list_key))


def forget_held() -> None:
    """A list has just been changed in this transaction."""
    db.session().info.pop(_PRESENT, None)


def _present() -> Book:
    """A unit of work that goes on from a look reads anew: the look held no lock."""
    session = db.session()
    session.connection()
    now = (session.get_transaction(), in_unit_of_work())
    when, held = session.info.get(_PRESENT, (None, None))
    if when != now:
        held = _under(run(_MARK).scalar() or "")
        session.info[_PRESENT] = (now, held)
    return held


def _under(mark: str) -> Book:
    """The lists of this mark. Marks are random, so one never means something else in another database or after an undo."""
    book = _kept.get(mark)
    if book is None:
        book = _read() if mark else {list_key: as_shipped(list_key) for list_key in LISTS}
        _kept[mark] = book
        for old in list(_kept)[:-_MOST_KEPT]:
            _kept.pop(old, None)
    return book


def _read() -> Book:
    rows = run(sa.select(*CatalogueEntry.__table__.c)).all()
    return {list_key: _in_order(list_key, {row.code: row for row in rows if row.list_key == list_key})
            for list_key in LISTS}


def _in_order(list_key: str, rows: Mapping[str, Any]) -> dict[str, Entry]:
    changed = {code: Entry(code, row.name, row.settings, row.active, row.position, shipped(list_key).get(code),
                           row.changed_at, row.changed_by, row.reason) for code, row in rows.items()}
    found = {**as_shipped(list_key), **changed}.values()
    return {one.code: one for one in sorted(found, key=lambda one: (one.position, one.code))}
