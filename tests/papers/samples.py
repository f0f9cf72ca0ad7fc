"""Files as they come in: good ones, damaged ones, and ones that lie."""

import io
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from app.db import unit_of_work
from app.papers import actions, receiving
from app.papers.actions import Entry

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def brought(case, content: bytes, actor, file_name: str = "照片.jpg", **said):
    """One paper of a case, brought in as from outside."""
    with receiving.from_outside(io.BytesIO(content), file_name) as file, unit_of_work():
        return actions.add(case, Entry(**{"title": "墙角照片", **said}), file, actor)


def picture(form: str = "JPEG", size=(60, 40), colour="navy", **how) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, **how)
    return out.getvalue()


def phone_photo() -> bytes:
    """Taken sideways (EXIF 6) at a known place: the left half red."""
    image = Image.new("RGB", (80, 40), "blue")
    image.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 30.0, 0.0), 3: "E", 4: (120.0, 10.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf(pages: int = 1, script: str | None = None, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if script:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject({
            NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def office(main: str = "word/document.xml", **more: str) -> bytes:
    """A docx, or with main="xl/workbook.xml" an xlsx; `more`: further parts, "__" for "/" and "_dot_" for "."."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in more.items()}
    return archive(**{"[Content_Types].xml": CONTENT_TYPES, main: "<document/>", **named})


def archive(**parts: bytes | str) -> bytes:
    """The same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def bomb() -> bytes:
    """A document of 300 KB that unpacks to 400 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", CONTENT_TYPES)
        with parts.open("word/document.xml", "w", force_zip64=True) as target:
            for _ in range(400):
                target.write(bytes(1024 * 1024))
    return out.getvalue()


def huge_picture() -> bytes:
    """A PNG of a few KB that claims to be 60000 × 60000 pixels."""
    good = picture("PNG")
    ihdr = good.index(b"IHDR") + 4
    claimed = (60000).to_bytes(4, "big") * 2
    body = good[ihdr - 4:ihdr] + claimed + good[ihdr + 8:ihdr + 13]
    return good[:ihdr] + claimed + good[ihdr + 8:ihdr + 13] + zlib.crc32(body).to_bytes(4, "big") + good[ihdr + 17:]
