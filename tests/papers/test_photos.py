"""Photos in a form: each is a paper of the case at once, the answers name their numbers, and no other number passes."""

import io

import pytest

from app import clock
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.papers import photos
from app.papers.models import Paper
from app.worklist import actions as tasks
from tests import cast as people
from tests.journeys.stages import handled
from tests.journeys.walking import Walk, deploy_shipped
from tests.papers import samples
from tests.papers.signed import signature as picture
from tests.walk_answers import answers_for

FORM, TASK = "mediation_core/ut_investigate", "ut_investigate"
MEDIATOR = people.MEDIATOR


@pytest.fixture
def walk(cast):
    clock.move_to("2026-03-02 09:00")
    deploy_shipped()
    walk = handled(Walk(cast))
    walk.take("""
        ut_med_accept wang.jianguo accept
        ut_rights_notice li.xiulan
    """)
    walk.do("ut_mediator_assign", "wang.jianguo", "done", investigationTargets=[{"target": "邻居赵六", "purpose": "围墙是何时砌的"}])
    return walk


@pytest.fixture
def take(walk, cast):
    """`take(content, who, path)` on the open task."""
    def act(content: bytes | None = None, who: str = MEDIATOR, path: str = "photos", name: str = "IMG_1.jpg") -> Paper:
        content = picture(form="JPEG") if content is None else content
        return photos.add(walk.task(TASK).id, path, io.BytesIO(content), name, cast.actor(who))

    return act


def complete(walk, cast, numbers) -> None:
    with unit_of_work():
        tasks.complete(walk.task(TASK).id, {**answers_for(FORM, "done"), "photos": numbers}, cast.actor(MEDIATOR))


def test_a_picture_is_a_paper_of_the_task_and_its_number_the_answer(walk, cast, take):
    first, second = take(), take(picture(shift=30, form="JPEG"))
    assert (first.kind, first.origin, first.task_id, first.title) == (
        "photo", "upload", walk.task(TASK).id, "调查核实（第1项）：现场和证据照片 1")
    assert second.title.endswith("照片 2") and take(samples.pdf()).kind == "evidence"
    number = walk.task(TASK).id
    complete(walk, cast, [str(first.id), str(second.id)])
    db.session.rollback()
    task = db.session.get(tasks.HumanTask, number, populate_existing=True)
    assert task.status == "DONE" and task.answers["photos"] == [str(first.id), str(second.id)]
    assert photos.version_of(number, first.id, cast.actor(MEDIATOR)).content_type == "image/jpeg"


def test_it_is_as_confidential_as_what_is_typed_beside_it(walk, cast, take):
    assert take().level == "NOTES"
    assert "IMG" not in walk.texts("PAPER") and "证据照片" not in walk.texts("PAPER")


def test_the_same_picture_sent_twice_is_one_paper(take):
    assert take().id == take(name="IMG_2.jpg").id


def test_removed_it_leaves_the_dossier_and_passes_no_more(walk, cast, take):
    paper, actor = take(), cast.actor(MEDIATOR)
    for _ in range(2):
        with unit_of_work():
            photos.remove(walk.task(TASK).id, paper.id, actor)
    assert db.session.get(Paper, paper.id).withdrawn_at
    with pytest.raises(Invalid) as refused:
        complete(walk, cast, [str(paper.id)])
    assert "请重新上传" in refused.value.errors["photos"][0]
    complete(walk, cast, [])


@pytest.mark.parametrize("made_up", [["999999"], ["x"], "12", [12], [{"id": 1}], [str(number) for number in range(1, 22)]])
def test_a_number_that_is_no_photo_of_this_task_is_refused(walk, cast, take, made_up):
    take()
    with pytest.raises(Invalid) as refused:
        complete(walk, cast, made_up)
    assert list(refused.value.errors) == ["photos"]


@pytest.mark.parametrize(("content", "word"), [
    (b"<svg/>", "不能上传"), (samples.office(), "只收照片"), (picture(form="JPEG")[:300], "。"), (b"", "。")])
def test_what_is_neither_picture_nor_pdf_is_refused(take, content, word):
    with pytest.raises(Invalid, match=word):
        take(content)
    assert db.session.query(Paper).filter(Paper.kind.in_(("photo", "evidence"))).count() == 0


@pytest.mark.parametrize("path", ["content", "outcome", "", "photos.0.photos", "../x"])
def test_only_photo_fields_of_the_form_take_one(take, path):
    with pytest.raises(Invalid, match="没有这个照片栏"):
        take(path=path)


def test_a_paper_from_elsewhere_is_not_removed_by_a_form(walk, cast, take):
    take()
    other = db.session.query(Paper).filter(Paper.kind != "photo").first() or take(samples.pdf())
    with unit_of_work():
        db.session.get(Paper, other.id).task_id = None
    with pytest.raises(Conflict, match="材料页"), unit_of_work():
        photos.remove(walk.task(TASK).id, other.id, cast.actor(MEDIATOR))


@pytest.mark.parametrize("who", [people.OTHER_VILLAGE, people.OTHER_TOWN])
def test_the_officers_of_another_unit_neither_bring_nor_see_nor_remove_any(walk, cast, take, who):
    paper, number, stranger = take(), walk.task(TASK).id, cast.actor(who)
    with pytest.raises((NotFound, Forbidden)):
        take(who=who)
    with pytest.raises(NotFound):
        photos.version_of(number, paper.id, stranger)
    with pytest.raises((NotFound, Forbidden)), unit_of_work():
        photos.remove(number, paper.id, stranger)
    assert db.session.get(Paper, paper.id).withdrawn_at is None


def test_who_only_sees_the_task_brings_none(take):
    with pytest.raises((Forbidden, Conflict)):
        take(who=people.SUPERVISOR)


def test_the_page_takes_a_picture_shows_it_and_takes_it_out(app, walk):
    client = app.test_client()
    people.sign_in(client, MEDIATOR)
    address = f"/tasks/{walk.task(TASK).id}/photos"
    headers = {"X-CSRFToken": people.csrf_of(client), "HX-Request": "true"}
    kept = client.post(f"{address}?path=photos&fileName=IMG_1.jpg", data=picture(form="JPEG"), headers=headers, content_type="image/jpeg")
    assert kept.status_code == 201
    shown = f"{address}/{kept.get_json()['id']}"
    for size in ("", "?size=large"):
        answer = client.get(shown + size)
        assert answer.status_code == 200 and answer.mimetype == "image/jpeg"
    refused = client.post(f"{address}?path=photos", data=b"GIF89a", headers=headers, content_type="image/gif")
    assert refused.status_code == 422 and "只收" in refused.get_json()["message"]
    assert client.delete(shown, headers=headers).get_json() == {"id": kept.get_json()["id"]}
    assert client.get(f"{address}/999999").status_code == 404
