"""Putting papers into a case's dossier and taking them out of use. Each needs an open unit of work."""

from dataclasses import dataclass

import sqlalchemy as sa

from app import clock
from app.cases import timeline
from app.cases.models import Case
from app.db import db
from app.errors import Conflict, Forbidden, Invalid
from app.papers import permissions, receiving, store, words
from app.papers.models import Paper, PaperOpening, PaperVersion
from app.papers.receiving import Incoming

MOST_PAPERS = 2000
LONGEST_TITLE, LONGEST_REASON = 120, 200
HIDDEN_TITLE = "一份保密材料"


@dataclass(frozen=True)
class Entry:
    """What a person says about a paper. `code`: D01… or None; `kind`, `level`: app.papers.words."""

    title: str
    code: str | None = None
    kind: str = "other"
    level: str = "OPEN"
    element: str | None = None
    task_id: int | None = None


def add(case: Case, entry: Entry, file: Incoming, actor) -> Paper:
    """A new paper with its first version. The same file twice in one case is a Conflict that names the first."""
    permissions.must_be_open_for_papers(case, actor)
    _check(entry)
    _lock(case)
    _refuse_twice(case, file, actor)
    return _add(case, entry, "upload", file, actor)


def keep(case: Case, code: str | None, title: str, file_name: str, content: bytes, actor, *, kind: str = "document",
         element: str | None = None, task_id: int | None = None) -> Paper:
    """Keep a file that the system made (a document from a template) in the dossier.

    `code` is its place on the check-list (D08, …), `file_name` what a download is called, `content` the whole file:
    docx, xlsx, PDF or a picture. Call it in the unit of work of the step that made it: file and row are kept or undone
    together. A paper with the same code and title that the system made before gets another version; the same content
    again changes nothing. Papers whose code is kept apart by law (D07, …) are kept apart here, too. A line goes to the
    timeline. Raises Invalid when the content is not what a dossier may hold.
    """
    entry = Entry(title, code, kind, words.level_of(code, kind), element, task_id)
    _check(entry)
    _lock(case)
    with receiving.of_our_own(content, file_name) as file:
        earlier = db.session.scalar(sa.select(Paper).where(
            Paper.case_id == case.id, Paper.code == code, Paper.title == title, Paper.origin == "system",
            Paper.withdrawn_at.is_(None)).order_by(Paper.id.desc()).limit(1))
        if earlier is None:
            return _add(case, entry, "system", file, actor)
        if earlier.latest.sha256 != file.received.sha256:
            _add_version(earlier, file, actor)
        return earlier


def replace(case: Case, paper: Paper, file: Incoming, actor) -> PaperVersion:
    """A better version of a paper; the earlier ones stay readable."""
    permissions.must_be_open_for_papers(case, actor)
    _lock(case)
    db.session.refresh(paper)
    if paper.withdrawn_at:
        raise Conflict("这份材料已撤下，不能再上传新版本。请作为新材料上传。")
    _refuse_twice(case, file, actor)
    return _add_version(paper, file, actor)


def withdraw(case: Case, paper: Paper, reason: str, actor) -> None:
    """Out of the dossier, with a reason; the file and its history stay for whoever asks."""
    if not permissions.may_withdraw(paper, case, actor):
        raise Forbidden("这份材料只能由上传人、承办人、跟办员（归档后由档案员）撤下。")
    reason = reason.strip()
    if not 2 <= len(reason) <= LONGEST_REASON:
        raise Invalid(errors={"reason": [f"请写明撤下的理由，2 到 {LONGEST_REASON} 字。"]})
    _take_out(paper, reason, actor)


def note_opening(paper: Paper, number: int, actor) -> None:
    """Who took which version out, and when."""
    db.session.add(PaperOpening(paper_id=paper.id, number=number, user_id=actor.id, user_name=actor.name, at=clock.now()))


def _add(case: Case, entry: Entry, origin: str, file: Incoming, actor) -> Paper:
    if (db.session.scalar(sa.select(sa.func.count()).where(Paper.case_id == case.id)) or 0) >= MOST_PAPERS:
        raise Invalid(f"一个案件最多放 {MOST_PAPERS} 份材料。请把同类图片合成一份 PDF 再上传。")
    level = words.level_of(entry.code, entry.kind)
    paper = Paper(case_id=case.id, code=entry.code, title=entry.title.strip(), kind=entry.kind, origin=origin,
                  level=entry.level if level == "OPEN" else level, element=entry.element, task_id=entry.task_id,
                  added_by_id=actor.id, added_by_name=actor.name, added_at=clock.now())
    db.session.add(paper)
    db.session.flush()
    _add_version(paper, file, actor)
    return paper


def _add_version(paper: Paper, file: Incoming, actor) -> PaperVersion:
    """The file is safely on the disk before its row is written."""
    number = len(paper.versions) + 1
    version = PaperVersion(
        number=number, file_name=file.file_name, content_type=file.look.content_type, size=file.received.size,
        sha256=store.keep(file.received), pages=file.look.pages, scan=file.scan, added_by_id=actor.id,
        added_by_name=actor.name, added_at=clock.now())
    paper.versions.append(version)
    db.session.flush()
    timeline.write(paper.case_id, "PAPER", f"{'放入材料' if number == 1 else f'更新材料（第 {number} 版）'}：{_named(paper)}。",
                   actor, paper.element, paper=paper.id, code=paper.code, version=number)
    return version


def _take_out(paper: Paper, reason: str, actor) -> None:
    paper.withdrawn_at, paper.withdrawn_by_name, paper.withdrawn_because = clock.now(), actor.name, reason
    told = reason if paper.level == "OPEN" else "理由见材料页"
    timeline.write(paper.case_id, "PAPER_OUT", f"撤下材料：{_named(paper)}，{told}。", actor, paper.element, paper=paper.id,
                   code=paper.code)


def _named(paper: Paper) -> str:
    """The timeline is for everybody who sees the case; a title may say too much."""
    if paper.level != "OPEN":
        return words.name_of(paper.code) if paper.level in ("TERMS", "NOTES") and paper.code else HIDDEN_TITLE
    return f"《{paper.title}》" + (f"（{words.name_of(paper.code)}）" if paper.code else "")


def _check(entry: Entry) -> None:
    errors = {}
    if not 1 <= len(entry.title.strip()) <= LONGEST_TITLE:
        errors["title"] = [f"请填写材料名称，{LONGEST_TITLE} 字以内。"]
    if entry.code is not None and entry.code not in words.offered():
        errors["code"] = ["请从目录里选择材料类别。"]
    if entry.kind not in words.KINDS:
        errors["kind"] = ["请选择材料种类。"]
    if entry.level not in words.LEVELS:
        errors["level"] = ["请选择保密方式。"]
    if errors:
        raise Invalid(errors=errors)


def _lock(case: Case) -> None:
    """Two who bring the same file to one case come one after the other."""
    db.session.execute(sa.select(Case.id).where(Case.id == case.id).with_for_update())


def _refuse_twice(case: Case, file: Incoming, actor) -> None:
    there = db.session.scalar(
        sa.select(Paper).join(PaperVersion).where(
            Paper.case_id == case.id, Paper.withdrawn_at.is_(None), PaperVersion.sha256 == file.received.sha256).limit(1))
    if there is None:
        return
    seen = there.level in permissions.levels_for(case, actor) or there.added_by_id == actor.id
    raise Conflict(f"这份文件已经在卷里{f'：《{there.title}》' if seen else ''}，没有重复放入。", paper=there.id if seen else None)
