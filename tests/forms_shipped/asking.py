"""What the tests put around a form: lists to choose from, and answers with one thing missing."""

from copy import deepcopy
from typing import Any

from app.catalogues.entries import as_shipped
from app.worklist.pickers import LISTS, of_entries

LIFTED = {"expert_consultation/ut_chief_opinion": {"purpose": "NEW_FACTS"},
          "supervision/ut_supervise_check": {"superviseLevel": 3}}
"""Variables without which a question of the form isn't asked."""


def context_for(key: str, answers: dict) -> dict[str, Any]:
    """Choices that offer exactly what the answers picked, to everybody's role."""
    every_role = [f"R{number:02}" for number in range(1, 32)]
    people = [{"value": value, "label": value, "roles": every_role} for value in _starting("@person:", answers)]
    units = [{"value": value, "label": value, "kind": "committee", "level": "VILLAGE"} for value in _starting("@unit:", answers)]
    regions = [{"value": "990121100200", "label": "清河镇 上河村", "level": "VILLAGE"}]
    known = LIFTED.get(key, {})
    kept = {name: of_entries(name, as_shipped(of[0]).values()) for name, of in LISTS.items()}
    return {**known, **kept, "people": people, "units": units, "regions": regions, "clocks": clocks_for(answers), "case": {}, "variables": known}


def clocks_for(answers: dict) -> list[dict]:
    """The limit the answers are about, as one that may be changed in every way."""
    chosen = answers.get("changeClock")
    return [{"value": chosen, "label": "时限", "changes": ["EXTEND", "SUSPEND", "RESUME"]}] if chosen else []


def required_answers(schema: dict, answers: dict) -> list[str]:
    """Paths ("parties.0.name") of the answers given to questions that are required."""
    return list(_required(schema.get("components", ()), answers, ""))


def without(answers: dict, path: str) -> dict:
    """The answers with the one at the path taken away."""
    left = deepcopy(answers)
    *way, last = path.split(".")
    holder: Any = left
    for step in way:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    del holder[last]
    return left


def _required(components, answers, before):
    for component in components:
        path = component.get("path")
        if component["type"] == "dynamiclist":
            for number, item in enumerate(answers.get(path) or ()):
                yield from _required(component["components"], item, f"{before}{path}.{number}.")
        elif component["type"] == "group":
            inner = answers.get(path, {}) if path else answers
            yield from _required(component["components"], inner, f"{before}{path}." if path else before)
        elif component.get("validate", {}).get("required") and component["key"] in answers:
            yield before + component["key"]


def _starting(prefix: str, value) -> list[str]:
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return list(dict.fromkeys(found for item in inside for found in _starting(prefix, item)))
    return [value] if isinstance(value, str) and value.startswith(prefix) else []
