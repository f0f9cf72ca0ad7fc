"""Walks of the trunk (P01, P19, the report upwards) with the shipped forms, the catalogue's limits and the official calendar.

Every process a diagram calls is replaced by a stub of one task, `stub_<process>`: its answers become variables, and outcome
"violence" first throws esc_violence and opens the task again. A row is {name, inbound, given, case, serve, running, steps} and what
is to be seen at its end. Steps, in order: [role, task, outcome, {what differs}] (a person of that role fills in the form) ·
["stub", process, {answers}] · ["fire", timer] · ["bring", message, payload] · ["clock", id] starts a clock, ["pause", id] suspends one ·
["case", {facts}] · ["begin", name] (walks/trunk_beginnings.json) · ["see", {…}]. To see: open, has, papers, starts, thrown, status, told, due, who, done (see SEEN).
"""

import json
from datetime import timedelta
from functools import cache
from typing import Any

from lxml import etree

from app import clock
from app.cases import catalogue
from app.config import ROOT
from app.engine import effects
from app.engine.bundle import Bundle
from app.worklist.reactions import roles_of
from app.worktime import rules
from app.worktime.calendar import OFFICIAL
from tests.bpmn.filled_walks import FilledWalk
from tests.bpmn.route_walks import BPMN, HERE, Books, compiled
from tests.engine.driver import Walk
from tests.walk_answers import filled_in

TRUNK = ("dispute_main", "deadline_change", "tier_upgrade")
FRESH = {"tier": None, "leadUnit": None, "committee": None, "handler": None, "caseManager": "@person:chen.yu", "route": None,
         "superviseLevel": 0, "extensionPending": False, "agreementSigned": False, "sessionPlannedWithin2wd": False}
RECORDED = ("status", "tier", "route", "leadUnit", "handler", "riskLevel", "caseManager")


class TrunkBooks(Books):
    """The case record and its clocks, as far as the trunk reads them; an operator may be told what to answer (`serve`)."""

    def __init__(self, row: dict, walk_now):
        super().__init__({**filled_in(FRESH), **row.get("case", {})}, walk_now)
        self.answers = {operator: list(answers) for operator, answers in row.get("serve", {}).items()}
        self._before = list(row.get("running", []))

    def facts(self) -> dict[str, Any]:
        while self._before:
            self._start(self._before.pop(0), None, None)
        facts, now = super().facts(), self._now()
        if "legal" not in self.clocks and self.clocks.get("main", {}).get("kind") == "LEGAL":
            facts["clock"] = {**self.clocks, "legal": self.clocks["main"]}
        today = clock.local(now).date()
        facts["calendar"] |= {"isWorkingDay": OFFICIAL.is_working(today), "endOfToday": clock.local(OFFICIAL.evening(today)),
                              "nextWorkingMorning": clock.local(OFFICIAL.next_working_morning(now))}
        return facts

    def serve(self, call) -> dict:
        served = super().serve(call) | {
            "clock.stop": self._stopped, "case.record": self._recorded, "clock.rule": self._ruled, "clock.suspend": self._paused,
            "clock.resume": self._resumed, "approver.find": self._approver}.get(call.operator, lambda **_: {})(**call.parameters)
        left = self.answers.get(call.operator)
        return served | (left.pop(0) if left else {})

    def running(self) -> dict[str, dict]:
        return {name: one for name, one in self.clocks.items() if one["state"] == "RUNNING"}

    def to_change(self) -> list[dict]:
        """As app.cases.clock_view.to_change, from the catalogue alone."""
        return [{"value": one["id"], "label": one["name"], "changes": ["RESUME"] if one["suspended"] else ["EXTEND", "SUSPEND"]}
                for name, one in self.clocks.items() if name == one["id"] and one["kind"] in ("INTERNAL", "LEGAL")
                and one["state"] in ("RUNNING", "SUSPENDED")]

    def _recorded(self, **given) -> dict:
        self.case |= {name: value for name, value in given.items() if name in RECORDED}
        if given.get("status") == "DISPATCHED":
            self.case["dispatchedAt"] = self._now()
        return {}

    def _stopped(self, **given) -> dict:
        if given["clock"] == "all":
            for one in self.clocks.values():
                one["state"] = one["state"] if one["kind"] == "WATCH" and "TIER" not in one["id"] else "STOPPED"
        return {}

    def _ruled(self, clock: str) -> dict:
        return {"extBy": catalogue.shipped()[clock].get("ext_by", "")}

    def _paused(self, clock: str, **_) -> dict:
        self.clocks[clock] |= {"state": "SUSPENDED", "suspended": True}
        return {}

    def _resumed(self, clock: str) -> dict:
        self.clocks[clock] |= {"state": "RUNNING", "suspended": False}
        return {}

    def _approver(self, posts: list, without: list) -> dict:
        """Everybody's post is held by somebody else."""
        first = next(post for post in posts if "unit" not in post or post["unit"] is not None)
        return {"approverRole": first["role"], "approverUnit": first.get("unit")}

    def _start(self, clock_id: str, started, alias: str | None) -> None:
        """What runs goes on; a limit of the order to sign counts from the dispatch."""
        kind = catalogue.shipped()[clock_id]
        if kind["kind"] != "TASK" and self.clocks.get(clock_id, {}).get("state") == "RUNNING":
            return
        begun = (kind.get("restarts") == "DISPATCH" and self.case.get("dispatchedAt")) or self._now()
        red = self.case.get("riskLevel") == "RED" and "red_limit" in kind
        limit, unit = (kind["red_limit"], kind["red_unit"]) if red else (kind["limit"], kind["unit"])
        due = clock.local(rules.add(OFFICIAL, begun, limit, unit))
        shown = {"id": clock_id, "name": kind["name"], "kind": kind["kind"], "state": "RUNNING", "suspended": False,
                 "startedAt": begun, "dueAt": due, "yellowAt": begun + (due - begun) * 0.7,
                 "legalWarnAt": due - timedelta(days=5)}
        self.clocks[clock_id] = shown
        if alias or kind.get("alias"):
            self.clocks[alias or kind["alias"]] = shown


class TrunkWalk(FilledWalk):
    def __init__(self, process: str, row: dict):
        self.books = TrunkBooks(row, lambda: self.now)
        Walk.__init__(self, process, row.get("given", {}), bundle=bundle_of(process), serve=self.books.serve,
                      message=row.get("inbound"))
        for step in row["steps"]:
            self.take(*step)

    def take(self, kind: str, *what) -> None:
        if kind == "begin":
            for step in beginnings()[what[0]]:
                self.take(*step)
        elif kind.startswith("R"):
            element, *how = what
            assert kind in roles_of(self.task(element).settings).split(","), f"{kind} may not do {element}"
            self._do(element, *how)
        else:
            getattr(self, f"_{kind}")(*what)

    def seen(self, wanted: dict) -> dict:
        """The same mapping with what is really there."""
        return {name: SEEN[name](self, expected) for name, expected in wanted.items() if name in SEEN}

    def _see(self, wanted: dict) -> None:
        assert self.seen(wanted) == wanted

    def _stub(self, process: str, answers: dict | None = None) -> None:
        self.complete(f"stub_{process}", **{"outcome": "done", **(answers or {})})

    def _clock(self, clock_id: str) -> None:
        self.books._start(clock_id, None, None)
        self.retime()

    def _pause(self, clock_id: str) -> None:
        self.books._paused(clock_id)
        self.retime()

    def _case(self, facts: dict) -> None:
        self.books.case |= facts
        self.retime()

    def _around(self, key: str, answers: dict) -> dict:
        return super()._around(key, answers) | {"clocks": self.books.to_change(), "variables": self.variables}

    def thrown(self) -> list[str]:
        """What was thrown, but for the daily look at the clocks."""
        return [getattr(effect, "message", None) or getattr(effect, "signal", None) or effect.code for effect in self.history
                if isinstance(effect, effects.MessageThrown | effects.SignalThrown | effects.EscalationThrown)]

    def texts(self) -> str:
        return "\n".join(str(text) for text in self.said("notice.send", "text"))

    def due(self, clock_id: str) -> str | None:
        one = self.books.clocks.get(clock_id)
        return one and (f"{clock.local(one['dueAt']):%m-%d}" if one["state"] == "RUNNING" else one["state"])


SEEN = {
    "open": lambda walk, _: walk.open,
    "done": lambda walk, _: walk.done,
    "has": lambda walk, wanted: {name: walk.variables.get(name) for name in wanted},
    "papers": lambda walk, _: walk.said("document.note", "code"),
    "starts": lambda walk, _: walk.said("process.start", "process"),
    "thrown": lambda walk, _: walk.thrown(),
    "status": lambda walk, _: walk.books.case.get("status"),
    "told": lambda walk, wanted: wanted if wanted in walk.texts() else walk.texts(),
    "due": lambda walk, wanted: {clock_id: walk.due(clock_id) for clock_id in wanted},
    "who": lambda walk, wanted: {task: {name: walk.task(task).settings.get(name) for name in asked}
                                 for task, asked in wanted.items()},
}
"""`due`: the day a running clock is due, else its state, null if it never ran. `who`: settings of open tasks (role, unit,
assignee, exclude). `told`: words of some notice. `papers`, `starts`, `thrown`, `open`: exactly these."""


@cache
def beginnings() -> dict[str, list]:
    return json.loads((HERE / "walks" / "trunk_beginnings.json").read_text(encoding="utf-8"))


@cache
def bundle_of(process: str) -> Bundle:
    files = {path.name: path.read_bytes() for path in (ROOT / "bpmn").glob("*.dmn")}
    drawn = ROOT / "bpmn" / f"{process}.bpmn"
    called = {call.get("calledElement") for call in etree.parse(drawn).iter(f"{BPMN}callActivity")}
    files |= {f"{name}.bpmn": STUB.replace("PROCESS", name).encode() for name in called}
    return compiled(files | {drawn.name: drawn.read_bytes()})


STUB = (HERE / "stubs" / "called.xml").read_text(encoding="utf-8")
