"""The processes beside mediation (P02, P11, P12, P15): every walk ends as its row says, and together they go everywhere."""

import pytest

from app.engine import effects
from tests.bpmn.route_walks import Books, RouteWalk, bundle_of, flows_and_timers, table, watched
from tests.engine.driver import Walk

SIDE = ("dispatch_objection", "legal_channel", "expert_consultation", "closed_matter")
ROWS = [pytest.param(process, row, id=f"{process}: {row['name']}") for process in SIDE for row in table(process)]


class ServedBooks(Books):
    """Answers an operator with what the row says (`serve`), one answer after the other."""

    def __init__(self, row: dict, walk_now):
        super().__init__(row.get("case", {}), walk_now)
        self._answers = {operator: list(answers) for operator, answers in row.get("serve", {}).items()}

    def serve(self, call) -> dict:
        left = self._answers.get(call.operator)
        return super().serve(call) | (left.pop(0) if left else {})


class SideWalk(RouteWalk):
    def __init__(self, process: str, row: dict):
        self.books = ServedBooks(row, lambda: self.now)
        Walk.__init__(self, process, row.get("given", {}), bundle=bundle_of(process), serve=self.books.serve)

    def said(self, operator: str, parameter: str) -> list:
        return [given.get(parameter) for called, given in self.books.calls if called == operator]


def walked(process: str, row: dict, walks: type[SideWalk] = SideWalk) -> SideWalk:
    walk = walks(process, row)
    for step in row["steps"]:
        walk.step(*step)
    return walk


@pytest.mark.parametrize(("process", "row"), ROWS)
def test_a_walk_ends_as_its_row_says(process, row):
    ends_as_told(walked(process, row), row)


def ends_as_told(walk: SideWalk, row: dict) -> None:
    assert walk.open == sorted(row.get("open", []))
    assert walk.done == ("open" not in row)
    assert {name: walk.variables.get(name) for name in row.get("has", {})} == row.get("has", {})
    assert walk.said("document.note", "code") == row.get("papers", walk.said("document.note", "code"))
    assert walk.said("process.start", "process") == row.get("starts", [])
    for clock_id in row.get("clocks", []):
        assert clock_id in walk.said("clock.start", "clock"), clock_id
    for clock_id in row.get("stops", []):
        assert clock_id in walk.said("clock.stop", "clock"), clock_id


@pytest.mark.parametrize("process", SIDE)
def test_the_walks_take_every_flow_and_fire_every_timer(process):
    fired: set[str] = set()
    with watched() as taken:
        for row in table(process):
            fired |= {effect.element for effect in walked(process, row).history if isinstance(effect, effects.TimerFired)}
    flows, timers = flows_and_timers(process)
    assert (flows - taken, timers - fired) == (set(), set())


@pytest.mark.parametrize("row", table("dispatch_objection"), ids=lambda row: row["name"])
def test_an_objection_never_stops_the_time_to_sign(row):
    assert walked("dispatch_objection", row).said("clock.stop", "clock") == []


def test_party_is_told_of_the_limitation_thirty_seven_and_one_day_before():
    walk = SideWalk("legal_channel", {"given": {"legalReturns": 0}})
    walk.complete("ut_legal_guide", outcome="guided", legalPath="ARB_LABOR", limitationFrom="2025-06-01")
    assert walk.variables["limitationDate"] == "2026-06-01"
    assert {name: f"{due:%m-%d}" for name, due in walk.timers.items() if name in ("T-12-01", "T-12-02", "T-12-03")} \
        == {"T-12-01": "05-02", "T-12-02": "05-25", "T-12-03": "05-31"}


@pytest.mark.parametrize(("path", "last_day"), [("ARB_LAND", "2028-03-01"), ("RECONSIDER", "2026-04-30"), ("PETITION_REVIEW", "2026-03-31")])
def test_known_limitations_are_worked_out(path, last_day):
    walk = SideWalk("legal_channel", {})
    walk.complete("ut_legal_guide", outcome="guided", legalPath=path, limitationFrom="2026-03-01")
    assert walk.variables["limitationDate"] == last_day


def test_a_prompt_whose_day_has_passed_is_not_sent():
    walk = SideWalk("legal_channel", {})
    walk.complete("ut_legal_guide", outcome="guided", legalPath="LAWSUIT", limitationDate="2026-03-12")
    assert {name for name, due in walk.timers.items() if due is None} == {"T-12-01"}
