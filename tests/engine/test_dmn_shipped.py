"""The tables that ship give what the handbook's rules say, evaluated here by a few lines of plain Python."""

import json
import random
import re
from pathlib import Path

import pytest

from app.engine.dmn import decide, read_decisions
from app.engine.dmn_tables import DmnProblem
from tests.engine.handbook_tables import RULES, aimed_at, around_every_condition, choices_of, expected

HERE = Path(__file__).parent
BPMN = HERE.parents[1] / "bpmn"
SCENARIOS = json.loads((HERE / "data" / "dmn_scenarios.json").read_text())
SAMPLES = 400


def shipped(name):
    (table,) = read_decisions((BPMN / f"{name}.dmn").read_bytes())
    return table


def _decided(table, inputs) -> tuple:
    try:
        decision = decide(table, inputs)
    except DmnProblem as stopped:
        if "没有一条规则成立" not in stopped.sentence:
            raise
        return None, ()
    return decision.outputs, decision.rules


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_shipped_table_gives_what_the_handbook_says(name):
    rules, table, chance = RULES[name], shipped(name), random.Random(name)
    choices = choices_of(rules)
    tries = [{key: chance.choice(values) for key, values in choices.items()} for _ in range(SAMPLES)]
    tries += [aimed_at(rule, rules, choices, chance) for rule in rules["rules"] for _ in range(20)]
    tries += [inputs for _, _, inputs in around_every_condition(rules, chance)]
    hit = set()
    for inputs in tries:
        wanted = expected(rules, inputs)
        assert _decided(table, inputs) == wanted, inputs
        hit.update(wanted[1])
    assert hit == set(range(1, len(rules["rules"]) + 1)), "every rule was seen to hold"


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_shipped_table_has_no_faults_and_chinese_labels(name):
    table = shipped(name)
    assert table.problems() == []
    assert (table.id, [column.expression for column in table.inputs]) == (
        name,
        [wanted["name"] for wanted in RULES[name]["inputs"]],
    )
    assert [column.name for column in table.outputs] == RULES[name]["outputs"]
    assert all(re.search("[一-鿿]", shown) for shown in [table.name, *map(table.label_of, range(len(table.inputs)))])


def test_no_amount_falls_between_two_ranges():
    table = shipped("dmn_risk_score")
    assert [decide(table, {"amountYuan": amount}).outputs for amount in (199999.5, 999999.99)] == [3, 6]


@pytest.mark.parametrize("scenario", SCENARIOS["scenarios"], ids=lambda scenario: scenario["name"].split()[0])
def test_a_triage_scenario_chained_through_the_tables_gives_the_handbooks_result(scenario):
    names = SCENARIOS["defaults"] | scenario["input"]
    want = scenario["expected"]

    def taken(table):
        decision = decide(shipped(table), names)
        if isinstance(decision.outputs, dict):
            names.update(decision.outputs)
        return decision

    def shown(table, output):
        decision = taken(table)
        return f"{decision.outputs[output]} (r{decision.rules[0]})"

    assert shown("dmn_acceptance", "decision") == want["acceptance"]
    if "mojType_zzCode" not in want:
        return
    kind = taken("dmn_dispute_type").outputs
    assert f"{kind['mojType']}/{kind['zzCode']}" == want["mojType_zzCode"]
    names["score"] = taken("dmn_risk_score").outputs
    assert str(names["score"]) == want["riskScore"]
    assert shown("dmn_risk_level", "riskLevel") == want["riskLevel"]
    assert shown("dmn_complexity", "complexity") == want["complexity"]
    tier = taken("dmn_tier_route")
    assert f"{tier.outputs['tier']} {tier.outputs['leadUnit']} (r{tier.rules[0]})" == want["tier_lead"]
    assert shown("dmn_mediation_route", "route") == want["route"]
    clock = taken("dmn_deadline")
    limit = f"{clock.outputs['clockId']} {clock.outputs['limit']}{clock.outputs['unit']}"
    assert f"{limit} (r{clock.rules[0]})" == want["clock"]
