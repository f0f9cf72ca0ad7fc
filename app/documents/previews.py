"""A Word file as PDF and as pictures of its pages, where LibreOffice is installed; without it there is the Word file.

The office runs once for each version, in a folder of its own, with a time limit; what it made lies beside the papers'
previews and can be made again.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from threading import BoundedSemaphore

from pypdf import PdfReader

from app.errors import NotFound, Unavailable
from app.papers import contents, inspecting, settings, store
from app.papers.models import PaperVersion

SECONDS = 90
WIDTH = 1400
AT_ONCE = BoundedSemaphore(1)
NAMES = ("soffice", "libreoffice")
FONTS = Path(__file__).parent / "fonts.conf"
"""Without it a server lacking 仿宋 and 宋体 sets everything in one face, headings as well as text."""


def office() -> str | None:
    """Where LibreOffice is, if it is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def pdf_of(version: PaperVersion) -> Path:
    """The PDF of a Word file; raises Unavailable when it cannot be made here."""
    if version.content_type != contents.WORD:
        raise NotFound("只有 Word 文书可以转成 PDF 预览。")
    place = _folder(version) / f"{version.sha256}.pdf"
    if not place.exists():
        _convert(store.read(version.sha256), place)
    return place


def sheets(version: PaperVersion) -> int:
    return len(PdfReader(pdf_of(version)).pages)


def page(version: PaperVersion, sheet: int) -> Path:
    """The JPEG of one page, from 1."""
    if not 1 <= sheet <= sheets(version):
        raise NotFound("没有这一页。")
    place = _folder(version) / f"{version.sha256}-w{sheet}.jpg"
    if not place.exists():
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
        os.close(handle)
        inspecting.draw(pdf_of(version), contents.PDF, sheet, WIDTH, Path(name))
        Path(name).replace(place)
    return place


def _folder(version: PaperVersion) -> Path:
    folder = settings.folder() / "previews" / version.sha256[:2]
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    return folder


def _convert(word: Path, place: Path) -> None:
    program = office()
    if program is None:
        raise Unavailable("服务器没有安装 LibreOffice，不能在这里预览。请下载 Word 文件查看。")
    with AT_ONCE, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copyfile(word, folder / "文书.docx")
        try:
            subprocess.run([program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                            "--convert-to", "pdf", "--outdir", str(folder), str(folder / "文书.docx")],
                           capture_output=True, timeout=SECONDS, check=False, env={"FONTCONFIG_FILE": str(FONTS), **os.environ})
            shutil.move(folder / "文书.pdf", place)
        except (subprocess.TimeoutExpired, FileNotFoundError):
            raise Unavailable("这份文书没有转成 PDF。请下载 Word 文件查看。") from None
