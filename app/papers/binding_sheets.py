"""The sheets that a dossier is bound with: cover, table of contents, slips for what is enclosed; drawn by reportlab.

The font is a subset of Noto Sans SC (fonts/OFL.txt); each PDF carries only the characters that it uses.
"""

import gzip
import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT = "NotoSansSC"
WIDTH, HEIGHT = A4
MARGIN = 20 * mm


@cache
def font() -> str:
    packed = (Path(__file__).parent / "fonts" / "NotoSansSC-GBK.ttf.gz").read_bytes()
    pdfmetrics.registerFont(TTFont(FONT, io.BytesIO(gzip.decompress(packed))))
    return FONT


def cover(said: Mapping) -> bytes:
    """`said`: organisation, heading, rows [[label, value], …], note."""
    out, name = io.BytesIO(), font()
    sheet = Canvas(out, pagesize=A4)
    sheet.setFont(name, 20)
    sheet.drawCentredString(WIDTH / 2, HEIGHT - 60 * mm, said["organisation"][:30])
    sheet.setFont(name, 30)
    sheet.drawCentredString(WIDTH / 2, HEIGHT - 80 * mm, said["heading"][:20])
    table = Table([[_text(label, 12), _text(value, 12)] for label, value in said["rows"]], [38 * mm, 112 * mm])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                               ("TOPPADDING", (0, 0), (-1, -1), 7), ("BOTTOMPADDING", (0, 0), (-1, -1), 9)]))
    _, height = table.wrapOn(sheet, 150 * mm, HEIGHT)
    table.drawOn(sheet, (WIDTH - 150 * mm) / 2, HEIGHT - 100 * mm - height)
    note = _text(said["note"], 10)
    note.wrapOn(sheet, 150 * mm, 60 * mm)
    note.drawOn(sheet, (WIDTH - 150 * mm) / 2, 25 * mm)
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def contents(rows: Sequence[Sequence[str]], note: str) -> bytes:
    """The table of contents: rows of [number, name, pages, remark]; a note stands below."""
    out = io.BytesIO()
    book = SimpleDocTemplate(out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN)
    head = [_text(word, 11) for word in ("序号", "材料名称", "页次", "备注")]
    table = Table([head, *([_text(cell, 10) for cell in row] for row in rows)], [14 * mm, 92 * mm, 22 * mm, 42 * mm],
                  repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                               ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]))
    title = Paragraph("卷 内 目 录", ParagraphStyle("title", fontName=font(), fontSize=20, leading=36, alignment=1))
    book.build([title, table, Spacer(1, 5 * mm), _text(note, 10)])
    return out.getvalue()


def slip(title: str, file_name: str) -> bytes:
    """Stands in the bound dossier for a file that can't be printed into it."""
    out, name = io.BytesIO(), font()
    sheet = Canvas(out, pagesize=A4)
    sheet.setFont(name, 18)
    sheet.drawCentredString(WIDTH / 2, HEIGHT / 2 + 20 * mm, title[:40])
    sheet.setFont(name, 12)
    sheet.drawCentredString(WIDTH / 2, HEIGHT / 2, f"本件是办公文档，随卷附上原文件：{file_name}"[:60])
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def picture(image: Image.Image) -> bytes:
    """One picture on one sheet, as large as fits; lying pictures on a lying sheet."""
    width, height = (HEIGHT, WIDTH) if image.width > image.height else (WIDTH, HEIGHT)
    room = (width - 2 * MARGIN, height - 2 * MARGIN)
    scale = min(room[0] / image.width, room[1] / image.height)
    size = image.width * scale, image.height * scale
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=(width, height))
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=85)
    jpeg.seek(0)
    sheet.drawImage(ImageReader(jpeg), (width - size[0]) / 2, (height - size[1]) / 2, *size)
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def page_number(number: int, width: float, height: float) -> bytes:
    """A transparent sheet with nothing but the page's number in its lower right corner."""
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=(width, height))
    sheet.setFont(font(), 9)
    sheet.drawRightString(width - 10 * mm, 8 * mm, str(number))
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def _text(words: str, size: int) -> Paragraph:
    return Paragraph(escape(str(words)), ParagraphStyle(f"s{size}", fontName=font(), fontSize=size, leading=size * 1.5,
                                                        wordWrap="CJK"))
