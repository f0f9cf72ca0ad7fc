"""The tables that ship give what the handbook's rules say, evaluated here by a few lines of plain Python."""

import json
import random
import re
from pathlib import Path

import pytest

from app.engine.dmn import decide, read_decisions

HERE = Path(__file__).parent
BPMN = HERE.parents[1] / "bpmn"
RULES = {table["id"]: table for table in json.loads((HERE / "data" / "dmn_rules.json").read_text())}
SCENARIOS = json.loads((HERE / "data" / "dmn_scenarios.json").read_text())
SAMPLES = 400
NUMBERS = {"score", "minMediators", "tierSlaWd", "limit", "points"}
PATHS = {"LABOR": "ARB_LABOR", "LAND_CONTRACT": "ARB_LAND", "ADMIN": "RECONSIDER"}


def shipped(name):
    (table,) = read_decisions((BPMN / f"{name}.dmn").read_bytes())
    return table


def holds(condition, value):
    if condition.startswith("not("):
        return not holds(condition[4:-1], value)
    if condition in ("true", "false"):
        return value is (condition == "true")
    if interval := re.fullmatch(r"\[(\S+)\.\.(\S+)([\])])", condition):
        low, high, end = float(interval[1]), float(interval[2]), interval[3]
        return low <= value and (value <= high if end == "]" else value < high)
    if comparison := re.fullmatch(r"(>=|<=|<|>) (\S+)", condition):
        bound = float(comparison[2])
        return {">=": value >= bound, "<=": value <= bound, "<": value < bound, ">": value > bound}[comparison[1]]
    if condition.startswith('"'):
        return value in re.findall(r'"([^"]*)"', condition)
    return value == float(condition)


def expected_output(name, text, inputs):
    if text in ("true", "false"):
        return text == "true"
    if product := re.fullmatch(r"([+-]\d+) × (\w+)( \(上限(\d+)\))?", text):
        points = int(product[1]) * inputs[product[2]]
        return min(points, int(product[4])) if product[4] else points
    if name in NUMBERS:
        return int(text.split()[0])
    if text.startswith("legalPathOf"):
        return PATHS.get(inputs["disputeNature"], "LAWSUIT")
    if text.startswith("ARB("):
        return PATHS.get(inputs["disputeNature"], "LAWSUIT").replace("RECONSIDER", "LAWSUIT")
    return re.sub(r"^(ARB_LABOR|PETITION_HANDLE)\(.*", r"\1", text)


def expected(table, inputs):
    hits = [
        number
        for number, rule in enumerate(table["rules"], 1)
        if all(holds(condition, inputs[name]) for name, condition in rule["when"].items())
    ]
    if table["hitPolicy"] == "FIRST":
        hits = hits[:1]
    outputs = [
        {name: expected_output(name, text, inputs) for name, text in table["rules"][number - 1]["then"].items()}
        for number in hits
    ]
    if table["hitPolicy"] == "COLLECT SUM":
        return sum(value for one in outputs for value in one.values()), tuple(hits)
    return (outputs[0] if table["hitPolicy"] == "FIRST" else outputs), tuple(hits)


def values_worth_trying(table, wanted):
    if wanted["type"] == "boolean":
        return [True, False]
    if wanted["domain"]:
        return wanted["domain"]
    texts = " ".join(rule["when"].get(wanted["name"], "") for rule in table["rules"])
    bounds = {float(bound) for bound in re.findall(r"\d+(?:\.\d+)?(?!\d)", texts.replace("..", " "))} | {0.0}
    step = 0.01 if any(bound % 1 for bound in bounds) else 1
    near = {round(bound + shift, 2) for bound in bounds for shift in (-step, 0, step)}
    return sorted(int(value) if value % 1 == 0 else value for value in near if value >= 0)


def aimed_at(rule, rules, choices, chance):
    """Inputs for which a rule holds, and, where one can be found by turning earlier rules away, is the first to hold."""
    fitting = {
        key: [value for value in values if holds(rule["when"][key], value)] if key in rule["when"] else values
        for key, values in choices.items()
    }
    inputs = {key: chance.choice(values) for key, values in fitting.items()}
    for _ in range(200):
        _, hits = expected(rules, inputs)
        first = rules["rules"][hits[0] - 1]
        if first is rule or rules["hitPolicy"] != "FIRST":
            return inputs
        key = chance.choice(list(first["when"]))
        inputs[key] = chance.choice(fitting[key])
    return inputs


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_shipped_table_gives_what_the_handbook_says(name):
    rules, table, chance = RULES[name], shipped(name), random.Random(name)
    choices = {wanted["name"]: values_worth_trying(rules, wanted) for wanted in rules["inputs"]}
    tries = [{key: chance.choice(values) for key, values in choices.items()} for _ in range(SAMPLES)]
    tries += [aimed_at(rule, rules, choices, chance) for rule in rules["rules"] for _ in range(20)]
    hit = set()
    for inputs in tries:
        decision = decide(table, inputs)
        assert (decision.outputs, decision.rules) == expected(rules, inputs), inputs
        hit.update(decision.rules)
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
