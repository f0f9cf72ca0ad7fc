"""An empty page as papers of authorities have it: A4, margins as in GB/T 9704, song and fangsong, page numbers."""

from datetime import UTC, datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

SONG, FANGSONG, HEI, LATIN = "宋体", "仿宋", "黑体", "Times New Roman"
BODY, SMALL, TITLE = Pt(14), Pt(12), Pt(22)
LINE, NARROW, NONE = Pt(26), Pt(18), Pt(0)
DRAFTED = datetime(2026, 1, 1, tzinfo=UTC)
WIDTH = Mm(156)
LEFT, CENTRE, RIGHT, BOTH = (WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT,
                             WD_ALIGN_PARAGRAPH.JUSTIFY)


def blank():
    """A new document; its only section is A4."""
    document = Document()
    _forget_where_it_comes_from(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(12), Mm(14)
    normal = document.styles["Normal"]
    normal.font.size = BODY
    _fonts(normal.element.get_or_add_rPr(), FANGSONG)
    _speak_chinese(document)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = True
    _number_pages(section.footer.paragraphs[0])
    return document


def without_numbers(document) -> None:
    """Sheets for different people are not counted through."""
    footer = document.sections[0].footer.paragraphs[0]
    for run in list(footer.runs):
        run._element.getparent().remove(run._element)


def write(paragraph, text: str, size=BODY, font: str = FANGSONG, weight: str = "normal"):
    """Text in one run, so that names in it stay whole. `weight`: normal or bold."""
    run = paragraph.add_run(text)
    run.font.size = size
    run.bold = weight == "bold"
    _fonts(run._element.get_or_add_rPr(), font)
    return run


def shape(paragraph, alignment=LEFT, line=LINE, first=None, before=NONE, after=NONE):
    form = paragraph.paragraph_format
    form.alignment, form.line_spacing, form.space_before, form.space_after = alignment, line, before, after
    if first is not None:
        form.first_line_indent = first
    return paragraph


def _forget_where_it_comes_from(document) -> None:
    """The library's own picture and properties are not ours."""
    package = document.part.package
    for key in [key for key, relation in package.rels.items() if "thumbnail" in relation.reltype]:
        del package.rels[key]
    own = document.core_properties
    own.author, own.comments, own.title, own.created, own.modified = "", "", "", DRAFTED, DRAFTED


def _speak_chinese(document) -> None:
    """Otherwise punctuation is set as in Japan or Taiwan."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _fonts(properties, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{name}"), value)


def _number_pages(paragraph) -> None:
    shape(paragraph, CENTRE, line=NARROW)
    for part in ("第 ", "PAGE", " 页 共 ", "NUMPAGES", " 页"):
        if part.isupper():
            _field(paragraph, part)
        else:
            write(paragraph, part, Pt(10.5), SONG)


def _field(paragraph, name: str) -> None:
    for kind in ("begin", None, "separate", "1", "end"):
        run = write(paragraph, "1" if kind == "1" else "", Pt(10.5), SONG)
        if kind == "1":
            continue
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {name} "
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)
