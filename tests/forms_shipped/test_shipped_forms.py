"""Every shipped form belongs to a task, compiles, takes good answers and names what is missing."""

import re

import pytest

from app.errors import Invalid
from app.forms import compile_form, problems_of
from tests.forms_shipped.asking import context_for, required_answers, without
from tests.forms_shipped.shipped import form_keys, outcomes, parts, schema_of, user_tasks
from tests.walk_answers import answers_for, outcomes_of

KEYS = form_keys()
BY_MESSAGE = {"evaluation/ut_rate"}
"""Filled in by the party from outside; no user task of a diagram."""
COMPLETIONS = [(key, outcome) for key in KEYS for outcome in outcomes_of(key)]


@pytest.mark.parametrize("key", KEYS)
def test_a_form_has_nothing_to_complain_about(key):
    assert problems_of(schema_of(key)) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_form_is_called_after_its_key(key):
    assert schema_of(key)["id"] == key.replace("/", "_")
    assert schema_of(key)["type"] == "default"


@pytest.mark.parametrize("key", KEYS)
def test_component_ids_are_unique_and_labels_are_chinese(key):
    components = list(parts(schema_of(key)))
    ids = [component["id"] for component in components]
    labels = [label for component in components for label in (component.get("label"), component.get("dateLabel")) if label]
    assert len(ids) == len(set(ids))
    assert [label for label in labels if not re.search(r"[一-鿿]", label)] == []


def test_every_user_task_has_its_form():
    missing = [f"{task}: {key or 'no form'}" for task, key in user_tasks() if key not in KEYS]
    assert missing == []


def test_every_form_has_its_task():
    assert set(KEYS) - {key for _, key in user_tasks()} == BY_MESSAGE


@pytest.mark.parametrize("key", KEYS)
def test_every_outcome_has_answers_and_no_other(key):
    assert sorted(outcomes_of(key)) == sorted(outcomes(key))


@pytest.mark.parametrize(("key", "outcome"), COMPLETIONS)
def test_good_answers_pass(key, outcome):
    answers = answers_for(key, outcome)
    clean = compile_form(schema_of(key)).check(answers, context_for(key, answers))
    assert clean.get("outcome", "done") == outcome


@pytest.mark.parametrize(("key", "outcome"), COMPLETIONS)
def test_each_missing_required_answer_is_named(key, outcome):
    form, answers = compile_form(schema_of(key)), answers_for(key, outcome)
    unnamed = []
    for path in required_answers(schema_of(key), answers):
        with pytest.raises(Invalid) as refused:
            form.check(without(answers, path), context_for(key, answers))
        if path not in refused.value.errors:
            unnamed.append((path, refused.value.errors))
    assert unnamed == []


@pytest.mark.parametrize(("key", "outcome"), COMPLETIONS)
def test_what_nobody_asked_is_dropped(key, outcome):
    answers = answers_for(key, outcome)
    clean = compile_form(schema_of(key)).check({**answers, "smuggled": 1}, context_for(key, answers))
    assert "smuggled" not in clean
