"""A bundle: the diagrams and tables that were deployed together, read once and shared by all threads."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from app.engine import dmn
from app.engine.building import ScopeSpec, build
from app.engine.checking import problems_of_file
from app.engine.expressions import problems_of_expressions
from app.engine.normalising import normalise
from app.engine.parsing import BundleRefused, NotXml, Problem, parse_xml
from app.engine.reading import Definitions, Scope, read
from app.engine.script_engine import FeelEngine

MOST_KEPT = 24
MOST_NODES = 5000

__all__ = ["Bundle", "BundleRefused", "ElementInfo", "Problem", "ProcessInfo", "StartInfo", "bundle_for",
           "compile_bundle", "digest_of", "problems_of"]


@dataclass(frozen=True)
class ElementInfo:
    """One element as the diagram shows it; `type` is BPMN's own, such as "userTask"."""

    id: str
    name: str
    type: str
    lane: str | None
    properties: dict[str, str]


@dataclass(frozen=True)
class StartInfo:
    """How a process starts: kind is none, message, timer or signal; `what` the message, signal or timer text."""

    element: str
    kind: str
    what: str


@dataclass(frozen=True)
class ProcessInfo:
    id: str
    name: str
    version_tag: str
    file: str
    elements: dict[str, ElementInfo]
    starts: tuple[StartInfo, ...]


@dataclass(frozen=True)
class Bundle:
    """`specs`, `drawn` and `script_engine` are the engine's own; the rest is for everybody. Never changed after it was made.

    `drawn`: {process id: (its file's definitions, its model)}, for looking ahead.
    """

    digest: str
    processes: dict[str, ProcessInfo]
    decisions: dict[str, dmn.Table | dmn.Literal]
    specs: dict[str, ScopeSpec] = field(repr=False)
    drawn: dict[str, tuple[Definitions, Scope]] = field(repr=False)
    script_engine: FeelEngine = field(default_factory=FeelEngine, repr=False)

    @cached_property
    def calls(self) -> frozenset[str]:
        """The ids of all call activities."""
        return frozenset(node.id for _, process in self.drawn.values() for _, node in process.all_nodes()
                         if node.type == "callActivity")

    def started_by(self, message: str) -> list[str]:
        """The processes that begin with this message."""
        return [process.id for process in self.processes.values()
                if any(start.kind == "message" and start.what == message for start in process.starts)]


def digest_of(files: Mapping[str, bytes]) -> str:
    """sha256 over all names and contents, forms included."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode("utf-8", "surrogatepass"), files[name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def compile_bundle(files: Mapping[str, bytes]) -> Bundle:
    """Check everything, then build; raises BundleRefused with all problems. Files but *.bpmn and *.dmn are ignored."""
    definitions, decisions, problems = _read(files)
    problems += _checked(definitions, decisions)
    if problems:
        raise BundleRefused(problems)
    return _built(digest_of(files), definitions, decisions)


def problems_of(files: Mapping[str, bytes]) -> list[Problem]:
    """What compile_bundle would refuse."""
    definitions, decisions, problems = _read(files)
    return problems + _checked(definitions, decisions)


def load_trusted(digest: str, files: Mapping[str, bytes]) -> Bundle:
    """Build a bundle that was checked when it was deployed."""
    definitions, decisions, problems = _read(files)
    if problems:
        raise BundleRefused(problems)
    return _built(digest, definitions, decisions)


_kept: OrderedDict[str, Bundle] = OrderedDict()
_lock = Lock()


def bundle_for(digest: str, read_files: Callable[[], Mapping[str, bytes]]) -> Bundle:
    """The bundle of that name from this process's memory, else read, built and remembered; the least used is forgotten."""
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
    made = load_trusted(digest, read_files())
    with _lock:
        made = _kept.setdefault(digest, made)
        _kept.move_to_end(digest)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _read(files: Mapping[str, bytes]) -> tuple[list[Definitions], dict, list[Problem]]:
    definitions, decisions, problems = [], {}, []
    for name in sorted(files):
        try:
            if name.endswith(".bpmn"):
                definitions.append(normalise(read(name, parse_xml(files[name]))))
            elif name.endswith(".dmn"):
                for decision in dmn.read_decisions(files[name]):
                    if decision.id in decisions:
                        problems.append(Problem(name, decision.id, "另一个文件里已有同一标识的决策，请改掉一个。"))
                    decisions[decision.id] = (name, decision)
        except NotXml as why:
            problems.append(Problem(name, None, str(why)))
        except dmn.DmnProblem as why:
            problems.append(Problem(name, why.decision or None, why.sentence))
    return definitions, decisions, problems + list(_between_files(definitions))


def _between_files(definitions: list[Definitions]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for process in (process for one in definitions for process in one.processes):
        if process.id in seen:
            yield Problem(process.file, process.id, f"流程 id 与文件 {seen[process.id]} 里的重复，请改掉一个。")
        seen[process.id] = process.file
        if sum(1 for _ in process.all_nodes()) > MOST_NODES:
            yield Problem(process.file, process.id, f"流程里的元素超过 {MOST_NODES} 个，请拆成几个流程。")


def _checked(definitions: list[Definitions], decisions: dict) -> list[Problem]:
    processes = {process.id for one in definitions for process in one.processes}
    problems = [problem for one in definitions for problem in problems_of_file(one, processes, set(decisions))]
    for file, decision in decisions.values():
        if isinstance(decision, dmn.Table):
            problems += [Problem(file, decision.id, sentence) for sentence in decision.problems()]
    return problems + problems_of_expressions(definitions)


def _built(digest: str, definitions: list[Definitions], decisions: dict) -> Bundle:
    specs: dict[str, ScopeSpec] = {}
    for one in definitions:
        specs.update(build(one))
    processes = {process.id: _info(process, specs[process.id]) for one in definitions for process in one.processes}
    drawn = {process.id: (one, process) for one in definitions for process in one.processes}
    return Bundle(digest, processes, {key: decision for key, (_, decision) in decisions.items()}, specs, drawn)


def _info(process: Scope, spec: ScopeSpec) -> ProcessInfo:
    elements = {node.id: ElementInfo(node.id, node.name, node.type, node.lane, node.properties)
                for _, node in process.all_nodes()}
    starts = tuple(_start(start) for start in spec.bpmn_start_events)
    return ProcessInfo(process.id, process.name, process.version_tag, process.file, elements, starts)


def _start(spec) -> StartInfo:
    for kind, what in (("message", spec.message), ("signal", spec.signal)):
        if what:
            return StartInfo(spec.bpmn_id, kind, what)
    if spec.timer:
        return StartInfo(spec.bpmn_id, "timer", spec.timer.expression)
    return StartInfo(spec.bpmn_id, "none", "")
