"""One upload from beginning to end, for pages and REST alike: the file first, then one short transaction."""

from typing import BinaryIO

from app.cases import queries as cases
from app.cases.models import Case
from app.db import db, unit_of_work
from app.papers import actions, permissions, queries, receiving
from app.papers.actions import Entry
from app.papers.models import Paper


def add(case_no: str, stream: BinaryIO, file_name: str, entry: Entry, actor) -> Paper:
    """A new paper. Without a title it is called like its file."""
    case = _open_case(case_no, actor)
    with receiving.from_outside(stream, file_name) as file:
        named = entry if entry.title.strip() else _called(entry, file.file_name.rpartition(".")[0])
        with unit_of_work():
            return actions.add(case, named, file, actor)


def replace(case_no: str, paper_id: int, stream: BinaryIO, file_name: str, actor) -> Paper:
    """A new version of a paper."""
    case = _open_case(case_no, actor)
    queries.paper_for(case, paper_id, actor)
    db.session.rollback()
    with receiving.from_outside(stream, file_name) as file, unit_of_work():
        paper = queries.paper_for(case, paper_id, actor)
        actions.replace(case, paper, file, actor)
        return paper


def _open_case(case_no: str, actor) -> Case:
    """Refused before a byte is read; and no connection is held while a slow phone sends."""
    case = cases.case_for(case_no, actor)
    permissions.must_be_open_for_papers(case, actor)
    db.session.rollback()
    return case


def _called(entry: Entry, title: str) -> Entry:
    return Entry(title[:actions.LONGEST_TITLE], entry.code, entry.kind, entry.level, entry.element, entry.task_id)
