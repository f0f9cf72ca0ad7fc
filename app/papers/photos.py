"""Photos and files of a task's form: each is a paper of the case at once, the answers name their numbers only.

The form's check (app/forms) accepts only what was kept on the same task.
"""

import re
from typing import BinaryIO

import sqlalchemy as sa

from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Conflict, Invalid, NotFound
from app.papers import actions, contents, queries, receiving
from app.papers.actions import Entry
from app.papers.models import Paper, PaperVersion
from app.processes import queries as processes
from app.worklist import confidential
from app.worklist import permissions as tasks

PICTURES = frozenset(contents.PICTURES.values())
TAKEN = PICTURES | {contents.PDF}
REMOVED = "办理时从表单里移除"
_INDEX = re.compile(r"\.(\d{1,3})(?=\.)")


def add(task_id: int, path: str, stream: BinaryIO, file_name: str, actor) -> Paper:
    """Keep one file for the photo field at `path` ("photos", "visits.0.photos") of a task. The same file again on the
    same task is the same paper.

    Raises Invalid for what is no such field, no picture and no PDF, and whatever forbids doing the task.
    """
    task = _doable(task_id, actor)
    field = _field(task, path)
    db.session.rollback()
    with receiving.from_outside(stream, file_name) as file:
        if file.look.content_type not in TAKEN:
            raise Invalid("这里只收照片（JPG、PNG、WebP）和 PDF。其他文件请在下面的“材料”里上传。")
        kind = "photo" if file.look.content_type in PICTURES else "evidence"
        with unit_of_work():
            task = _doable(task_id, actor)
            there = _there(task, file.received.sha256)
            if there is not None:
                return there
            entry = Entry(f"{_title(task, field)} {_count(task) + 1}", None, kind, _level(task), task.element, task.id)
            return actions.add(db.session.get(Case, task.case_id), entry, file, actor)


def remove(task_id: int, paper_id: int, actor) -> None:
    """Out of the dossier again while the task is in hand; the line and the file stay in the history."""
    task = _doable(task_id, actor)
    case = db.session.get(Case, task.case_id)
    paper = queries.paper_for(case, paper_id, actor)
    if paper.task_id != task.id or paper.kind not in ("photo", "evidence"):
        raise Conflict("这份材料不是在这项任务的表单里上传的，请到材料页上撤下。")
    if paper.withdrawn_at is None:
        actions.withdraw(case, paper, REMOVED, actor)


def of_task(case_id: int | None, task_id: int) -> list[str]:
    """The answers that a photo field of this task may give: numbers of papers."""
    return [str(number) for number in db.session.scalars(sa.select(Paper.id).where(*_of(case_id, task_id)))]


def version_of(task_id: int, paper_id: int, actor) -> PaperVersion:
    """What a field shows, for who may read the task and the paper."""
    task = tasks.task_for(task_id, actor)
    tasks.must_be_readable(task, actor)
    paper = queries.paper_for(db.session.get(Case, task.case_id), paper_id, actor) if task.case_id is not None else None
    if paper is None or paper.task_id != task_id:
        raise NotFound(queries.NOT_THERE)
    return queries.version_of(paper, len(paper.versions))


def _of(case_id: int | None, task_id: int) -> tuple:
    return (Paper.case_id == case_id, Paper.task_id == task_id, Paper.kind.in_(("photo", "evidence")),
            Paper.origin == "upload", Paper.withdrawn_at.is_(None))


def _doable(task_id: int, actor):
    task = tasks.task_for(task_id, actor)
    tasks.must_be_doable(task, actor)
    if task.case_id is None:
        raise Invalid("这项任务不属于案件，照片存不下来。")
    return task


def _there(task, checksum: str) -> Paper | None:
    return db.session.scalar(sa.select(Paper).join(PaperVersion).where(
        *_of(task.case_id, task.id), PaperVersion.sha256 == checksum).limit(1))


def _count(task) -> int:
    """How many were ever kept on the task, so that no two are called the same."""
    return db.session.scalar(sa.select(sa.func.count()).where(Paper.case_id == task.case_id, Paper.task_id == task.id)) or 0


def _field(task, path: str):
    field = processes.form(task.digest, task.form_key).fields.get(_INDEX.sub("", path))
    if field is None or field.type != "photos":
        raise Invalid("这张表上没有这个照片栏，请刷新页面后再试。")
    return field


def _level(task) -> str:
    """As confidential as what is typed beside it."""
    return {confidential.NOTES: "NOTES", confidential.TERMS: "TERMS"}.get(confidential.marking_of(task), "OPEN")


def _title(task, field) -> str:
    """Said by the form, never by the browser."""
    return f"{task.name}：{field.label}"[:actions.LONGEST_TITLE - 6]
