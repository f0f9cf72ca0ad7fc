"""The fourteen triage scenarios (handbook 12.1) go through the registration form and come out as the tables' inputs."""

import json
from datetime import timedelta

import pytest

from app import clock
from app.forms import compile_form
from tests.forms_shipped.asking import context_for
from tests.forms_shipped.shipped import ROOT, schema_of
from tests.walk_answers import answers_for

KEY = "dispute_main/ut_register"
SCENARIOS = json.loads((ROOT / "tests/engine/data/dmn_scenarios.json").read_text(encoding="utf-8"))["scenarios"]
OF_THE_PROCESS = {"minTier", "secondAttempt", "petitionMode", "legalPath"}
"""Inputs that only the running process knows."""
FROM_THE_START_DATE = {"durationDays", "yearsOld"}
ASKED_SOMETIMES = {"migrantWorker": False, "newFacts": False, "petitionEntrusted": False, "securityExcluded": False,
                   "courtStage": "NONE"}
"""Hidden unless they matter; a hidden one means this value."""
NATURE = {"S3": "LABOR", "S6": "ADMIN"}


def registered(scenario: dict) -> dict:
    """What the form makes of a clerk who registers this scenario."""
    given = scenario["input"]
    started = clock.today() - timedelta(days=given["durationDays"])
    asked = {name: value for name, value in given.items() if name not in OF_THE_PROCESS | FROM_THE_START_DATE}
    answers = answers_for(KEY, "submit") | asked | {
        "channelRef": "12345-2026-0001", "riskBasis": "申请人当面陈述并出示照片。", "startedOn": started.isoformat(),
        "happenedAt": started.isoformat(), "newFactsNote": "新提交了当年的丈量图，原处理时没有这份材料。",
        "wantsMediation": "NO" if given["bothWilling"] == "NO" else "YES"}
    return compile_form(schema_of(KEY)).check(answers, context_for(KEY, answers))


def name_of(scenario: dict) -> str:
    return scenario["name"].split()[0]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=name_of)
def test_a_scenario_comes_out_as_it_went_in(scenario):
    clean = registered(scenario)
    wanted = {name: value for name, value in scenario["input"].items()
              if name not in OF_THE_PROCESS | FROM_THE_START_DATE | {"disputeNature"}}
    assert {name: clean.get(name, ASKED_SOMETIMES.get(name)) for name in wanted} == wanted


@pytest.mark.parametrize("scenario", SCENARIOS, ids=name_of)
def test_only_questions_that_did_not_matter_are_left_out(scenario):
    left_out = set(scenario["input"]) - set(registered(scenario)) - OF_THE_PROCESS - FROM_THE_START_DATE
    assert left_out <= set(ASKED_SOMETIMES)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=name_of)
def test_the_nature_of_the_dispute_follows_from_who_and_what(scenario):
    assert registered(scenario)["disputeNature"] == NATURE.get(name_of(scenario), "CIVIL")


@pytest.mark.parametrize(("people", "scale"), [(2, "01"), (4, "01"), (5, "02"), (29, "02"), (30, "03")])
def test_the_scale_follows_from_the_number_of_people(people, scale):
    answers = answers_for(KEY, "submit", peopleCount=people, scale="99")
    assert compile_form(schema_of(KEY)).check(answers, context_for(KEY, answers))["scale"] == scale
