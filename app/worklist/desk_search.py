"""Narrowing a worklist to a text: case number by its beginning, task name, title, a party's name.

Rare words are looked up first (cases/word_index.py) and only their tasks are read. Common ones fit so many tasks that
walking down the list soon fills a page; then every row is compared.
"""

import sqlalchemy as sa

from app.cases import permissions as case_permissions
from app.cases import word_index
from app.cases.models import Case
from app.db import db
from app.processes import queries as processes
from app.worklist.models import HumanTask

MOST = 400


def conditions(text: str | None, party: str | None, actor) -> list:
    """What a task must be to hold the text and to concern the party. Sealed reports are found only by who took them in."""
    found = []
    if text and text.strip():
        found.append(_text(text.strip(), actor))
    if party and party.strip():
        found.append(_of_cases(party.strip(), word_index.names, actor))
    return found


def _text(text: str, actor):
    if text[:6].isascii() and text[:6].isdigit() and len(text) >= 6:
        return _number(text)
    named = _elements_named(text)
    concerning = _of_cases(text, word_index.mentions, actor)
    return sa.or_(HumanTask.element.in_(named), HumanTask.name.contains(text, autoescape=True), concerning) if named \
        else concerning


def _number(text: str):
    """By the beginning of the case number; few cases are looked up, many are met on the way."""
    here = HumanTask.case_no.between(text, text + "~")
    few = list(db.session.scalars(sa.select(Case.id).where(Case.case_no.between(text, text + "~")).limit(MOST + 1)))
    return here if len(few) > MOST else HumanTask.case_id.in_(few)


def _of_cases(text: str, holding, actor):
    may_know = sa.and_(case_permissions.may_read_content(actor), holding(text))
    few = word_index.few_with(text)
    if few is not None:
        return HumanTask.case_id.in_(list(db.session.scalars(few.where(may_know))))
    case = sa.select(sa.true()).where(Case.id == HumanTask.case_id, may_know).correlate(HumanTask).scalar_subquery()
    return case.is_(sa.true())


def _elements_named(text: str) -> list[str]:
    """User tasks of the diagrams in force whose name holds the text."""
    digest = processes.active_digest_or_none()
    return [] if digest is None else [
        element.id for process in processes.bundle(digest).processes.values() for element in process.elements.values()
        if element.type == "userTask" and text in (element.name or "")]
