"""The handbook's rules (data/dmn_rules.json) evaluated by a few lines of plain Python, and inputs aimed at each of them."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"
RULES = {table["id"]: table for table in json.loads((DATA / "dmn_rules.json").read_text(encoding="utf-8"))}
NUMBERS = {"score", "minMediators", "tierSlaWd", "limit", "points"}
PATHS = {"LABOR": "ARB_LABOR", "LAND_CONTRACT": "ARB_LAND", "ADMIN": "RECONSIDER"}


def holds(condition, value):
    """A condition as the handbook writes it; nothing known fulfils none."""
    if value is None:
        return False
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
    """(outputs, numbers of the rules); outputs None where a table that must decide has no rule for it."""
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
    if table["hitPolicy"] == "FIRST":
        return (outputs[0] if outputs else None), tuple(hits)
    return outputs, tuple(hits)


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


def choices_of(table) -> dict[str, list]:
    return {wanted["name"]: values_worth_trying(table, wanted) for wanted in table["inputs"]}


def around_every_condition(table, chance: random.Random) -> Iterator[tuple[int, str, dict]]:
    """(rule, input, inputs): each rule aimed at, then each of its conditions tried with every value worth trying, unknown too."""
    choices, unclear = choices_of(table), _not_for_null(table)
    for number, rule in enumerate(table["rules"], 1):
        aimed = aimed_at(rule, table, choices, chance)
        yield number, "", aimed
        for key in rule["when"]:
            for value in [*choices[key], *([] if key in unclear else [None])]:
                yield number, key, aimed | {key: value}


def _not_for_null(table) -> set[str]:
    """Inputs of which the handbook doesn't say what unknown means: turned round by not(), or multiplied."""
    turned = {key for rule in table["rules"] for key, text in rule["when"].items() if text.startswith("not(")}
    texts = " ".join(text for rule in table["rules"] for text in rule["then"].values())
    return turned | set(re.findall(r"× (\w+)", texts))
