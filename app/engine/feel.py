"""FEEL on the server: the language of every condition, timer, script, table cell and form rule.

The library of the form and table editors, feelin, inside V8 with a memory and a time limit (docs/adr/0004). A name
nobody gave is null, as FEEL says. What can't be read or computed raises FeelProblem with a sentence for the designer.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache

from app.engine import feel_v8
from app.engine.feel_problems import FeelProblem, empty, over_memory, over_time, problem_from, too_long, too_much
from app.engine.feel_values import NotData, decoded, encoded

__all__ = ["FeelProblem", "evaluate", "evaluate_many", "names_in", "problem_of", "unary"]

LONGEST = 10_000  # characters of one expression
LARGEST = 4_000_000  # characters of all the data one call may read


def evaluate(expression: str, names: Mapping):
    """The value of one expression; a leading "=" is no part of it."""
    return evaluate_many([expression], names)[0]


def evaluate_many(expressions: Sequence[str], names: Mapping) -> list:
    """The values of several expressions over the same names, in one call. What reads no name is computed once."""
    texts = [text_of(expression) for expression in expressions]
    wanted = {text: _names_in(text) for text in texts}
    varying = [text for text in texts if wanted[text]]
    values = iter(_values(varying, frozenset().union(*wanted.values()), names) if varying else ())
    return [next(values) if wanted[text] else deepcopy(_constant(text)) for text in texts]


def evaluate_each(pairs: Sequence[tuple[str, Mapping]], names: Mapping) -> list:
    """The values of expressions that each find a few names of their own (plain data), in one call."""
    texts = [text_of(expression) for expression, _ in pairs]
    if not texts:
        return []
    wanted = [_names_in(text) for text in texts]
    own = [
        {name: value for name, value in local.items() if name in reads} or None
        for reads, (_, local) in zip(wanted, pairs, strict=True)
    ]
    return _values(texts, frozenset().union(*wanted), names, own if any(own) else None)


def fitting(pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """For each (pattern, text) whether the text fits a JavaScript regular expression, under the same limits as FEEL."""
    return _call("fitting", [pattern for pattern, _ in pairs], _json(pairs)) if pairs else []


def unary(test: str, value, names: Mapping) -> bool:
    """Whether a decision-table cell holds for a value, as in unary(">= 3", 5, {})."""
    given, marked = _given(names_in_tests(test), names, test)
    return _call("unary", [test], test, _encoded(value, test)[0], given, marked)


def matches(table: str, names: Mapping, wanted: frozenset[str]) -> dict:
    """Runs a decision table given as JSON text (frontend/feel/tables.js); `wanted`: the names its texts read."""
    given, marked = _given(wanted, names, "")
    return _decoded(_call("table", [""], table, given, marked), "")


def problem_of(expression: str) -> str | None:
    """The sentence that says why an expression can't be read, or None."""
    return _problem(names_in, expression)


def problem_of_tests(test: str) -> str | None:
    """The same for a decision-table cell."""
    return _problem(names_in_tests, test)


def names_in(expression: str) -> frozenset[str]:
    """The names an expression reads from outside (also "calendar" for now() and today()); raises FeelProblem."""
    return _names_in(text_of(expression))


def survey(expressions: Iterable[str], tests: Iterable[str]) -> dict[str, frozenset[str] | FeelProblem]:
    """What names_in or names_in_tests would find for each text, in one call.

    An expression's key is "=" and its text, a cell's key its text.
    """
    written, cells = list(dict.fromkeys(expressions)), list(dict.fromkeys(tests))
    found = _call("survey", [""], _json(written), _json(cells), time_limit=feel_v8.SURVEY_LIMIT)
    read = [(f"={text}", text, names) for text, names in zip(written, found["expressions"], strict=True)]
    read += [(text, text, names) for text, names in zip(cells, found["tests"], strict=True)]
    return {key: _surveyed(text, names) for key, text, names in read}


def _surveyed(text: str, names: list | dict) -> frozenset[str] | FeelProblem:
    return frozenset(names) if isinstance(names, list) else problem_from(names["problem"], [text])


def text_of(expression: str) -> str:
    """The expression itself, without the "=" that marks it as one."""
    text = expression.strip() if isinstance(expression, str) else ""
    text = text[1:].strip() if text.startswith("=") else text
    if not text:
        raise empty(expression)
    if len(text) > LONGEST:
        raise too_long(text, LONGEST)
    return text


@lru_cache(maxsize=4000)
def _names_in(text: str) -> frozenset[str]:
    return frozenset(_call("names", [text], text))


@lru_cache(maxsize=8000)
def names_in_tests(test: str) -> frozenset[str]:
    """The names a decision-table cell reads besides its input; raises FeelProblem."""
    return frozenset(_call("namesInTests", [test], test))


@lru_cache(maxsize=4000)
def _constant(text: str):
    return _values([text], frozenset(), {})[0]


def _problem(reader, text: str) -> str | None:
    try:
        reader(text)
    except FeelProblem as problem:
        return problem.sentence
    return None


def _values(texts: list[str], wanted: frozenset[str], names: Mapping, own: list | None = None) -> list:
    given, marked = _given(wanted, names, texts[0])
    locals_ = [_json(own)] if own else []
    return _decoded(_call("evaluate", texts, _json(texts), given, marked, *locals_), texts[0])


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _given(wanted: frozenset[str], names: Mapping, expression: str) -> tuple[str, str]:
    return _encoded({name: names[name] for name in wanted if name in names}, expression)


def _encoded(value, expression: str) -> tuple[str, str]:
    try:
        text, marked = encoded(value)
    except NotData as reason:
        raise FeelProblem(expression, f"表达式用到的数据不能计算：{reason}。") from None
    if len(text) > LARGEST:
        raise too_much(expression)
    return text, "marked" if marked else ""


def _decoded(answer, expression: str):
    try:
        return decoded(answer)
    except NotData as reason:
        raise FeelProblem(expression, f"表达式的结果不能用：{reason}。") from None


def _call(function: str, texts: Sequence[str], *arguments: str, time_limit: float = feel_v8.TIME_LIMIT):
    try:
        answer = feel_v8.call(function, *arguments, time_limit=time_limit)
    except feel_v8.OverTime:
        raise over_time(texts) from None
    except feel_v8.OverMemory:
        raise over_memory(texts) from None
    except feel_v8.ScriptError as error:
        raise FeelProblem(texts[0], f"表达式无法计算：{error}。") from None
    if "problem" in answer:
        raise problem_from(answer["problem"], texts)
    return answer["ok"]
