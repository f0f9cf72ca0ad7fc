"""Signing on the glass: the picture is a paper, its checksum the answer, and nothing else passes for it."""

import hashlib
import json
from pathlib import Path

import pytest

from app import clock
from app.cases.models import Case
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.forms.parts import scope_of
from app.papers import signing
from app.papers.models import Paper
from app.worklist import actions as tasks
from app.worklist import confidential, context
from tests import cast as people
from tests.journeys.walking import Walk, deploy_shipped
from tests.papers import samples
from tests.papers.signed import blank, signature
from tests.walk_answers import answers_for

FORM, FIELD = "mediation_core/ut_rights_notice", "notices.0.signature"
MEDIATOR = people.MEDIATOR


@pytest.fixture
def walk(cast):
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = Walk(cast).register(people.WINDOW)
    walk.take("""
        ut_accept_review lin.fang
        ut_triage_confirm lin.fang dispatch
        ut_sign wang.jianguo sign
        ut_first_contact wang.jianguo both_willing
        ut_med_accept wang.jianguo accept
    """)
    return walk


@pytest.fixture
def sign(walk, cast):
    """`sign(content, who, path)` on the open task."""
    def act(content: bytes | None = None, who: str = MEDIATOR, path: str = FIELD) -> str:
        return signing.sign(walk.task("ut_rights_notice").id, path, signature() if content is None else content, cast.actor(who))

    return act


def answers(first_row: str | None) -> dict:
    given = answers_for(FORM, "done")
    rows = [dict(row) for row in given["notices"]]
    rows[0]["signature"] = first_row
    return {**given, "notices": rows}


def complete(walk, cast, first_row: str | None) -> None:
    with unit_of_work():
        tasks.complete(walk.task("ut_rights_notice").id, answers(first_row), cast.actor(MEDIATOR))


def test_the_picture_is_kept_as_a_paper_and_its_checksum_is_the_answer(walk, cast, sign):
    answer, task_id = sign(), walk.task("ut_rights_notice").id
    paper = db.session.query(Paper).filter_by(kind="signed").one()
    assert answer == f"{paper.id}:{hashlib.sha256(signature()).hexdigest()}"
    assert paper.task_id == task_id and paper.title.endswith("告知记录第 1 项当事人签字")
    complete(walk, cast, answer)
    db.session.rollback()
    task = db.session.get(tasks.HumanTask, task_id, populate_existing=True)
    assert task.status == "DONE" and task.answers["notices"][0]["signature"] == answer
    assert signing.version_of(task_id, answer, cast.actor(MEDIATOR)).content_type == "image/png"


def test_signing_again_is_another_version(sign):
    first, second = sign(), sign(signature(shift=40))
    assert first.partition(":")[0] == second.partition(":")[0] and first != second


def test_without_a_signature_the_answers_stay_valid(walk, cast):
    complete(walk, cast, None)


@pytest.mark.parametrize("made_up", ["1:" + "0" * 64, "yes", "1", "x:" + "a" * 64, {"paper": 1}])
def test_an_answer_that_names_no_signature_of_this_task_is_refused(walk, cast, sign, made_up):
    sign()
    with pytest.raises(Invalid) as refused:
        complete(walk, cast, made_up)
    assert list(refused.value.errors) == [FIELD]


@pytest.mark.parametrize(("content", "word"), [
    (blank(), "空白"), (signature(form="JPEG"), "只收 PNG"), (samples.pdf(), "只收 PNG"), (b"<svg/>", "不能上传"),
    (signature()[:200], "。"), (b"", "。"), (signature(size=(2400, 300)), "太大"), (b"\x89PNG\r\n\x1a\n" + b"0" * 600_000, "KB")])
def test_what_is_no_picture_of_a_signature_is_refused(sign, content, word):
    with pytest.raises(Invalid, match=word):
        sign(content)
    assert db.session.query(Paper).filter_by(kind="signed").count() == 0


@pytest.mark.parametrize("path", ["outcome", "notices.0.partyName", "signature", "notices", "", "../x"])
def test_only_signature_fields_of_the_form_take_one(sign, path):
    with pytest.raises(Invalid, match="没有这个签名栏"):
        sign(path=path)


@pytest.mark.parametrize("who", [people.OTHER_VILLAGE, people.OTHER_TOWN])
def test_the_officers_of_another_unit_neither_sign_nor_see_it(walk, cast, sign, who):
    answer, task_id = sign(), walk.task("ut_rights_notice").id
    with pytest.raises((NotFound, Forbidden)):
        sign(who=who)
    with pytest.raises(NotFound):
        signing.version_of(task_id, answer, cast.actor(who))


def test_who_only_sees_the_task_does_not_sign(sign):
    with pytest.raises((Forbidden, Conflict)):
        sign(who=people.SUPERVISOR)


def test_the_page_takes_a_picture_and_shows_it_again(app, walk):
    client = app.test_client()
    people.sign_in(client, MEDIATOR)
    address = f"/tasks/{walk.task('ut_rights_notice').id}/signatures"
    headers = {"X-CSRFToken": people.csrf_of(client), "HX-Request": "true"}
    kept = client.post(f"{address}?path={FIELD}", data=signature(), headers=headers, content_type="image/png")
    assert kept.status_code == 201
    shown = client.get(address, query_string={"answer": kept.get_json()["answer"]})
    assert shown.status_code == 200 and shown.mimetype == "image/jpeg"
    assert client.get(f"{address}?answer=1:{'0' * 64}").status_code == 404
    refused = client.post(f"{address}?path={FIELD}", data=blank(), headers=headers, content_type="image/png")
    assert refused.status_code == 422 and "空白" in refused.get_json()["message"]


def test_who_signed_one_session_has_not_signed_the_next(walk, cast):
    walk.take("ut_rights_notice li.xiulan\nut_mediator_assign wang.jianguo")
    for day in ("2026-03-05", "2026-03-09"):
        walk.do("ut_med_schedule", "li.xiulan", "schedule", at=f"{day}T09:30")
        walk.until(f"{day} 11:00")
        task = walk.task("ut_med_session")
        shown = context.start_data(task, whole_sight(task, cast), None)
        rows = shown.get("attendance") or answers_for(task.form_key, "continue")["attendance"]
        assert not any("signature" in row for row in rows)
        answer = signing.sign(task.id, "attendance.0.signature", signature(), cast.actor(MEDIATOR))
        walk.do("ut_med_session", "li.xiulan", "continue", attendance=[{**rows[0], "signature": answer}, *rows[1:]])
    assert "attendance" in shown


def whole_sight(task, cast) -> confidential.Sight:
    return confidential.sight_of(task, db.session.get(Case, task.case_id), cast.actor(MEDIATOR), doable=True)


@pytest.mark.parametrize("key", ["dispute_main/ut_onsite_mediation", "mediation_core/ut_med_session", "mediation_core/ut_oral_agreement",
    "mediation_core/ut_terminate", "major_case/ut_major_approve", "supervision/ut_supervise_feedback", "med_industry/ut_appraisal_entrust"])
def test_wherever_somebody_signs_it_can_be_done_on_the_glass_and_need_not(key):
    form = scope_of(json.loads((Path("forms") / f"{key}.json").read_text()))
    found = [part for _, part in form.everything() if part.type == "signature"]
    assert found and not any(part.validate.get("required") for part in found)
