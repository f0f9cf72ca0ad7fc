"""The people and units in the kept answers exist in the demo county and hold the roles the forms ask for."""

from app.errors import Invalid
from app.forms import compile_form
from app.identity import choices
from app.worklist import pickers
from tests.forms_shipped.asking import LIFTED, clocks_for
from tests.forms_shipped.shipped import form_keys, schema_of
from tests.walk_answers import answers_for, outcomes_of

VILLAGE = "990121100200"


def faults_of(key: str, outcome: str, lists: dict) -> dict:
    known = LIFTED.get(key, {})
    answers = answers_for(key, outcome)
    try:
        compile_form(schema_of(key)).check(answers, {**known, **lists, "clocks": clocks_for(answers), "case": {}, "variables": known})
    except Invalid as refused:
        return refused.errors
    return {}


def test_every_answer_can_be_chosen_by_the_people_of_the_county(cast):
    kept = {name: pickers.options(name, None) for name in pickers.LISTS}
    lists = {**kept, "people": choices.people(VILLAGE), "units": choices.units(VILLAGE), "regions": choices.regions(VILLAGE)}
    wrong = {f"{key} {outcome}": faults for key in form_keys() for outcome in outcomes_of(key)
             if (faults := faults_of(key, outcome, lists))}
    assert wrong == {}
