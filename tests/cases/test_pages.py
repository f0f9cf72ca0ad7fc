"""The case search, the case page and what a person brings to a case from it."""

import pytest

from app import clock
from app.cases import clock_view, timeline_view
from app.cases import queries as cases
from app.db import db
from tests import cast as people
from tests.journeys.walking import Walk, deploy_shipped

SIGNED = """
    ut_accept_review lin.fang
    ut_triage_confirm lin.fang dispatch
    ut_sign wang.jianguo sign
"""


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast).register(people.WINDOW)


def page(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def send(client, path: str, **form):
    return client.post(path, data={"csrf_token": people.csrf_of(client), **form})


def test_a_case_is_found_by_number_name_party_light_and_day(walk, signed_in):
    case_no, client = walk.case().case_no, signed_in(people.TRIAGE)
    for found in ("", f"text={case_no[:12]}", "text=宅基地", "text=王长河", "light=GREEN", "status=REGISTERED",
                  "registered_from=2026-03-02&registered_to=2026-03-02", "registered_from=gestern"):
        assert case_no in page(client, f"/cases?{found}"), found
    for missed in ("text=李四", "light=RED", "status=CLOSED", "registered_from=2026-03-03"):
        assert "没有找到案件" in page(client, f"/cases?{missed}"), missed


def test_the_case_page_hides_numbers_and_shows_who_did_what(walk, signed_in):
    walk.take(SIGNED)
    text = page(signed_in(people.TRIAGE), f"/cases/{walk.case().case_no}")
    assert "138****0001" in text and "13800990001" not in text
    assert "990***********1018" in text and "990121196803151018" not in text
    assert "完成“签收”，结论：签收。" in text and "王建国" in text
    assert "一般纠纷办理" in text and 'aria-valuenow="' in text


def test_a_case_of_another_village_is_not_there(walk, signed_in):
    client, case_no = signed_in(people.OTHER_VILLAGE), walk.case().case_no
    for path in ("", "/progress", "/diagrams", "/next", "/slips", "/messages/msg_risk_changed"):
        assert client.get(f"/cases/{case_no}{path}").status_code == 404
    assert case_no not in page(client, "/cases")


def test_only_what_the_case_waits_for_and_the_person_may_bring_is_offered(walk, signed_in):
    walk.take(SIGNED)
    case_no = walk.case().case_no
    of_the_handler = page(signed_in(people.VILLAGE_HEAD), f"/cases/{case_no}")
    assert "填报进展" in of_the_handler and "申请延期或中止" in of_the_handler and "录入领导批示" not in of_the_handler
    of_the_director = page(signed_in(people.DIRECTOR), f"/cases/{case_no}")
    assert "录入领导批示" in of_the_director and "登记已补正" not in of_the_director
    assert "发起" not in page(signed_in(people.ARCHIVIST), f"/cases/{case_no}")


def test_an_instruction_without_words_is_refused_and_with_words_becomes_a_task(walk, signed_in):
    walk.take(SIGNED)
    client, path = signed_in(people.DIRECTOR), f"/cases/{walk.case().case_no}/messages/msg_leader_instruction"
    refused = send(client, path, instructor="陈书记")
    assert refused.status_code == 422
    assert "请填写批示内容。" in refused.get_data(as_text=True) and 'value="陈书记"' in refused.get_data(as_text=True)
    assert send(client, path, instructor="陈书记", text="一周内办好", requiredAt="2026-03-09").status_code == 302
    assert "ut_instruction_handle" in walk.open()
    assert walk.lines("MESSAGE")[-1].text == "领导批示：一周内办好"


def test_whose_word_is_taken_down_is_chosen_among_the_parties(walk, signed_in):
    walk.take(SIGNED)
    client, path = signed_in(people.WINDOW), f"/cases/{walk.case().case_no}/messages/msg_party_urge"
    assert "<option>王长河</option>" in page(client, path)
    refused = send(client, path, note="何时来丈量？")
    assert refused.status_code == 422 and "请选择代哪位当事人登记。" in refused.get_data(as_text=True)
    assert send(client, path, note="何时来丈量？", onBehalfOf="王长河").status_code == 302
    assert "（周敏代王长河登记）" in page(client, f"/cases/{walk.case().case_no}")
    assert signed_in(people.OTHER_TOWN).get(path).status_code == 404


def test_a_progress_report_opens_where_it_is_filled_in(walk, signed_in):
    walk.take(SIGNED)
    client, case_no = signed_in(people.VILLAGE_HEAD), walk.case().case_no
    answer = send(client, f"/cases/{case_no}/messages/msg_progress")
    assert client.get(answer.location).location == f"/tasks/{walk.task('ut_progress').id}"


def test_more_time_is_asked_for_once_and_by_who_has_the_case(walk, signed_in):
    walk.take(SIGNED)
    client, path = signed_in(people.VILLAGE_HEAD), f"/cases/{walk.case().case_no}/deadline-request"
    assert send(client, path).status_code == 302
    assert "ut_ext_apply" in walk.open()
    assert send(client, path).status_code == 409
    assert send(signed_in(people.TOWN_DIRECTOR), path).status_code == 403


def test_a_day_is_told_in_steps_with_the_systems_own_lines_behind(walk):
    walk.take(SIGNED)
    moments = timeline_view.moments(cases.timeline(walk.case_id).items)
    signing = next(moment for moment in moments if any("完成“签收”" in line.text for line in moment.said))
    assert signing.by == "王建国"
    assert any(line.text.startswith("开始计时") for line in signing.noted)
    assert sum(len(moment.said) + len(moment.noted) for moment in moments) == len(walk.lines())


def test_a_slip_is_named_once_and_its_number_left_to_the_slip(walk):
    walk.take(SIGNED)
    walk.until("2026-03-10 10:00")
    said = [line for moment in timeline_view.moments(cases.timeline(walk.case_id).items) for line in moment.said]
    supervised = next(line for line in said if line.tone == "red")
    assert "督办" in supervised.kind and "督" not in supervised.text


def test_limits_tell_what_is_used_and_how_late_it_is(walk):
    walk.take(SIGNED)
    walk.until("2026-03-10 10:00")
    db.session.rollback()
    limits = {limit.name: limit for limit in clock_view.limits_of(walk.case(), clock.now())}
    assert (limits["一般纠纷办理"].used, limits["一般纠纷办理"].tone, limits["一般纠纷办理"].overdue) == (100, "red", 1)
