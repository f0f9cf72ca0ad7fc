"""Cases through the whole shipped chain over REST: from the window to the archive, every form filled in, every timer on
the way fired. People work at once; when nobody has anything to do, time moves on to the next timer.
"""

import os
import time
from pathlib import Path

import sqlalchemy as sa

from app import clock
from app.cases.models import Case, Party
from app.db import db
from app.instances.models import Instance, WaitingTimer
from app.processes import shipped
from app.worklist.models import HumanTask
from benchmarks import sweep
from benchmarks.driving import Caller, measure
from benchmarks.servers import Hejie, hejie_environment, server
from benchmarks.villagers import parties, second_papers
from tests.cast import ARCHIVIST, CALLBACK, MEDIATOR, TOWN_DIRECTOR, TRIAGE, VILLAGE_HEAD
from tests.walk_answers import answers_for

WHO = {
    "ut_accept_review": (TRIAGE, "done"), "ut_triage_confirm": (TRIAGE, "dispatch"), "ut_sign": (VILLAGE_HEAD, "sign"),
    "ut_first_contact": (VILLAGE_HEAD, "both_willing"), "ut_med_accept": (VILLAGE_HEAD, "accept"),
    "ut_rights_notice": (MEDIATOR, "done"), "ut_mediator_assign": (VILLAGE_HEAD, "done"),
    "ut_med_schedule": (MEDIATOR, "schedule"), "ut_med_session": (MEDIATOR, "agreed_written"),
    "ut_draft_agreement": (MEDIATOR, "done"), "ut_agreement_review": (VILLAGE_HEAD, "pass"),
    "ut_sign_agreement": (MEDIATOR, "effective"), "ut_result_submit": (VILLAGE_HEAD, "done"),
    "ut_result_review": (TOWN_DIRECTOR, "approve"), "ut_perform_check": (MEDIATOR, "ok"),
    "ut_revisit": (CALLBACK, "fine"), "ut_callback": (CALLBACK, "rated"), "ut_file_check": (ARCHIVIST, "complete"),
    "ut_file_archive": (ARCHIVIST, "done"),
}
"""{task: who does it, with which outcome}"""
WARM = 4
"""Cases before the counting starts: each worker reads and compiles the bundle once."""
BEGIN = "2026-03-02 09:00"
_RESPONDENT = Party.__table__


class Chain:
    """A server with the shipped bundle, on a clock that a file moves."""

    def __init__(self, kind: str, folder: Path):
        self.clock_file = folder / "clock"
        self.move_to(clock.at(BEGIN))
        self.environment = {**hejie_environment(kind, folder), "HEJIE_CLOCK_FILE": str(self.clock_file)}
        self.product = Hejie(self.environment, shipped.read_bundle())
        self.tokens = {who: self.product.bearer(who) for who, _ in WHO.values()}
        self.start_counting()

    def start_counting(self) -> None:
        self.calls = self.fired = 0
        self.seconds = self.sweeping = self.cpu = 0.0

    def report(self, cases: int, clients: int) -> None:
        with server("wsgi:app", self.environment) as (pid, port), self.product.app.app_context():
            self.walk(pid, port, clients, range(WARM))
            self.start_counting()
            self.walk(pid, port, clients, range(WARM, WARM + cases))
        print(f"   the whole shipped chain, {clients} clients: {cases / (self.seconds + self.sweeping):.2f} cases/s "
              f"({self.calls / cases:.0f} calls and {self.fired / cases:.0f} timers each; {self.calls / self.seconds:.0f} "
              f"calls/s at {self.cpu / self.calls:.2f} ms CPU, {self.fired / self.sweeping:.0f} timers/s)", flush=True)

    def walk(self, pid: int, port: int, clients: int, numbers: range) -> None:
        """All these cases from registration to archive."""
        self.work(pid, port, clients, [("POST", "/api/v1/cases", self.product.token, self.registration(number))
                                       for number in numbers])
        while self.running():
            due = [self.completion(task) for task in self.open_tasks()]
            self.work(pid, port, clients, due) if due else self.let_time_pass()

    def work(self, pid: int, port: int, clients: int, requests: list[tuple]) -> None:
        measured = measure(pid, requests, clients, lambda: Caller(port), call)
        self.calls += measured.calls
        self.seconds += measured.seconds
        self.cpu += measured.cpu_ms * measured.calls

    def let_time_pass(self) -> None:
        due = db.session.scalar(sa.select(sa.func.min(WaitingTimer.wake_at)))
        if due is None:
            raise RuntimeError("a case stands still: no timer, and no task that this benchmark knows")
        self.move_to(max(clock.now(), due))
        fired, seconds, _cpu = sweep.fire_all()
        self.fired, self.sweeping = self.fired + fired, self.sweeping + seconds

    def move_to(self, moment) -> None:
        self.clock_file.write_text(moment.isoformat())
        stamp = time.time()
        os.utime(self.clock_file, (stamp, stamp))

    def running(self) -> bool:
        db.session.rollback()
        return db.session.scalar(sa.select(Instance.id).where(
            Instance.status != "ENDED", Instance.process_id == "dispute_main").limit(1)) is not None

    def open_tasks(self) -> list[sa.Row]:
        return db.session.execute(
            sa.select(HumanTask.id, HumanTask.element, HumanTask.form_key, HumanTask.case_id, Case.agreement_no,
                      _RESPONDENT.c.name.label("respondent"))
            .join(Case, Case.id == HumanTask.case_id)
            .join(_RESPONDENT, sa.and_(_RESPONDENT.c.case_id == Case.id, _RESPONDENT.c.role == "RESPONDENT"))
            .where(HumanTask.status == "OPEN", HumanTask.element.in_(WHO)).order_by(HumanTask.id)).all()

    def completion(self, task) -> tuple:
        who, outcome = WHO[task.element]
        known = {"ut_result_submit": {"agreementNo": task.agreement_no},
                 "ut_draft_agreement": {"contacts": second_papers(task.respondent, task.case_id)}}.get(task.element, {})
        return ("PUT", f"/api/v1/tasks/{task.id}/completion", self.tokens[who],
                {"answers": answers_for(task.form_key, outcome, **known)})

    def registration(self, number: int) -> dict:
        usual = answers_for("dispute_main/ut_register", "submit")
        return {"answers": {**usual, "parties": parties(usual["parties"], number)}}


def call(caller: Caller, request: tuple) -> int:
    method, path, token, body = request
    caller.call(method, path, body, **token)
    return 1
