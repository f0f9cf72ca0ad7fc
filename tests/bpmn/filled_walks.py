"""Walks in which people fill in the shipped forms: a step names an outcome, the kept answers of that form complete the task.

A row is {name, given, case, serve, running, steps, open, has, starts, orders}; `running` are clocks that run already. Steps,
in order: ["do", task, outcome, {what differs}] · ["stub", {answers}] · ["fire", timer] · ["bring", message, payload]. Of
several open tasks of one name the oldest is done. A message that the process throws and awaits itself needs no step.
"""

import json
from functools import cache
from typing import Any

from app import clock
from app.config import ROOT
from app.engine import effects
from app.engine.bundle import Bundle
from app.engine.values import Outcome
from app.forms import compile_form
from tests.bpmn.route_walks import HERE, Books, compiled
from tests.engine.driver import Walk
from tests.forms_shipped.asking import context_for
from tests.forms_shipped.shipped import schema_of
from tests.walk_answers import answers_for

CALLED = {"judicial_confirmation": (), "joint_resolution": ("med_people", "med_industry"), "major_case": ("assistance",),
          "party_gov_supervision": ("assistance",), "assistance": ()}


class FullBooks(Books):
    """The clocks, the evening, and what operators that look something up answer (`serve` of the row)."""

    def __init__(self, row: dict, walk_now):
        super().__init__({"superviseLevel": 0, **row.get("case", {})}, walk_now)
        self._answers = row.get("serve", {})
        self._running = list(row.get("running", []))

    def facts(self) -> dict[str, Any]:
        while self._running:
            self._start(self._running.pop(), None, None)
        facts = super().facts()
        facts["calendar"]["endOfToday"] = self._now().replace(hour=17, minute=30)
        return facts

    def serve(self, call) -> dict:
        served = super().serve(call) | self._answers.get(call.operator, {})
        return served | {"dueAt": self.clocks[call.parameters["clock"]]["dueAt"]} if call.operator == "clock.start" else served


class FilledWalk(Walk):
    """What the process tells itself by message comes back to it, as between the processes of one case."""

    def __init__(self, process: str, row: dict):
        self.books = FullBooks(row, lambda: self.now)
        super().__init__(process, row.get("given", {}), bundle=bundle_of(process), serve=self.books.serve)
        for step in row["steps"]:
            getattr(self, f"_{step[0]}")(*step[1:])

    def said(self, operator: str, parameter: str) -> list:
        return [given.get(parameter) for called, given in self.books.calls if called == operator]

    def ordered(self) -> list[str]:
        return [effect.payload["action"] for effect in self.history
                if isinstance(effect, effects.MessageThrown) and effect.message == "msg_supervise_order"]

    def fired(self) -> set[str]:
        return {effect.element for effect in self.history if isinstance(effect, effects.TimerFired)}

    def _facts(self) -> dict:
        return self.books.facts()

    def _do(self, element: str, outcome: str = "done", differing: dict | None = None) -> None:
        clock.move_to(self.now)
        task = self.task(element)
        key = task.settings["form"]
        answers = answers_for(key, outcome, **(differing or {}))
        clean = compile_form(schema_of(key)).check(answers, {**self.variables, **task.local, **self._around(key, answers)})
        kept = {name: clean.get(name) for name in (task.settings.get("keep") or "").split(",") if name}
        self.complete_step(task.step, outcome=outcome, **kept)

    def _around(self, key: str, answers: dict) -> dict:
        """What the pages put around a form."""
        return context_for(key, answers)

    def _stub(self, answers: dict) -> None:
        self.complete("stub_mediation", **answers)

    def _fire(self, element: str) -> None:
        self.retime().fire(element)

    def _bring(self, message: str, payload: dict | None = None) -> None:
        self.deliver(message, **(payload or {}))

    def _keep(self, outcome: Outcome) -> "FilledWalk":
        super()._keep(outcome)
        self._return(outcome)
        return self

    def _return(self, outcome: Outcome) -> None:
        for thrown in [effect for effect in outcome.effects if isinstance(effect, effects.MessageThrown)]:
            if thrown.message in self.messages:
                self.deliver(thrown.message, **(thrown.payload or {}))


def table(process: str) -> list[dict]:
    return json.loads((HERE / "walks" / f"{process}.json").read_text(encoding="utf-8"))


@cache
def bundle_of(process: str) -> Bundle:
    """The process and what it really calls; a stub stands for everything else."""
    drawn = (process, *CALLED.get(process, ()))
    files = {path.name: path.read_bytes() for path in (ROOT / "bpmn").glob("*.dmn")}
    files |= {path.name: path.read_bytes() for path in (HERE / "stubs").glob("*.bpmn") if path.stem not in drawn}
    return compiled(files | {f"{name}.bpmn": (ROOT / "bpmn" / f"{name}.bpmn").read_bytes() for name in drawn})
