"""Walks of the closed loop (P03, P04, P13, P17, P18, P21): who does what, and what is then open.

A row is {name, through, given, case, clock, serve, running, limits, steps, open or end, has, papers, slips, clocks, throws};
`through` names a caller that catches its errors, `clock` holds what is known of clocks, `limits` days that differ from thirty. Besides the steps of filled_walks:
["R05", task, outcome, {what differs}] somebody of that post does it · ["then", task, …] exactly these are open now ·
["know", {"case.status": …, "clock.main.overdueWd": …}] the case has meanwhile changed · ["due", timer, day or null] when it will fire · ["lists", variable, field, value, …] what a list holds ·
["called", process, {variables}] a process it called has ended. A supervision letter is issued once for each level.
"""

import re
from copy import deepcopy
from datetime import timedelta
from typing import Any

from app.engine import effects
from tests.bpmn.filled_walks import FilledWalk, FullBooks, bundle_of
from tests.bpmn.route_walks import LIMIT
from tests.engine.driver import Walk

LOOPS = ("mediation_core", "med_people", "supervision", "followup", "evaluation", "archive")
POST = re.compile(r"R\d\d")
STUBBED = {"mediation_core": "stub_mediation", "party_gov_supervision": "stub_party_gov", "deadline_change": "stub_change"}


class LoopBooks(FullBooks):
    """The case changes as the operators record it."""

    def __init__(self, row: dict, walk_now):
        super().__init__(deepcopy(row), walk_now)
        self.slips: list[str] = []
        self._limits = row.get("limits", {})
        self._known = deepcopy(row.get("clock", {}))

    def know(self, changed: dict[str, Any]) -> None:
        for path, value in changed.items():
            whose, *way = path.split(".")
            if whose == "case":
                self.case[way[0]] = value
            else:
                self.clocks[way[0]][way[1]] = value

    def serve(self, call) -> dict:
        served = super().serve(call)
        match call.operator:
            case "case.record":
                self.case.update(call.parameters)
            case "document.number":
                return {"documentNo": "(2026)人调字第1号"}
            case "supervision.issue":
                return self._issue(call.parameters["action"])
            case "supervision.release":
                self.case["superviseLevel"] = 0
        return served

    def _issue(self, action: str) -> dict:
        level = int(action[-1]) if action.startswith("SUPERVISE_L") else 0
        issued = level > self.case["superviseLevel"] or not level and action not in self.slips
        if issued:
            self.slips.append(action)
            self.case["superviseLevel"] = max(level, self.case["superviseLevel"])
        return {"issued": issued, "slipNo": f"督{len(self.slips)}" if issued else None,
                "superviseLevel": self.case["superviseLevel"]}

    def _start(self, clock_id: str, started, alias: str | None) -> None:
        super()._start(clock_id, started, alias)
        shown = self.clocks[clock_id]
        shown["dueAt"] = shown["startedAt"] + self._limit(clock_id)
        shown.update(self._known.get(clock_id, {}))

    def _limit(self, clock_id: str) -> timedelta:
        return timedelta(days=self._limits[clock_id]) if clock_id in self._limits else LIMIT


class LoopWalk(FilledWalk):
    def __init__(self, process: str, row: dict):
        self.books = LoopBooks(row, lambda: self.now)
        Walk.__init__(self, row.get("through", process), row.get("given", {}), bundle=bundle_of(process), serve=self.books.serve)
        for step in row["steps"]:
            self._take(*step)

    def ends(self) -> list[str]:
        return [effect.element for effect in self.history if isinstance(effect, effects.Ended)]

    def thrown(self) -> list[str]:
        return [f"{effect.message}" for effect in self.history if isinstance(effect, effects.MessageThrown)]

    def _take(self, kind: str, *what) -> None:
        if POST.fullmatch(kind):
            self._post(kind, *what)
        else:
            getattr(self, f"_{kind}")(*what)

    def _post(self, post: str, element: str, *answered) -> None:
        asked = self.task(element).settings["role"]
        assert post in (asked if isinstance(asked, list) else asked.split(",")), f"{element} is not for {post} but for {asked}"
        self._do(element, *answered)

    def _then(self, *elements: str) -> None:
        assert self.open == sorted(elements)

    def _know(self, changed: dict) -> None:
        self.books.know(changed)

    def _due(self, timer: str, day: str | None) -> None:
        due = self.retime().timers[timer]
        assert (due and f"{due:%Y-%m-%d}") == day

    def _lists(self, variable: str, of: str, *what: str) -> None:
        assert [row[of] for row in self.variables[variable]] == list(what)

    def _called(self, process: str, answers: dict | None = None) -> None:
        """The process it called has ended with this."""
        self.complete(STUBBED[process], **(answers or {}))
