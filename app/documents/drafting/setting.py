"""Setting a text, line by line, as a Word file."""

import io
import re
from itertools import groupby

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.documents.drafting import page

TWO_CHARACTERS = Pt(28)
BETWEEN_SIGNERS = re.compile(r"、(?![^（]*）)")
DATE = "\t年　　月　　日"
LAST_TEXTS, LAST_ROWS = 2, 3
SHARES = {"序号": 1, "页数": 1, "份数": 1, "数量": 1, "编号": 1, "要求": 1, "身份": 1.7, "措施": 4.5, "单位意见": 4, "拟答复": 3.4, "状态": 1.6}
WIDE = ("号码", "名称", "职责", "材料")


def docx_of(text: str) -> bytes:
    """The Word file of a text (the signs: see the package)."""
    document = page.blank()
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    if "---" in lines:
        page.without_numbers(document)
    for is_row, marked in groupby(_marked(lines), key=lambda pair: pair[0]):
        block = [line for _, line in marked]
        if is_row:
            for rows in _tables(block):
                _table(document, rows)
        else:
            for line in block:
                _line(document, line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _marked(lines: list[str]):
    """(whether it belongs to a table, line): what repeats rows belongs to their table."""
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        before = lines[place - 1] if place else ""
        ends = line.startswith(("% endfor", "% endif"))
        yield line.startswith("|") or (line.startswith("%") and (before if ends else following).startswith("|")), line


def _tables(block: list[str]):
    """A list under a form is a table of its own: its columns have other widths."""
    start = 0
    for place, line in enumerate(block):
        if place and line.startswith("|="):
            yield block[start:place]
            start = place
    yield block[start:]


def _line(document, line: str) -> None:
    sign, _, rest = line.partition(" ")
    made = {"#-": _whose, "#": _title, "#>": _right, "==": _heading, ":": _flush, "%": _repeat, "@sign": _sign,
            "@signparties": _sign_parties, "@seal": _seal, "---": _new_page}.get(sign)
    if made:
        made(document, rest)
    else:
        _body(document, line)


def _whose(document, text: str) -> None:
    page.write(page.shape(document.add_paragraph(), page.CENTRE), text, page.Pt(18), page.SONG, "bold")


def _title(document, text: str) -> None:
    page.write(page.shape(document.add_paragraph(), page.CENTRE, line=Pt(36), after=Pt(6)), text, page.TITLE, page.SONG, "bold")


def _right(document, text: str) -> None:
    page.write(page.shape(document.add_paragraph(), page.RIGHT, after=Pt(6)), text)


def _heading(document, text: str) -> None:
    paragraph = page.shape(document.add_paragraph(), first=TWO_CHARACTERS)
    paragraph.paragraph_format.keep_with_next = True
    page.write(paragraph, text, font=page.HEI)


def _flush(document, text: str) -> None:
    paragraph = page.shape(document.add_paragraph(), page.LEFT)
    paragraph.paragraph_format.keep_with_next = text.endswith("：")
    page.write(paragraph, text)


def _body(document, text: str) -> None:
    page.write(page.shape(document.add_paragraph(), page.BOTH, first=TWO_CHARACTERS), text)


def _repeat(document, text: str) -> None:
    document.add_paragraph().add_run("{%p " + text + " %}")


def _new_page(document, _text: str) -> None:
    page.shape(document.add_paragraph(), line=Pt(1)).add_run().add_break(WD_BREAK.PAGE)


def _sign(document, text: str) -> None:
    _keep_last_with(document)
    for who in BETWEEN_SIGNERS.split(text):
        _signature(document, f"{who}：")


def _keep_last_with(document) -> None:
    """A page with nothing but signatures could be put behind any text: what comes before goes with them."""
    tables = document.element.body.iterchildren(qn("w:tbl"))
    if document.paragraphs and document.paragraphs[-1]._p.getprevious() in list(tables):
        last_rows = [paragraph for row in document.tables[-1].rows[-LAST_ROWS:] for cell in row.cells for paragraph in cell.paragraphs]
        _hold([*last_rows, document.paragraphs[-1]])
    else:
        texts = [one for one in document.paragraphs[-LAST_TEXTS:] if one.text.strip() and "{%p" not in one.text]
        _hold(texts)


def _hold(paragraphs) -> None:
    for one in paragraphs:
        one.paragraph_format.keep_with_next = True


def _sign_parties(document, _text: str) -> None:
    _keep_last_with(document)
    _repeat(document, "for one in parties")
    _signature(document, "{{ one.roleName }}（签名、盖章或按指印）：")
    _repeat(document, "if one.guardian")
    _signature(document, "{{ one.roleName }}的监护人（签名或按指印）：")
    _repeat(document, "endif")
    _repeat(document, "endfor")


def _signature(document, text: str) -> None:
    """A line to sign on that ends with a date, held together with the next."""
    paragraph = page.shape(document.add_paragraph(), before=Pt(6))
    paragraph.paragraph_format.keep_with_next = paragraph.paragraph_format.keep_together = True
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(112), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    stops.add_tab_stop(page.WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    page.write(paragraph, text)
    page.write(paragraph, "\t")
    page.write(paragraph, DATE)


def _seal(document, text: str) -> None:
    """The seal is put over the name and the date."""
    for line, before in ((f"{text}（印章）", Pt(16)), ("{{ dateInCharacters }}", Pt(0))):
        paragraph = page.shape(document.add_paragraph(), page.RIGHT, before=before)
        paragraph.paragraph_format.right_indent = TWO_CHARACTERS
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = before > Pt(0)
        page.write(paragraph, line)


def _table(document, lines: list[str]) -> None:
    if document.paragraphs and document.element.body[-2].tag == qn("w:p"):
        document.paragraphs[-1].paragraph_format.space_after = Pt(6)
    rows = [_cells(line) for line in lines]
    width = max(len(cells) for _, cells in rows)
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = _widths(rows, width)
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for kind, cells in rows:
        _row(table, kind, cells, width, widths)
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)


def _cells(line: str) -> tuple[str, list[str]]:
    if line.startswith("%"):
        return "%", ["{%tr " + line[1:].strip() + " %}"]
    kind = line[1] if line[1] in "=-" else "|"
    return kind, [cell.strip() for cell in line[2 if kind != "|" else 1:].split("|")]


def _widths(rows, width: int) -> list:
    """Labels are narrow and values wide; columns of a list are alike, but a first one of 序号 is narrow."""
    heads = next((cells for kind, cells in rows if kind == "="), None)
    if heads:
        shares = [SHARES.get(cell) or (4 if cell.endswith(WIDE) else 2.4 if len(cell) < 5 else 3.4) for cell in heads]
        shares += [2.4] * (width - len(shares))
    else:
        shares = [1.15 if place % 2 == 0 else 2 for place in range(width)]
        if width == 2:
            shares = [1, 3.7]
    return [int(page.WIDTH * share / sum(shares)) for share in shares]


def _row(table, kind: str, cells: list[str], width: int, widths: list) -> None:
    row = table.add_row()
    for place, cell in enumerate(row.cells):
        cell.width = widths[place]
    if len(cells) < width:
        row.cells[len(cells) - 1].merge(row.cells[width - 1])
    for place, text in enumerate(cells):
        label = kind == "=" or (kind == "|" and place % 2 == 0)
        paragraph = page.shape(row.cells[place].paragraphs[0], page.CENTRE if label else page.LEFT, page.NARROW,
                               before=Pt(2), after=Pt(2))
        page.write(paragraph, text, page.SMALL, page.HEI if label else page.FANGSONG)
        _middle(row.cells[place])
    if kind == "=":
        _repeat_on_each_page(row)


def _middle(cell) -> None:
    cell.vertical_alignment = 1


def _repeat_on_each_page(row) -> None:
    properties = row._tr.get_or_add_trPr()
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    properties.append(head)
