"""The routes of mediation from the window on, with the people of the county and the real calendar (handbook 12.2)."""

from app import clock
from app.cases.models import CaseClock
from app.db import db
from app.instances.queries import variables_of
from app.worklist.permissions import is_candidate
from tests.journeys.test_triage_scenarios import SCENARIOS, name_of, registered
from tests.journeys.walking import Walk, deploy_shipped


class RouteWalk(Walk):
    def anybody(self, element: str, outcome: str = "done", **answers) -> None:
        """Whoever it is for, or the first of the county's people who may do it."""
        task = self.task(element)
        who = next((name for name, actor in self.actors() if actor.id == task.claimed_by_id
                    or task.claimed_by_id is None and is_candidate(task, actor)), None)
        assert who, f"nobody can do {element}"
        self.do(element, who, outcome, **answers)

    def actors(self):
        return [(name, self.cast.actor(name)) for name in self.cast.users]

    def all(self, steps: str) -> "RouteWalk":
        for step in steps.split(", "):
            self.anybody(*step.split())
        return self

    def due_of(self, clock_id: str) -> str:
        db.session.expire_all()
        row = db.session.query(CaseClock).filter_by(case_id=self.case_id, clock_id=clock_id).order_by(CaseClock.id.desc()).first()
        return f"{clock.local(row.due_at):%m-%d}"


def arrived(cast, scenario: str, when: str, **typed) -> RouteWalk:
    """A scenario of the handbook, with what else was typed, dispatched as proposed, signed, both parties willing."""
    deploy_shipped()
    clock.move_to(when)
    walk = RouteWalk(cast)
    told = next(found for found in SCENARIOS if name_of(found) == scenario)
    registered(walk, {**told, "input": told["input"] | typed})
    walk.do("ut_accept_review", "lin.fang", decision="ACCEPT")
    proposal = variables_of(walk.task("ut_triage_confirm").instance_id)["proposal"]
    who = "gao.yuan" if proposal["riskLevel"] == "RED" else "lin.fang"
    walk.do("ut_triage_confirm", who, "dispatch", **proposal, overrideReason=None)
    return walk.all("ut_sign sign, ut_first_contact both_willing")


def test_a_medical_disputes_appraisal_does_not_count(cast):
    """T2: 30 working days; ten used when the appraisal stops them."""
    walk = arrived(cast, "S4", "2026-03-02 09:00")
    walk.anybody("ut_ind_accept", "accept", hospital="县人民医院", claimAmount=600000, recordsSealed="SEALED", insurer="示例财险",
                 appraisalNeeded=True)
    assert walk.due_of("CK30") == "04-14"
    clock.move_to("2026-03-16 17:30")
    walk.anybody("ut_appraisal_entrust", "sent")
    walk.anybody("ut_ext_apply", kind="SUSPEND", changeClock="CK30", days=None, suspendReason="APPRAISAL",
                 evidence="鉴定委托书和受理通知")
    walk.anybody("ut_ext_approve", "approve")
    clock.move_to("2026-04-20 09:00")
    walk.tell("msg_appraisal_done")
    assert walk.due_of("CK30") == "05-20"
    walk.all("ut_appraisal_result")
    assert "ut_rights_notice" in walk.open()


def test_a_court_matters_limit_runs_from_the_signed_material(cast):
    """T4."""
    walk = arrived(cast, "S9", "2026-01-19 09:00")
    walk.anybody("ut_court_receive", "receive", receivedSignedAt="2026-01-16T10:00+08:00")
    assert walk.due_of("CK11") == "02-24"
    walk.all("ut_court_accept accept, ut_contact_other refuses")
    assert walk.open() == {"ut_court_return"}
    walk.all("ut_court_return")
    assert "D19" in walk.documents()
    assert "ut_legal_guide" in walk.open()


def test_labour_mediation_runs_from_the_application_and_ends_in_a_choice(cast):
    """T6: fifteen days, then the worker is told and both are asked."""
    walk = arrived(cast, "S3", "2026-04-21 09:00")
    walk.anybody("ut_ind_accept", "accept", employer="示例建筑公司", appliedAt="2026-04-20", relationType="LABOR", workers=12,
                 representatives="甲一、乙二、丙三")
    assert walk.due_of("CK31") == "05-06"
    walk.until("2026-05-07 09:00")
    assert "ut_ind_consent" in walk.open()
    walk.all("ut_ind_consent stop")
    assert "ut_rights_notice" not in walk.open()
    assert "ut_legal_guide" in walk.open()


def test_traffic_mediation_runs_from_the_day_the_loss_is_fixed(cast):
    """T8."""
    walk = arrived(cast, "S10", "2026-04-27 09:00")
    walk.anybody("ut_ind_accept", "accept", certNo="第31号", certReceivedAt="2026-04-20", startEvent="LOSS", startEventAt="2026-04-25")
    assert walk.due_of("CK33") == "05-06"
    walk.all("ut_rights_notice, ut_mediator_assign")
    for task in ("ut_recusal_decide", "ut_investigate"):
        if task in walk.open():
            walk.all(task)
    walk.anybody("ut_med_schedule", "schedule", at="2026-04-28T09:00+08:00")
    assert "ut_med_session" not in walk.open()
    walk.anybody("ut_med_schedule", "schedule", at="2026-04-30T09:00+08:00")
    assert "ut_med_session" in walk.open()


def test_a_security_case_is_mediated_twice_at_most(cast):
    """T7."""
    walk = arrived(cast, "S12", "2026-09-30 09:00")
    walk.all("ut_police_triage security")
    walk.anybody("ut_police_facts", policeAcceptedAt="2026-09-30T08:00+08:00")
    assert walk.due_of("CK15") == "10-10"
    clock.move_to("2026-10-10 16:00")
    walk.anybody("ut_police_mediation", "not", heldAt="2026-10-10T10:00+08:00", secondNeeded=True)
    assert walk.due_of("CK16") == "10-20"
    walk.until("2026-10-21 09:00")
    assert "ut_police_handover" in walk.open()
    walk.all("ut_police_handover")
    assert "ut_legal_guide" in walk.open()


def test_a_petition_is_handled_replied_to_and_final_after_the_recheck(cast):
    """T5 and the way to the recheck, whose hearing does not count."""
    deploy_shipped()
    clock.move_to("2026-06-01 09:00")
    walk = RouteWalk(cast)
    scenario = next(found for found in SCENARIOS if name_of(found) == "S2")
    typed = {"channel": "PETITION_OFFICE", "petitionEntrusted": True}
    registered(walk, {**scenario, "input": {**scenario["input"], **typed}})
    walk.do("ut_accept_review", "lin.fang", decision="ACCEPT")
    proposal = variables_of(walk.task("ut_triage_confirm").instance_id)["proposal"]
    assert proposal["route"] == "PETITION"
    walk.do("ut_triage_confirm", "lin.fang", "dispatch", **proposal, overrideReason=None)
    walk.all("ut_sign sign, ut_first_contact both_willing, ut_pet_check handle")
    assert walk.due_of("CK22") == "07-31"
    walk.all("ut_pet_handle submit, ut_pet_reply")
    walk.tell("msg_petition_review")
    walk.all("ut_pet_review")
    walk.tell("msg_petition_recheck")
    walk.all("ut_pet_recheck hearing, ut_pet_hearing, ut_pet_recheck final")
    assert "ut_result_submit" in walk.open()
    assert {"D43", "D44", "D45"} <= set(walk.documents())
