"""FEEL on the server: the language of every condition, timer, script, table cell and form rule.

The same library as in the designer's browser, feelin, inside V8 with a memory and a time limit (docs/adr/0004). A name
nobody gave is null, as FEEL says. What can't be read or computed raises FeelProblem with a sentence for the designer.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from app.engine import feel_v8
from app.engine.feel_values import NotData, decoded, encoded

LONGEST = 10_000  # characters of one expression
LARGEST = 4_000_000  # characters of all the data one call may read


class FeelProblem(Exception):
    """An expression that could not be read ("SYNTAX"), computed ("RUN") or finished ("LIMIT").

    `index` is its place in evaluate_many; `rule` and `column` (from 0) its place in a decision table.
    """

    def __init__(self, expression: str, sentence: str, kind: str = "RUN", index: int = 0, rule=None, column=None):
        self.expression, self.sentence, self.kind = expression, sentence, kind
        self.index, self.rule, self.column = index, rule, column
        super().__init__(sentence)


def evaluate(expression: str, names: Mapping):
    """The value of one expression; a leading "=" is no part of it."""
    return evaluate_many([expression], names)[0]


def evaluate_many(expressions: Sequence[str], names: Mapping) -> list:
    """The values of several expressions over the same names, in one call."""
    texts = [text_of(expression) for expression in expressions]
    if not texts:
        return []
    given, typed = _given(frozenset().union(*map(_names_in, texts)), names, texts[0])
    answer = _call("evaluate", texts, json.dumps(texts, ensure_ascii=False), given, typed)
    return _read(answer, texts[0])


def unary(test: str, value, names: Mapping) -> bool:
    """Whether a decision-table cell holds for a value, as in unary(">= 3", 5, {})."""
    given, _ = _given(names_in_tests(test), names, test)
    return _call("unary", [test], test, _encoded(value, test)[0], given)


def matches(table: str, names: Mapping, wanted: frozenset[str]) -> dict:
    """Runs a decision table (JSON text, see frontend/feel/tables.js): {"inputs": […], "hits": [{"rule", "outputs"}, …]}."""
    given, typed = _given(wanted, names, "")
    return _read(_call("table", [""], table, given, typed), "")


def problem_of(expression: str) -> str | None:
    """The sentence that says why an expression can't be read, or None."""
    return _problem(names_in, expression)


def problem_of_tests(test: str) -> str | None:
    """The same for a decision-table cell."""
    return _problem(names_in_tests, test)


def names_in(expression: str) -> frozenset[str]:
    """The names an expression reads from outside (also "calendar" for now() and today()); raises FeelProblem."""
    return _names_in(text_of(expression))


def text_of(expression: str) -> str:
    """The expression itself, without the "=" that marks it as one."""
    text = expression.strip() if isinstance(expression, str) else ""
    text = text[1:].strip() if text.startswith("=") else text
    if not text:
        raise FeelProblem(str(expression), "这里需要一个表达式，现在是空的。", "SYNTAX")
    if len(text) > LONGEST:
        raise FeelProblem(text[:50] + "…", f"表达式太长（超过 {LONGEST} 个字符），请拆开来写。", "SYNTAX")
    return text


@lru_cache(maxsize=4000)
def _names_in(text: str) -> frozenset[str]:
    return frozenset(_call("names", [text], text))


@lru_cache(maxsize=8000)
def names_in_tests(test: str) -> frozenset[str]:
    """The names a decision-table cell reads besides its input; raises FeelProblem."""
    return frozenset(_call("checkTests", [test], test))


def _problem(reader, text: str) -> str | None:
    try:
        reader(text)
    except FeelProblem as problem:
        return problem.sentence
    return None


def _given(wanted: frozenset[str], names: Mapping, expression: str) -> tuple[str, str]:
    return _encoded({name: names[name] for name in wanted if name in names}, expression)


def _encoded(value, expression: str) -> tuple[str, str]:
    try:
        text, typed = encoded(value)
    except NotData as reason:
        raise FeelProblem(expression, f"表达式用到的数据不能计算：{reason}。") from None
    if len(text) > LARGEST:
        raise FeelProblem(expression, "表达式要读的数据太多了，请只传它需要的部分。", "LIMIT")
    return text, "typed" if typed else ""


def _read(answer, expression: str):
    try:
        return decoded(answer)
    except NotData as reason:
        raise FeelProblem(expression, f"表达式的结果不能用：{reason}。") from None


def _call(function: str, texts: Sequence[str], *arguments: str):
    try:
        answer = feel_v8.call(function, *arguments)
    except feel_v8.OverTime:
        raise _stopped(texts, "计算超过 1 秒仍没有结果，已经停止。请检查循环的范围和正则表达式") from None
    except feel_v8.OverMemory:
        raise _stopped(texts, "计算占用的内存太多，已经停止。请检查循环的范围和数据量") from None
    except feel_v8.ScriptError as error:
        raise FeelProblem(texts[0], f"表达式“{_short(texts[0])}”无法计算：{error}。") from None
    if "problem" in answer:
        raise _problem_from(answer["problem"], texts)
    return answer["ok"]


def _stopped(texts: Sequence[str], sentence: str) -> FeelProblem:
    which = "”或“".join(_short(text) for text in texts[:3])
    return FeelProblem(texts[0], f"表达式“{which}”{sentence}。", "LIMIT")


def _problem_from(problem: dict, texts: Sequence[str]) -> FeelProblem:
    index = problem.get("index", 0)
    text = problem.get("text") or texts[index]
    kind = "SYNTAX" if problem["kind"] == "syntax" else "RUN"
    return FeelProblem(text, _sentence(problem, text), kind, index, problem.get("rule"), problem.get("column"))


def _sentence(problem: dict, text: str) -> str:
    shown = f"表达式“{_short(text)}”"
    match problem["kind"]:
        case "syntax" if problem["from"] >= len(text.rstrip()):
            return f"{shown}没有写完，请补上后面的部分，或检查括号和引号是否成对。"
        case "syntax":
            place = text[problem["from"] : problem["from"] + 10].strip()
            return f"{shown}从第 {problem['from'] + 1} 个字符“{place}”起读不懂，请检查运算符、括号和引号。"
        case "function":
            return f"{shown}调用了不存在的函数，请检查函数名；当前时间请写 calendar.now。"
        case "not data":
            return f"{shown}得到的是函数或范围，不是数据，请写成能得出数值、文字或是否的表达式。"
        case "too deep":
            return f"{shown}嵌套得太深，请拆开来写。"
    return f"{shown}无法计算：{problem['detail']}。"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
