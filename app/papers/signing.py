"""Signatures drawn on the glass, typed or photographed: a picture in the dossier, and in the answers its number and checksum.

The answer is "12:9f86d0…": paper 12 and the SHA-256 of the very picture that was signed with. The form's check (app/forms)
accepts only what was kept on the same task.
"""

import io
import re

import sqlalchemy as sa
from PIL import Image

from app import form_values
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Invalid, NotFound
from app.papers import actions, queries, receiving
from app.papers.models import Paper, PaperVersion
from app.processes import queries as processes
from app.worklist import permissions as tasks

LARGEST = 512 * 1024
WIDEST, HIGHEST = 2000, 1000
PNG = "image/png"
_INDEX = re.compile(r"\.(\d{1,3})(?=\.)")


def sign(task_id: int, path: str, content: bytes, actor) -> str:
    """Keep one picture for the signature field at `path` ("signedBy.0.signature") of a task; returns the answer.

    Raises Invalid for what is no such field or no such picture, and whatever forbids doing the task.
    """
    task = tasks.task_for(task_id, actor)
    tasks.must_be_doable(task, actor)
    title = _title(task, path)
    if task.case_id is None:
        raise Invalid("这项任务不属于案件，签名存不下来。")
    if len(content) > LARGEST:
        raise Invalid(f"签名图片不能超过 {LARGEST // 1024} KB，请重新签名。")
    db.session.rollback()
    with receiving.from_outside(io.BytesIO(content), "签名.png") as file:
        if file.look.content_type != PNG:
            raise Invalid("签名只收 PNG 图片，请在签名框里签名或上传照片。")
    _must_show_something(content)
    with unit_of_work():
        task = tasks.task_for(task_id, actor)
        tasks.must_be_doable(task, actor)
        paper = actions.keep(db.session.get(Case, task.case_id), None, title, f"{title}.png", content, actor, kind="signed",
                             element=task.element, task_id=task.id)
        return f"{paper.id}:{paper.versions[-1].sha256}"


def of_task(case_id: int | None, task_id: int) -> list[str]:
    """The answers that a signature field of this task may give."""
    rows = db.session.execute(sa.select(Paper.id, PaperVersion.sha256).join(PaperVersion).where(
        Paper.case_id == case_id, Paper.task_id == task_id, Paper.kind == "signed", Paper.origin == "system",
        Paper.withdrawn_at.is_(None)))
    return [f"{paper_id}:{checksum}" for paper_id, checksum in rows]


def version_of(task_id: int, answer: str, actor) -> PaperVersion:
    """The picture behind an answer of a task, for who may read the task and the paper."""
    task = tasks.task_for(task_id, actor)
    tasks.must_be_readable(task, actor)
    number, _, checksum = answer.partition(":")
    paper_id = form_values.number(number)
    if task.case_id is None or paper_id is None:
        raise NotFound("没有找到这个签名。")
    paper = queries.paper_for(db.session.get(Case, task.case_id), paper_id, actor)
    found = next((version for version in paper.versions if version.sha256 == checksum), None)
    if found is None or paper.task_id != task_id:
        raise NotFound("没有找到这个签名。")
    return found


def _title(task, path: str) -> str:
    """Said by the form, never by the browser."""
    known, place = processes.form(task.digest, task.form_key).fields, _INDEX.sub("", path)
    field = known.get(place)
    if field is None or field.type != "signature":
        raise Invalid("这张表上没有这个签名栏，请刷新页面后再试。")
    row = _INDEX.search(path)
    of_list = f"{known[place.rpartition('.')[0]].label}第 {int(row[1]) + 1} 项" if row else ""
    return f"{task.name}：{of_list}{field.label}"[:actions.LONGEST_TITLE]


def _must_show_something(content: bytes) -> None:
    """Called once the picture was read in a child process."""
    with Image.open(io.BytesIO(content)) as image:
        if image.width > WIDEST or image.height > HIGHEST:
            raise Invalid(f"签名图片太大，宽高不要超过 {WIDEST}×{HIGHEST}，请重新签名。")
        shown = Image.new("RGB", image.size, "white")
        shown.paste(image.convert("RGB"), mask=image.convert("RGBA").getchannel("A"))
        low, high = shown.convert("L").getextrema()
    if high - low < 32:
        raise Invalid("签名是空白的，请签好后再确认。")
