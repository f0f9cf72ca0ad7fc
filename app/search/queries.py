"""What one text finds: cases, tasks, parties, papers, documents by number; each within the reach of who asks, in SQL.

Words are looked up by pairs of characters. What is too common for that, and what stands only in a case's own account, is looked
for in the newest cases within reach: a search costs the same in a county with a million cases.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa

from app import clock
from app.cases import case_search, lights, party_queries, permissions, word_index
from app.cases.models import Case, CaseDocument
from app.db import db
from app.errors import Invalid
from app.paging import Page, page_of
from app.papers import permissions as papers
from app.papers import title_index
from app.papers.models import Paper
from app.worklist import boxes, desk_queries

NEWEST = 1000
"""So many of the newest cases are looked through for what no index leads to."""
SHORTEST, LONGEST = 2, 60
SHOWN = 5
AROUND = 24
_BRACKETS = str.maketrans("（）〔〕[]", "()()()")
_NUMBER = re.compile(r"[0-9A-Za-z-]{4,30}")


class TasksFound(NamedTuple):
    """`lines`: the first of all boxes together, each once. `boxes`: {box: how many of SHOWN it holds}."""

    lines: Sequence[Any]
    boxes: dict[str, int]


class Excerpt(NamedTuple):
    before: str
    hit: str
    after: str


class Finding:
    """One text asked by one person. Raises Invalid for a text too short to look for."""

    def __init__(self, text: str, actor):
        self.text, self.actor = clean(text), actor
        if len(self.text) < SHORTEST:
            raise Invalid("查不了这么短的内容。", errors={"text": ["请至少输入两个字：案件编号、名称、当事人姓名、材料名称或文书编号。"]})

    def cases(self, page: int = 1, per_page: int = SHOWN) -> Page:
        """(Case, light), newest first: by the beginning of the number, title, a party's name, or what was told and asked for."""
        query = sa.select(Case, lights.light_column(clock.now()).label("light")).where(
            Case.case_no.is_not(None), permissions.visible_to(self.actor), self._case_holds())
        return page_of(query.order_by(Case.registered_at.desc(), Case.id.desc()), page, per_page)

    def tasks(self) -> TasksFound:
        """Open and done tasks of this person's boxes; the worklist itself shows the rest of them."""
        found = {box: desk_queries.worklist(self.actor, box, desk_queries.Filters(text=self.text), per_page=SHOWN).items
                 for box in boxes.BOXES}
        once = {line.id: line for lines in found.values() for line in lines}
        return TasksFound(list(once.values())[:SHOWN], {box: len(lines) for box, lines in found.items() if lines})

    def parties(self) -> Page:
        """(Party, Case), as the search for parties finds them; it writes down who looked. Needs an open unit of work."""
        return party_queries.look_for(self.text, self.actor)

    def papers(self, page: int = 1, per_page: int = SHOWN) -> Page:
        """(Paper, Case), newest first, by a part of the title or of a file's name."""
        few = title_index.few_with(self.text)
        among = Paper.case_id.in_(self._newest) if few is None else Paper.id.in_(few)
        return page_of(sa.select(Paper, Case).join(Case, Case.id == Paper.case_id)
                       .where(among, title_index.mentions(self.text), Paper.withdrawn_at.is_(None), papers.visible_anywhere(self.actor))
                       .order_by(Paper.id.desc()), page, per_page)

    def documents(self, page: int = 1, per_page: int = SHOWN) -> Page:
        """(CaseDocument, Case), newest first: the whole number in any case, a part of it in the newest."""
        number = self.text.translate(_BRACKETS)
        part = sa.and_(CaseDocument.case_id.in_(self._newest), CaseDocument.number.contains(number, autoescape=True))
        return page_of(sa.select(CaseDocument, Case).join(Case, Case.id == CaseDocument.case_id)
                       .where(sa.or_(CaseDocument.number == number, part), Case.case_no.is_not(None), permissions.visible_to(self.actor))
                       .order_by(CaseDocument.id.desc()), page, per_page)

    def excerpt(self, case: Case) -> Excerpt | None:
        """Where the case's own account holds the text, if its title does not."""
        for told in (case.description, case.request):
            place = told.casefold().find(self.text.casefold())
            if place >= 0 and self.text not in case.title:
                end = place + len(self.text)
                return Excerpt(told[max(0, place - AROUND):place], told[place:end], told[end:end + AROUND])
        return None

    def _case_holds(self):
        if begins_with_number(self.text):
            return Case.case_no.between(self.text.upper(), self.text.upper() + "~")
        told = sa.or_(Case.description.icontains(self.text, autoescape=True), Case.request.icontains(self.text, autoescape=True))
        mentioned, few = word_index.mentions(self.text), word_index.few_with(self.text)
        if few is None:
            return sa.and_(Case.id.in_(self._newest), sa.or_(mentioned, told))
        return sa.or_(sa.and_(Case.id.in_(few), mentioned), sa.and_(Case.id.in_(self._newest), told))

    @cached_property
    def _newest(self) -> list[int]:
        return case_search.newest(self.actor, NEWEST)


def clean(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


def begins_with_number(text: str) -> bool:
    return len(text) >= 6 and text[:6].isascii() and text[:6].isdigit()


def case_numbered(text: str, actor) -> str | None:
    """The number itself, if it is exactly that of a case within reach."""
    return db.session.scalar(sa.select(Case.case_no).where(Case.case_no == clean(text).upper(), permissions.visible_to(actor)))


def is_of_a_party(text: str, actor) -> bool:
    """A telephone or a paper's number, or its end, and not the beginning of a case number within reach."""
    plain = "".join(text.split())
    if not _NUMBER.fullmatch(plain) or sum(map(str.isdigit, plain)) < 3:
        return False
    begun = sa.select(Case.id).where(Case.case_no.between(plain.upper(), plain.upper() + "~"), permissions.visible_to(actor))
    return db.session.scalar(begun.limit(1)) is None
