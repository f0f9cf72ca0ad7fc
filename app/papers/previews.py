"""Pages as pictures, drawn once and kept beside the files; anything here can be drawn again."""

import os
import tempfile
from pathlib import Path

from app.errors import NotFound
from app.papers import contents, inspecting, settings, store
from app.papers.models import PaperVersion

WIDTHS = {"small": 240, "large": 1400}
MOST_SHEETS = 200
"""Pages that a paper's own page shows; the rest is read after downloading."""


def sheets(version: PaperVersion) -> range:
    """The page numbers that can be shown, from 1; none for office files."""
    drawable = version.content_type in (contents.PDF, *contents.PICTURES.values())
    return range(1, min(version.pages or 0, MOST_SHEETS) + 1) if drawable else range(0)


def page(version: PaperVersion, sheet: int, size: str) -> Path:
    """The JPEG of one page; raises NotFound when there is no such page or size."""
    if size not in WIDTHS or sheet not in sheets(version):
        raise NotFound("没有这一页可以预览，请下载后查看。")
    folder = settings.folder() / "previews" / version.sha256[:2]
    place = folder / f"{version.sha256}-{sheet}-{size}.jpg"
    if not place.exists():
        _draw(version, sheet, WIDTHS[size], place)
    return place


def _draw(version: PaperVersion, sheet: int, width: int, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
    os.close(handle)
    try:
        inspecting.draw(store.read(version.sha256), version.content_type, sheet, width, Path(name))
        Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
