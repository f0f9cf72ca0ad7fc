"""撤回 of a step that moved limits: they are as they were, and what was done stays in the history."""

from xml.sax.saxutils import quoteattr

import pytest
import sqlalchemy as sa

from app import clock
from app.cases import clock_pauses, clocks
from app.cases.models import Case, CaseClock, ClockChange
from app.db import db, unit_of_work
from app.errors import Conflict, NotFound
from app.worklist import actions, withdrawing
from app.worklist.models import HumanTask
from tests.cast import OTHER_TOWN, TRIAGE, WINDOW
from tests.instances.running import deploy, drawn, start, task


def service(element: str, operator: str, **parameters: str) -> str:
    given = "".join(f'<spiffworkflow:parameter id="{name}" type="any" value={quoteattr(value)}/>' for name, value in parameters.items())
    return (f'<serviceTask id="{element}" name="{element}"><extensionElements><spiffworkflow:serviceTaskOperator id="{operator}">'
            f"<spiffworkflow:parameters>{given}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></extensionElements></serviceTask>")


MOVING = drawn(
    '<startEvent id="s"/>' + task("a") + service("main", "clock.start", clock='"CK06"') + task("b")
    + service("stop", "clock.stop", clock='"CK06"') + service("other", "clock.start", clock='"CK07"')
    + task("c", role="R01,R02") + task("d") + '<endEvent id="e"/>', "s a", "a main", "main b", "b stop", "stop other", "other c", "c d", "d e")


@pytest.fixture
def run(cast):
    clock.move_to("2026-03-02 09:00")
    deploy(MOVING)
    run = start(cast)
    step(cast, run, "a")
    clock.move_to("2026-03-02 10:00")
    return run


@pytest.fixture
def withdraw(cast):
    def act(number: int, who: str = WINDOW) -> None:
        with unit_of_work():
            withdrawing.withdraw(number, "填错了", cast.actor(who))
    return act


def step(cast, run, element: str, who: str = WINDOW) -> int:
    number = run.open()[element].id
    with unit_of_work():
        actions.complete(number, {"note": "说明"}, cast.actor(who))
    return number


def limits(run) -> dict[str, tuple]:
    db.session.expire_all()
    rows = db.session.scalars(sa.select(CaseClock).where(CaseClock.case_id == run.case_id, CaseClock.kind != "TASK"))
    return {row.clock_id: (row.state, row.due_at, row.yellow_at, row.stopped_at) for row in rows}


def light(run) -> tuple:
    case = db.session.get(Case, run.case_id, populate_existing=True)
    return case.due_at, case.yellow_at


def test_limits_that_the_step_moved_are_as_before_and_the_history_says_both(cast, run, withdraw):
    before, lit = limits(run), light(run)
    number = step(cast, run, "b")
    after = limits(run)
    assert (after["CK06"][0], after["CK07"][0]) == ("STOPPED", "RUNNING")
    clock.move_to("2026-03-02 10:10")
    assert withdrawing.may(db.session.get(HumanTask, number, populate_existing=True), cast.actor(WINDOW))
    withdraw(number)
    now = limits(run)
    assert {name: now[name] for name in before} == before and now["CK07"][0] == "STOPPED"
    assert light(run) == lit
    changes = db.session.scalars(sa.select(ClockChange).where(ClockChange.case_id == run.case_id).order_by(ClockChange.id)).all()
    assert [change.details["was"] for change in changes if change.what == "UNDONE"] == ["STOPPED", "STARTED"]
    assert [change.what for change in changes[-2:]] == ["PUT_BACK", "PUT_BACK"]
    assert any("随撤回恢复" in line for line in run.lines("CLOCK"))
    assert set(run.open()) == {"b"}


def test_done_again_a_limit_runs_from_when_it_first_ran(cast, run, withdraw):
    number = step(cast, run, "b")
    first = limits(run)["CK07"]
    withdraw(number)
    clock.move_to("2026-03-03 15:00")
    step(cast, run, "b")
    assert limits(run)["CK07"] == first and limits(run)["CK06"][0] == "STOPPED"
    withdraw(number)
    assert limits(run)["CK06"][0] == "RUNNING"


def test_the_first_start_of_a_limit_is_taken_back_too(cast, withdraw):
    deploy(MOVING)
    run = start(cast)
    number = step(cast, run, "a")
    withdraw(number)
    assert limits(run)["CK06"][0] == "STOPPED" and light(run) == (None, None) and set(run.open()) == {"a"}


def test_a_limit_that_somebody_stretched_since_stays_and_the_refusal_names_it(cast, run, withdraw):
    number = step(cast, run, "b")
    with unit_of_work():
        on = clocks.of(run.case_id, clock.now(), cast.actor(TRIAGE))
        name = clock_pauses.extend(on, "CK07", reason="案情复杂", approver="高远", days=1, consents=True).name
    after = limits(run)
    with pytest.raises(Conflict, match=f"“{name}”又有变动"):
        withdraw(number)
    db.session.rollback()
    assert limits(run) == after and set(run.open()) == {"c"}


def test_the_refusal_says_who_has_acted(cast, run, withdraw):
    number = step(cast, run, "b")
    step(cast, run, "c", TRIAGE)
    with pytest.raises(Conflict, match="林芳之后已经办结“c”，不能撤回"):
        withdraw(number)
    with pytest.raises(NotFound):
        withdraw(number, OTHER_TOWN)
