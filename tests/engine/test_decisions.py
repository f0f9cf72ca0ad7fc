"""Business rule tasks."""

import pytest

from app.engine import effects as e
from app.engine.failures import EngineFailure
from tests.engine.driver import Walk, shape


def decided(people, name="decision") -> Walk:
    return Walk(name, {"people": people, "riskLevel": "RED"}, bundle=shape(name, "risk.dmn"))


def test_outputs_become_variables_or_one_context():
    walk = decided(12)
    assert walk.variables["riskLevel"] == "RED" and walk.variables["tags"] == ["群体", "普通"]
    assert walk.happened(e.DecisionTaken) == [
        e.DecisionTaken("brt_risk", "dmn_risk", "风险等级", [1], {"人数": 12}, {"riskLevel": "RED"}),
        e.DecisionTaken("brt_tags", "dmn_tags", "标签", [1, 2], {"等级": "RED"}, ["群体", "普通"])]


def test_a_table_without_a_match_is_a_clear_failure():
    with pytest.raises(EngineFailure) as failure:
        decided(0)
    assert (failure.value.element, failure.value.expression, failure.value.kind) == ("brt_risk", "dmn_risk", "DECISION")
    assert "风险等级" in failure.value.sentence


def test_a_list_needs_a_name():
    with pytest.raises(EngineFailure) as failure:
        decided(1, "decision_list")
    assert failure.value.element == "brt_tags" and "result" in failure.value.sentence
