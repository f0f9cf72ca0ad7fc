"""bpmn/ADDING_A_ROUTE.md holds: a route added by files alone is deployed, proposed, walked to its end over REST, and named on
the screens."""

import pytest

from app import clock
from app.cases import catalogue
from app.db import unit_of_work
from app.errors import Invalid
from app.instances.queries import variables_of
from app.processes import actions as processes
from app.processes import shipped
from app.processes.checks import problems_of_own
from app.processes.queries import active_digest_or_none
from tests.bpmn.added_route.adding import NAME, PROCESS, ROUTE, with_the_route
from tests.cast import MANAGER, OTHER_TOWN, SUPERVISOR, TRIAGE, sign_in
from tests.journeys.test_routes import RouteWalk
from tests.walk_answers import answers_for, filled_in

LABOUR = {"relation": "EMPLOYER_WORKER", "subject": "LABOR_OTHER", "needAppraisal": True, "factsClear": False, "policyGap": True}
HELPED = {"outcome": "filed", "arbOffice": "云溪县劳动人事争议仲裁委员会"}
DECIDED = {"arbResult": "仲裁裁决书（2026）第12号：单位支付工资8000元。"}


class RestWalk(RouteWalk):
    """Every step by REST, as another system or a phone would take it."""

    def __init__(self, app, cast):
        super().__init__(cast)
        self._client = app.test_client()

    def do(self, element: str, who: str, outcome: str = "done", **overrides) -> None:
        task = self.task(element)
        own = overrides | ({} if outcome == "done" else {"outcome": outcome})
        answers = filled_in(own) if task.form_key.startswith(PROCESS) else answers_for(task.form_key, outcome, **overrides)
        answer = self._client.put(f"/api/v1/tasks/{task.id}/completion", json={"answers": answers}, headers=self.cast.bearer(who))
        assert answer.status_code == 200, (element, answer.get_json())


@pytest.fixture
def arrived(app, cast) -> RestWalk:
    """A labour dispute that nobody can settle quickly, dispatched as proposed."""
    with unit_of_work():
        processes.deploy(with_the_route(), None, "", problems_of_own)
    clock.move_to("2026-03-02 09:00")
    walk = RestWalk(app, cast)
    walk.register("zhou.min", **LABOUR)
    walk.do("ut_accept_review", TRIAGE)
    proposal = variables_of(walk.task("ut_triage_confirm").instance_id)["proposal"]
    assert (proposal["route"], proposal["clockId"]) == (ROUTE, "CK40"), proposal
    walk.do("ut_triage_confirm", TRIAGE, "dispatch", **proposal, overrideReason=None)
    return walk.all("ut_sign sign, ut_first_contact both_willing")


def test_a_case_takes_the_new_route_to_its_end(arrived):
    walk = arrived
    assert walk.open() == {"ut_arb_help"}
    assert walk.due("ut_arb_help") == "03-05 17:30"
    walk.do("ut_arb_help", MANAGER, **HELPED)
    walk.until("2026-04-17 09:00")
    assert "仲裁跟踪期已满" in walk.texts("NOTICE")
    walk.do("ut_arb_result", MANAGER, **DECIDED)
    walk.anybody("ut_result_submit", result="GUIDED", resolutionMethod="LABOR_ARBITRATION", legalPath="ARB_LABOR", agreementNo=None,
                 agreementAmount=None, jcWanted=None, performance=None, performDueAt=None)
    walk.anybody("ut_result_review", "approve")
    _to_the_archive(walk)
    assert walk.statuses()[-1] == "ARCHIVED"
    assert set(walk.instances()["dispute_main"]) == {"ENDED"}


def test_whoever_does_not_want_arbitration_is_not_lost(arrived):
    arrived.do("ut_arb_help", MANAGER, outcome="declined", declinedNote="先再谈谈，暂不申请。")
    assert arrived.open() & {"ut_upgrade_report", "ut_legal_guide", "ut_expert_request"}, arrived.open()


def test_screens_call_it_by_the_name_of_the_triage_form(app, cast, arrived):
    seen = {}
    for who in (SUPERVISOR, OTHER_TOWN):
        client = app.test_client()
        sign_in(client, who)
        seen[who] = NAME in client.get(f"/cases/{arrived.case().case_no}").get_data(as_text=True)
        assert NAME in client.get("/cases").get_data(as_text=True), "a filter of the case list"
    assert seen == {SUPERVISOR: True, OTHER_TOWN: False}


def test_its_limits_come_with_it_and_can_be_changed_afterwards(app, cast):
    with unit_of_work():
        processes.deploy(with_the_route(), None)
    kind = catalogue.kind_of("CK_ARB_LIAISON")
    assert (kind.limit, kind.unit, kind.name) == (45, "cd", "仲裁结果跟踪")
    with unit_of_work():
        catalogue.change("CK_ARB_LIAISON", {"limit": 40}, cast.actor("admin"), "仲裁院要求提前")
    assert catalogue.kind_of("CK_ARB_LIAISON").limit == 40


@pytest.mark.parametrize(("rows", "sentence"), [
    (b"{}", "不是时限的列表"), (b"[1]", "不是时限的列表"), (b"[{}]", "第 1 行缺少 id"),
    ('[{"id": "CK_X", "name": "甲", "limit": 1, "unit": "year", "kind": "TASK"}]'.encode(), "不认识的单位"),
    ('[{"id": "CK_X", "name": "甲", "limit": 1, "unit": "wd", "kind": "FAST"}]'.encode(), "kind 应是"),
    ('[{"id": "CK_X", "name": "甲", "limit": 1, "unit": "wd", "kind": "TASK", "color": "red"}]'.encode(), "不认识 color"),
])
def test_a_limit_that_cannot_be_counted_is_refused_with_the_whole_bundle(app, cast, rows, sentence):
    with pytest.raises(Invalid) as refused, unit_of_work():
        processes.deploy(shipped.read_bundle() | {"clocks.json": rows}, None, "", problems_of_own)
    assert sentence in str(refused.value.errors)
    assert active_digest_or_none() is None


def _to_the_archive(walk: RestWalk) -> None:
    """Whatever is left to do is done by whoever may, until the case rests."""
    for _ in range(80):
        if walk.statuses()[-1] == "ARCHIVED":
            return
        ready = sorted(walk.open() - {"ut_urge_feedback", "ut_supervise_feedback"})
        if ready:
            walk.anybody(ready[0], FIRST.get(ready[0], "done"))
        else:
            walk.until(f"{clock.local(max(walk.next_due(), clock.now())):%Y-%m-%d} 23:59")
    raise AssertionError((walk.open(), walk.story()[-20:]))


FIRST = {"ut_revisit": "fine", "ut_perform_check": "ok", "ut_file_check": "complete", "ut_callback": "rated", "ut_overlong_list": "watch",
         "ut_file_archive_second": "archived", "ut_reopen_decide": "keep_closed"}
