"""The FEEL in the shipped forms: readable, never null, and about things that exist."""

import pytest

from app.engine import feel
from app.worklist.pickers import LISTS, OF_OTHERS
from tests.forms_shipped.shipped import form_keys, parts, schema_of

GIVEN = {"case", "variables", "this", "parent", "i", "item", "clocks", "people", *LISTS, *OF_OTHERS}
KEPT = {"acceptance", "setAside", "unsignedUnits", "appraisals", "decision", "proposal", "designated", "supplementExtended", "superviseLevel", "industry", "asked", "slipNo", "riskLevel", "disputeNature", "expertPurpose", "purpose"}
"""Variables of the processes that forms read without asking for them."""


def expressions_in(schema: dict) -> list[str]:
    found = [part["conditional"]["hide"] for part in parts(schema) if part.get("conditional")]
    return found + [part[name] for part in parts(schema) for name in ("expression", "valuesExpression") if part.get(name)]


def hide_conditions():
    return [(key, part["id"], part["conditional"]["hide"]) for key in form_keys() for part in parts(schema_of(key))
            if part.get("conditional")]


@pytest.mark.parametrize("key", form_keys())
def test_every_expression_can_be_read(key):
    assert [feel.problem_of(text) for text in expressions_in(schema_of(key)) if feel.problem_of(text)] == []


@pytest.mark.parametrize("key", form_keys())
def test_expressions_only_read_what_exists(key):
    keys = {part.get("key") or part.get("path") for part in parts(schema_of(key))}
    unknown = {name for text in expressions_in(schema_of(key)) for name in feel.names_in(text)} - keys - GIVEN - KEPT
    assert unknown == set()


def test_no_condition_is_null_when_nothing_is_answered_yet():
    """The viewer reads a condition as a unary test, in which null hides the field."""
    undecided = [(key, id_) for key, id_, text in hide_conditions() if not isinstance(feel.evaluate(text, {"this": {}}), bool)]
    assert undecided == []


def test_no_condition_is_a_bare_name_or_a_negation():
    """`=urgent` and `=not(urgent)` mean something else as a unary test."""
    bare = [(key, id_) for key, id_, text in hide_conditions()
            if text[1:].strip().replace(".", "").replace("_", "").isalnum() or text[1:].strip().startswith("not(")]
    assert bare == []
