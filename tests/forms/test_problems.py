"""Faults of a form that are named before anybody fills it in."""

import pytest

from app.forms import problems_of
from tests.forms.making import group, listed, options, part


def problems(*components):
    return problems_of({"components": list(components)})


@pytest.mark.parametrize(
    "schema", [{}, [], None, {"components": "x"}, {"components": [1]}, {"components": [{"key": "a"}]}]
)
def test_what_is_no_form(schema):
    assert len(problems_of(schema)) == 1


def test_a_sound_form_has_no_problems():
    assert (
        problems(
            part("radio", "outcome", values=options("a", "b")),
            listed("parties", part("textfield", "name", conditional={"hide": "=this.kind = 1"})),
            group(part("textfield", "name"), path="agent"),
            part("number", "n", validate={"min": "=a + 1"}),
            part("datetime", "d", label=None, dateLabel="日期", properties={"check": "notFuture,after:n"}),
            {"type": "text", "id": "t", "text": "说明"},
        )
        == []
    )


@pytest.mark.parametrize(
    ("component", "words"),
    [
        (part("drawing", "x"), "不认识控件类型“drawing”"),
        ({"type": "textfield", "id": "x", "label": "无键"}, "没有键名"),
        ({"type": "textfield", "id": "x", "key": "x"}, "没有标题"),
        (part("textfield", "x", conditional={"hide": "=1 +"}), "没有写完"),
        (part("number", "x", validate={"max": "=)"}), "读不懂"),
        (part("expression", "x", expression="1"), "没有写表达式"),
        (part("expression", "x", expression="=a b c ("), "“x栏”：表达式"),
        (part("select", "x"), "没有选项"),
        (part("select", "x", values=options("a", "a")), "两个选项的值都是“a”"),
        (part("textfield", "x", validate={"pattern": "("}), "格式规则"),
        (part("textfield", "x", properties={"check": "idCard"}), "“idCard”不认识"),
        (part("textfield", "outcome"), "办理结论"),
        (part("select", "outcome", valuesKey="people"), "办理结论"),
        (listed("", part("textfield", "a")), "没有路径"),
    ],
)
def test_a_problem_names_its_field(component, words):
    assert any(words in problem for problem in problems(component)), problems(component)


def test_doubled_keys_are_found_where_they_meet():
    assert "键名“a”用了 2 次" in problems(part("textfield", "a"), group(part("number", "a")))[0]
    assert "键名“l.a”" in problems(listed("l", part("textfield", "a"), part("textfield", "a")))[0]
    assert problems(part("textfield", "a"), listed("l", part("textfield", "a"))) == []


def test_a_form_without_end_is_refused():
    inner = part("textfield", "a")
    for _ in range(30):
        inner = group(inner)
    assert "层" in problems(inner)[0]
