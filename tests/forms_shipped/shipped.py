"""The shipped forms and diagrams as the tests read them."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from app.catalogues.entries import as_shipped
from app.worklist.pickers import LISTS, of_entries

ROOT = Path(__file__).parents[2]
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
PROPERTY = "{http://spiffworkflow.org/bpmn/schema/1.0/core}property"


@cache
def schema_of(key: str) -> dict:
    return json.loads((ROOT / "forms" / f"{key}.json").read_text(encoding="utf-8"))


def form_keys() -> list[str]:
    return [path.relative_to(ROOT / "forms").with_suffix("").as_posix() for path in sorted((ROOT / "forms").rglob("*.json"))]


def parts(schema: dict) -> Iterator[dict]:
    """Every component, at any depth."""
    for component in schema.get("components", ()):
        yield component
        yield from parts(component)


def outcomes(key: str) -> list[str]:
    """What the form lets a person choose as the outcome; "done" when there is nothing to choose."""
    chosen = [part for part in parts(schema_of(key)) if part.get("key") == "outcome"]
    return [option["value"] for option in chosen[0]["values"]] if chosen else ["done"]


def user_tasks() -> list[tuple[str, str]]:
    """(file#task, form key or "") for every user task of the shipped diagrams."""
    return [(f"{path.name}#{task.get('id')}", _properties(task).get("form", ""))
            for path in sorted((ROOT / "bpmn").glob("*.bpmn")) for task in ElementTree.parse(path).iter(f"{BPMN}userTask")]


def kept_answers(diagram: str) -> list[tuple[str, str, list[str]]]:
    """(task, form key, names of the answers it keeps) for every user task that keeps some."""
    found = [(task.get("id"), _properties(task)) for task in _diagram(diagram).iter(f"{BPMN}userTask")]
    return [(task, given["form"], [name.strip() for name in given["keep"].split(",")]) for task, given in found if given.get("keep")]


def conditions_of(diagram: str) -> list[str]:
    """The texts of its sequence flows' conditions."""
    return [found.text or "" for found in _diagram(diagram).iter(f"{BPMN}conditionExpression")]


def options_of(key: str, field: str) -> set[str]:
    """What a field offers by itself, or from a list as it is shipped."""
    return {option["value"] for part in parts(schema_of(key)) if part.get("key") == field for option in _offered(part)}


def _offered(part: dict) -> list[dict]:
    name = part.get("valuesKey")
    return of_entries(name, as_shipped(LISTS[name][0]).values()) if name else part["values"]


def suggestions_of(decision: str, output: str) -> set[str]:
    """Every text a decision table can give for one of its outputs."""
    table = next(_diagram(f"{decision}.dmn").iter(f"{DMN}decisionTable"))
    column = [found.get("name") for found in table.findall(f"{DMN}output")].index(output)
    cells = [rule.findall(f"{DMN}outputEntry")[column].findtext(f"{DMN}text") for rule in table.findall(f"{DMN}rule")]
    return {cell.strip('"') for cell in cells if cell and cell.startswith('"')}


def _diagram(name: str):
    return ElementTree.parse(ROOT / "bpmn" / name)


def _properties(task) -> dict[str, str]:
    return {found.get("name"): found.get("value") for found in task.iter(PROPERTY)}
