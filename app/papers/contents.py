"""What a file really is: found by reading it, never by its name or by what the browser says. Run in a child process
(child.py) for everything that comes from outside.

Allowed: JPEG, PNG and WebP pictures, PDF, Word and Excel without macros. Everything else is refused with a sentence.
"""

import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PdfReadError

MOST_PIXELS = 100_000_000
MOST_PAGES = 2000
MOST_PARTS = 5000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 200

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
DECODERS = ("JPEG", "PNG", "WEBP")
"""MPO, two pictures of one moment, is what some phones call their JPEG."""
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", PDF: ".pdf", WORD: ".docx", EXCEL: ".xlsx"}
NAMES = {"image/jpeg": "JPG 图片", "image/png": "PNG 图片", "image/webp": "WebP 图片", PDF: "PDF", WORD: "Word 文档",
         EXCEL: "Excel 表格"}
ALLOWED = "JPG、PNG、WebP 图片，PDF，docx 和 xlsx"

_OFFICE = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}
_FOREIGN_LINK = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
_KNOWN = (
    (b"MZ", "程序文件"), (b"\x7fELF", "程序文件"), (b"#!", "程序文件"), (b"\xd0\xcf\x11\xe0", "旧版 Office 文件"),
    (b"Rar!", "压缩包"), (b"7z\xbc\xaf", "压缩包"), (b"\x1f\x8b", "压缩包"), (b"GIF8", "GIF 图片"), (b"{\\rtf", "RTF 文档"),
    (b"II*\0", "TIFF 图片"), (b"MM\0*", "TIFF 图片"), (b"BM", "BMP 图片"), (b"%!PS", "PostScript 文件"),
)
_ADVICE = {"旧版 Office 文件": "请在 Word、Excel 里另存为 docx、xlsx 或 PDF 再上传。",
           "HEIC 图片": "请在手机“设置—相机—格式”里选“兼容性最佳”，或转成 JPG 再上传。"}


class Refused(Exception):
    """The file may not come in; says why and what to do."""


@dataclass(frozen=True)
class Look:
    """What was found: the type, and how many pages (pictures have one, office files None)."""

    content_type: str
    pages: int | None


def look(path: Path) -> Look:
    """Read the whole file and say what it is; raises Refused."""
    with path.open("rb") as source:
        head = source.read(1024)
    if head.startswith(b"%PDF-"):
        return _pdf(path)
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _picture(path)
    named = _name_of(head)
    raise Refused(f"不能上传{named}，只收{ALLOWED}。" + _ADVICE.get(named, "请换成其中一种格式再上传。"))


def _name_of(head: bytes) -> str:
    """What else it is, for the sentence."""
    for magic, name in _KNOWN:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return "HEIC 图片" if head[8:11] in (b"hei", b"hev", b"mif") else "视频"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "SVG 图形"
    if text.startswith((b"<!doctype", b"<html", b"<script", b"<?xml", b"<")):
        return "网页文件"
    return "这种类型的文件"


def _picture(path: Path) -> Look:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        try:
            with Image.open(path, formats=DECODERS) as picture:
                found, (width, height) = PICTURES[picture.format], picture.size
                if width * height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
                    raise Refused("不能上传动图，请截取其中一张再上传。")
                picture.load()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused("这张图片的尺寸过大（超过一亿像素），请缩小后再上传。") from None
        except Refused:
            raise
        except Exception:  # noqa: BLE001 whatever a decoder stumbles over, the picture is not a good one
            raise Refused("这张图片打不开，可能没有拍完整或传输中损坏，请重新拍照或导出后再上传。") from None
    return Look(found, 1)


def _pdf(path: Path) -> Look:
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("这份 PDF 有打开密码，请去掉密码后再上传。")
        pages = len(reader.pages)
        catalogue = reader.trailer["/Root"]
        active = _is_active(catalogue.get("/OpenAction")) or "/AA" in catalogue or _has_scripts(catalogue)
    except Refused:
        raise
    except (PdfReadError, Exception):  # noqa: BLE001 a damaged file fails anywhere
        raise Refused("这份 PDF 打不开，可能已损坏，请重新扫描或导出后再上传。") from None
    if not 0 < pages <= MOST_PAGES:
        raise Refused(f"这份 PDF 有 {pages} 页，一份最多 {MOST_PAGES} 页，请拆开后再上传。" if pages else "这份 PDF 没有页面。")
    if active:
        raise Refused("这份 PDF 带有会自动运行的程序，不能上传。请打印成新的 PDF 后再上传。")
    return Look(PDF, pages)


def _has_scripts(catalogue) -> bool:
    names = catalogue.get("/Names")
    return names is not None and "/JavaScript" in names.get_object()


def _is_active(action) -> bool:
    """Going to a page is harmless; running something is not."""
    found = action.get_object() if action is not None else None
    return isinstance(found, dict) and found.get("/S") in ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm")


def _office(path: Path) -> Look:
    try:
        with zipfile.ZipFile(path) as parts:
            _refuse_bomb(parts.infolist(), path.stat().st_size)
            return Look(_office_type(parts), None)
    except Refused:
        raise
    except Exception:  # noqa: BLE001 a damaged file fails anywhere
        raise Refused("这份文档打不开，可能已损坏，请在 Word、Excel 里另存一份再上传。") from None


def _refuse_bomb(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(size, 10_000):
        raise Refused("这份文档解开后过大，不能上传。请把里面的图片压缩后另存，或转成 PDF 再上传。")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("这份文档有密码，请去掉密码后再上传。")


def _office_type(parts: zipfile.ZipFile) -> str:
    names = parts.namelist()
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise Refused("这份文档的内部结构不正常，不能上传。请在 Word、Excel 里另存一份再上传。")
    found = [kind for name, kind in _OFFICE.items() if name in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise Refused(f"不能上传压缩包，只收{ALLOWED}。请解开后逐个上传里面的文件。")
    if parts.testzip() is not None:
        raise Refused("这份文档已损坏，请在 Word、Excel 里另存一份再上传。")
    kinds = parts.read("[Content_Types].xml").lower()
    if b"macroenabled" in kinds or any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names):
        raise Refused("这份文档带有宏或程序，不能上传。请另存为不带宏的 docx、xlsx 再上传。")
    links = b"".join(parts.read(name) for name in names if name.endswith(".rels"))
    if any(not _HYPERLINK.search(link) for link in _FOREIGN_LINK.findall(links)):
        raise Refused("这份文档引用了外部的模板或对象，打开时会去别处取内容，不能上传。请断开链接或转成 PDF 再上传。")
    return found[0]
