"""Reading papers for screens and REST: only what this person may open, filtered in SQL."""

import sqlalchemy as sa

from app import form_values
from app.cases.models import Case
from app.db import db
from app.errors import Forbidden, NotFound
from app.paging import Page, page_of
from app.papers import permissions, scanning, store
from app.papers.models import DossierOrder, Paper, PaperOpening, PaperVersion
from app.worklist import permissions as tasks

NOT_THERE = "没有找到这份材料：它不存在，或者不在您的权限范围内。"


def papers_of(case: Case, actor, page: int = 1, per_page: int = 20) -> Page:
    """The case's papers, newest first, withdrawn ones included; items are rows with one Paper."""
    return page_of(sa.select(Paper).where(permissions.visible(case, actor)).order_by(Paper.id.desc()), page, per_page)


def in_use(case: Case, actor) -> list[Paper]:
    """Every paper of the case that was not withdrawn, oldest first; there are never more than actions.MOST_PAPERS."""
    return list(db.session.scalars(
        sa.select(Paper).where(permissions.visible(case, actor), Paper.withdrawn_at.is_(None)).order_by(Paper.id)))


def paper_for(case: Case, paper_id: int, actor) -> Paper:
    """The paper, if it belongs to the case and the actor may open it; else it is not there."""
    found = db.session.scalar(sa.select(Paper).where(Paper.id == paper_id, permissions.visible(case, actor)))
    if found is None:
        raise NotFound(NOT_THERE)
    return found


def task_of(case: Case, number: str | None, actor) -> sa.Row | None:
    """The task from whose page a paper comes; nothing for one that is not this person's or not this case's."""
    task_id = form_values.number(number)
    if task_id is None:
        return None
    try:
        task = tasks.task_for(task_id, actor)
    except NotFound:
        return None
    return task if task.case_id == case.id else None


def version_of(paper: Paper, number: int) -> PaperVersion:
    """A version that may be opened; raises NotFound, or Forbidden while it waits for the virus scanner."""
    if not 1 <= number <= len(paper.versions):
        raise NotFound(NOT_THERE)
    version = paper.versions[number - 1]
    if version.scan == scanning.WAITING:
        raise Forbidden("这份材料还没有查毒，暂时不能打开。查毒程序恢复后会自动检查，请稍后再看。")
    if version.scan == scanning.INFECTED:
        raise Forbidden("查毒程序在这份材料里发现了病毒，不能打开。请联系上传人重新提供。")
    return version


def openings_of(paper: Paper, most: int = 50) -> list[PaperOpening]:
    """Who took it out, newest first."""
    return list(db.session.scalars(
        sa.select(PaperOpening).where(PaperOpening.paper_id == paper.id).order_by(PaperOpening.id.desc()).limit(most)))


def content_of(version: PaperVersion):
    """Where the file lies, its checksum just found right."""
    return store.read(version.sha256)


def pointed_at(names: list[str]) -> set[str]:
    """Which of these stored files a version or a bound dossier points at."""
    return {name for column in (PaperVersion.sha256, DossierOrder.sha256)
            for name in db.session.scalars(sa.select(column).where(column.in_(names)))}
