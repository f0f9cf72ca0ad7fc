"""The list page, its address, its views, doing many at once through the browser's forms, and the same over REST."""

import re

import pytest

from app.worklist import saved_views
from tests.cast import ADMIN, MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, TRIAGE, VILLAGE_HEAD

LIST_ONLY = {"HX-Request": "true", "HX-Target": "worklist", "HX-Boosted": "true"}


def test_the_page_shows_what_is_mine_what_is_late_and_what_to_do(desk, with_token):
    task = desk.task(MEDIATOR, due_hours=-1, risk_level="RED", case_no="990121ZZ20260000005")
    page = with_token(MEDIATOR)[0].get("/").get_data(as_text=True)
    for shown in ("安排调解", f"/tasks/{task}", "一堵墙引起的纠纷", "990121ZZ20260000005", "王**、李**", "light-red", "高风险", "村（社区）",
                  "今天 08:00", "已超时", "李秀兰"):
        assert shown in page, shown
    assert "王长河" not in page


def test_htmx_gets_the_list_alone_with_its_address_and_a_sentence_for_screen_readers(desk, with_token):
    desk.task(MEDIATOR)
    client, _ = with_token(MEDIATOR)
    answer = client.get("/?box=mine&text=&risk=GREEN&light=", headers=LIST_ONLY)
    part = answer.get_data(as_text=True)
    assert part.lstrip().startswith("<div") and "<html" not in part and 'hx-swap-oob="innerHTML:#list-said"' in part
    assert answer.headers["HX-Push-Url"] == "/?box=mine&risk=GREEN"
    assert "<html" in client.get("/", headers={**LIST_ONLY, "HX-History-Restore-Request": "true"}).get_data(as_text=True)


def test_pages_are_linked_with_their_filters(desk, with_token):
    for _ in range(21):
        desk.task(MEDIATOR)
    client, _ = with_token(MEDIATOR)
    page = client.get("/?risk=GREEN").get_data(as_text=True)
    following = re.search(r'rel="next" href="([^"]+)"', page).group(1).replace("&amp;", "&")
    assert "risk=GREEN" in following
    second = client.get(following).get_data(as_text=True)
    assert second.count("<tr data-row") == 1 and 'rel="prev"' in second and 'rel="next"' not in second


def test_a_view_is_kept_offered_to_a_role_and_taken_away(cast, desk, with_token):
    client, headers = with_token(VILLAGE_HEAD)
    form = {"name": "高风险", "role": "R04", "box": "mine", "risk": "RED"}
    assert "view=" in client.post("/worklist/views", data=form, headers=headers).location
    view, = saved_views.of(cast.actor(MEDIATOR))
    assert saved_views.arguments(view) == {"box": "mine", "risk": "RED"}
    assert "高风险" in with_token(MEDIATOR)[0].get("/").get_data(as_text=True)
    assert "王建国共享" in with_token(MEDIATOR)[0].get(f"/?box=mine&risk=RED&view={view.id}").get_data(as_text=True)
    other, own = with_token(MEDIATOR)
    assert other.post(f"/worklist/views/{view.id}/removal", headers=own).status_code == 403
    for who in (TRIAGE, OTHER_TOWN, OTHER_VILLAGE):
        assert saved_views.of(cast.actor(who)) == []
        stranger, theirs = with_token(who)
        assert stranger.post(f"/worklist/views/{view.id}/removal", headers=theirs).status_code == 404
    client.post(f"/worklist/views/{view.id}/removal", headers=headers)
    assert saved_views.of(cast.actor(VILLAGE_HEAD)) == []


def test_who_leads_nobody_keeps_views_for_oneself(cast, desk, with_token):
    client, headers = with_token(MEDIATOR)
    form = {"name": "急的", "role": "R13", "light": "RED"}
    assert "只有单位负责人" in client.post("/worklist/views", data=form, headers=headers, follow_redirects=True).get_data(as_text=True)
    client.post("/worklist/views", data={**form, "role": "", "name": "  "}, headers=headers)
    client.post("/worklist/views", data={**form, "role": ""}, headers=headers)
    client.post("/worklist/views", data={**form, "role": "", "light": "YELLOW"}, headers=headers)
    view, = saved_views.of(cast.actor(MEDIATOR))
    assert (view.name, saved_views.arguments(view)) == ("急的", {"box": "mine", "light": "YELLOW"}), "the same name replaces"


def test_many_are_claimed_from_the_list_with_and_without_scripts(desk, with_token):
    tasks = [desk.task(role="R04") for _ in range(6)]
    client, headers = with_token(MEDIATOR)
    run = client.post("/worklist/bulk", data={"verb": "claim", "task": tasks, "box": "pool"}, headers=headers).location
    assert 'hx-trigger="load"' in client.get(run).get_data(as_text=True)
    part = client.post(f"{run}/next", headers={**headers, "HX-Request": "true"}).get_data(as_text=True)
    assert "5 / 6 项" in part and "<html" not in part
    assert client.post(f"{run}/next", headers=headers).location == run
    page = client.get(run).get_data(as_text=True)
    assert "6 项都有结果了：领取 6 项" in page and 'hx-trigger="load"' not in page


def test_one_form_for_several_tasks_of_a_step(desk, with_token):
    tasks = [desk.task(MEDIATOR), desk.task(MEDIATOR)]
    client, headers = with_token(MEDIATOR)
    form = client.post("/worklist/bulk", data={"verb": "complete", "task": tasks}, headers=headers).location
    page = client.get(form).get_data(as_text=True)
    assert "分别提交给 2 项任务" in page and "data-form-island" in page
    action = re.search(r'data-action="([^"]+)"', page).group(1).replace("&amp;", "&")
    answer = client.post(action, json={"answers": {"note": "一起"}}, headers=headers)
    assert answer.json["location"].startswith("/worklist/bulk/")
    nothing = client.post("/worklist/bulk", data={"verb": "claim", "box": "mine"}, headers=headers, follow_redirects=True)
    assert "还没有勾选任务" in nothing.get_data(as_text=True)


def test_several_are_given_to_one_colleague_with_a_reason(cast, desk, with_token):
    tasks = [desk.task(MEDIATOR), desk.task(MEDIATOR)]
    client, headers = with_token(MEDIATOR)
    form = client.post("/worklist/bulk", data={"verb": "transfer", "task": tasks}, headers=headers).location
    page = client.get(form).get_data(as_text=True)
    assert "转办这 2 项" in page and "王建国" in page and "在办 0 项" in page and "高远" not in page
    assert "王建国" in client.get(form.replace("?", "/people?") + "&text=上河").get_data(as_text=True)
    refused = client.post(form.split("?")[0], data={"task": tasks, "reason": "我要外出"}, headers=headers)
    assert refused.status_code == 422 and "请选择转办给哪位同事" in refused.get_data(as_text=True) and "我要外出" in refused.get_data(as_text=True)
    run = client.post(form.split("?")[0], data={"task": tasks, "reason": "外出", "person": cast.user(VILLAGE_HEAD)}, headers=headers).location
    client.post(f"{run}/next", headers=headers)
    assert "2 项都有结果了：转办 2 项" in client.get(run).get_data(as_text=True)
    assert client.post("/worklist/bulk/handing/gift", data={"task": tasks}, headers=headers).status_code == 404


@pytest.mark.parametrize("who", [OTHER_TOWN, OTHER_VILLAGE])
def test_the_officers_of_another_unit_get_no_word_through_pages_or_rest(app, cast, desk, with_token, who):
    tasks = [desk.task(MEDIATOR, title="暗号一堵墙"), desk.task(role="R04", title="暗号一堵墙")]
    client, headers = with_token(who)
    addresses = [f"/?box={box}&text=暗号" for box in ("mine", "unit", "pool", "sent", "done")]
    addresses += [f"/worklist/bulk/{form}?task={task}" for task in tasks for form in ("form", "handing/transfer")]
    run = client.post("/worklist/bulk", data={"verb": "claim", "task": tasks}, headers=headers).location
    client.post(f"{run}/next", headers=headers)
    for address in [*addresses, run]:
        shown = client.get(address, follow_redirects=True).get_data(as_text=True)
        assert "一堵墙" not in shown and "安排调解" not in shown and "王**" not in shown, address
    listed = app.test_client().get("/api/v1/worklist?box=unit&party=王长河", headers=cast.bearer(who))
    assert listed.json["items"] == []


def test_rest_gives_the_same_filters_pages_and_columns(app, cast, desk):
    first, second = desk.task(MEDIATOR, due_hours=1, risk_level="RED"), desk.task(MEDIATOR, due_hours=2, risk_level="RED")
    desk.task(MEDIATOR, due_hours=3)
    client, token = app.test_client(), cast.bearer(MEDIATOR)
    page = client.get("/api/v1/worklist?riskLevel=RED&perPage=1", headers=token).json
    assert [line["id"] for line in page["items"]] == [first] and page["hasNext"] is True
    assert page["items"][0] | {"waitingFor": "李秀兰", "parties": "王**、李**", "riskLevel": "RED"} == page["items"][0]
    after = client.get("/api/v1/worklist", query_string={"riskLevel": "RED", "perPage": 1, "after": page["after"]}, headers=token)
    assert [line["id"] for line in after.json["items"]] == [second] and after.json["after"] is None
    assert client.get("/api/v1/worklist/counts", headers=token).json["mine"] == 3
    assert client.get("/api/v1/worklist?sort=colour", headers=token).status_code == 422


def test_an_administrator_s_list_is_empty_and_says_what_to_do(desk, with_token):
    page = with_token(ADMIN)[0].get("/?box=unit").get_data(as_text=True)
    assert "本单位现在没有您可以看到的任务" in page
