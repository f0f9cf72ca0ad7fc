"""Reading DMN files that mean harm, are broken, or use more than we run."""

import pytest

from app.engine.dmn import DmnProblem, read_decisions
from tests.engine.tables import HEAD, decision, document, literal, table_xml

TABLE = table_xml("FIRST", {"a": "number"}, {"b": "string"}, ['- | "x"'])


def refused(xml: bytes) -> str:
    with pytest.raises(DmnProblem) as raised:
        read_decisions(xml)
    return raised.value.sentence


def test_a_document_type_is_refused_before_it_is_parsed():
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><definitions>&b;</definitions>'
    assert "DOCTYPE" in refused(bomb)
    outside = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + document(decision("x", literal("&x;")))
    assert "DOCTYPE" in refused(outside)


def test_a_document_type_in_another_encoding_is_refused_too():
    text = (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY a "b">]>'
        + document(decision("x", TABLE)).decode()
    )
    assert "DOCTYPE" in refused(text.encode("utf-16"))


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b"", "不是完整的 XML"),
        (b"<definitions>", "不是完整的 XML"),
        (b"\x00\x01", "不是完整的 XML"),
        (b"<definitions/>", "不是 DMN"),
        (b"<bpmn xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>", "不是 DMN"),
        (document(), "没有决策"),
        (document(decision("a", TABLE), decision("a", TABLE)), "标识"),
        (document(decision("", TABLE)), "标识"),
        (document(decision("a", "")), "是空的"),
        (document(decision("a", "<invocation/>")), "invocation"),
        (document(decision("a", literal(" "))), "表达式是空的"),
        (document(decision("a", TABLE, "elsewhere")), "#elsewhere"),
        (document(decision("a", TABLE.replace("FIRST", "LUCKY"))), "LUCKY"),
        (document(decision("a", TABLE.replace('"FIRST"', '"FIRST" aggregation="SUM"'))), "命中策略"),
        (document(decision("a", "<decisionTable><rule/></decisionTable>")), "没有输出列"),
        (document(decision("a", TABLE.replace("<rule>", "<rule><inputEntry><text/></inputEntry>"))), "格数与列数不同"),
        (document(decision("a", TABLE.replace("<text>a</text>", "<text> </text>"))), "没有写取什么数据"),
        (document(decision("a", TABLE.replace("<text>-</text>", f"<text>{'1' * 2001}</text>"))), "2000 个字符"),
        (document(decision("a", TABLE)) + b" " * 2_000_000, "2 MB"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(xml, words):
    assert words in refused(xml)


def test_too_many_rules_are_refused():
    rules = ['- | "x"'] * 2001
    assert "2000" in refused(document(decision("a", table_xml("FIRST", {"a": "number"}, {"b": "string"}, rules))))


def test_a_deep_file_does_no_harm():
    deep = HEAD.encode() + b"<a>" * 5000 + b"</a>" * 5000 + b"</definitions>"
    assert "XML" in refused(deep) or "决策" in refused(deep)


def test_older_and_newer_versions_of_the_standard_are_read():
    for version in ("20180521", "20211108", "20230324"):
        (table,) = read_decisions(document(decision("a", TABLE)).replace(b"20191111", version.encode()))
        assert table.id == "a"


def test_comments_and_annotations_are_kept_apart_from_cells():
    rule = '<rule><description>旧式说明</description><inputEntry><text><!-- x -->-</text></inputEntry><outputEntry><text>"x"</text></outputEntry>'
    note = "<annotationEntry><text>人民调解法25</text></annotationEntry></rule>"
    head, _, _ = TABLE.partition("<rule>")
    (table,) = read_decisions(document(decision("a", f"{head}{rule}</rule>{rule}{note}</decisionTable>")))
    assert [(one.when, one.note) for one in table.rules] == [(("-",), "旧式说明"), (("-",), "人民调解法25")]


def test_a_nameless_output_is_called_like_the_decision():
    nameless = TABLE.replace('name="b" ', "")
    (table,) = read_decisions(document(decision("a", nameless, variable="result")))
    assert table.outputs[0].name == "result"
