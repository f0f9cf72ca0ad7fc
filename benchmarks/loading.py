"""Rows by the ten thousand, in transactions of their own."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.db import db, unit_of_work

BATCH = 10_000


def load(model, rows: Iterable[dict]) -> None:
    batch: list[dict] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            _insert(model, batch)
            batch = []
    if batch:
        _insert(model, batch)


def _insert(model, batch: list[dict]) -> None:
    with unit_of_work():
        db.session.connection().execute(sa.insert(model.__table__), batch)
