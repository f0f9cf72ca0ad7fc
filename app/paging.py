"""One page of a list. There is no total: counting a million rows to show twenty is not worth the wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.db import db

PER_PAGE = 20
MOST_PER_PAGE = 100


@dataclass(frozen=True)
class Page:
    items: Sequence[Any]
    page: int
    per_page: int
    has_next: bool

    total: None = None

    @property
    def has_previous(self) -> bool:
        return self.page > 1


def page_of(query: sa.Select, number: int = 1, per_page: int = PER_PAGE) -> Page:
    """The rows of one page (numbers start at 1); asks for one row more to know whether there is a next page."""
    number, per_page = max(1, number), min(max(1, per_page), MOST_PER_PAGE)
    rows = db.session.execute(query.limit(per_page + 1).offset((number - 1) * per_page)).all()
    return Page(rows[:per_page], number, per_page, len(rows) > per_page)


def page_of_list(rows: Sequence[Any], number: int = 1, per_page: int = PER_PAGE) -> Page:
    """One page of rows that are all here already."""
    first = (max(1, number) - 1) * per_page
    return Page(rows[first:first + per_page], max(1, number), per_page, len(rows) > first + per_page)
