"""FEEL as the engine, the tables and the forms use it."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from app.engine import feel
from app.engine.feel import FeelProblem, evaluate, evaluate_each, evaluate_many, names_in, problem_of, unary
from app.engine.feel_values import Months

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "names", "value"),
    [
        ('amount > 0 and level = "RED"', {"amount": 3, "level": "RED"}, True),
        ("= 1 + 2", {}, 3),
        ("  =a ", {"a": "x"}, "x"),
        ("a / b", {"a": 4, "b": 2}, 2),
        ("a / b", {"a": 1, "b": 4}, 0.25),
        ("nobody", {}, None),
        ("nobody.knows", {}, None),
        ("nobody > 3", {}, None),
        ("if nobody = null then 1 else 2", {}, 1),
        ("金额 >= 100", {"金额": 100}, True),
        ("{a: 1, b: x + a}", {"x": 2}, {"a": 1, "b": 3}),
        ('parties[role = "申请人"].name', {"parties": [{"role": "申请人", "name": "王"}, {"role": "x"}]}, ["王"]),
        ("count(list)", {"list": [1, 2, 3]}, 3),
        ("some p in list satisfies p > 2", {"list": [1, 2, 3]}, True),
        ("for p in list return p * 2", {"list": (1, 2)}, [2, 4]),
        ('contains(text, "宅基地")', {"text": "争宅基地"}, True),
        ("amount", {"amount": Decimal("1.5")}, 1.5),
        ("roles", {"roles": {"R02"}}, ["R02"]),
        ("length of stay + 1", {"length of stay": 2}, 3),
        ("case.title", {"case": {"title": "甲"}}, "甲"),
    ],
)
def test_an_expression_gives_its_value(expression, names, value):
    assert evaluate(expression, names) == value


def test_whole_numbers_stay_whole():
    assert type(evaluate("3.0 * n", {"n": 2})) is int
    assert type(evaluate("n / 4", {"n": 2})) is float


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("d", date(2026, 3, 5)),
        ("m", datetime(2026, 3, 5, 12, 0, tzinfo=SHANGHAI)),
        ("naive", datetime(2026, 3, 5, 9, 0, tzinfo=SHANGHAI)),
        ("date(m)", date(2026, 3, 5)),
        ("date(late)", date(2026, 3, 6)),
        ('d + duration("P1D")', date(2026, 3, 6)),
        ('d + @"P1M"', date(2026, 4, 5)),
        ('m + duration("PT90M")', datetime(2026, 3, 5, 13, 30, tzinfo=SHANGHAI)),
        ("m - m", timedelta(0)),
        ("m - naive", timedelta(hours=3)),
        ("span", timedelta(days=2, hours=3)),
        ("-span", None),
        ("back", timedelta(days=-1)),
        ("months", Months(14)),
        ('time("17:30:00")', time(17, 30)),
        ('date and time(d, time("17:30:00"))', datetime(2026, 3, 5, 17, 30, tzinfo=SHANGHAI)),
        ('m > date and time("2026-03-05T11:59:59")', True),
        ('date and time("2026-03-05T04:00:00Z")', NOON),
        ('date and time("2026-03-05T12:00:00@Asia/Shanghai")', NOON),
    ],
)
def test_dates_and_times_are_the_centres(expression, value):
    names = {
        "d": date(2026, 3, 5), "m": NOON, "naive": datetime(2026, 3, 5, 9, 0), "late": datetime(2026, 3, 5, 20, tzinfo=UTC),
        "span": timedelta(days=2, hours=3), "back": timedelta(days=-1), "months": Months(14),
    }  # fmt: skip
    assert evaluate(expression, names) == value


def test_a_moment_comes_back_aware():
    assert evaluate("m", {"m": NOON}).utcoffset() == timedelta(hours=8)


def test_the_present_is_the_one_that_is_given():
    names = {"calendar": {"now": datetime(2026, 3, 5, 20, 0, tzinfo=UTC)}}
    assert evaluate("now()", names) == datetime(2026, 3, 5, 20, 0, tzinfo=UTC)
    assert evaluate("today()", names) == date(2026, 3, 6)
    assert names_in("today() > d") == {"calendar", "d"}


def test_without_a_given_present_there_is_none():
    with pytest.raises(FeelProblem, match=r"calendar\.now"):
        evaluate("now()", {})


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("a + b.c", {"a", "b"}),
        ("for x in xs, y in x return x + y + z", {"xs", "z"}),
        ("some x in xs satisfies x > limit", {"xs", "limit"}),
        ("{a: b, c: a}", {"b"}),
        ("(function(a) a + b)(1)", {"b"}),
        ("count(xs) > 1", {"xs"}),
        ("xs[item > n]", {"xs", "item", "n"}),
        ("clock.main.dueAt", {"clock"}),
        ("x instance of number", {"x"}),
        ('"text"', set()),
        ("length of stay", {"length of stay"}),
    ],
)
def test_the_names_an_expression_reads_from_outside(expression, names):
    assert names_in(expression) == names


class Counting(dict):
    def __init__(self, *pairs):
        super().__init__(*pairs)
        self.asked = []

    def __getitem__(self, name):
        self.asked.append(name)
        return super().__getitem__(name)


def test_only_the_names_that_are_mentioned_are_read():
    names = Counting({"a": 1, "b": object()})
    assert evaluate("a + 1", names) == 2
    assert names.asked == ["a"]


def test_many_expressions_share_their_names():
    assert evaluate_many(["a", "=a + 1", '"R02"', "a"], {"a": 1}) == [1, 2, "R02", 1]
    assert evaluate_many([], {}) == []


def test_a_constant_list_is_nobodys_to_change():
    evaluate("[1, 2]", {}).append(3)
    assert evaluate("[1, 2]", {}) == [1, 2]


def test_each_expression_may_find_names_of_its_own():
    pairs = [("a + this.x", {"this": {"x": 1}}), ("this", {}), ("this.x", {"this": {"x": 5}, "i": [1]})]
    assert evaluate_each(pairs, {"a": 10}) == [11, None, 5]


def test_nothing_is_left_over_from_the_call_before():
    evaluate("secret", {"secret": 1})
    assert evaluate("secret", {}) is None


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("1 +", "没有写完"),
        ("amount > * 3", "第 10 个字符"),
        ("1) + (2", "第 2 个字符"),
        ('"abc', "读不懂"),
        ("", "空的"),
        ("=", "空的"),
        ("a" * 10_001, "太长"),
        ("a &&", "读不懂"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(expression, words):
    assert words in problem_of(expression)
    with pytest.raises(FeelProblem) as raised:
        evaluate(expression, {})
    assert raised.value.kind == "SYNTAX"


def test_a_sound_expression_has_no_problem():
    assert problem_of("= a > 1 and b") is None


@pytest.mark.parametrize("expression", ["foo(1)", "a.b(2)", "sum", "[1..3]", "function(x) x", "{a: sum}"])
def test_what_cannot_be_computed_is_a_problem(expression):
    with pytest.raises(FeelProblem) as raised:
        evaluate(expression, {"a": {"b": 1}})
    assert raised.value.kind == "RUN" and raised.value.sentence.startswith("表达式")


def test_the_failing_expression_of_many_is_named():
    with pytest.raises(FeelProblem) as raised:
        evaluate_many(["a", "foo(a)"], {"a": 1})
    assert (raised.value.index, raised.value.expression) == (1, "foo(a)")


@pytest.mark.parametrize(
    ("test", "value", "holds"),
    [
        ("-", None, True),
        ('"A","B"', "B", True),
        ('"A","B"', "C", False),
        ('not("A","B")', "C", True),
        (">= 3", 3, True),
        (">= 3", None, False),
        ("not(>= 3)", None, True),
        ("[1..5]", 5, True),
        ("[1..5)", 5, False),
        ("]1..5]", 1, False),
        ("< 3, > 10", 11, True),
        ("true", True, True),
        ("false", False, True),
        ("false", None, False),
        ("null", None, True),
        ("limit", 7, True),
        ("> limit", 8, True),
        ("? > limit and ? < 10", 8, True),
        ("list contains([1, 2], ?)", 2, True),
        ("[1, 2, 8]", 8, True),
        ("3", "3", False),
        ('date("2026-03-05")', date(2026, 3, 5), True),
        ("-5", -5, True),
    ],
)
def test_a_cell_holds_or_not(test, value, holds):
    assert unary(test, value, {"limit": 7}) is holds


def test_patterns_mean_what_they_mean_in_a_browser():
    assert feel.fitting([(r"^1[3-9]\d{9}$", "13800990001"), (r"^\d+$", "１２"), ("甲|乙", "乙方"), ("^$", "")]) == [
        True, False, True, True,
    ]  # fmt: skip


def test_a_survey_says_for_each_text_what_it_reads_or_what_is_wrong():
    found = feel.survey(["a + b", "1 +"], [">= c", "[1.."])
    assert (found["=a + b"], found[">= c"]) == ({"a", "b"}, {"c"})
    assert "没有写完" in found["=1 +"].sentence and isinstance(found["[1.."], FeelProblem)
