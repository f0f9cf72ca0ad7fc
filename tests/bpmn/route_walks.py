"""Walks of one diagram on the engine alone, told by a table: what it calls is replaced by a stub that a walk answers.

A table (walks/<process>.json) is a list of {name, given, case, steps, open, ends, has, calls}. Steps, in order:
["do", task, answers] · ["fire", timer] · ["bring", message, payload]. The stubs of mediation_core and deadline_change each
open one task, `stub_mediation` (outcome done, refused, expired or false) and `stub_change`; other answers become variables.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from app.cases.record_fields import moment
from app.catalogues.entries import shipped
from app.config import ROOT
from app.engine.bundle import Bundle, compile_bundle
from app.engine.workflows import InstanceWorkflow, SubScope
from tests.engine.driver import Walk

HERE = Path(__file__).parent
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
STUBS = ("mediation_core", "deadline_change")
LIMIT = timedelta(days=30)


class Books:
    """The case's clocks as far as diagrams see them; every limit is thirty days."""

    def __init__(self, case: dict, walk_now):
        self.clocks: dict[str, dict] = {}
        self.calls: list[tuple[str, dict]] = []
        self.case = {"no": "990121ZZ20260000001", "tier": "COUNTY", "committee": 7, "leadUnit": 3, **case}
        self._now = walk_now

    def facts(self) -> dict[str, Any]:
        now = self._now()
        return {"clock": self.clocks, "case": self.case,
                "calendar": {"now": now, "today": now.date(), "nextWorkingMorning": now + timedelta(days=1)},
                "threshold": {code: one.settings["value"] for code, one in shipped("thresholds").items()},
                "documentName": {code: one.name for code, one in shipped("documents").items()}}

    def serve(self, call) -> dict:
        given = call.parameters
        self.calls.append((call.operator, given))
        match call.operator:
            case "clock.start":
                self._start(given["clock"], given.get("started"), given.get("alias"))
            case "clock.enter":
                for clock_id in given["clocks"]:
                    self._start(clock_id, None, None)
            case "clock.stop":
                self.clocks.get(given["clock"], {}).update(state="STOPPED")
            case "unit.resolve":
                return {"leadUnitId": 7, "leadUnitName": given["name"]}
            case "case.check":
                return {"problems": self.case.get("problems", []), "minors": self.case.get("minors", [])}
            case "case.record":
                self.case.update({name: value for name, value in given.items() if name in ("committee", "industry")})
        return {}

    def _start(self, clock_id: str, started, alias: str | None) -> None:
        begun = moment(started) if started else self._now()
        shown = {"id": clock_id, "state": "RUNNING", "startedAt": begun, "dueAt": begun + LIMIT,
                 "yellowAt": begun + LIMIT * 0.7, "legalWarnAt": begun + LIMIT - timedelta(days=5)}
        self.clocks[clock_id] = shown
        if alias:
            self.clocks[alias] = shown


class RouteWalk(Walk):
    """A walk through the diagram with the books above."""

    def __init__(self, process: str, given: dict, case: dict):
        self.books = Books(case, lambda: self.now)
        super().__init__(process, given, bundle=bundle_of(process), serve=self.books.serve)

    def _facts(self) -> dict:
        return self.books.facts()

    def step(self, kind: str, what: str, with_: dict | None = None) -> None:
        {"do": self.complete, "bring": self.deliver, "fire": lambda element, **_: self.fire(element)}[kind](what, **(with_ or {}))


def table(process: str) -> list[dict]:
    return json.loads((HERE / "walks" / f"{process}.json").read_text(encoding="utf-8"))


@cache
def bundle_of(process: str) -> Bundle:
    files = {f"{stub}.bpmn": (HERE / "stubs" / f"{stub}.bpmn").read_bytes() for stub in STUBS}
    files |= {path.name: path.read_bytes() for path in (ROOT / "bpmn").glob("*.dmn")}
    return compiled(files | {f"{process}.bpmn": (ROOT / "bpmn" / f"{process}.bpmn").read_bytes()})


def compiled(files: dict[str, bytes]) -> Bundle:
    """Compiled, and its files remembered: a database keeps files."""
    bundle = compile_bundle(files)
    FILES[bundle.digest] = files
    return bundle


FILES: dict[str, dict[str, bytes]] = {}
"""{digest: files} of every bundle that was walked."""


def walked(process: str, row: dict, walks: type[RouteWalk] = RouteWalk) -> RouteWalk:
    """The walk of one row, to its last step."""
    walk = walks(process, row.get("given", {}), row.get("case", {}))
    for step in row["steps"]:
        walk.step(*step)
    return walk


def flows_and_timers(process: str) -> tuple[set[str], set[str]]:
    """Every sequence flow and every timer of the diagram; what follows an event gateway is told by the flow after the event."""
    root = etree.parse(ROOT / "bpmn" / f"{process}.bpmn").getroot()
    of_events = {found.text for gateway in root.iter(f"{BPMN}eventBasedGateway") for found in gateway.iter(f"{BPMN}outgoing")}
    timers = {timer.getparent().get("id") for timer in root.iter(f"{BPMN}timerEventDefinition")}
    return {flow.get("id") for flow in root.iter(f"{BPMN}sequenceFlow")} - of_events, timers


@contextmanager
def watched() -> Iterator[set[str]]:
    """The ids of all flows over which a token comes meanwhile."""
    taken: set[str] = set()
    scope = InstanceWorkflow.__mro__[1]
    assert scope in SubScope.__mro__
    plain = scope.put

    def put(workflow, spec, flow, *rest):
        taken.add(flow)
        return plain(workflow, spec, flow, *rest)

    scope.put = put
    try:
        yield taken
    finally:
        scope.put = plain
