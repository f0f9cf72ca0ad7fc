"""What a decision is once it has been read: a table or a literal expression, with the decisions it requires."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.engine import feel
from app.engine.dmn_checks import problems_of
from app.engine.feel_problems import FeelProblem

SINGLE_HIT = {"UNIQUE", "ANY", "PRIORITY", "FIRST"}
POLICIES = SINGLE_HIT | {"COLLECT", "RULE ORDER", "OUTPUT ORDER"}


class DmnProblem(Exception):
    """A decision that can't be read or gives no clear answer. `rule` counts from 1; `column` is the column's label."""

    def __init__(self, sentence: str, decision: str = "", rule: int | None = None, column: str | None = None):
        self.sentence, self.decision, self.rule, self.column = sentence, decision, rule, column
        super().__init__(sentence)


@dataclass(frozen=True)
class Input:
    label: str
    expression: str
    type: str | None = None
    allowed: str | None = None  # unary tests


@dataclass(frozen=True)
class Output:
    name: str
    label: str
    type: str | None = None
    allowed: str | None = None  # unary tests; their order is the order of priority
    default: str | None = None  # FEEL


@dataclass(frozen=True)
class Rule:
    when: tuple[str, ...]  # unary tests, "-" for any
    then: tuple[str, ...]  # FEEL, "" for null
    note: str = ""


@dataclass(frozen=True)
class Literal:
    """A decision that is one FEEL expression."""

    id: str
    name: str
    variable: str
    expression: str
    requires: tuple["Table | Literal", ...] = ()

    @property
    def texts(self) -> tuple[list[str], list[str]]:
        return [self.expression], []

    @cached_property
    def names(self) -> frozenset[str]:
        return names_of(self)

    def problems(self) -> list[str]:
        return problems_of(self)


@dataclass(frozen=True)
class Table:
    """A decision table. `policy` is the DMN name ("FIRST", "RULE ORDER"…), `aggregator` SUM, MIN, MAX, COUNT, None."""

    id: str
    name: str
    variable: str
    policy: str
    aggregator: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    requires: tuple["Table | Literal", ...] = ()

    @property
    def texts(self) -> tuple[list[str], list[str]]:
        """(FEEL expressions, unary tests), every one that is written in the table."""
        expressions = [column.expression for column in self.inputs]
        expressions += [text for rule in self.rules for text in rule.then if text]
        expressions += [column.default for column in self.outputs if column.default]
        tests = [text for rule in self.rules for text in rule.when if text != "-"]
        tests += [column.allowed for column in (*self.inputs, *self.outputs) if column.allowed]
        return expressions, tests

    @cached_property
    def names(self) -> frozenset[str]:
        """The names the table reads from outside; raises FeelProblem for the first text that can't be read."""
        return names_of(self)

    @cached_property
    def script(self) -> str:
        """The table as frontend/feel/tables.js runs it."""
        defaults = [column.default for column in self.outputs] if self.has_default else None
        return json.dumps(
            {
                "inputs": [column.expression for column in self.inputs],
                "rules": [{"when": rule.when, "then": rule.then} for rule in self.rules],
                "allowed": [column.allowed for column in self.outputs],
                "defaults": defaults,
                "first": self.policy == "FIRST",
            },
            ensure_ascii=False,
        )

    @property
    def has_default(self) -> bool:
        return any(column.default for column in self.outputs)

    def label_of(self, column: int) -> str:
        """The label of a column, counted from 0 through inputs and then outputs."""
        return (*self.inputs, *self.outputs)[column].label

    def problems(self) -> list[str]:
        """Every fault that can be seen without running the table, as sentences that name row and column."""
        return problems_of(self)


AnyDecision = Table | Literal


def names_of(decision: AnyDecision) -> frozenset[str]:
    """The names a decision itself reads; raises FeelProblem."""
    found = feel.survey(*decision.texts).values()
    for names in found:
        if isinstance(names, FeelProblem):
            raise names
    return frozenset().union(*found) if found else frozenset()


def with_required(decision: AnyDecision) -> Iterator[AnyDecision]:
    """The decision and all it requires, each once, what is required first."""
    seen = {}
    _walk(decision, seen)
    return iter(seen.values())


def _walk(decision: AnyDecision, seen: dict) -> None:
    for required in decision.requires:
        if required.id not in seen:
            _walk(required, seen)
    seen[decision.id] = decision
