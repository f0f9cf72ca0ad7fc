"""How the shipped papers are laid out: what holds on any page, told from the Word files themselves."""

import io

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from app.documents import kinds
from app.documents.drafting import page, setting
from tests.documents.reading import text_of


def opened(content: bytes):
    return Document(io.BytesIO(content))


@pytest.mark.parametrize("key", kinds.kinds())
def test_every_paper_has_a_title_in_the_middle_numbered_sheets_and_body_lines_set_in(key):
    document = opened(kinds.shipped(key))
    title = next(one for one in document.paragraphs if one.runs and one.runs[0].font.size == page.TITLE)
    assert title.alignment == WD_ALIGN_PARAGRAPH.CENTER
    footer = document.sections[0].footer._element.xml
    assert ("NUMPAGES" in footer) == (key != "D46"), "sheets for different people are not counted through"
    for one in document.paragraphs:
        if one.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY:
            assert one.paragraph_format.first_line_indent == setting.TWO_CHARACTERS, one.text


@pytest.mark.parametrize("key", kinds.kinds())
def test_the_signatures_never_stand_on_a_page_alone(key):
    """The text before a line to sign on goes with it."""
    body = [part for part in opened(kinds.shipped(key)).element.body if part.tag in (qn("w:p"), qn("w:tbl"))]
    told = [("".join(part.itertext()), part) for part in body]
    for place, (text, _) in enumerate(told):
        if "月　　日" not in text:
            continue
        before = next(part for said, part in reversed(told[:place]) if said.strip() and "{%p" not in said)
        last = before if before.tag == qn("w:p") else before.findall(f".//{qn('w:p')}")[-1]
        assert last.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None or "dateInCharacters" in last.xml, text


def test_a_list_under_a_form_has_columns_of_its_own():
    document = opened(setting.docx_of("| 标签 | 值 | 标签 | 值\n|= 序号 | 材料名称 | 份数\n|- 1 | 起诉状 | 2"))
    assert [len(table.columns) for table in document.tables] == [4, 3]
    widths = [column.width for column in document.tables[1].columns]
    assert widths[1] > 3 * widths[0]


def test_a_number_of_an_identity_paper_fits_on_one_line():
    heads = opened(kinds.shipped("D03")).tables[0]
    eighteen_digits = 18 * page.SMALL // 2
    assert heads.columns[3].width > eighteen_digits + page.Pt(12)


def test_a_label_that_ends_a_page_goes_with_what_it_announces():
    said = next(one for one in opened(kinds.shipped("D07")).paragraphs if one.text == "{{ one.party }}：")
    assert said.paragraph_format.keep_with_next


def test_the_court_is_handed_an_application_and_not_its_own_ruling():
    text = text_of(kinds.shipped("D15"))
    assert "裁定" not in text and "第二百零五条" in text and "第三十三条" in text and "送达地址" in text and "法定代表人" in text


def test_the_police_paper_says_when_nobody_is_punished_any_more_and_by_which_law():
    text = text_of(kinds.shipped("D20"))
    assert "《中华人民共和国治安管理处罚法》第九条" in text and "一式三份" in text and "达成协议并履行的" in text


def test_the_papers_of_a_petition_name_the_next_way_and_its_article():
    assert "三十日内" in text_of(kinds.shipped("D43")) and "第三十五条" in text_of(kinds.shipped("D43"))
    assert "第三十五条进行了复查" in text_of(kinds.shipped("D44")) and "请求复核（《信访工作条例》第三十六条）" in text_of(kinds.shipped("D44"))
    assert "第三十六条进行了复核" in text_of(kinds.shipped("D45")) and "不再受理" in text_of(kinds.shipped("D45"))
