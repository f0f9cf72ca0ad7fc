"""What FEEL may not do to the server: run for ever, take all memory, leak, or fall over strange data."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import ROOT
from app.engine import feel, feel_v8
from app.engine.feel import FeelProblem, evaluate
from app.engine.feel_values import NotData, decoded, encoded

RUNAWAYS = {
    "regular expression": 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")',
    "loop": "count(for a in 1..100000, b in 1..100000 return a)",
    "quantifier": "every a in 1..1000000000 satisfies a > 0",
    "allocation": 'count(for i in 1..100000000 return string join(for j in 1..1000 return "xxxxxxxxxxxxxxxx"))',
    "doubling": "count(for a in 1..300 return for b in 1..300 return for c in 1..300 return [a, b, c, [a, b, c]])",
}


@pytest.mark.parametrize("expression", RUNAWAYS.values(), ids=RUNAWAYS.keys())
def test_a_runaway_is_stopped_and_the_next_call_works(expression):
    with pytest.raises(FeelProblem) as raised:
        evaluate(expression, {})
    assert raised.value.kind in ("LIMIT", "RUN")
    assert evaluate("1 + x", {"x": 1}) == 2


def test_a_runaway_pattern_is_stopped():
    with pytest.raises(FeelProblem, match="超过 1 秒"):
        feel.fitting([("^(a+)+$", "a" * 40 + "!")])
    assert feel.fitting([("^a", "a")]) == [True]


@pytest.mark.parametrize("expression", ["(" * 3000 + "1" + ")" * 3000, "[" * 3000, "-" * 5000 + "1", '"' * 9999])
def test_deeply_nested_text_does_no_harm(expression):
    with suppress(FeelProblem):
        evaluate(expression, {})
    assert evaluate("1 + 1", {}) == 2


HOSTILE = {
    "typename": "x", "__proto__": {"isAdmin": True}, "constructor": {"prototype": 1}, "toString": 1, "hasOwnProperty": None,
    "a\0b": "\0", "@feel": "date", "value": "2026-01-01", "": 0, "then": 1, "__defineGetter__": 2,
}  # fmt: skip


def test_hostile_keys_are_only_keys():
    assert evaluate("x", {"x": HOSTILE}) == HOSTILE
    assert evaluate("x.isAdmin", {"x": HOSTILE}) is None
    assert evaluate("y.isAdmin", {"x": HOSTILE, "y": {}}) is None


@pytest.mark.parametrize(
    "name", ["constructor", "__proto__", "toString", "hasOwnProperty", "prototype", "globalThis", "feel"]
)
def test_nothing_of_javascript_can_be_reached(name):
    assert evaluate(name, {}) is None
    assert evaluate(f"x.{name}", {"x": {"a": 1}}) is None
    assert evaluate(f"x.{name}", {"x": "text"}) is None


def test_an_entry_called_proto_changes_nothing_else():
    assert evaluate('{"__proto__": {evil: 1}}', {}) == {"__proto__": {"evil": 1}}
    assert evaluate('context put({}, "__proto__", {evil: 1}).evil', {}) is None
    assert evaluate("x.evil", {"x": {}}) is None


def test_what_json_cannot_carry_is_null_or_refused():
    assert evaluate("x", {"x": [float("nan"), float("inf"), 1.5]}) == [None, None, 1.5]
    assert evaluate("x", {"x": "a\ud800b"}) == "a?b"
    assert evaluate("x", {"x": {1: "a"}}) == {"1": "a"}
    with pytest.raises(FeelProblem, match="不能计算"):
        evaluate("x", {"x": object()})


def test_data_without_end_is_refused():
    endless = []
    endless.append(endless)
    with pytest.raises(FeelProblem, match="太深"):
        evaluate("x", {"x": endless})


def test_deep_data_does_no_harm():
    deep = {}
    for _ in range(60_000):
        deep = {"a": deep}
    with pytest.raises(FeelProblem):
        evaluate("x", {"x": deep})
    shallow = {}
    for _ in range(200):
        shallow = {"a": shallow}
    assert evaluate("x.a.a != null", {"x": shallow}) is True


def test_more_data_than_one_expression_may_read_is_refused():
    with pytest.raises(FeelProblem, match="太多"):
        evaluate("string length(x)", {"x": "字" * 4_000_001})


ATOMS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.dates() | st.floats(-1e15, 1e15)
VALUES = st.recursive(ATOMS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_a_value_comes_back_as_it_went_in(value):
    def kept(one):
        if isinstance(one, str):
            return one.encode("utf-8", "replace").decode()
        if isinstance(one, list):
            return [kept(inner) for inner in one]
        return {kept(key): kept(inner) for key, inner in one.items()} if isinstance(one, dict) else one

    assert evaluate("x", {"x": value}) == kept(value)


def test_text_that_only_looks_marked_needs_no_care():
    assert encoded({"a": '"@feel":'}) == ('{"a":"\\"@feel\\":"}', False)
    assert decoded({"@feel": "context", "value": [["@feel", 1]]}) == {"@feel": 1}


def test_a_date_beyond_pythons_calendar_is_a_problem():
    with pytest.raises(NotData):
        decoded({"@feel": "date", "value": "+012026-01-01"})
    with pytest.raises(FeelProblem):
        evaluate('date("2026-01-01") + duration("P9000Y")', {})


def test_threads_share_one_v8():
    wrong = []

    def work(number):
        for step in range(50):
            if evaluate("a * 1000 + b", {"a": number, "b": step}) != number * 1000 + step:
                wrong.append((number, step))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_forked_child_gets_a_v8_of_its_own():
    assert evaluate("1 + x", {"x": 1}) == 2
    child = os.fork()
    if not child:
        os._exit(0 if evaluate("2 + x", {"x": 2}) == 4 and feel_v8._before_fork else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert evaluate("3 + x", {"x": 3}) == 6


def test_the_cache_inside_is_bounded():
    for number in range(4200):
        evaluate(f"x + {number}", {"x": 1})
    assert evaluate("x + 1", {"x": 1}) == 2


def test_a_missing_library_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(feel_v8, "LIBRARY", tmp_path / "none.js")
    with pytest.raises(feel_v8.LibraryMissing, match=r"frontend/feel"):
        feel_v8.Racer()

STARVED = """
from app.engine.feel import evaluate
evaluate("1", {})
print("begun", flush=True)
print(evaluate("sum(for a in 1..400 return sum(for b in 1..400 return a * b))", {}), flush=True)
"""


def test_time_in_which_the_machine_gave_us_no_processor_is_not_counted():
    """The whole process is stopped for longer than the limit while it computes, as on a machine with too much to do."""
    with subprocess.Popen([sys.executable, "-c", STARVED], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGSTOP)
        with suppress(subprocess.TimeoutExpired):
            process.wait(feel_v8.TIME_LIMIT * 1.3)
        process.send_signal(signal.SIGCONT)
        assert process.stdout.readline() == f"{sum(range(401)) ** 2}\n"
