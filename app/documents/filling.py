"""One template and one context make one Word file. Pure; what comes from administrators is filled in a child process."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from app.documents.environment import Template

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
NEW_PARAGRAPH = "\a"


class Gaps(Exception):
    """Something that the template prints is not known. `names`: as the template writes them; `unknown`: names that no
    case has."""

    def __init__(self, names: list[str], unknown: list[str]):
        super().__init__(names, unknown)
        self.names, self.unknown = names, unknown


class Unfillable(Exception):
    """The template itself is wrong; says where."""


def fill(template: bytes, names: Mapping[str, Any]) -> bytes:
    """The finished docx. Raises Gaps, or Unfillable when the template cannot be read."""
    made, gaps, unknown = attempt(template, names)
    if gaps or unknown:
        raise Gaps(gaps, unknown)
    return made


def attempt(template: bytes, names: Mapping[str, Any]) -> tuple[bytes, list[str], list[str]]:
    """(docx, what is missing, what is unknown)"""
    environment = Template()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(environment.fill(_clean(names)), environment, autoescape=True)
        out = io.BytesIO()
        document.save(out)
    except TemplateError as wrong:
        raise Unfillable(_told(wrong)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise Unfillable(f"模板读不下去（{type(wrong).__name__}）。请用 Word 另存为 docx 再试。") from wrong
    unknown = environment.unknown + [name for name in environment.gaps if name.split(".")[0] not in names
                                     and name not in environment.unknown]
    return undated(out.getvalue()), [name for name in environment.gaps if name not in unknown], unknown


def undated(docx: bytes) -> bytes:
    """Without the moment at which each part was packed: the same content is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts.infolist():
            packed.writestr(zipfile.ZipInfo(part.filename), parts.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _clean(value: Any) -> Any:
    """Text without what XML can't hold; a new line typed by somebody begins a paragraph of the same shape."""
    if isinstance(value, Mapping):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    if not isinstance(value, str):
        return value
    lines = [_CONTROL.sub("", line).strip() for line in re.split(r"\r\n|[\r\n]", value)]
    return NEW_PARAGRAPH.join(filter(None, lines)).replace("{_", "{ _").replace("_}", "_ }")


def _told(wrong: TemplateError) -> str:
    around = " ".join(filter(None, (text.strip() for text in getattr(wrong, "docx_context", ()))))[:120]
    place = f"在“{around}”附近" if around else ""
    return f"模板{place}写错了：{wrong.message or type(wrong).__name__}。请改正后再上传。"
