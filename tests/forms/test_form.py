"""Conditions, computed fields, lists, read-only values, choices, and what a forged submission may not do."""

from contextlib import suppress
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock
from app.engine.feel import FeelProblem
from app.errors import Invalid
from app.forms import FieldInfo, compile_form
from tests.forms.making import clean, faults, form, group, listed, options, part

REQUIRED = {"required": True}


def hides(condition):
    return {"conditional": {"hide": condition}}


OUTCOME = part("radio", "outcome", "办理结论", values=options("sign", "object"), validate=REQUIRED)
REASON = part("textarea", "reason", "异议理由", validate=REQUIRED, **hides('=outcome != "object"'))


def test_unknown_keys_are_dropped():
    assert clean(OUTCOME, outcome="sign", fee=1, evil={"a": 1}) == {"outcome": "sign"}


def test_what_is_hidden_is_neither_asked_nor_kept():
    assert clean(OUTCOME, REASON, outcome="sign", reason="偷偷填的") == {"outcome": "sign"}
    assert faults(OUTCOME, REASON, outcome="object") == {"reason": ["请填写“异议理由”。"]}
    assert clean(OUTCOME, REASON, outcome="object", reason="不属本单位") == {
        "outcome": "object",
        "reason": "不属本单位",
    }


def test_a_fault_in_a_hidden_field_does_not_count():
    late = part("datetime", "at", subtype="date", **hides('=outcome = "sign"'))
    assert clean(OUTCOME, late, outcome="sign", at="no date") == {"outcome": "sign"}


def test_a_condition_without_an_answer_hides_as_it_does_in_the_browser():
    assert clean(part("textfield", "x", **hides("=amount > 3")), x="a") == {}
    assert clean(part("textfield", "x", **hides("=amount = 3")), x="a") == {"x": "a"}


def test_a_hidden_group_hides_all_it_holds():
    inner = group(part("textfield", "a", validate=REQUIRED), group(part("textfield", "b", validate=REQUIRED)))
    assert clean(OUTCOME, {**inner, **hides('=outcome = "sign"')}, outcome="sign", a="1", b="2") == {"outcome": "sign"}


def test_conditions_are_asked_again_until_nothing_changes():
    chain = [part("textfield", "a", **hides('=outcome = "sign"'))]
    chain += [part("textfield", later, **hides(f"={earlier} = null")) for earlier, later in pairwise("abcd")]
    everything = dict.fromkeys("abcd", "x")
    assert clean(OUTCOME, *chain, outcome="object", **everything) == {"outcome": "object", **everything}
    assert clean(OUTCOME, *chain, outcome="sign", **everything) == {"outcome": "sign"}


def test_conditions_that_contradict_each_other_are_told_apart_from_wrong_answers():
    with pytest.raises(Invalid, match="流程设计员"):
        clean(part("textfield", "x", **hides("=x != null")), x="a")


def test_computed_fields_are_computed_here():
    fee = part("expression", "fee", expression="=days * 100")
    double = part("expression", "double", expression="=fee * 2")
    note = part("textfield", "note", **hides("=double < 500"))
    components = (double, note, part("number", "days"), fee)
    assert clean(*components, days=3, fee=1, double=1, note="x") == {"days": 3, "fee": 300, "double": 600, "note": "x"}
    assert clean(*components, days=2, note="x") == {"days": 2, "fee": 200, "double": 400}


def test_computed_dates_are_kept_as_text():
    due = part("expression", "due", expression='=date(start) + duration("P7D")')
    assert clean(due, part("datetime", "start", subtype="date"), start="2026-03-05")["due"] == "2026-03-12"


def test_the_present_in_an_expression_is_the_centres():
    clock.move_to("2026-03-05 00:30")
    today = part("expression", "on", expression="=today()")
    assert clean(today) == {"on": "2026-03-05"}
    given_ = {"calendar": {"now": datetime(2026, 4, 1, tzinfo=clock.ZONE)}}
    assert clean(today, context=given_) == {"on": "2026-04-01"}


def test_read_only_values_come_from_the_context_alone():
    no = part("textfield", "no", readonly=True, validate=REQUIRED)
    off = part("number", "days", disabled=True)
    assert clean(no, off, no="forged", days=9, context={"no": "K-1"}) == {"no": "K-1", "days": None}
    sometimes = part("textfield", "x", readonly='=mode = "FIXED"')
    assert clean(sometimes, x="mine", context={"mode": "FIXED", "x": "theirs"}) == {"x": "theirs"}
    assert clean(sometimes, x="mine", context={"mode": "FREE", "x": "theirs"}) == {"x": "mine"}


def test_a_default_stands_for_an_optional_answer_only():
    assert clean(part("number", "x", defaultValue=2)) == {"x": 2}
    assert clean(part("number", "x", defaultValue=2), x=None) == {"x": None}
    assert clean(part("checkbox", "x", defaultValue=True)) == {"x": True}
    assert faults(part("number", "x", defaultValue=2, validate=REQUIRED)).keys() == {"x"}


def test_what_only_shows_is_ignored():
    shown = [
        {"type": kind, "id": kind, "key": kind}
        for kind in ("text", "html", "spacer", "separator", "button", "image", "table")
    ]
    assert clean(*shown, text="x", button="y") == {}


def test_limits_may_be_expressions():
    days = part("number", "days", validate={"min": "=least", "max": "=least * 10"})
    note = part("textarea", "note", validate={"minLength": "=if days > 5 then 4 else 0", "maxLength": "=6"})
    assert clean(days, note, days=5, note="短", context={"least": 2}) == {"days": 5, "note": "短"}
    assert faults(days, note, days=1, note="一二三四五六七", context={"least": 2}) == {
        "days": ["“days栏”不能小于 2。"],
        "note": ["“note栏”最多写 6 个字，请删短一些。"],
    }
    assert faults(days, note, days=6, note="短", context={"least": 2}) == {"note": ["“note栏”至少写 4 个字。"]}


PEOPLE = [{"value": 7, "label": "李", "roles": ["R04"]}, {"value": 8, "label": "赵", "roles": ["R14", "R13"]}]


def test_choices_come_from_the_context():
    picker = part("select", "who", "承办人", valuesKey="people", properties={"people": "R13, R05"})
    assert clean(picker, who="8", context={"people": PEOPLE}) == {"who": 8}
    for stranger, context in ((7, {"people": PEOPLE}), (9, {"people": PEOPLE}), (8, {}), (8, {"people": "x"})):
        assert faults(picker, who=stranger, context=context) == {"who": ["“承办人”请从给出的选项里选择。"]}
    tags = part("taglist", "all", valuesKey="people", properties={"people": "all"})
    assert clean(tags, all=[7, "8"], context={"people": PEOPLE}) == {"all": [7, 8]}
    nested = part("radio", "x", valuesKey="case.options")
    assert clean(nested, x="b", context={"case": {"options": ["a", "b"]}}) == {"x": "b"}


def test_choices_may_be_computed():
    computed = part("select", "x", valuesExpression='=if kind = "A" then ["1", "2"] else [{value: "3", label: "三"}]')
    assert clean(part("textfield", "kind"), computed, kind="A", x="2")["x"] == "2"
    assert clean(part("textfield", "kind"), computed, kind="B", x="3")["x"] == "3"
    assert faults(part("textfield", "kind"), computed, kind="B", x="2").keys() == {"x"}


PARTIES = listed(
    "parties",
    part("radio", "kind", "类型", values=options("PERSON", "ORG"), validate=REQUIRED),
    part("textfield", "name", "姓名", validate=REQUIRED),
    part("textfield", "legalRep", "法定代表人", validate=REQUIRED, **hides('=this.kind != "ORG"')),
    listed("phones", part("textfield", "no", "电话", properties={"check": "phone"})),
)


def test_a_list_of_items():
    parties = [
        {"kind": "PERSON", "name": "王", "evil": 1},
        {"kind": "ORG", "name": "厂", "legalRep": "李", "phones": [{"no": "13800990001"}]},
    ]
    assert clean(PARTIES, parties=parties) == {
        "parties": [
            {"kind": "PERSON", "name": "王", "phones": []},
            {"kind": "ORG", "name": "厂", "legalRep": "李", "phones": [{"no": "13800990001"}]},
        ]
    }


def test_faults_in_a_list_are_named_by_place():
    parties = [{"kind": "PERSON", "legalRep": ""}, {"kind": "ORG", "name": "厂", "phones": [{}, {"no": "123"}]}]
    assert faults(PARTIES, parties=parties) == {
        "parties.0.name": ["parties表第 1 项：请填写“姓名”。"],
        "parties.1.legalRep": ["parties表第 2 项：请填写“法定代表人”。"],
        "parties.1.phones.1.no": [
            "parties表第 2 项：phones表第 2 项：“电话”应是11位手机号，或带区号的座机如0991-2345678，请核对。"
        ],
    }


def test_a_list_that_says_what_it_holds_has_its_items_called_that():
    people = {**listed("parties", part("textfield", "name", "姓名", validate=REQUIRED)), "properties": {"called": "名当事人"}}
    assert faults(people, parties=[{"name": "王"}, {}]) == {"parties.1.name": ["第 2 名当事人：请填写“姓名”。"]}


@pytest.mark.parametrize("junk", ["x", 5, {"0": {}}, True])
def test_a_list_is_a_list(junk):
    assert faults(PARTIES, parties=junk).keys() == {"parties"}


def test_items_that_are_no_items_count_as_empty():
    assert faults(PARTIES, parties=["x", None]).keys() == {
        "parties.0.kind",
        "parties.0.name",
        "parties.1.kind",
        "parties.1.name",
    }


def test_a_list_has_an_end():
    many = listed("rows", part("textfield", "a"))
    assert faults(many, rows=[{}] * 301)["rows"] == ["“rows表”最多 300 项，请删去一些。"]
    assert len(clean(many, rows=[{}] * 300)["rows"]) == 300


def test_a_hidden_or_empty_list():
    hidden = {**PARTIES, **hides('=outcome = "sign"')}
    assert clean(OUTCOME, hidden, outcome="sign", parties=[{}]) == {"outcome": "sign"}
    assert clean(PARTIES) == {"parties": []}
    assert faults({**PARTIES, "validate": REQUIRED}, parties=[]) == {"parties": ["请填写“parties表”。"]}


def test_items_see_their_place_and_what_is_around_them():
    inner = part("textfield", "x", **hides('=i[1] = 1 or parent.mode = "NONE" or total != null and total > 5'))
    rows = listed("rows", inner)
    assert clean(part("textfield", "mode"), rows, rows=[{"x": "a"}, {"x": "b"}])["rows"] == [{}, {"x": "b"}]
    assert clean(part("textfield", "mode"), rows, mode="NONE", rows=[{"x": "a"}, {"x": "b"}])["rows"] == [{}, {}]
    assert clean(part("number", "total"), rows, total=6, rows=[{}, {"x": "b"}])["rows"] == [{}, {}]


def test_rows_that_may_not_be_added_come_from_the_context():
    rows = listed("docs", part("textfield", "code", readonly=True), part("checkbox", "there"), allowAddRemove=False)
    known = {"docs": [{"code": "D01"}, {"code": "D02"}]}
    sent = [{"code": "X", "there": True}, {}, {"code": "D99", "there": True}]
    assert clean(rows, docs=sent, context=known)["docs"] == [
        {"code": "D01", "there": True},
        {"code": "D02", "there": False},
    ]
    assert len(clean(rows, context=known)["docs"]) == 2


def test_groups_with_a_path_and_dotted_keys_nest():
    agent = group(part("textfield", "name", validate=REQUIRED), path="agent", **hides("=hasAgent != true"))
    shape = (part("checkbox", "hasAgent"), agent, part("textfield", "place.street"))
    assert clean(*shape, hasAgent=True, agent={"name": "王", "x": 1}, place={"street": "上河"}) == {
        "hasAgent": True, "agent": {"name": "王"}, "place": {"street": "上河"},
    }  # fmt: skip
    assert faults(*shape, hasAgent=True, agent="x") == {"agent.name": ["请填写“name栏”。"]}
    assert clean(*shape, agent={"name": "王"})["agent"] == {}


def test_a_list_that_does_not_repeat_is_a_group():
    once = listed("only", part("textfield", "a"), isRepeating=False)
    assert clean(once, only={"a": "x"}) == {"only": {"a": "x"}}


@pytest.mark.parametrize("answers", [None, [], "x", 5])
def test_answers_are_a_mapping(answers):
    with pytest.raises(Invalid, match="重新填写"):
        form(OUTCOME).check(answers, {})


def test_answers_have_a_size_and_a_depth():
    deep = {}
    for _ in range(70):
        deep = {"a": [deep]}
    for answers, words in ((deep, "层次太深"), ({"a": "x" * 1_000_001}, "太多"), ({"a": {1, 2}}, "不能识别")):
        with pytest.raises(Invalid, match=words):
            form(OUTCOME).check(answers, {})


def test_a_broken_rule_is_the_designers_fault_and_says_so():
    with pytest.raises(Invalid, match="告诉流程设计员"):
        clean(part("textfield", "x", **hides("=foo(1)")), x="a")
    with pytest.raises(Invalid, match="告诉流程设计员"):
        clean(part("textfield", "x", validate={"pattern": "^(a+)+$"}), x="a" * 40 + "!")
    with pytest.raises(FeelProblem):
        form(part("textfield", "x", **hides("=1 +")))


def test_outcomes_and_fields_are_told():
    known = form(OUTCOME, PARTIES, group(part("number", "n", "数")))
    assert known.outcomes == [("sign", "选项sign"), ("object", "选项object")]
    assert known.fields["parties"] == FieldInfo("parties表", "dynamiclist")
    assert known.fields["parties.phones.no"].label == "电话" and known.fields["n"].type == "number"
    assert form(part("textfield", "x")).outcomes == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["outcome", "reason", "parties", "kind", "name", "phones", "no", "x"]), inner),
    max_leaves=25,
)  # fmt: skip
EVERYTHING = compile_form({
    "components": [OUTCOME, REASON, PARTIES, part("datetime", "x", subtype="datetime"), part("number", "name"), part("taglist", "no", valuesKey="who"),
                   part("expression", "kind", expression="=count(parties)")],
})  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["outcome", "reason", "parties", "x", "name", "no", "kind"]), JSON))
def test_whatever_is_sent_is_cleaned_or_refused(answers):
    kept = {}
    with suppress(Invalid):
        kept = EVERYTHING.check(answers, {"who": ["a"]})
    assert not kept or EVERYTHING.check(kept, {"who": ["a"]}) == kept
