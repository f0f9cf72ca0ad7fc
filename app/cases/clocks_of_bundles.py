"""Time limits that come with a bundle: a new route brings its own, without a new release (`clocks.json` beside the diagrams).

A list of rows like those of catalogue.json. A limit that the catalogue knows already stays as it is there.
"""

import json

import sqlalchemy as sa

from app.cases import catalogue, limit_checks
from app.cases.clock_models import ClockKind
from app.db import db
from app.errors import Invalid

FILE = "clocks.json"
_COLUMNS = frozenset(ClockKind.__table__.columns.keys())
_NEEDED = ("id", "name", "limit", "unit", "kind")


def on_bundle_kept(kept) -> None:
    """Put the limits that are new into the catalogue. Raises Invalid with a sentence for each row that can't be counted,
    so that the bundle is not deployed."""
    if FILE not in kept.files:
        return
    rows = _read(kept.files[FILE])
    problems = [f"{FILE}：第 {number} 行{sentence}" for number, row in enumerate(rows, 1) for sentence in _faults(row)]
    if problems:
        raise Invalid("这一版流程带的时限有问题，没有部署。请按清单逐条改正后再部署。", errors={"problems": problems})
    known = {*catalogue.shipped(), *db.session.scalars(sa.select(ClockKind.id))}
    for row in rows:
        if row["id"] not in known:
            db.session.add(ClockKind(**catalogue.complete(row)))
    db.session.flush()


def _read(content: bytes) -> list[dict]:
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Invalid("这一版流程没有部署。", errors={"problems": [f"{FILE}：不是时限的列表，请对照 catalogue.json 的写法改正。"]})
    return rows


def _faults(row: dict):
    missing = [name for name in _NEEDED if row.get(name) in (None, "")]
    if missing:
        yield f"缺少 {'、'.join(missing)}。"
        return
    unknown = sorted(set(row) - _COLUMNS)
    if unknown:
        yield f"不认识 {'、'.join(unknown)}，请删去。"
    if row["kind"] not in catalogue.KINDS:
        yield f"的 kind 应是 {'、'.join(catalogue.KINDS)} 之一。"
    try:
        limits = {name: row.get(name) for name in ("limit", "unit", "red_limit", "red_unit")}
        limit_checks.refuse_if_uncountable(limits, ClockKind(**catalogue.complete({**row, "limit": 1})))
    except Invalid as refused:
        yield from (sentence for sentences in refused.errors.values() for sentence in sentences)
