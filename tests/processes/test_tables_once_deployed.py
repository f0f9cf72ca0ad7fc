"""The eighteen tables as they stand in the database, decided by a business rule task as a case does it: equal to the handbook's
rules, evaluated independently, around every condition of every rule."""

import random
from collections import Counter, defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.db import db, unit_of_work
from app.engine import machine
from app.engine.effects import DecisionTaken
from app.engine.failures import EngineFailure
from app.engine.values import Surroundings
from app.processes import actions, queries
from app.processes.models import DeployedFile
from tests.engine.handbook_tables import RULES, around_every_condition, expected
from tests.journeys.walking import the_bundle

AROUND = Surroundings(datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai")), dict, lambda call: {})
ALONE = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d_{name}" targetNamespace="http://hejie/alone">
  <bpmn:process id="alone_{name}" isExecutable="true" name="单独{name}">
    <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="brt"/>
    <bpmn:businessRuleTask id="brt" name="判定"><bpmn:extensionElements>
      <spiffworkflow:properties><spiffworkflow:property name="result" value="decided"/></spiffworkflow:properties>
      <spiffworkflow:calledDecisionId>{name}</spiffworkflow:calledDecisionId></bpmn:extensionElements></bpmn:businessRuleTask>
    <bpmn:sequenceFlow id="f2" sourceRef="brt" targetRef="e"/><bpmn:endEvent id="e"/>
  </bpmn:process>
</bpmn:definitions>"""


@pytest.fixture
def deployed(app):
    """The shipped files and a process for each table, written as rows and read back from them."""
    _, shipped = the_bundle()
    files = shipped | {f"alone_{name}.bpmn": ALONE.format(name=name).encode() for name in RULES}
    with unit_of_work():
        digest = actions.deploy(files, None)
    names = db.session.scalars(sa.select(DeployedFile.name).where(DeployedFile.digest == digest, DeployedFile.name.like("dmn_%")))
    assert {name.removesuffix(".dmn") for name in names} >= set(RULES)
    return queries.bundle(digest)


def decided(bundle, name: str, inputs: dict):
    """(outputs, rules) of the business rule task; no outputs where it is stopped because no rule holds."""
    try:
        outcome = machine.start(bundle, f"alone_{name}", inputs, AROUND)
    except EngineFailure as stopped:
        if stopped.kind != "DECISION" or "没有一条规则成立" not in stopped.sentence:
            raise
        return None, ()
    (taken,) = [effect for effect in outcome.effects if isinstance(effect, DecisionTaken)]
    assert outcome.variables["decided"] == taken.outputs
    return taken.outputs, tuple(taken.rules)


def test_every_table_in_the_database_decides_as_the_handbook_says(deployed):
    for name, table in RULES.items():
        hits, turned = Counter(), defaultdict(set)
        for number, key, inputs in around_every_condition(table, random.Random(name)):
            found = decided(deployed, name, inputs)
            assert found == expected(table, inputs), (name, inputs)
            hits.update(found[1])
            turned[number, key].add(number in found[1])
        _nothing_is_hollow(name, table, hits, turned)


def _nothing_is_hollow(name: str, table: dict, hits: Counter, turned: dict) -> None:
    """Every rule was hit; every condition was seen to let its rule hold, and to keep it from holding."""
    assert set(hits) == set(range(1, len(table["rules"]) + 1)), name
    conditions = {(number, key) for number, rule in enumerate(table["rules"], 1) for key in rule["when"]}
    assert conditions <= set(turned), name
    assert {where for where in conditions if turned[where] != {True, False}} == set(), name
