"""Pages as pictures for the screen: upright, no larger than asked for, without the place where they were taken.

Run in the child process. PDFium draws PDF pages, Pillow the rest.
"""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from app.papers import contents

WIDEST = 2000


def draw(path: Path, content_type: str, page: int, width: int, out: Path) -> None:
    """Write a JPEG with nothing but pixels in it. Raises Refused when there is no such page or nothing to draw."""
    width = min(width, WIDEST)
    if content_type == contents.PDF:
        picture = _page_of_pdf(path, page, width)
    elif content_type in contents.PICTURES.values() and page == 1:
        picture = upright(path, width)
    else:
        raise contents.Refused("这份文件没有可以预览的页面，请下载后查看。")
    picture.save(out, "JPEG", quality=85)


def upright(path: Path, width: int) -> Image.Image:
    """The picture as it was meant to be seen, no wider than asked for, in plain RGB."""
    Image.MAX_IMAGE_PIXELS = contents.MOST_PIXELS
    with Image.open(path, formats=contents.DECODERS) as picture:
        picture.draft("RGB", (width * 2, width * 2))
        turned = ImageOps.exif_transpose(picture)
        turned.thumbnail((width, width * 20))
        return _on_white(turned)


def _on_white(picture: Image.Image) -> Image.Image:
    """A fresh picture: whatever else the file carried stays behind."""
    seen = picture.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _page_of_pdf(path: Path, page: int, width: int) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(path)
        if not 1 <= page <= len(document):
            raise contents.Refused("没有这一页。")
        drawn = document[page - 1]
        scale = min(width / max(drawn.get_width(), 1), 20 * width / max(drawn.get_height(), 1), 10)
        return drawn.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        raise contents.Refused("这份 PDF 画不出来，请下载后查看。") from None
