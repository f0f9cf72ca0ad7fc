"""The task page says what comes next before the button is pressed, and who has it afterwards."""

import json
import re

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.models import TimelineEntry
from app.db import db, unit_of_work
from app.engine.ahead import END, TASK, WAIT, Following
from app.worklist import afterwards, foresight
from tests import cast as people
from tests.journeys.walking import Walk, deploy_shipped
from tests.walk_answers import answers_for

DISPATCHED = "ut_accept_review lin.fang\nut_triage_confirm lin.fang dispatch"


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast).register(people.WINDOW)


def step(name: str, kind: str = TASK, **more) -> Following:
    return Following(kind, "p", "e", name, **more)


@pytest.mark.parametrize(("found", "sentence"), [
    ([], ""),
    ([step("签收", role="R13", unit="=case.leadUnit")], "下一步：签收（承办单位的村（社区）书记）。"),
    ([step("首次联系", role="R04,R06", assignee="=handler")], "下一步：首次联系（承办人）。"),
    ([step("误登作废", END)], "本流程结束（误登作废）。"),
    ([step("T-01-08 换日再联系", WAIT)], "下一步：等待“换日再联系”。"),
    ([step("复查", role="R01,R02,R03,R04,R05")], "下一步：复查（综合窗口受理员、分流研判员等）。"),
    ([step("甲", role="=if x then [\"R15\"] else [\"R22\"]", certain=False), step("乙", role="R02", certain=False)],
     "视案件情况，可能：甲（县综治中心主任或政法委领导）、乙（分流研判员）。"),
    ([step("甲", role="R02"), step("乙", role="R02", certain=False, together=True)],
     "下一步：甲（分流研判员）；等同时进行的其他环节办完后：乙（分流研判员）。"),
    ([step(name, role="R02", certain=False) for name in "甲乙丙丁戊"],
     "视案件情况，可能：甲（分流研判员）、乙（分流研判员）、丙（分流研判员）、丁（分流研判员）等 5 种去向。"),
    ([step(name, role="R02", certain=False) for name in "甲乙丙丁戊己"], "下一步由系统按填写的内容和案件情况决定。")])
def test_what_comes_next_is_said_in_one_sentence(found, sentence):
    assert foresight.sentence_of(found) == sentence


def test_the_page_of_who_may_do_it_brings_a_sentence_for_every_outcome(walk, signed_in):
    walk.take(DISPATCHED)
    address = f"/tasks/{walk.task('ut_sign').id}"
    page = signed_in(people.VILLAGE_HEAD).get(address).get_data(as_text=True)
    told = json.loads(re.search(r"data-following>(.*?)</script>", page, re.DOTALL).group(1))
    assert set(told) == {"sign", "object"}
    assert told["sign"].startswith("下一步：首次联系（承办人")
    assert "data-following" not in signed_in(people.TRIAGE).get(address).get_data(as_text=True)
    assert signed_in(people.OTHER_VILLAGE).get(address).status_code == 404


def complete(client, task, outcome: str, **answers):
    return client.post(f"/tasks/{task.id}/completion", json={"answers": answers_for(task.form_key, outcome, **answers)},
                       headers={"X-CSRFToken": people.csrf_of(client), "Idempotency-Key": f"once-{task.id}"})


def test_after_a_step_one_hears_who_has_the_next_and_is_offered_what_one_may_take(walk, signed_in):
    client = signed_in(people.TRIAGE)
    assert complete(client, walk.task("ut_accept_review"), "done").json == {"location": "/"}
    page = client.get("/").get_data(as_text=True)
    assert "已办结。下一步：分流研判确认，等待" in page and "领取。" in page
    task = walk.task("ut_triage_confirm")
    assert f'<a class="alert-link" href="/tasks/{task.id}">您也可以接着办：分流研判确认</a>' in page
    complete(client, task, "dispatch")
    page = client.get("/").get_data(as_text=True)
    assert "下一步：签收，等待上河村" in page and "您也可以接着办" not in page


def test_ones_own_next_step_opens_at_once(walk, signed_in):
    walk.take(DISPATCHED)
    client = signed_in(people.VILLAGE_HEAD)
    location = complete(client, walk.task("ut_sign"), "sign").json["location"]
    assert location == f"/tasks/{walk.task('ut_first_contact').id}"
    assert "已办结。下一步：首次联系，由王建国办理。" in client.get(location).get_data(as_text=True)


def test_who_cannot_go_on_is_offered_nothing(walk, cast):
    accepted, dispatched = DISPATCHED.splitlines()
    walk.take(accepted)
    seen = walk.task("ut_triage_confirm")  # in the session as it was before the step is done
    walk.take(dispatched)
    after = afterwards.of_task(seen.id, cast.actor(people.OTHER_VILLAGE))
    assert (after.mine, after.offered) == (None, None)


def test_the_page_costs_the_same_however_long_the_history_is(walk, signed_in):
    walk.take(DISPATCHED)
    client, address = signed_in(people.VILLAGE_HEAD), f"/tasks/{walk.task('ut_sign').id}"
    client.get(address)
    before, case_id = statements_of(lambda: client.get(address)), walk.case_id
    with unit_of_work():
        db.session.execute(sa.insert(TimelineEntry), [
            {"case_id": case_id, "at": clock.now(), "kind": "PROGRESS", "text": f"第 {number} 次上门。"} for number in range(120)])
    assert statements_of(lambda: client.get(address)) == before <= 32


def statements_of(ask) -> int:
    seen = []

    def note(*_):
        seen.append(1)

    db.session.remove()  # a request begins with nothing loaded
    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert ask().status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
