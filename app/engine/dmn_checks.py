"""Faults of a decision that can be seen without running it."""

import re

from app.engine import feel
from app.engine.feel_problems import FeelProblem

TYPES = {
    "string", "boolean", "number", "integer", "long", "double", "date", "time", "dateTime", "date and time",
    "dayTimeDuration", "yearMonthDuration", "days and time duration", "years and months duration", "Any",
}  # fmt: skip
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
_ONLY_TEXTS = re.compile(r'\s*"(?:[^"\\]|\\.)*"(\s*,\s*"(?:[^"\\]|\\.)*")*\s*')


def problems_of(decision) -> list[str]:
    """Sentences that name the row (from 1) and the column; empty when nothing is wrong."""
    found = feel.survey(*decision.texts)
    if not hasattr(decision, "rules"):
        return [
            f"决策“{decision.name}”：{fault.sentence}" for fault in found.values() if isinstance(fault, FeelProblem)
        ]
    sentences = [*_columns(decision, found), *_cells(decision, found), *_strangers(decision), *_priorities(decision)]
    return [f"决策表“{decision.name}”{sentence}" for sentence in sentences]


def _columns(table, found):
    names = [column.name for column in table.outputs]
    yield from (f"有两个输出列都叫“{name}”，请改名。" for name in {n for n in names if names.count(n) > 1})
    for column in (*table.inputs, *table.outputs):
        if column.type is not None and column.type not in TYPES:
            yield f"“{column.label}”列的类型“{column.type}”不认识，请重新选择。"
        yield from _faults(found, f"“{column.label}”列的允许值", column.allowed)
    for column in table.inputs:
        yield from _faults(found, f"“{column.label}”列取数", f"={column.expression}")
    for column in table.outputs:
        yield from _faults(found, f"“{column.label}”列的默认值", column.default and f"={column.default}")
    if not table.rules and not table.has_default:
        yield "没有规则，请至少写一条。"


def _cells(table, found):
    for number, rule in enumerate(table.rules, 1):
        for column, text in zip(table.inputs, rule.when, strict=True):
            yield from _faults(found, _place(number, column), None if text == "-" else text)
        for column, text in zip(table.outputs, rule.then, strict=True):
            yield from _faults(found, _place(number, column), text and f"={text}")


def _faults(found, place: str, key: str | None):
    fault = found.get(key) if key else None
    if isinstance(fault, FeelProblem):
        yield f"{place}：{fault.sentence}"


# A text that is none of the column's allowed values is a typing error that would only show as a rule that never holds.
def _strangers(table):
    for index, column in enumerate(table.inputs):
        if not column.allowed or not _ONLY_TEXTS.fullmatch(column.allowed):
            continue
        allowed = set(_TEXTS.findall(column.allowed))
        for number, rule in enumerate(table.rules, 1):
            for text in _TEXTS.findall(rule.when[index]):
                if text not in allowed:
                    yield f"{_place(number, column)}：{text} 不在这一列的允许值里，请改正，或把它加进允许值。"


def _priorities(table):
    if table.policy in ("PRIORITY", "OUTPUT ORDER") and not any(column.allowed for column in table.outputs):
        yield "按优先级取结果，但没有一列写了允许值的先后次序，请补上。"


def _place(number: int, column) -> str:
    return f"第 {number} 行“{column.label}”列"
