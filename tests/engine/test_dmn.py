"""Every hit policy, aggregators, defaults, required decisions, and the sentences for tables that give no clear answer."""

import pytest

from app.engine.dmn import DmnProblem, decide, names_read, read_decisions
from tests.engine.tables import decision, document, literal, table, table_xml

AMOUNT = {"amount": "number"}
LEVEL = {"level": "string"}
OVERLAPPING = ['>= 10 | "B"', '>= 20 | "A"', '>= 5 | "C"']


def outcome(policy, amount, outputs=None, rules=None):
    decided = decide(table(policy, AMOUNT, outputs or LEVEL, rules or OVERLAPPING), {"amount": amount})
    return decided.outputs, decided.rules


def test_unique_answers_with_its_one_rule():
    assert outcome("UNIQUE", 7) == ({"level": "C"}, (3,))


def test_unique_refuses_two_rules_and_names_them():
    with pytest.raises(DmnProblem, match="第 1、3 条同时成立"):
        outcome("UNIQUE", 12)


def test_first_takes_the_first():
    assert outcome("FIRST", 25) == ({"level": "B"}, (1,))


def test_any_wants_the_rules_that_hold_to_agree():
    agreeing = ['>= 10 | "A"', '>= 20 | "A"', '>= 5 | "C"']
    assert outcome("ANY", 25, rules=agreeing[:2]) == ({"level": "A"}, (1, 2))
    with pytest.raises(DmnProblem, match="第 1、2、3 条的结果不同"):
        outcome("ANY", 25, rules=agreeing)


def test_priority_takes_what_stands_first_among_the_allowed_values():
    ranked = {"level": 'string|"A","B","C"'}
    assert outcome("PRIORITY", 25, ranked) == ({"level": "A"}, (2,))
    assert outcome("PRIORITY", 12, ranked) == ({"level": "B"}, (1,))


def test_priority_looks_at_the_second_column_when_the_first_is_equal():
    columns = {"level": 'string|"A","B"', "days": "number|3,5"}
    rules = ['>= 10 | "B" | 3', '>= 10 | "A" | 5', '>= 10 | "A" | 3']
    assert outcome("PRIORITY", 10, columns, rules) == ({"level": "A", "days": 3}, (3,))


def test_output_order_sorts_by_priority_and_rule_order_does_not():
    ranked = {"level": 'string|"A","B","C"'}
    assert outcome("OUTPUT ORDER", 25, ranked) == (["A", "B", "C"], (2, 1, 3))
    assert outcome("RULE ORDER", 25) == (["B", "A", "C"], (1, 2, 3))


def test_collect_gathers_values_or_contexts():
    assert outcome("COLLECT", 12) == (["B", "C"], (1, 3))
    columns = {"code": "string", "name": "string"}
    assert outcome("COLLECT", 1, columns, ['> 0 | "D01" | "表"', '> 5 | "D02" | "书"']) == (
        [{"code": "D01", "name": "表"}],
        (1,),
    )
    assert outcome("COLLECT", 1) == ([], ())


@pytest.mark.parametrize(("how", "total"), [("SUM", 60), ("MIN", 10), ("MAX", 30), ("COUNT", 3)])
def test_collect_with_an_aggregator(how, total):
    rules = [">= 1 | 10", ">= 1 | amount * 20", ">= 1 | 30", "< 0 | 99"]
    assert outcome(f"COLLECT {how}", 1, {"points": "number"}, rules) == (total, (1, 2, 3))


@pytest.mark.parametrize(("how", "total"), [("SUM", 0), ("COUNT", 0), ("MIN", None), ("MAX", None)])
def test_an_aggregator_of_nothing(how, total):
    assert outcome(f"COLLECT {how}", 0, {"points": "number"}, [">= 1 | 10"])[0] == total


def test_an_aggregator_of_several_columns():
    rules = [">= 1 | 10 | 1", ">= 1 | 5 |", ">= 1 | 7 | 2"]
    assert outcome("COLLECT SUM", 1, {"a": "number", "b": "number"}, rules)[0] == {"a": 22, "b": 3}


def test_what_cannot_be_added_up_is_named():
    with pytest.raises(DmnProblem, match="不是数字"):
        outcome("COLLECT SUM", 1, {"points": "Any"}, ['>= 1 | "a"', ">= 1 | 3"])


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY"])
def test_no_rule_that_holds_is_a_failure_unless_there_is_a_default(policy):
    with pytest.raises(DmnProblem, match="没有一条规则成立"):
        outcome(policy, 1, {"level": 'string|"A","B","C"'})
    defaults = {"level": 'string|"A","B","C"|"C"', "days": "number"}
    rules = ['> 10 | "A" | 1']
    assert outcome(policy, 1, defaults, rules) == ({"level": "C", "days": None}, ())


def test_a_default_stands_in_for_an_empty_collection():
    assert outcome("COLLECT", 1, {"level": 'string||"C"'}) == (["C"], ())


def test_an_output_that_is_not_allowed_is_refused_with_its_place():
    with pytest.raises(DmnProblem, match=r"第 1 行“level列”列.*“X”不在允许的输出值里") as raised:
        outcome("FIRST", 1, {"level": 'string|"A","B"'}, ['- | "X"'])
    assert (raised.value.decision, raised.value.rule, raised.value.column) == ("t", 1, "level列")


@pytest.mark.parametrize(
    ("kind", "value"), [("number", "30"), ("boolean", 1), ("string", 5), ("number", True), ("date", "2026-03-05")]
)
def test_an_input_of_another_type_stops_instead_of_never_matching(kind, value):
    with pytest.raises(DmnProblem, match="amount列”应是"):
        decide(table("FIRST", {"amount": kind}, LEVEL, ['- | "A"']), {"amount": value})


def test_an_input_that_is_missing_only_fails_to_match():
    assert decide(table("FIRST", AMOUNT, LEVEL, ['> 3 | "A"', '- | "B"']), {}).outputs == {"level": "B"}


def test_cells_and_outputs_may_read_other_names():
    read = table("FIRST", AMOUNT, LEVEL, ["> limit | string(amount + extra)"])
    assert decide(read, {"amount": 5, "limit": 3, "extra": 1}).outputs == {"level": "6"}
    assert names_read(read) == {"amount", "limit", "extra"}


def test_the_inputs_are_told_under_their_labels():
    decided = decide(
        table("FIRST", {"amount": "number", "a * 2": "number"}, LEVEL, ['- | - | "A"']), {"amount": 5, "a": 2}
    )
    assert decided.inputs == {"amount列": 5, "a * 2列": 4}


def test_a_literal_expression_is_a_decision():
    (read,) = read_decisions(document(decision("x", literal("amount * 2"), variable="double")))
    assert decide(read, {"amount": 2}).outputs == {"double": 4}
    (read,) = read_decisions(document(decision("x", literal("{a: 1}"))))
    assert decide(read, {}).outputs == {"a": 1}


def graph():
    points = table_xml("COLLECT SUM", AMOUNT, {"points": "number"}, ["> 1 | 10", "> 5 | amount"])
    light = table_xml(
        "FIRST", {"score": "number", "base": "number"}, {"light": "string"}, ['> 10 | - | "RED"', '- | - | "GREEN"']
    )
    return read_decisions(
        document(
            decision("light", light, "points", "base"),
            decision("points", points, "base", variable="score"),
            decision("base", literal("100"), variable="base"),
        )
    )


def test_required_decisions_are_taken_first_and_once():
    light = graph()[0]
    decided = decide(light, {"amount": 7})
    assert decided.outputs == {"light": "RED"}
    assert [(one.decision, one.value) for one in decided.required] == [("base", 100), ("points", 17)]
    assert names_read(light) == {"amount"}


def test_decisions_that_require_each_other_are_refused():
    circle = document(decision("a", literal("b"), "b"), decision("b", literal("a"), "a"))
    with pytest.raises(DmnProblem, match="a → b → a"):
        read_decisions(circle)


@pytest.mark.parametrize(
    ("inputs", "outputs", "rules", "sentence"),
    [
        (AMOUNT, LEVEL, ['> | "A"'], "第 1 行“amount列”列：表达式“>”"),
        (AMOUNT, LEVEL, ['- | "A"', "- | 1 +"], "第 2 行“level列”列：表达式“1 +”没有写完"),
        ({"amount": "money"}, LEVEL, ['- | "A"'], "类型“money”不认识"),
        ({"a +": "number"}, LEVEL, ['- | "A"'], "“a +列”列取数"),
        ({"level": 'string|"A","B"'}, {"x": "string"}, ['"C" | "A"'], '"C" 不在这一列的允许值里'),
        (AMOUNT, {"x": "string", "x ": "string"}, [], "没有规则"),
        (AMOUNT, {"x": 'string|"A",'}, ['- | "A"'], "“x列”列的允许值"),
    ],
)
def test_faults_are_seen_before_the_table_runs(inputs, outputs, rules, sentence):
    problems = table("FIRST", inputs, outputs, rules).problems()
    assert any(sentence in problem for problem in problems) and all(
        problem.startswith("决策表“决策t”") for problem in problems
    )


def test_priority_without_an_order_is_a_fault():
    assert "先后次序" in table("PRIORITY", AMOUNT, LEVEL, OVERLAPPING).problems()[0]


def test_a_sound_table_has_no_faults():
    assert table("FIRST", AMOUNT, LEVEL, OVERLAPPING).problems() == []


def test_a_cell_that_cannot_be_read_stops_the_decision_with_its_place():
    with pytest.raises(DmnProblem, match="决策“决策t”：表达式“1 \\+”没有写完"):
        outcome("FIRST", 1, rules=["- | 1 +"])
    with pytest.raises(DmnProblem, match=r"第 1 行“amount列”列.*不存在的函数"):
        outcome("FIRST", 1, rules=['foo(?) | "A"'])


def test_a_hostile_cell_is_stopped():
    with pytest.raises(DmnProblem, match="超过 1 秒"):
        outcome("FIRST", 1, rules=['matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$") | "A"'])
    assert outcome("FIRST", 7) == ({"level": "C"}, (3,))
