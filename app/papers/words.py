"""The words of papers: kinds, origins, why some are kept apart, and the list of documents by their codes."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

KINDS = {"evidence": "证据材料", "identity": "身份证明", "document": "文书", "signed": "签字件", "notes": "调解笔录",
         "photo": "照片", "other": "其他材料"}
ORIGINS = {"upload": "上传", "system": "系统生成", "channel": "外部渠道"}
LEVELS = {"OPEN": "一般材料", "NOTES": "调解保密材料", "PROTECTED": "涉及受保护人住址联系方式", "SEALED": "密封件"}
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


@lru_cache
def documents() -> dict[str, Document]:
    """All documents by code, in the order of the dossier."""
    rows = json.loads((Path(__file__).parent / "documents.json").read_text(encoding="utf-8"))
    return {row["code"]: Document(row["code"], row["name"], place, row.get("level", "OPEN"), tuple(row.get("tasks", ())))
            for place, row in enumerate(rows, 1)}


def name_of(code: str | None) -> str:
    """The document's name, or the code itself when no such document is listed."""
    return documents()[code].name if code in documents() else code or "其他材料"


def place_of(code: str | None) -> int:
    return documents()[code].place if code in documents() else 999


def level_of(code: str | None, kind: str) -> str:
    """Why a paper of this code and kind is kept apart, or OPEN; nobody can make it more open than this."""
    if code in documents() and documents()[code].level != "OPEN":
        return documents()[code].level
    return "NOTES" if kind == "notes" else "OPEN"
