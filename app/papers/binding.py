"""Binding a dossier: one PDF with cover, contents, page numbers and bookmarks, or one ZIP with numbered files.

Run as a child process, because it opens what people sent in: `python -m app.papers.binding PLAN OUT`. Prints how many
items are done, a line each. PLAN is JSON: {form, cover, note, items: [{number, title, name, remark, pages, type, file}]};
`file` is null for what is named but kept apart.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter

from app.papers import binding_sheets as sheets
from app.papers import contents, drawing

CPU_SECONDS = 1800
MOST_MEMORY = 3 * 1024 * 1024 * 1024
PICTURE_WIDTH = 1600
ENCLOSED = (contents.WORD, contents.EXCEL)


def main(plan_file: str, out: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    plan = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    {"PDF": bind_pdf, "ZIP": bind_zip}[plan["form"]](plan, Path(out))


def bind_pdf(plan: Mapping, out: Path) -> None:
    """Page numbers count from the first page after the contents."""
    body, rows, marks = PdfWriter(), [], []
    for item in plan["items"]:
        first = len(body.pages) + 1
        for page in _pages(item):
            _put(body, page)
        last = len(body.pages)
        rows.append([item["number"], item["title"], _from_to(first, last), item["remark"]])
        if item["file"]:
            marks.append((item["title"], first))
        _tell_done(item)
    front = [*_read(sheets.cover(plan["cover"])), *_read(sheets.contents(rows, plan["note"]))]
    whole = PdfWriter()
    for page in (*front, *body.pages):
        whole.add_page(page)
    for title, first in [("卷内目录", 2 - len(front)), *marks]:
        whole.add_outline_item(title, len(front) + first - 1)
    for item in plan["items"]:
        if item["file"] and item["type"] in ENCLOSED:
            whole.add_attachment(f"{item['number']} {item['name']}", Path(item["file"]).read_bytes())
    whole.add_metadata({"/Title": f"{plan['cover']['organisation']} {plan['cover']['heading']}", "/Producer": "Hejie"})
    with out.open("wb") as target:
        whole.write(target)


def bind_zip(plan: Mapping, out: Path) -> None:
    """The contents first, then the files under their numbers, as they were given in."""
    rows = [[item["number"], item["title"], str(item["pages"] or ""), item["remark"]] for item in plan["items"]]
    front = PdfWriter()
    for page in (*_read(sheets.cover(plan["cover"])), *_read(sheets.contents(rows, plan["note"]))):
        front.add_page(page)
    table = io.BytesIO()
    front.write(table)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("00 封面和目录.pdf", table.getvalue())
        for item in plan["items"]:
            if item["file"]:
                packed.write(item["file"], f"{item['number']} {item['name']}")
            _tell_done(item)


def _pages(item: Mapping) -> list[PageObject]:
    if not item["file"]:
        return []
    path = Path(item["file"])
    if item["type"] in ENCLOSED:
        return _read(sheets.slip(item["title"], item["name"]))
    if item["type"] == contents.PDF:
        return list(PdfReader(path).pages)
    return _read(sheets.picture(drawing.upright(path, PICTURE_WIDTH)))


def _put(body: PdfWriter, page: PageObject) -> None:
    """Whatever a page would do by itself is taken off; then it gets its number."""
    put = body.add_page(page)
    put.pop("/AA", None)
    for note in put.get("/Annots") or ():
        for acting in ("/A", "/AA"):
            note.get_object().pop(acting, None)
    if put.rotation:
        put.transfer_rotation_to_content()
    box = put.mediabox
    number = _read(sheets.page_number(len(body.pages), float(box.width), float(box.height)))[0]
    put.merge_translated_page(number, float(box.left), float(box.bottom))


def _read(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def _from_to(first: int, last: int) -> str:
    return "" if last < first else str(first) if last == first else f"{first}—{last}"


def _tell_done(item: Mapping) -> None:
    print(item["number"], flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
