"""The words of papers: kinds, origins, why some are kept apart, and the list of documents by their codes."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from app.catalogues import queries
from app.catalogues.entries import Entry

KINDS = {"evidence": "证据材料", "identity": "身份证明", "document": "文书", "signed": "签字件", "notes": "调解笔录",
         "photo": "照片", "other": "其他材料"}
ORIGINS = {"upload": "上传", "system": "系统生成", "channel": "外部渠道"}
LEVELS = {"OPEN": "一般材料", "TERMS": "协议内容，只查看进度的岗位不能打开", "NOTES": "调解保密材料",
          "PROTECTED": "涉及受保护人住址联系方式", "SEALED": "密封件"}
STATES = {"SIGNED": ("有签字件", "green"), "FILE": ("有电子件", "green"), "APART": ("单独保管", "purple"),
          "NOTED": ("流程已记载", "azure"), "MISSING": ("缺", "red"), "NONE": ("暂无", "secondary")}


class Document(NamedTuple):
    """A kind of document. `place`: its number in the dossier; `level`: OPEN or why it is kept apart; `tasks`: what is
    filled in there says the same."""

    code: str
    name: str
    place: int
    level: str
    tasks: tuple[str, ...] = ()


def documents() -> dict[str, Document]:
    """All documents by code, in the order of the dossier, as the centre calls them; what it added comes last, what it
    retired is there, too."""
    known, shipped = queries.entries("documents"), _shipped()
    renamed = {code: one._replace(name=known[code].name) for code, one in shipped.items()
               if code in known and not _is_called_as_shipped(known[code])}
    added = {one.code: Document(one.code, one.name, len(shipped) + place, "OPEN")
             for place, one in enumerate(known.values(), 1) if one.code not in shipped and one.default is None}
    return {**shipped, **renamed, **added}


def offered() -> dict[str, Document]:
    """Those that a new paper may be."""
    known = queries.entries("documents")
    return {code: one for code, one in documents().items() if code not in known or known[code].active}


def called_by_the_centre(code: str, otherwise: str) -> str:
    """The name that the centre gave a document; `otherwise` where it left the shipped one."""
    one = queries.entries("documents").get(code)
    return otherwise if one is None or _is_called_as_shipped(one) else one.name


def _is_called_as_shipped(one: Entry) -> bool:
    return one.default is not None and one.name == one.default.name


@lru_cache
def _shipped() -> dict[str, Document]:
    rows = json.loads((Path(__file__).parent / "documents.json").read_text(encoding="utf-8"))
    return {row["code"]: Document(row["code"], row["name"], place, row.get("level", "OPEN"), tuple(row.get("tasks", ())))
            for place, row in enumerate(rows, 1)}


def name_of(code: str | None) -> str:
    """The document's name, or the code itself when no such document is listed."""
    known = documents()
    return known[code].name if code in known else code or "其他材料"


def place_of(code: str | None) -> int:
    known = documents()
    return known[code].place if code in known else 999


def level_of(code: str | None, kind: str) -> str:
    """Why a paper of this code and kind is kept apart, or OPEN; nobody can make it more open than this."""
    if code in _shipped() and _shipped()[code].level != "OPEN":
        return _shipped()[code].level
    return "NOTES" if kind == "notes" else "OPEN"
