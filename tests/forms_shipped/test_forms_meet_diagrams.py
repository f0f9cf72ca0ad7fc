"""What diagrams keep, compare and suggest is what their forms ask and offer."""

import re

import pytest

from tests.forms_shipped.shipped import (
    ROOT,
    conditions_of,
    kept_answers,
    options_of,
    outcomes,
    parts,
    schema_of,
    suggestions_of,
    user_tasks,
)

DIAGRAMS = sorted(path.name for path in (ROOT / "bpmn").glob("*.bpmn"))
NEVER_ASKED = {"outcome", "durationDays", "yearsOld", "minTier", "secondAttempt", "petitionMode", "legalPath", "relapse", "requirement"}
"""Kept when a message or another system brings them; the process sets them otherwise."""


@pytest.mark.parametrize("diagram", DIAGRAMS)
def test_a_task_keeps_only_what_its_form_asks(diagram):
    unasked = [(task, name) for task, form, names in kept_answers(diagram)
               for name in set(names) - NEVER_ASKED - {part.get("key") or part.get("path") for part in parts(schema_of(form))}]
    assert unasked == []


@pytest.mark.parametrize("diagram", DIAGRAMS)
def test_a_gateway_only_compares_with_outcomes_that_can_be_chosen(diagram):
    possible = {outcome for task, form in user_tasks() if task.startswith(f"{diagram}#") for outcome in outcomes(form)}
    compared = {word for text in conditions_of(diagram) for word in re.findall(r'(?<!\w)outcome = "(\w+)"', text)}
    assert compared - possible == set()


@pytest.mark.parametrize(("decision", "output", "form", "field"), [
    ("dmn_acceptance", "decision", "dispute_main/ut_accept_review", "decision"),
    ("dmn_dispute_type", "mojType", "dispute_main/ut_triage_confirm", "mojType"),
    ("dmn_dispute_type", "zzCode", "dispute_main/ut_triage_confirm", "zzCode"),
    ("dmn_risk_level", "riskLevel", "dispute_main/ut_triage_confirm", "riskLevel"),
    ("dmn_complexity", "complexity", "dispute_main/ut_triage_confirm", "complexity"),
    ("dmn_tier_route", "tier", "dispute_main/ut_triage_confirm", "tier"),
    ("dmn_mediation_route", "route", "dispute_main/ut_triage_confirm", "route"),
    ("dmn_deadline", "clockId", "dispute_main/ut_triage_confirm", "clockId"),
])
def test_whatever_a_table_suggests_can_be_chosen(decision, output, form, field):
    suggested = suggestions_of(decision, output) - {"MANUAL"}
    assert suggested and suggested <= options_of(form, field)
