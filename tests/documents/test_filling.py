"""What a template may do, and what it may not, however it is written."""

import io

import pytest
from docx import Document

from app.documents import filling
from app.documents.filling import Gaps, Unfillable
from tests.documents.reading import text_of


def template(*paragraphs: str) -> bytes:
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def filled(*paragraphs: str, **names) -> str:
    return text_of(filling.fill(template(*paragraphs), names)).strip()


def test_a_name_is_printed_and_a_truth_is_a_word():
    assert filled("{{ case.no }}：{{ case.yes }}", case={"no": "1号", "yes": True}) == "1号：是"


def test_rows_repeat_and_are_counted():
    assert filled("{% for one in rows %}{{ loop.index }}{{ one.n }} {% endfor %}", rows=[{"n": "甲"}, {"n": "乙"}]) == "1甲 2乙"


@pytest.mark.parametrize("typed", ["<w:p>坏</w:p>", "张&李", "{{ 7*7 }}", "{% for x in y %}", '"引号"', "</w:t></w:r>", "{_{ 7 }_}"])
def test_what_somebody_typed_stays_text(typed):
    found = filled("甲{{ said }}乙", said=typed)
    assert found.replace(" ", "") == f"甲{typed}乙".replace(" ", "") and "49" not in found


def test_control_characters_go_and_a_new_line_is_a_new_paragraph():
    assert filled("{{ said }}", said="一\x0b\x00\r\n二\x07") == "一\n二"


@pytest.mark.parametrize(("text", "name"), [
    ("{{ case.no }}", "case.no"), ("{{ number }}", "number"), ("{% for one in rows %}{{ one }}{% endfor %}", "rows"),
    ("{{ case.no or case.title }}", "case.title"), ("{{ rows.0.n }}", "rows.0.n")])
def test_what_is_not_known_is_named_and_never_a_blank(text, name):
    with pytest.raises(Gaps) as refused:
        filled(text, case={"no": None, "title": ""}, number=None, rows=[])
    assert refused.value.names + refused.value.unknown == [name]


def test_a_condition_or_an_alternative_makes_it_optional():
    assert filled('{% if case.no %}有{% endif %}{{ case.no or "无" }}{{ case.no|default("缺") }}', case={"no": None}) == "无缺"


def test_a_name_that_no_case_has_is_told_from_one_that_is_empty():
    with pytest.raises(Gaps) as refused:
        filled("{{ case.nmo }}{{ cse.no }}{{ case.no }}", case={"no": None})
    assert refused.value.unknown == ["case.nmo", "cse.no"] and refused.value.names == ["case.no"]


@pytest.mark.parametrize("text", [
    "{{ case.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ case|attr('__class__') }}", "{{ cycler }}", "{{ lipsum() }}",
    "{{ case.items() }}", "{{ case.get('no') }}", "{{ 'x' * 1000000 }}", "{{ 9 ** 9 }}", "{{ range(9) }}", "{{ self.x() }}",
    "{% include 'x' %}", "{% import 'x' as y %}", "{% macro m() %}x{% endmacro %}{{ m() }}", "{{ case }}", "{{ case|tojson }}",
    "{{ loop.__class__ }}", "{% for one in rows %}{{ loop.cycle('a') }}{% endfor %}", "{{ case.no.__len__() }}",
    "{{ '%s' % case }}", "{{ case.no.format(case) }}", "{{ namespace() }}", "{{ joiner }}", "{{ url_for('x') }}", "{{ config }}"])
def test_a_template_reaches_nothing_but_names(text):
    with pytest.raises((Gaps, Unfillable)):
        filled(text, case={"no": "1"}, rows=[{"n": "甲"}])


def test_a_template_that_is_written_wrong_says_where():
    with pytest.raises(Unfillable, match="写错了"):
        filled("前面", "{% if case.no %}没有结尾", case={"no": "1"})


def test_the_same_content_is_the_same_file():
    made = template("{{ a }}")
    assert filling.fill(made, {"a": "一"}) == filling.fill(made, {"a": "一"})
