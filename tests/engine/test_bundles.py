"""Bundles: what they tell, how they are named, kept and shared."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.engine import bundle
from app.engine.bundle import BundleRefused, bundle_for, compile_bundle, digest_of
from tests.engine.drawing import drawn
from tests.engine.driver import SHAPES, Walk, shape


def test_a_bundle_tells_its_processes_and_elements():
    process = shape("tasks").processes["tasks"]
    assert (process.id, process.name, process.file) == ("tasks", "tasks", "tasks.bpmn")
    task = process.elements["ut_fill"]
    assert (task.id, task.name, task.type, task.lane) == ("ut_fill", "ut_fill", "userTask", None)
    assert task.properties["form"] == "f/fill" and process.elements["done"].type == "endEvent"
    assert [(start.element, start.kind) for start in process.starts] == [("begin", "none")]


def test_elements_inside_subprocesses_are_told_too():
    assert shape("subprocess_boundaries").processes["subprocess_boundaries"].elements["ut_in2"].type == "userTask"


def test_lanes_hold_after_a_file_without_a_process_was_read():
    files = {"a.bpmn": (SHAPES / "nothing_but_a_message.bpmn").read_bytes(),
             "lanes.bpmn": (SHAPES / "lanes.bpmn").read_bytes()}
    for _ in range(20):
        read = compile_bundle(files)
        walk = Walk("lanes", bundle=read)
        assert walk.task("ut_window").lane == "窗口"
        assert walk.complete("ut_window").task("ut_mediator").lane == "调解员"


def test_the_version_tag_is_told():
    content = drawn("<userTask id='ut'/>").replace(b'id="p"', b'id="p" xmlns:c="http://c" c:versionTag="1.2"')
    assert compile_bundle({"p.bpmn": content}).processes["p"].version_tag == "1.2"


def test_the_digest_names_content_and_counts_forms():
    files = {"a.bpmn": b"1", "forms/x.json": b"2"}
    assert digest_of(files) == digest_of(dict(reversed(files.items())))
    changed = [{"a.bpmn": b"1"}, {**files, "forms/x.json": b"3"}, {"a.bpm": b"n1", "forms/x.json": b"2"}]
    assert len({digest_of(files), *map(digest_of, changed)}) == 4


def test_a_bundle_is_read_once_and_the_least_used_is_forgotten():
    reads = []

    def reader(name):
        def read_files():
            reads.append(name)
            return {"p.bpmn": drawn("<userTask id='ut'/>")}
        return read_files

    names = [f"digest-{number}" for number in range(bundle.MOST_KEPT + 1)]
    first = bundle_for(names[0], reader(names[0]))
    assert bundle_for(names[0], reader(names[0])) is first and first.digest == names[0]
    for name in names[1:]:
        bundle_for(name, reader(name))
    assert reads == names
    bundle_for(names[0], reader(names[0]))
    assert reads == [*names, names[0]]


def test_threads_share_a_bundle():
    shared = compile_bundle({"loop_everywhere.bpmn": (SHAPES / "loop_everywhere.bpmn").read_bytes()})

    def run(number: int) -> bool:
        walk = Walk("loop_everywhere", {"number": number}, bundle=shared)
        for _ in range(3):
            walk.complete("ut_branch", outcome="again").complete("ut_called", outcome="again").deliver("msg_tick")
            walk.complete("ut_tick")
        walk.complete("ut_branch", outcome="").complete("ut_called", outcome="").complete("ut_still")
        return walk.done and walk.variables["number"] == number

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(run, range(64)))


def test_nothing_in_a_bundle_changes_when_it_is_used():
    shared = shape("subprocess_boundaries")
    before = repr([(spec.name, spec._inputs, spec._outputs, spec.data) for scope in shared.specs.values()
                   for spec in scope.task_specs.values()])
    Walk("subprocess_boundaries").fire("nudge").complete("ut_in", way="help").complete("ut_in2")
    assert before == repr([(spec.name, spec._inputs, spec._outputs, spec.data) for scope in shared.specs.values()
                           for spec in scope.task_specs.values()])


def test_the_same_process_in_two_files_is_refused():
    content = drawn("<userTask id='ut'/>")
    with pytest.raises(BundleRefused) as refused:
        compile_bundle({"a.bpmn": content, "b.bpmn": content})
    assert [(problem.file, problem.element) for problem in refused.value.problems] == [("b.bpmn", "p")]


def test_the_same_subprocess_id_in_two_files_is_fine():
    files = {f"{name}.bpmn": drawn(f"<subProcess id='sp'><userTask id='ut_{name}'/></subProcess>", process=name)
             for name in "ab"}
    read = compile_bundle(files)
    assert Walk("a", bundle=read).open == ["ut_a"] and Walk("b", bundle=read).open == ["ut_b"]


def test_files_that_are_no_diagrams_are_ignored():
    assert compile_bundle({"forms/x/y.json": b"{", "readme.txt": b"?"}).processes == {}
