"""What a table decided reads as a sentence, not as the name of a column."""

import json
from pathlib import Path

import pytest

from app.cases import effect_lines
from app.cases.decision_words import of_outputs
from app.engine.effects import TimerFired

RULES = json.loads((Path(__file__).parents[1] / "engine/data/dmn_rules.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("outputs", "told"), [
    ({"visitsAtDays": "7,30", "method": "电话", "by": "调解员"}, "回访日 7,30，方式电话"),
    ({"action": "REOPEN", "owner": "承办单位", "within": "3wd"}, "处理重新办理"),
    ({"nextStep": "UPGRADE", "target": "镇街", "document": "提级报告"}, "下一步提级办理"),
    ({"light": "GREEN", "action": "NONE", "notify": "-"}, "亮灯正常"),
])
def test_outputs_read_as_words(outputs, told):
    assert of_outputs(outputs) == told


@pytest.mark.parametrize(("table", "output"), [
    ("dmn_evaluation_action", "action"), ("dmn_light_action", "action"), ("dmn_after_failure", "nextStep")])
def test_every_code_of_these_tables_has_a_word(table, output):
    rules = next(found for found in tables() if found["id"] == table)["rules"]
    for code in {rule["then"][output] for rule in rules}:
        assert code not in of_outputs({output: code})


def tables() -> list[dict]:
    return RULES if isinstance(RULES, list) else RULES.get("tables") or list(RULES.values())


def test_a_timer_s_line_leaves_out_the_handbook_s_number():
    fired = TimerFired(step="1", element="T-17-visit", name="T-17 回访日")
    assert [text for _, text, _, _ in effect_lines.of([fired], True)] == ["到时：回访日。"]
