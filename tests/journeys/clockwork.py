"""A tiny process that does nothing but wait for one clock, for limits whose own processes are not drawn yet.

`ut_wait` is left alone; timers on it follow the clock named by the variable `which` and write what fell due on the
timeline as a document. Messages pause it, go on, give more days, and change to the next clock.
"""

import sqlalchemy as sa

from app import clock
from app.cases import lifecycle
from app.cases.models import CaseClock
from app.db import db, unit_of_work
from app.engine.bundle import digest_of
from app.instances import actions as instances
from app.instances.models import WaitingTimer
from app.processes import actions as processes
from app.processes import shipped
from tests.engine.drawing import drawn
from tests.journeys.walking import Walk, local

WATCHED = "get value(clock, which)"
TIMERS = {
    "HALF": f"{WATCHED}.halfAt", "YELLOW": f"{WATCHED}.yellowAt", "NINETY": f"{WATCHED}.ninetyAt",
    "DUE": f"{WATCHED}.dueAt",
    "DAY20": "date and time(date(clock.CK50.startedAt) + duration(&quot;P20D&quot;), time(&quot;08:30:00&quot;))",
    "DAY27": "date and time(date(clock.CK50.startedAt) + duration(&quot;P27D&quot;), time(&quot;08:30:00&quot;))",
}
MESSAGES = {
    "msg_pause": ("clock.suspend", {"clock": "which", "reason": "reason"}),
    "msg_go_on": ("clock.resume", {"clock": "which"}),
    "msg_more": ("clock.extend", {"clock": "which", "days": "days", "approver": "approver", "reason": "reason"}),
    "msg_next": ("clock.start", {"clock": "which", "started": "since"}),
}


def operator(element: str, name: str, parameters: dict[str, str]) -> str:
    inner = "".join(f'<spiffworkflow:parameter id="{key}" type="any" value="{value}"/>' for key, value in parameters.items())
    return (f'<serviceTask id="{element}"><extensionElements><spiffworkflow:serviceTaskOperator id="{name}">'
            f"<spiffworkflow:parameters>{inner}</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
            "</extensionElements></serviceTask>")


def the_file() -> bytes:
    body = '<startEvent id="begun"/>' + operator("st_start", "clock.start", {"clock": "which", "started": "since"})
    body += ('<userTask id="ut_wait"><extensionElements><spiffworkflow:properties>'
             '<spiffworkflow:property name="role" value="R02"/></spiffworkflow:properties></extensionElements></userTask>'
             '<endEvent id="over"/>')
    flows = ["begun st_start", "st_start ut_wait", "ut_wait over"]
    for name, when in TIMERS.items():
        body += (f'<boundaryEvent id="T_{name}" attachedToRef="ut_wait" cancelActivity="false"><timerEventDefinition>'
                 f"<timeDate>{when}</timeDate></timerEventDefinition></boundaryEvent><endEvent id=\"told_{name}\"/>")
        body += operator(f"st_{name}", "document.note", {"code": f"&quot;{name}&quot;"})
        flows += [f"T_{name} st_{name}", f"st_{name} told_{name}"]
    body += "".join(_on_message(message, *call) for message, call in MESSAGES.items())
    declared = "".join(f'<message id="{message}" name="{message}"/>' for message in MESSAGES)
    return drawn(body, *flows, process="clockwork", declared=declared)


def _on_message(message: str, name: str, parameters: dict[str, str]) -> str:
    flows = [(f"se_{message}", f"st_{message}"), (f"st_{message}", f"ee_{message}")]
    return (f'<subProcess id="es_{message}" triggeredByEvent="true"><startEvent id="se_{message}" isInterrupting="false">'
            f'<messageEventDefinition messageRef="{message}"/></startEvent>' + operator(f"st_{message}", name, parameters)
            + f'<endEvent id="ee_{message}"/>'
            + "".join(f'<sequenceFlow id="{a}__{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows) + "</subProcess>")


def jc_file() -> bytes:
    """Asks dmn_jc_eligibility how things stand today, by the clock CK50."""
    ask = ('<scriptTask id="sc_days"><script>{effectiveDaysAgo: clock.CK50.daysRun}</script></scriptTask>'
           '<businessRuleTask id="brt_jc"><extensionElements><spiffworkflow:calledDecisionId>dmn_jc_eligibility'
           "</spiffworkflow:calledDecisionId></extensionElements></businessRuleTask>")
    return drawn('<startEvent id="begun"/>' + ask + '<endEvent id="over"/>', "begun sc_days", "sc_days brt_jc",
                 "brt_jc over", process="jc_today")


def deploy() -> None:
    files = {"clockwork.bpmn": the_file(), "jc_today.bpmn": jc_file(),
             "dmn_jc_eligibility.dmn": shipped.read_bundle()["dmn_jc_eligibility.dmn"]}
    with unit_of_work():
        processes.keep(digest_of(files), files, None)
        processes.activate(digest_of(files), None)


class Clockwork(Walk):
    """A case that only waits for a clock."""

    def wait_for(self, which: str, since: str) -> "Clockwork":
        clock.move_to(since)
        actor = self.cast.actor("lin.fang")
        with unit_of_work():
            self.case_id = lifecycle.open_case(actor)
            instances.start("clockwork", {"which": which, "since": clock.local(clock.now())}, self.case_id, actor)
        return self

    def due_day(self) -> str:
        """The last day, as the clock's row and the engine's timer both have it."""
        row = db.session.scalar(sa.select(CaseClock).where(CaseClock.state == "RUNNING")
                                .order_by(CaseClock.id.desc()).limit(1))
        timer = db.session.scalar(sa.select(WaitingTimer.due_at).where(WaitingTimer.element == "T_DUE"))
        assert timer == row.due_at
        return f"{clock.local(row.due_at):%m-%d}"

    def fell_due(self) -> dict[str, str]:
        """{what: when} of the timers that fired."""
        return {row.details["code"]: local(row.at) for row in self.lines("DOCUMENT")}
