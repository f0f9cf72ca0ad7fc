"""The worklist, the task page and what they start with."""

import json
import re

import pytest

from app import clock
from app.worklist import queries, rules, standing, task_view
from tests import cast as people
from tests.journeys.walking import Walk, deploy_shipped

DISPATCHED = """
    ut_accept_review lin.fang
    ut_triage_confirm lin.fang dispatch
"""
IN_MEDIATION = DISPATCHED + """
    ut_sign wang.jianguo sign
    ut_first_contact wang.jianguo both_willing
    ut_med_accept wang.jianguo accept
"""


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast).register(people.WINDOW)


def data_of(page: str, part: str = "data") -> dict:
    return json.loads(re.search(rf"<script type=\"application/json\" data-{part}>(.*?)</script>", page, re.DOTALL).group(1))


def test_the_lists_say_where_a_task_is_and_how_it_presses(walk, signed_in):
    client = signed_in(people.TRIAGE)
    pool = client.get("/?box=pool").get_data(as_text=True)
    assert "受理审核" in pool and "light-yellow" not in pool[pool.index("<tbody>"):]
    assert "您现在没有待办任务" in client.get("/").get_data(as_text=True)
    clock.move_to("2026-03-03 10:00")
    client = signed_in(people.TRIAGE)
    assert "今天 17:30" in client.get("/?box=pool&light=YELLOW").get_data(as_text=True)
    clock.move_to("2026-03-04 09:00")
    assert "没有符合条件的任务" in signed_in(people.TRIAGE).get("/?box=pool&light=GREEN").get_data(as_text=True)
    assert queries.lights_in(walk.cast.actor(people.TRIAGE), "pool") == {"RED": 1}


def test_claiming_from_the_list_leads_into_the_task_and_back(walk, signed_in):
    client, task_id = signed_in(people.TRIAGE), walk.task("ut_accept_review").id
    token = {"csrf_token": people.csrf_of(client)}
    assert client.post(f"/tasks/{task_id}/claim", data=token).location == f"/tasks/{task_id}"
    assert mine_and_pool(walk) == (1, 0)
    client.post(f"/tasks/{task_id}/release", data=token)
    assert mine_and_pool(walk) == (0, 1)


def mine_and_pool(walk) -> tuple[int, int]:
    counts = queries.counts(walk.cast.actor(people.TRIAGE))
    return counts["mine"], counts["pool"]


def test_a_person_who_may_not_do_a_task_is_not_offered_it(walk, cast):
    actor = cast.actor(people.TRIAGE)
    walk.task("ut_accept_review").excluded = [7, actor.id]
    assert queries.worklist(actor, "pool", queries.Filters()).items == []
    walk.task("ut_accept_review").excluded = [actor.id * 10 + 1]
    assert len(queries.worklist(actor, "pool", queries.Filters()).items) == 1


def test_a_form_opens_with_days_as_forms_write_them_and_without_other_tasks_remarks(walk, signed_in):
    walk.take(IN_MEDIATION)
    page = signed_in(people.MEDIATOR).get(f"/tasks/{walk.task('ut_rights_notice').id}").get_data(as_text=True)
    data = data_of(page)
    assert not re.search(r"\d GMT", json.dumps(data))
    assert "remark" not in data and "outcome" not in data
    assert [row["partyName"] for row in data["notices"]] == ["王长河", "李大山"]
    assert all(row["readAndSigned"] is True for row in data["notices"])


def test_a_draft_comes_back_instead_of_the_prefilled_rows(walk, signed_in):
    walk.take(IN_MEDIATION)
    task_id, client = walk.task("ut_rights_notice").id, signed_in(people.MEDIATOR)
    saved = client.put(f"/tasks/{task_id}/draft", json={"answers": {"notices": [{"partyName": "王长河"}]}},
                       headers={"X-CSRFToken": people.csrf_of(client)})
    assert saved.json == {"saved": True}
    assert data_of(client.get(f"/tasks/{task_id}").get_data(as_text=True))["notices"] == [{"partyName": "王长河"}]


def test_a_finished_task_is_read_with_its_outcome_in_words(walk, signed_in):
    walk.take(DISPATCHED)
    finished = task_view.queries.db.session.query(task_view.HumanTask).filter_by(element="ut_triage_confirm").one()
    page = signed_in(people.TRIAGE).get(f"/tasks/{finished.id}").get_data(as_text=True)
    assert "林芳已于 今天 09:00 办结这项任务，结论是“派单”。" in page and "data-readonly" in page


def test_a_called_process_is_marked_where_it_is_called_and_where_it_stands(walk):
    walk.take(IN_MEDIATION)
    drawn = {one.process_id: one for one in standing.of_case(walk.case_id)}
    assert "ca_med_people" in drawn["dispute_main"].open and "ut_triage_confirm" in drawn["dispute_main"].done
    assert "ca_mediation_core" in drawn["med_people"].open and not drawn["med_people"].here
    assert drawn["mediation_core"].open == ["ut_rights_notice"] and drawn["mediation_core"].here
    assert drawn["supervision"].state == "进行中"


def test_diagrams_are_for_those_who_may_see_the_case(walk, signed_in):
    walk.take(IN_MEDIATION)
    instance = standing.of_case(walk.case_id)[0].instance_id
    client = signed_in(people.TRIAGE)
    assert b"mediation_core" in client.get(f"/diagrams/{instance}.bpmn?process=mediation_core").data
    assert client.get(f"/diagrams/{instance}.bpmn?process=nothing").status_code == 404
    assert signed_in(people.OTHER_VILLAGE).get(f"/diagrams/{instance}.bpmn").status_code == 404


def test_a_slip_of_paper_registered_by_mistake_gets_no_number(cast, signed_in):
    deploy_shipped()
    client = signed_in(people.WINDOW)
    answer = client.post("/cases/new", json={"answers": {"outcome": "void", "voidReason": "同一事项刚刚登记过，重复登记。"}},
                         headers={"X-CSRFToken": people.csrf_of(client)})
    assert answer.json == {"location": "/"}


@pytest.mark.parametrize(("due", "light"), [
    (None, None), ("2026-03-02 09:00", "RED"), ("2026-03-02 17:30", "YELLOW"), ("2026-03-03 08:30", "GREEN")])
def test_a_task_presses_on_its_last_day(due, light):
    assert rules.light_of_due(due and clock.at(due), clock.at("2026-03-02 09:00")) == light
