"""The fourteen triage scenarios (handbook 12.1), registered at the window and run through the deployed main process."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import clock
from app.cases import units
from app.db import db
from app.identity.models import User, UserPost
from app.instances.queries import variables_of
from app.processes import queries as processes
from app.worklist.permissions import is_candidate
from tests.journeys.walking import REGISTER, Walk, deploy_shipped
from tests.walk_answers import answers_for

DATA = Path(__file__).parents[1] / "engine/data/dmn_scenarios.json"
SCENARIOS = json.loads(DATA.read_text(encoding="utf-8"))["scenarios"]
OF_THE_PROCESS = {"minTier", "secondAttempt", "petitionMode", "legalPath", "durationDays", "yearsOld", "disputeNature"}
"""Inputs that nobody types at the window: the process derives them."""

PARTS = {
    "acceptance": ("dmn_acceptance", lambda out: out["decision"], True),
    "mojType_zzCode": ("dmn_dispute_type", lambda out: f"{out['mojType']}/{out['zzCode']}", False),
    "riskScore": ("dmn_risk_score", str, False),
    "riskLevel": ("dmn_risk_level", lambda out: out["riskLevel"], True),
    "complexity": ("dmn_complexity", lambda out: out["complexity"], True),
    "tier_lead": ("dmn_tier_route", lambda out: f"{out['tier']} {out['leadUnit']}", True),
    "route": ("dmn_mediation_route", lambda out: out["route"], True),
    "clock": ("dmn_deadline", lambda out: f"{out['clockId']} {out['limit']}{out['unit']}", True),
}
"""Column of the handbook's table: (decision, how its outputs read there, whether the rule number stands behind)."""


def name_of(scenario: dict) -> str:
    return scenario["name"].split()[0]


ACCEPTED = [scenario for scenario in SCENARIOS if name_of(scenario) != "S7"]


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def registered(walk: Walk, scenario: dict) -> Walk:
    """The clerk types what the scenario says; whoever refuses mediation says so."""
    given = scenario["input"]
    started = clock.today() - timedelta(days=given["durationDays"])
    typed = {name: value for name, value in given.items() if name not in OF_THE_PROCESS}
    return walk.register_with(answers_for(REGISTER, "submit") | typed | {
        "channelRef": "12345-2026-0001", "riskBasis": "申请人当面陈述并出示照片。", "startedOn": started.isoformat(),
        "happenedAt": started.isoformat(), "newFactsNote": "新提交了当年的丈量图，原处理时没有这份材料。",
        "wantsMediation": "NO" if given["bothWilling"] == "NO" else "YES"})


def results(walk: Walk) -> dict[str, str]:
    """What the tables said, in the handbook's spelling, read from the timeline."""
    found = {}
    for column, (decision, read, numbered) in PARTS.items():
        for rules, outputs in walk.decisions().get(decision, [])[:1]:
            found[column] = read(outputs) + (f" (r{rules[0]})" if numbered else "")
    return found


@pytest.mark.parametrize("scenario", ACCEPTED, ids=name_of)
def test_a_scenario_is_triaged_as_the_handbook_says(walk, scenario):
    registered(walk, scenario).do("ut_accept_review", "lin.fang", decision="ACCEPT")
    assert results(walk) == scenario["expected"]
    assert walk.open() == {"ut_triage_confirm"}


@pytest.mark.parametrize("scenario", ACCEPTED, ids=name_of)
def test_what_was_proposed_can_be_dispatched_and_somebody_can_sign_it(walk, scenario):
    registered(walk, scenario).do("ut_accept_review", "lin.fang", decision="ACCEPT")
    proposal = variables_of(walk.task("ut_triage_confirm").instance_id)["proposal"]
    who = "gao.yuan" if proposal["riskLevel"] == "RED" else "lin.fang"
    walk.do("ut_triage_confirm", who, "dispatch", **proposal, overrideReason=None)
    assert walk.open() == {"ut_sign"}
    assert takers_of(walk, "ut_sign"), proposal
    case = walk.case()
    assert {"riskLevel": case.risk_level, "complexity": case.complexity, "tier": case.tier, "route": case.route,
            "leadUnit": case.lead_unit_id, "mojType": case.moj_type, "zzCode": case.zz_code,
            "clockId": proposal["clockId"]} == proposal


@pytest.fixture
def told(walk):
    return told_that_it_is_final(walk)


def told_that_it_is_final(walk: Walk) -> Walk:
    """S7: verified, examined by the chief legal expert, told with D36, explained at home; the visits are to come."""
    scenario = next(scenario for scenario in SCENARIOS if name_of(scenario) == "S7")
    registered(walk, scenario)
    assert results(walk) == {"acceptance": scenario["expected"]["acceptance"]}
    walk.do("ut_accept_review", "lin.fang", decision="CLOSED_MATTER", caseManager=None, overrideReason=None,
            noticeText="您反映的事项已经复核终结，同一事实和理由不再受理。")
    walk.take("""ut_closed_verify xie.qin final
                 ut_closed_legal_review deng.hua confirm
                 ut_closed_notify zhou.min""")
    walk.do("ut_closed_explain", "zhao.gang", hardship=False)
    return walk


def test_a_matter_that_is_final_is_not_handled_a_second_time(told):
    """S7: three visits to the party, and it is over."""
    for day in ("2026-04-02", "2026-06-01", "2026-08-31"):
        told.until(f"{day} 09:00")
        told.do("ut_closed_revisit", "wang.jianguo", "done")
    assert told.documents() == ["D36"]
    assert told.statuses() == ["CLOSED_MATTER"]
    assert told.instances() == {"dispute_main": ["ENDED"]}
    assert (told.waiting(), told.open()) == ([], set())


def test_a_closed_matter_registered_again_becomes_a_visit_to_it(told):
    scenario = next(scenario for scenario in SCENARIOS if name_of(scenario) == "S7")
    again = registered(Walk(told.cast), scenario)
    again.do("ut_duplicate_review", "lin.fang", priorState="PETITION_FINAL", newFacts=False, finalCaseNo=told.case().case_no)
    again.do("ut_accept_review", "lin.fang", decision="CLOSED_MATTER", caseManager=None, overrideReason=None,
             noticeText="您反映的事项已经复核终结，同一事实和理由不再受理。")
    assert (again.statuses(), again.open(), again.instances()) == (["MERGED"], set(), {"dispute_main": ["ENDED"]})
    assert again.case().case_no in told.texts("VISIT")
    assert told.open() == set()


def asked(task) -> str:
    """The expert whom the lot chose."""
    return db.session.get(User, task.claimed_by_id).username


def takers_of(walk: Walk, element: str) -> set[str]:
    task = walk.task(element)
    return {name for name in walk.cast.users if is_candidate(task, walk.cast.actor(name))}


def test_every_unit_the_tier_table_names_has_people_who_sign_and_who_answer_supervision(walk):
    bundle = processes.bundle(processes.active_digest())
    table = bundle.decisions["dmn_tier_route"]
    column = [output.name for output in table.outputs].index("leadUnit")
    signing, answering = (roles_of_task(bundle, *task) for task in (
        ("dispute_main", "ut_sign"), ("supervision", "ut_supervise_feedback_red")))
    for name in {rule.then[column].strip('"') for rule in table.rules}:
        unit = units.resolve(name, "990121100200")
        held = set(db.session.scalars(sa.select(UserPost.role).where(UserPost.unit_id == unit.id)))
        assert held & signing and held & answering, f"{name} is {unit.name}"


def roles_of_task(bundle, process: str, element: str) -> set[str]:
    return set(bundle.processes[process].elements[element].properties["role"].split(","))
