"""Uploading, looking, downloading and withdrawing through the pages."""

from dataclasses import replace

import pytest

from app.db import db
from app.papers.models import Paper, PaperOpening
from tests import cast as people
from tests.journeys.walking import Walk, deploy_shipped
from tests.papers import samples

ANOTHER = samples.picture(colour="red")


def upload(browser, case, content: bytes, name="墙角.jpg", below="", **said):
    client, headers = browser
    return client.post(f"/cases/{case.case_no}/papers{below}", query_string={"fileName": name, **said}, data=content,
                       content_type="application/octet-stream", headers=headers)


def text(browser, path: str, status: int = 200) -> str:
    answer = browser[0].get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def test_a_file_goes_in_and_the_part_lists_it(case, with_htmx):
    browser = with_htmx(people.MEDIATOR)
    answer = upload(browser, case, samples.picture(), code="D06", kind="evidence")
    assert answer.status_code == 201 and answer.get_json()["title"] == "墙角"
    page = text(browser, f"/cases/{case.case_no}/papers")
    assert "墙角" in page and "证据材料" in page and "JPG 图片" in page
    part = browser[0].get(f"/cases/{case.case_no}/papers", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "<html" not in part and "data-papers" in part


def test_a_paper_from_a_tasks_page_remembers_the_task_and_a_forged_one_is_ignored(cast, with_htmx):
    deploy_shipped()
    walk = Walk(cast).register(people.WINDOW)
    task, browser = walk.task("ut_accept_review"), with_htmx(people.TRIAGE)
    part = text(browser, f"/cases/{walk.case().case_no}/papers?task={task.id}")
    assert f'data-task="{task.id}"' in part
    for number, content in ((task.id, samples.picture()), (task.id + 999, ANOTHER), ("-1;drop", samples.pdf())):
        assert upload(browser, walk.case(), content, task=number).status_code == 201
    assert [(one.task_id, one.element) for one in Paper.query.order_by(Paper.id)] == [
        (task.id, "ut_accept_review"), (None, None), (None, None)]


def test_the_check_list_names_what_is_missing_and_takes_it_off_when_it_comes(case, with_htmx):
    deploy_shipped()
    browser = with_htmx(people.MEDIATOR)
    assert "必须的材料还缺 5 项" in text(browser, f"/cases/{case.case_no}/papers")
    upload(browser, case, samples.picture(), code="D03", kind="identity")
    assert "必须的材料还缺 4 项" in text(browser, f"/cases/{case.case_no}/papers")


def test_a_refused_file_says_why_as_a_sentence(case, with_htmx):
    answer = upload(with_htmx(people.MEDIATOR), case, b"<!doctype html><script>alert(1)</script>", "墙角.jpg")
    assert answer.status_code == 422 and "网页文件" in answer.get_json()["message"] and Paper.query.count() == 0


def test_a_file_larger_than_a_form_comes_in_and_one_beyond_the_limit_does_not(app, case, with_htmx, monkeypatch):
    browser = with_htmx(people.MEDIATOR)
    large = samples.picture() + bytes(6 * 1024 * 1024)
    assert upload(browser, case, large).status_code == 201
    monkeypatch.setitem(app.config, "HEJIE", replace(app.config["HEJIE"], paper_megabytes=1))
    assert upload(browser, case, ANOTHER + bytes(2 * 1024 * 1024)).status_code == 413
    assert upload(browser, case, ANOTHER).status_code == 201
    assert browser[0].post("/cases/new", data=b"x" * 5 * 1024 * 1024, headers=browser[1],
                           content_type="application/json").status_code == 413


def test_without_the_token_nothing_is_taken(case, with_htmx):
    client, _ = with_htmx(people.MEDIATOR)
    assert upload((client, {}), case, samples.picture()).status_code == 403 and Paper.query.count() == 0


def test_a_download_is_locked_down_and_written_down(case, put, with_htmx):
    paper, browser = put(samples.pdf(), file_name="收条.pdf", title="收条"), with_htmx(people.VILLAGE_HEAD)
    below = f"/cases/{case.case_no}/papers/{paper.id}"
    answer = browser[0].get(f"{below}/versions/1/file")
    assert answer.data == samples.pdf() and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment") and "%E6%94%B6%E6%9D%A1.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
    assert [(one.user_name, one.number) for one in PaperOpening.query] == [("王建国", 1)]
    assert "王建国" in text(browser, below)


def test_pages_are_shown_as_our_own_pictures(case, put, with_htmx):
    paper, browser = put(samples.pdf(2), title="收条"), with_htmx(people.MEDIATOR)
    below = f"/cases/{case.case_no}/papers/{paper.id}"
    assert text(browser, below).count("large.jpg") == 2
    for _ in range(2):
        answer = browser[0].get(f"{below}/versions/1/pages/2/large.jpg")
        assert answer.mimetype == "image/jpeg" and answer.data.startswith(b"\xff\xd8\xff")
        assert "sandbox" in answer.headers["Content-Security-Policy"] and answer.headers["Cache-Control"] == "no-store"
    for wrong in ("3/large", "0/large", "1/enormous"):
        text(browser, f"{below}/versions/1/pages/{wrong}.jpg", 404)


def test_an_office_file_is_offered_for_download_only(case, put, with_htmx):
    paper, browser = put(samples.office(), title="稿"), with_htmx(people.MEDIATOR)
    page = text(browser, f"/cases/{case.case_no}/papers/{paper.id}")
    assert "不能在这里预览" in page and "large.jpg" not in page


def test_a_new_version_goes_through_the_page(case, put, with_htmx):
    paper, browser = put(), with_htmx(people.MEDIATOR)
    assert upload(browser, case, ANOTHER, below=f"/{paper.id}/versions").status_code == 201
    assert upload(browser, case, ANOTHER, below=f"/{paper.id}/versions").status_code == 409
    assert "第 2 版" in text(browser, f"/cases/{case.case_no}/papers/{paper.id}")


def test_withdrawing_keeps_what_was_typed_when_refused(case, put, with_htmx):
    paper, (client, headers) = put(), with_htmx(people.MEDIATOR)
    path = f"/cases/{case.case_no}/papers/{paper.id}/withdrawal"
    token = {"csrf_token": headers["X-CSRFToken"]}
    long = "太" * 201
    refused = client.post(path, data={**token, "reason": long})
    assert refused.status_code == 422 and long in refused.get_data(as_text=True)
    assert client.post(path, data={**token, "reason": "拍错了"}).status_code == 302
    assert "拍错了" in text((client, {}), f"/cases/{case.case_no}/papers/{paper.id}")


@pytest.mark.parametrize("title", ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>'])
def test_titles_and_names_are_escaped(case, put, with_htmx, title):
    paper, browser = put(title=title, file_name=f"{title}.jpg"), with_htmx(people.MEDIATOR)
    for path in (f"/cases/{case.case_no}/papers", f"/cases/{case.case_no}/papers/{paper.id}"):
        page = text(browser, path)
        assert "<script>alert" not in page and "<img src=x" not in page


def test_forged_ids_find_nothing(case, put, with_htmx):
    paper, browser = put(), with_htmx(people.MEDIATOR)
    for path in (f"/cases/{case.case_no}/papers/{paper.id + 1}", f"/cases/990121202600009/papers/{paper.id}",
                 f"/cases/{case.case_no}/papers/{paper.id}/versions/2/file", f"/cases/{case.case_no}/papers/../../etc"):
        text(browser, path, 404)


def test_officers_of_other_units_see_nothing_not_even_the_count(case, put, with_htmx):
    paper = put()
    for who in (people.OTHER_TOWN, people.OTHER_VILLAGE):
        browser = with_htmx(who)
        for below in ("", f"/{paper.id}", f"/{paper.id}/versions/1/file", f"/{paper.id}/versions/1/pages/1/small.jpg"):
            assert "墙角" not in text(browser, f"/cases/{case.case_no}/papers{below}", 404)
        assert upload(browser, case, ANOTHER).status_code == 404
        assert upload(browser, case, ANOTHER, below=f"/{paper.id}/versions").status_code == 404
    assert Paper.query.count() == 1 and db.session.get(Paper, paper.id).withdrawn_at is None


def test_a_confidential_paper_is_not_there_for_colleagues(case, put, with_htmx):
    paper, browser = put(code="D07", title="他愿意让步"), with_htmx(people.WINDOW)
    assert "让步" not in text(browser, f"/cases/{case.case_no}/papers")
    for below in ("", "/versions/1/file", "/versions/1/pages/1/large.jpg"):
        text(browser, f"/cases/{case.case_no}/papers/{paper.id}{below}", 404)
