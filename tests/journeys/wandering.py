"""Somebody who takes whatever task is open and answers anything the form allows: finds dead ends nobody thought of."""

import random
from datetime import timedelta

import sqlalchemy as sa

from app import clock
from app.cases import clock_view, messages
from app.cases.models import Case
from app.db import db, unit_of_work
from app.engine import machine
from app.engine.values import Snapshot
from app.errors import Conflict, Invalid
from app.instances import actions as instances
from app.instances import timers
from app.instances.models import AwaitedMessage, Instance, WaitingTimer
from app.instances.queries import variables_of
from app.processes import queries as processes
from app.worklist import actions, permissions
from app.worklist.models import HumanTask
from tests.journeys.test_triage_scenarios import SCENARIOS, registered
from tests.journeys.walking import Walk
from tests.walk_answers import answers_for, outcomes_of

DECISIONS = (*("ACCEPT",) * 20, "ANSWER", "EMERGENCY_110", "TRANSFER_POLICE", "ASSISTANCE", "CLOSED_MATTER",
             "EXPERT_REVIEW", "PERFORMANCE_TRACK", "SUPPLEMENT", "GUIDE_COURT")
RESULTS = {
    "AGREED_WRITTEN": {}, "AGREED_ORAL": {"agreementNo": None, "performance": "IMMEDIATE", "performDueAt": None},
    "SETTLED": {"agreementNo": None, "agreementAmount": None, "jcWanted": None, "performance": "FULL", "performDueAt": None},
    "GUIDED": {"legalPath": "LAWSUIT", "agreementNo": None, "agreementAmount": None, "jcWanted": None, "performance": None,
               "performDueAt": None},
    "FAILED": {"unresolvedReason": "双方差距太大，谈不拢。", "agreementNo": None, "agreementAmount": None, "jcWanted": None,
               "performance": None, "performDueAt": None},
}
AGREED = ("AGREED_WRITTEN", "AGREED_ORAL")
TOLD_APART = {"protectionTold": True, "victimChooses": True, "separately": True, "keptApart": True}
INDUSTRIES = {
    "hospital": "云溪县人民医院", "claimAmount": 60000, "recordsSealed": "SEALED", "insurer": "人保财险", "employer": "云溪建筑公司",
    "appliedAt": "2026-03-02", "relationType": "LABOR", "workers": 12, "representatives": "张三、李四", "certNo": "云公交认字〔2026〕12号",
    "certReceivedAt": "2026-03-02", "startEvent": "LOSS", "startEventAt": "2026-03-02", "estate": "和平里小区", "issue": "FEE",
    "merchant": "动力健身", "consumerKind": "PREPAID",
}
PAYLOADS = {"msg_rated": {"rating": "2", "reasonKind": "RESULT", "resolved": False, "contacted": True}}


class Wanderer(Walk):
    """`reached` holds every element whose task was ever open; `refused` what no answer could complete."""

    def __init__(self, cast, seed: int):
        super().__init__(cast)
        self.chance = random.Random(seed)
        self.reached: set[str] = set()
        self.refused: dict[str, str] = {}

    def wander(self, steps: int) -> "Wanderer":
        registered(self, self.chance.choice(SCENARIOS))
        for _ in range(steps):
            if not self.alive():
                break
            self._step()
        return self

    def alive(self) -> bool:
        return db.session.scalar(sa.select(Instance.id).where(
            Instance.case_id == self.case_id, Instance.status.in_(("RUNNING", "FAILED"))).limit(1)) is not None

    def _step(self):
        open_tasks = [task.id for task in db.session.scalars(sa.select(HumanTask).where(
            HumanTask.case_id == self.case_id, HumanTask.status == "OPEN").order_by(HumanTask.id))]
        self.reached |= self.open()
        luck = self.chance.random()
        if luck < 0.04:
            self._message()
        elif open_tasks and luck < 0.85:
            self._complete(db.session.get(HumanTask, self.chance.choice(open_tasks)))
        else:
            self._wait()
        assert self.incidents() == [], self.story()[-15:]
        assert self.open() or self.waiting() or not self.alive(), self.story()[-15:]
        for row in db.session.query(Instance).filter_by(case_id=self.case_id):
            the_rows_are_what_the_engine_waits_for(row)

    def _complete(self, task: HumanTask):
        who = self._somebody(task)
        tries = outcomes_of(task.form_key)
        if self.chance.random() < 0.4:
            self.chance.shuffle(tries)
        why = []
        for outcome in tries:
            try:
                with unit_of_work():
                    actions.complete(task.id, self._answers(task, outcome), who)
                return
            except (Invalid, Conflict) as refused:
                db.session.rollback()
                why.append(f"{outcome}: {refused} {getattr(refused, 'errors', '')}")
        self.refused[task.element] = "; ".join(why)

    def _answers(self, task: HumanTask, outcome: str) -> dict:
        more: dict = {}
        if task.element == "ut_accept_review":
            more = {"decision": self.chance.choice(DECISIONS), "noticeText": "您反映的事项已经收到，现按规定告知办理方式和联系人。"}
        if task.element == "ut_result_submit":
            signed = self.case().agreement_signed_at or variables_of(task.instance_id).get("result") in (None, *AGREED)
            result = self.chance.choice([one for one in RESULTS if signed or one not in AGREED])
            more = {"result": result, "jcWanted": True, **RESULTS[result]}
        if task.element == "ut_triage_confirm":
            more = self._triage(variables_of(task.instance_id))
        if task.element == "ut_ind_accept":
            more = INDUSTRIES
        if task.element == "ut_rights_notice":
            more = {"feeNotice": True, **TOLD_APART}
        if task.element in ("ut_med_schedule", "ut_med_session", "ut_police_mediation"):
            more = TOLD_APART
        if task.element == "ut_mediator_assign":
            more = {"recusalAsked": self.chance.random() < 0.2, "investigationTargets": [
                {"target": "村民小组长", "purpose": "老墙根原来在哪里"}] if self.chance.random() < 0.5 else []}
        if task.element == "ut_draft_agreement":
            more = {"contacts": [{"partyName": "李大山", "idType": "ID_CARD", "idNo": "99012119700512102X"}]}
        if task.element == "ut_med_session":
            more |= {"newRiskSign": self.chance.random() < 0.2, "newRiskNote": "有人扬言动手。",
                    "violence": self.chance.random() < 0.2}
        if task.element == "ut_ext_apply" and outcome == "done":
            more = {"changeClock": self._clock_to_extend()}
        return answers_for(task.form_key, outcome, **more)

    def _triage(self, known: dict) -> dict:
        """As proposed or not, but never below the known risk, and never to a mediation that the law forbids."""
        chosen = dict(known["proposal"]) if self.chance.random() < 0.5 else {}
        barred = known["bothWilling"] == "NO" or known["disputeNature"] in ("ADMIN", "STATUS_ONLY") or known["domesticViolence"]
        return chosen | {"riskLevel": known["riskLevel"]} | ({"route": "LEGAL_CHANNEL"} if barred else {})

    def _clock_to_extend(self) -> str | None:
        """None where no limit may be stretched: then nothing is asked for."""
        offered = clock_view.to_change(db.session.get(Case, self.case_id), clock.now())
        return next((one["value"] for one in offered if "EXTEND" in one["changes"]), None)

    def _somebody(self, task: HumanTask):
        able = [self.actor(name) for name in self.cast.users]
        able = [actor for actor in able if task.claimed_by_id in (None, actor.id)
                and (permissions.is_candidate(task, actor) or actor.id == task.claimed_by_id)]
        assert able, f"nobody can do {task.element}: {task.roles} {task.unit_id} {task.region_code} {task.excluded}"
        return self.chance.choice(able)

    def _wait(self):
        due = self.next_due()
        if due is None:
            return
        clock.move_to(max(due, clock.now()) + timedelta(seconds=1))
        timers.fire_due()

    def _message(self):
        of_case = sa.select(AwaitedMessage.message).where(AwaitedMessage.case_id == self.case_id).distinct()
        awaited = [name for name in sorted(db.session.scalars(of_case)) if name in messages.KINDS]
        if awaited:
            name = self.chance.choice(awaited)
            with unit_of_work():
                instances.deliver(self.case_id, name, PAYLOADS.get(name, {}), None)


def the_rows_are_what_the_engine_waits_for(row: Instance) -> None:
    """Tasks, timers and messages as rows are those of the state, no more, no fewer, and due at the same moment."""
    if row.status in ("ENDED", "CANCELLED"):
        seen = Snapshot({}, (), (), (), row.status)
    else:
        seen = machine.inspect(processes.bundle(row.digest), row.state)
    mine = {"instance_id": row.id}
    open_tasks = db.session.query(HumanTask).filter_by(**mine, status="OPEN")
    assert {task.step for task in open_tasks} == {task.step for task in seen.tasks}
    timers_of = {timer.step: timer.due_at for timer in db.session.query(WaitingTimer).filter_by(**mine)}
    assert timers_of == {timer.step: timer.due for timer in seen.timers}
    messages_of = {(found.step, found.message) for found in db.session.query(AwaitedMessage).filter_by(**mine)}
    assert messages_of == {(found.step, found.message) for found in seen.messages}
