"""Decisions: DMN tables and literal expressions, run on FEEL with every hit policy of the standard.

`read_decisions` reads a file, `decide` takes a decision with everything it requires. No table is read the way
SpiffWorkflow reads them (as Python).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.engine import dmn_xml, feel
from app.engine.dmn_hits import outcome_of
from app.engine.dmn_tables import DmnProblem, Input, Literal, Output, Rule, Table, with_required
from app.engine.feel_problems import FeelProblem

__all__ = [
    "Decision",
    "DmnProblem",
    "Input",
    "Literal",
    "Output",
    "Rule",
    "Table",
    "decide",
    "names_read",
    "read_decisions",
]


@dataclass(frozen=True)
class Decision:
    """What was decided.

    outputs: {output name: value} where one rule answers; a list where several may (of such contexts, or of bare
    values if the table has one output); a number for COLLECT with an aggregator. rules: numbers from 1 of the rules
    that answered. inputs: {input label: value}. value: the same answer as other decisions see it. required: the
    decisions taken on the way.
    """

    outputs: object
    rules: tuple[int, ...]
    inputs: dict
    decision: str = ""
    name: str = ""
    value: object = None
    required: tuple["Decision", ...] = field(default=())


def read_decisions(xml: bytes) -> list[Table | Literal]:
    """The decisions of a DMN file; raises DmnProblem with a sentence for the designer."""
    return dmn_xml.read(xml)


def names_read(decision: Table | Literal) -> frozenset[str]:
    """The names a decision and all it requires read from outside; raises DmnProblem."""
    own = list(with_required(decision))
    made = {name for one in own[:-1] for name in (one.id, one.variable)}
    try:
        return frozenset().union(*(one.names for one in own)) - made
    except FeelProblem as problem:
        raise _unreadable(decision, problem) from None


def decide(decision: Table | Literal, names: Mapping) -> Decision:
    """Takes a decision over the names given; those it requires are taken first. Raises DmnProblem."""
    known, taken = dict(names), []
    for one in with_required(decision):
        made = _decided(one, known)
        known[one.id] = known[one.variable] = made.value
        taken.append(made)
    last = taken.pop()
    return Decision(last.outputs, last.rules, last.inputs, last.decision, last.name, last.value, tuple(taken))


def _decided(decision: Table | Literal, names: Mapping) -> Decision:
    try:
        return _by_table(decision, names) if isinstance(decision, Table) else _by_expression(decision, names)
    except FeelProblem as problem:
        raise _unreadable(decision, problem) from None


def _by_expression(literal: Literal, names: Mapping) -> Decision:
    value = feel.evaluate(literal.expression, names)
    outputs = value if isinstance(value, dict) else {literal.variable: value}
    return Decision(outputs, (), {}, literal.id, literal.name, value)


def _by_table(table: Table, names: Mapping) -> Decision:
    found = feel.matches(table.script, names, table.names)
    inputs = dict(zip((column.label for column in table.inputs), found["inputs"], strict=True))
    _check_types(table, found["inputs"])
    outputs, rules, value = outcome_of(table, found["hits"], found["defaults"])
    return Decision(outputs, rules, inputs, table.id, table.name, value)


_NUMBER = ((int, float), "数字")
_PYTHON_TYPES = {
    "string": (str, "文字"),
    "boolean": (bool, "是或否"),
    "number": _NUMBER,
    "integer": _NUMBER,
    "long": _NUMBER,
    "double": _NUMBER,
    "date": (date, "日期"),
    "time": (time, "时间"),
    "dateTime": (datetime, "日期时间"),
    "date and time": (datetime, "日期时间"),
    "dayTimeDuration": (timedelta, "时长"),
}


# "30" where 30 is meant compares as null, so that a rule silently never holds: better to stop.
def _check_types(table: Table, values: list) -> None:
    for column, value in zip(table.inputs, values, strict=True):
        wanted, shown = _PYTHON_TYPES.get(column.type or "", (object, ""))
        if value is not None and not _is_a(value, wanted):
            raise DmnProblem(
                f"决策表“{table.name}”的“{column.label}”应是{shown}，得到的是“{value}”，请检查数据来源。",
                table.id, column=column.label,
            )  # fmt: skip


def _is_a(value, wanted) -> bool:
    if isinstance(value, bool):
        return wanted in (bool, object)
    if isinstance(value, datetime):
        return wanted in (datetime, object)
    return isinstance(value, wanted)


def _unreadable(decision: Table | Literal, problem: FeelProblem) -> DmnProblem:
    if problem.column is None or not isinstance(decision, Table):
        return DmnProblem(f"决策“{decision.name}”：{problem.sentence}", decision.id)
    label = decision.label_of(problem.column)
    row = None if problem.rule is None else problem.rule + 1
    place = f"第 {row} 行“{label}”列" if row else f"“{label}”列"
    return DmnProblem(f"决策表“{decision.name}”{place}：{problem.sentence}", decision.id, row, label)
