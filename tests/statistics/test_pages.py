"""统计 on the screen: numbers that lead to their cases, for those whose place it is and nobody else."""

import csv
import io

import pytest

from app import clock
from app.instances import timers
from app.statistics import monthly
from tests.cast import (
    DIRECTOR,
    MEDIATOR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    SUPERVISOR,
    TOWN_DIRECTOR,
    VILLAGE_HEAD,
    csrf_of,
    sign_in,
)
from tests.journeys.walking import deploy_shipped
from tests.statistics.test_figures import AGREED, handled
from tests.statistics.test_monthly_report import APPRAISER, appraised, of_unit, the_report

READERS = (SUPERVISOR, DIRECTOR, APPRAISER, TOWN_DIRECTOR, "shi.yan")


@pytest.fixture
def march(world):
    """Two cases of 上河村 closed, one of them late; one of 石桥村."""
    world.good, world.late = handled(world), handled(world, title="院墙漏雨纠纷")
    world.close(world.good, agreementAmount=30_000, **AGREED)
    world.other = handled(world, region="990121101200", unit="石桥村", title="别处的纠纷")
    clock.move_to("2026-03-20 09:00")
    world.close(world.late, result="FAILED")
    world.close(world.other, **AGREED)
    return world


def open_as(client, who: str, path: str):
    assert sign_in(client, who).status_code == 302
    return client.get(path)


def text_of(client, who: str, path: str) -> str:
    answer = open_as(client, who, path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("who", READERS)
def test_the_page_shows_the_numbers_of_ones_own_place(client, march, who):
    page = text_of(client, who, "/statistics?period=2026-03")
    assert "化解率" in page and ("云溪县" if who != TOWN_DIRECTOR else "清河镇") in page
    assert (">3件</a>" if who != TOWN_DIRECTOR else ">2件</a>") in page


@pytest.mark.parametrize("who", [MEDIATOR, VILLAGE_HEAD, OTHER_VILLAGE])
def test_who_may_not_read_statistics_is_refused(client, march, who):
    assert open_as(client, who, "/statistics").status_code == 403


@pytest.mark.parametrize("path", ["/statistics", "/statistics.csv", "/statistics/cases", "/statistics/stuck"])
def test_the_officer_of_another_town_has_no_such_place(client, march, path):
    place = march.cast.unit("上河村")
    assert open_as(client, OTHER_TOWN, f"{path}?period=2026-03&key=n_closed&place={place}").status_code == 404
    own = text_of(client, OTHER_TOWN, "/statistics/cases?period=2026-03&key=n_closed")
    assert march.other.case_no in own and march.good.case_no not in own


def test_a_number_leads_to_its_cases(client, march):
    closed = text_of(client, SUPERVISOR, "/statistics/cases?period=2026-03&key=n_closed")
    assert all(case.case_no in closed for case in (march.good, march.late, march.other))
    late = text_of(client, SUPERVISOR, "/statistics/cases?period=2026-03&key=r_ontime")
    assert march.late.case_no in late and march.good.case_no not in late and "没有做到" in late


@pytest.mark.parametrize("asked", ["by=type&value=03", "by=route&value=PEOPLE", "by=form&value=WRITTEN", "by=res_tier&value=VILLAGE",
                                   "by=over_tier&value=VILLAGE", "key=n_over", "by=type", "by=slip&value=URGE", "key=n_hard"])
def test_every_part_of_a_distribution_leads_to_its_cases(client, march, asked):
    page = text_of(client, SUPERVISOR, f"/statistics/cases?period=2026-03&{asked}")
    empty = asked in ("by=type", "by=slip&value=URGE", "key=n_hard")
    assert ("没有这样的案件" in page) == empty


def test_each_number_of_the_page_agrees_with_the_list_behind_it(client, march):
    """Volumes: as many cases in the list as the number says."""
    found = march.figures()
    for key in ("n_reg", "n_acc", "n_closed", "n_res", "n_over", "n_reopen", "n_obj", "n_hard"):
        page = text_of(client, SUPERVISOR, f"/statistics/cases?period=2026-03&key={key}")
        assert page.count('class="first-line"') == found[key], key


def test_who_may_not_open_a_case_sees_its_number_only(client, march):
    page = text_of(client, APPRAISER, "/statistics/cases?period=2026-03&key=n_closed")
    assert march.late.case_no in page and "院墙漏雨" not in page and "只列编号" in page


@pytest.mark.parametrize("wrong", ["period=2026-13", "period=x", "key=nonsense&period=2026-03", "by=nonsense&period=2026-03"])
def test_what_cannot_be_read_is_refused_with_a_sentence(client, march, wrong):
    assert open_as(client, SUPERVISOR, f"/statistics/cases?{wrong}").status_code == 422


def test_an_empty_county_says_what_will_come(client, cast):
    assert "还没有可以统计的案件" in text_of(client, SUPERVISOR, "/statistics")


def test_the_export_opens_in_a_spreadsheet(client, march):
    answer = open_as(client, SUPERVISOR, "/statistics.csv?period=2026-03")
    body = answer.get_data()
    assert body.startswith(b"\xef\xbb\xbf") and answer.mimetype == "text/csv"
    rows = {row[0]: row for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) if row}
    assert rows["办结量"] == ["办结量", "件", "3", "0", "0"]
    assert rows["化解率"][2:4] == ["66.67", ""]
    assert rows["协议金额"][2] == "3.0"
    assert rows["房屋宅基地纠纷"] == ["房屋宅基地纠纷", "3"]


def test_what_is_stuck_says_why(client, world):
    idle, twice = handled(world, title="停住的纠纷"), world.reach(world.case(), "ACCEPTED", "DISPATCHED")
    for _ in range(2):
        world.finish(twice, "ut_sign", "object")
    clock.move_to("2026-03-09 17:29")
    page = text_of(client, SUPERVISOR, "/statistics/stuck")
    assert idle.case_no not in page and "退单 2 次" in page
    clock.move_to("2026-03-09 17:30")
    page = text_of(client, SUPERVISOR, "/statistics/stuck")
    assert "停住的纠纷" in page and "5 个工作日以上没有进展记录" in page
    assert "没有滞留的案件" in text_of(client, OTHER_TOWN, "/statistics/stuck")


def test_a_report_is_for_its_county_and_published_for_its_towns(client, march):
    deploy_shipped()
    report = appraised_with(march)
    path = f"/statistics/reports/{report.id}"
    page = text_of(client, SUPERVISOR, path)
    assert all(word in page for word in ("2026年3月", "签发时冻结", "上河村", "防止民转刑"))
    assert "2026年3月" in text_of(client, DIRECTOR, "/statistics/reports")
    assert open_as(client, TOWN_DIRECTOR, path).status_code == 404
    clock.move_to("2026-04-20 09:00")
    timers.fire_due()
    assert the_report().status == "PUBLISHED"
    assert "考核" in text_of(client, TOWN_DIRECTOR, path)
    assert open_as(client, VILLAGE_HEAD, path).status_code == 403


def appraised_with(world):
    assert world.figures()["n_closed"] == 3
    return appraised(world)


def test_a_unit_sees_its_own_appraisal_and_objects(client, march):
    deploy_shipped()
    appraised(march)
    page = text_of(client, VILLAGE_HEAD, "/appraisals")
    assert "上河村" in page and "石桥村" not in page
    mine = of_unit(march, "上河村")
    path = f"/appraisals/{mine.id}/objection"
    assert client.get(path).status_code == 200
    refused = client.post(path, data={"csrf_token": csrf_of(client), "reason": "不服"})
    assert refused.status_code == 422 and "不服</textarea>" in refused.get_data(as_text=True)
    sent = client.post(path, data={"csrf_token": csrf_of(client), "reason": "那件超期是上级鉴定造成的，有委托书。"})
    assert sent.status_code == 302 and of_unit(march, "上河村").objected_by == "王建国"
    assert "异议正在处理" in text_of(client, VILLAGE_HEAD, "/appraisals")
    assert "上河村" not in text_of(client, OTHER_VILLAGE, "/appraisals")
    assert client.get(path).status_code == 404


def test_rest_gives_every_number(client, march):
    headers = march.cast.bearer(SUPERVISOR)
    answer = client.get("/api/v1/statistics?period=2026-03", headers=headers)
    found = {row["key"]: row["value"] for row in answer.json["numbers"]}
    assert (answer.status_code, found["n_closed"], found["r_res"]) == (200, 3, 0.6667)
    assert answer.json["distributions"]["dist_type"] == {"03": 3}
    place = march.cast.unit("上河村")
    assert client.get(f"/api/v1/statistics?place={place}", headers=march.cast.bearer(OTHER_TOWN)).status_code == 404
    assert client.get("/api/v1/statistics", headers=march.cast.bearer(MEDIATOR)).status_code == 403
    assert client.get("/api/v1/statistics?period=2026-13", headers=headers).status_code == 422


def test_nothing_is_begun_by_looking(client, march):
    clock.move_to("2026-04-01 09:00")
    text_of(client, SUPERVISOR, "/statistics")
    assert the_report() is None and monthly.PROCESS == "monthly_report"
