"""What each component takes, and what it says when it does not."""

import pytest

from app import clock
from tests.forms.making import clean, faults, options, part

REQUIRED = {"validate": {"required": True}}


def one(kind, value, **rest):
    return clean(part(kind, "x", "某项", **rest), x=value)["x"]


def fault(kind, value, **rest):
    (sentence,) = faults(part(kind, "x", "某项", **rest), x=value)["x"]
    assert "某项" in sentence or rest.get("validate", {}).get("patternErrorMessage") == sentence
    return sentence


def test_text_is_trimmed_and_composed():
    assert one("textfield", "  王 小明\u3000 ") == "王 小明"
    assert one("textfield", "e\u0301") == "é"
    assert one("textarea", "一\r\n二\r三\t四 ") == "一\n二\n三\t四"
    assert one("textfield", "\ufeff中") == "中"


@pytest.mark.parametrize("value", ["a\0b", "a\x07", "a\u202eb", "a\ud800", "两\n行", "a\u2028b"])
def test_unseen_signs_are_refused(value):
    assert "特殊字符" in fault("textfield", value)


@pytest.mark.parametrize("value", [5, True, ["a"], {"a": 1}])
def test_a_text_is_a_text(value):
    assert "应是文字" in fault("textfield", value)


def test_the_length_of_a_text():
    assert "至少写 5 个字，现在是 2 个" in fault("textarea", "两字", validate={"minLength": 5})
    assert "最多写 3 个字，现在是 4 个" in fault("textarea", "一二三四", validate={"maxLength": 3})
    assert "最多写 500 个字" in fault("textfield", "长" * 501)
    assert "最多写 20000 个字" in fault("textarea", "长" * 20_001, validate={"maxLength": 999_999})


@pytest.mark.parametrize(
    ("value", "kept"), [(3, 3), (3.0, 3), ("12.5", 12.5), (" ７ ", 7), ("-1", -1), (0, 0), ("1e3", 1000)]
)
def test_numbers(value, kept):
    assert one("number", value) == kept and type(one("number", value)) is type(kept)


@pytest.mark.parametrize("value", ["x", True, "NaN", "Infinity", "1,000", [1], 10**16, "1" * 50])
def test_what_is_no_number(value):
    assert "应是数字" in fault("number", value)


def test_the_limits_of_a_number():
    assert "应是整数" in fault("number", 1.5, decimalDigits=0)
    assert "最多 2 位小数" in fault("number", "0.125", decimalDigits=2)
    assert one("number", "0.12", decimalDigits=2) == 0.12
    assert "不能小于 2" in fault("number", 1, validate={"min": 2})
    assert "不能大于 9.5" in fault("number", 10, validate={"max": "9.5"})
    assert one("number", 7, serializeToString=True) == "7"


def test_a_checkbox():
    assert one("checkbox", True) is True
    assert clean(part("checkbox", "x")) == {"x": False}
    assert "勾选" in fault("checkbox", "yes")
    assert fault("checkbox", False, **REQUIRED) == "请勾选“某项”。"


@pytest.mark.parametrize("kind", ["radio", "select"])
def test_one_of_the_options(kind):
    assert one(kind, "B", values=options("A", "B")) == "B"
    assert one(kind, "2", values=options(1, 2)) == 2
    for stranger in ("C", "", None, "选项A"):
        assert faults(part(kind, "x", values=options("A"), **REQUIRED), x=stranger)["x"][0].startswith(
            ("请选择", "“x栏”请从")
        )
    assert "请从给出的选项里选择" in fault(kind, True, values=options(1))
    assert "请从给出的选项里选择" in fault(kind, ["A"], values=options("A"))


@pytest.mark.parametrize("kind", ["checklist", "taglist"])
def test_several_of_the_options(kind):
    assert one(kind, ["B", "A", "B"], values=options("A", "B")) == ["B", "A"]
    assert clean(part(kind, "x", values=options("A"))) == {"x": []}
    assert "请从" in fault(kind, ["A", "C"], values=options("A", "B"))
    assert "请从" in fault(kind, "A", values=options("A", "B"))
    assert fault(kind, [], values=options("A"), **REQUIRED) == "请选择“某项”。"


@pytest.mark.parametrize(
    "value", ["2026-03-05", "20260305", "2026/3/5", "2026.03.05", "2026年3月5日", "２０２６-3-5", " 2026-3-05 "]
)
def test_a_date_has_one_reading(value):
    assert one("datetime", value, subtype="date") == "2026-03-05"


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30",
        "20261305",
        "5/3/2026",
        "明天",
        "2026-03-05T10:00",
        "0026-03-05",
        "2800-01-01",
        20260305,
        "٢٠٢٦-٠٣-٠٥",
    ],
)
def test_what_is_no_date(value):
    assert "2026-03-05 的样子" in fault("datetime", value, subtype="date")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("2026-03-05T14:30", "2026-03-05T14:30:00+08:00"),
        ("2026-03-05 14:30:15", "2026-03-05T14:30:15+08:00"),
        ("2026-03-05T06:30Z", "2026-03-05T14:30:00+08:00"),
        ("2026-03-05T06:30:00.000Z", "2026-03-05T14:30:00+08:00"),
        ("2026-03-05T14:30+08:00", "2026-03-05T14:30:00+08:00"),
        ("2026-03-04T22:30-0800", "2026-03-05T14:30:00+08:00"),
    ],
)
def test_a_moment_is_kept_on_the_centres_clock(value, kept):
    assert one("datetime", value, subtype="datetime") == kept


def test_a_time():
    assert one("datetime", "9:05", subtype="time") == "09:05"
    assert one("datetime", "14:30+08:00", subtype="time") == "14:30"
    for wrong in ("24:00", "9", "9:60", "09:05+25"):
        assert "14:30 的样子" in fault("datetime", wrong, subtype="time")
    for wrong in ("2026-03-05", "2026-03-05T25:00", "14:30", "2026-03-05T14:30+99:00"):
        assert "2026-03-05 14:30 的样子" in fault("datetime", wrong, subtype="datetime")


def test_files_are_named_by_their_ids():
    assert one("filepicker", ["a1", "b-2", "a1"]) == ["a1", "b-2"]
    assert one("filepicker", "a1") == ["a1"]
    assert "重新上传" in fault("filepicker", ["../etc/passwd"])
    assert "最多 20 个" in fault("filepicker", [f"f{number}" for number in range(21)])
    known = part("filepicker", "x", "某项")
    assert faults(known, x=["a", "b"], context={"files": ["a"]})["x"] == ["“某项”里有文件已经不在了，请重新上传。"]
    assert clean(known, x=["7"], context={"files": [7]}) == {"x": ["7"]}
    assert fault("filepicker", [], **REQUIRED) == "请上传“某项”。"


def test_photos_are_numbers_of_papers_kept_on_the_task():
    known = part("photos", "x", "某项")
    assert clean(known, x=["12", "15", "12"], context={"photos": ["12", "15"]}) == {"x": ["12", "15"]}
    assert "不在这项任务上" in faults(known, x=["12"], context={"photos": ["13"]})["x"][0]
    assert "不在这项任务上" in faults(known, x=["12"])["x"][0]
    assert "重新上传" in fault("photos", ["0"])
    assert fault("photos", [], **REQUIRED) == "请上传“某项”。"


@pytest.mark.parametrize("kind", ["textfield", "textarea", "number"])
@pytest.mark.parametrize("value", ["", "   ", None, "\n"])
def test_emptiness_is_no_answer(kind, value):
    assert one(kind, value) is None
    assert fault(kind, value, **REQUIRED) == "请填写“某项”。"


def test_a_pattern_and_its_own_sentence():
    grid = {"pattern": r"^\d{15}$", "patternErrorMessage": "网格编码为15位数字"}
    assert one("textfield", "1" * 15, validate=grid) == "1" * 15
    assert fault("textfield", "12", validate=grid) == "网格编码为15位数字"
    assert fault("textfield", "x", validate={"pattern": "^a"}) == "“某项”的格式不对，请按说明填写。"
    assert one("textfield", "", validate=grid) is None


def test_all_faults_come_at_once():
    wrong = faults(
        part("number", "a"), part("textfield", "b", **REQUIRED), part("datetime", "c", subtype="date"), a="x", c="y"
    )
    assert wrong.keys() == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("check", "subtype", "fine", "wrong", "words"),
    [
        ("notFuture", "date", "2026-03-05", "2026-03-06", "不能晚于今天"),
        ("future", "date", "2026-03-05", "2026-03-04", "不能早于今天"),
        ("notFuture", "datetime", "2026-03-05T09:30", "2026-03-05T09:31", "不能晚于现在"),
        ("future", "datetime", "2026-03-05T09:30", "2026-03-05T09:29", "不能早于现在"),
    ],
)
def test_dates_against_the_present(check, subtype, fine, wrong, words):
    clock.move_to("2026-03-05 09:30")
    rule = {"subtype": subtype, "properties": {"check": check}}
    assert one("datetime", fine, **rule)
    assert words in fault("datetime", wrong, **rule)


def test_dates_against_each_other():
    start, end = (
        part("datetime", "a", subtype="date"),
        part("datetime", "b", "止", subtype="date", properties={"check": "after:a"}),
    )
    assert clean(start, end, a="2026-03-05", b="2026-03-05")["b"] == "2026-03-05"
    assert faults(start, end, a="2026-03-05", b="2026-03-04") == {"b": ["“止”不能早于 2026-03-05。"]}
    assert clean(start, end, b="2026-03-04")["a"] is None
    early = part("datetime", "a", "起", subtype="date", properties={"check": "notFuture,before:b"})
    assert faults(early, end, a="2026-03-06", b="2026-03-04").keys() == {"a", "b"}
