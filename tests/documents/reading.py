"""Reading a finished document as its reader does."""

import io

from docx import Document

from app.documents import actions
from app.papers import store
from app.papers.models import Paper


def text_of(content: bytes) -> str:
    """Every line and cell, in order."""
    body = Document(io.BytesIO(content)).element.body
    return "\n".join("".join(part.text or "" for part in paragraph.iter("{*}t")) for paragraph in body.iter("{*}p"))


def content_of(paper: Paper, number: int | None = None) -> bytes:
    version = paper.versions[number - 1] if number else paper.latest
    return store.read(version.sha256).read_bytes()


def produced(walk, key: str, who: str, noted: int | None = None) -> Paper:
    return actions.produce(walk.case().case_no, key, noted, walk.actor(who))


def words_of(paper: Paper) -> str:
    return text_of(content_of(paper))
