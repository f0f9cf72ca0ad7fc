"""Putting papers in and taking them out: versions, sameness, what stays confidential, who may."""

import threading
from io import BytesIO

import pytest

from app.cases.models import Case, TimelineEntry
from app.db import db, unit_of_work
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.papers import actions, permissions, queries, receiving, store
from app.papers.actions import Entry
from app.papers.models import Paper
from tests import cast as people
from tests.cases.situations import entries_of, lines_of
from tests.papers import samples

ANOTHER = samples.picture(colour="red")


def titles(case, actor) -> list[str]:
    return [paper.title for (paper,) in queries.papers_of(case, actor).items]


def replace(case, paper, content: bytes, actor):
    with receiving.from_outside(BytesIO(content), "新.jpg") as file, unit_of_work():
        return actions.replace(case, db.session.get(Paper, paper.id), file, actor)


def withdraw(case, paper, actor, reason="拍错了") -> None:
    with unit_of_work():
        actions.withdraw(case, db.session.get(Paper, paper.id), reason, actor)


def keep(case, actor, content: bytes = b"", **said):
    usual = {"code": "D08", "title": "调解协议书", "file_name": "协议.docx"}
    with unit_of_work():
        return actions.keep(case, content=content or samples.office(), actor=actor, **{**usual, **said})


def test_a_paper_says_what_it_is_and_stands_on_the_timeline(case, put):
    paper = put(samples.pdf(3), file_name="../收条.exe", title="收条", code="D13", kind="document")
    version = paper.latest
    assert (version.file_name, version.content_type, version.pages, version.scan) == ("收条.pdf", "application/pdf", 3, "NONE")
    assert store.read(version.sha256).read_bytes() == samples.pdf(3) and version.size == len(samples.pdf(3))
    entry = entries_of(case)[-1]
    assert entry.text == "放入材料：《收条》（履行凭证）。" and entry.actor_name == "李秀兰" and entry.details["code"] == "D13"


def test_a_better_version_leaves_the_earlier_one_readable(case, put, cast):
    paper = put()
    replace(case, paper, ANOTHER, cast.actor(people.MEDIATOR))
    assert [one.number for one in paper.versions] == [1, 2]
    assert store.read(queries.version_of(paper, 1).sha256).read_bytes() == samples.picture()
    assert "更新材料（第 2 版）" in lines_of(case)[-1]


def test_the_same_file_is_not_taken_twice_but_may_come_again_after_it_was_withdrawn(case, put, cast):
    paper = put()
    for bring in (put, lambda: replace(case, paper, samples.picture(), cast.actor(people.MEDIATOR))):
        with pytest.raises(Conflict, match="已经在卷里：《墙角照片》"):
            bring()
    withdraw(case, paper, cast.actor(people.MEDIATOR))
    assert put().id != paper.id


def test_two_who_bring_the_same_file_at_once_bring_it_once(app, case, cast):
    said, actor, case_id = [], cast.actor(people.MEDIATOR), case.id
    together = threading.Barrier(2)

    def bring():
        with app.app_context(), receiving.from_outside(BytesIO(samples.picture()), "a.jpg") as file:
            together.wait()
            try:
                with unit_of_work():
                    said.append(actions.add(db.session.get(Case, case_id), Entry("照片"), file, actor).id)
            except Conflict as refused:
                said.append(str(refused))

    threads = [threading.Thread(target=bring) for _ in range(2)]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in said) == ["int", "str"] and Paper.query.count() == 1


def test_what_is_withdrawn_keeps_its_file_and_its_reason(case, put, cast):
    paper = put()
    with pytest.raises(Invalid):
        withdraw(case, paper, cast.actor(people.MEDIATOR), " ")
    withdraw(case, paper, cast.actor(people.MEDIATOR), "拍错了房子")
    assert store.path_of(paper.latest.sha256).exists() and paper.withdrawn_because == "拍错了房子"
    assert lines_of(case)[-1] == "撤下材料：《墙角照片》，拍错了房子。"
    assert queries.in_use(case, cast.actor(people.MEDIATOR)) == []
    with pytest.raises(Conflict, match="已撤下"):
        replace(case, paper, ANOTHER, cast.actor(people.MEDIATOR))
    with pytest.raises(Forbidden):
        withdraw(case, paper, cast.actor(people.MEDIATOR))


def test_only_those_responsible_withdraw_and_after_the_archive_only_its_keeper(case, put, cast):
    paper = put(who=people.WINDOW)
    with pytest.raises(Forbidden):
        withdraw(case, paper, cast.actor(people.MEDIATOR))
    with unit_of_work():
        case.archived_at = case.created_at
    for who in (people.WINDOW, people.VILLAGE_HEAD):
        with pytest.raises(Forbidden):
            withdraw(case, paper, cast.actor(who))
        with pytest.raises(Forbidden, match="已归档"):
            put(ANOTHER, who=who)
    assert put(ANOTHER, who=people.ARCHIVIST).id
    withdraw(case, paper, cast.actor(people.ARCHIVIST), "重复")


@pytest.mark.parametrize(("said", "field"), [
    ({"title": " "}, "title"), ({"title": "x" * 121}, "title"), ({"code": "D99"}, "code"), ({"kind": "virus"}, "kind"),
    ({"level": "SECRET"}, "level"),
])
def test_what_is_said_about_a_paper_is_checked(put, said, field):
    with pytest.raises(Invalid) as refused:
        put(**said)
    assert list(refused.value.errors) == [field] and Paper.query.count() == 0


def test_notes_are_seen_by_those_who_may_read_notes_only(case, put, cast):
    put(code="D07", title="他说愿意让十厘米", kind="notes")
    for who, sees in ((people.MEDIATOR, True), (people.COMMITTEE_HEAD, False), (people.ARCHIVIST, True), (people.WINDOW, False),
                      (people.VILLAGE_HEAD, cast.actor(people.VILLAGE_HEAD).may("case.notes.read")), (people.SUPERVISOR, False),
                      (people.DIRECTOR, False)):
        assert bool(titles(case, cast.actor(who))) is sees, who
    assert "十厘米" not in " ".join(lines_of(case)) and "调解记录" in lines_of(case)[-1]


def test_an_agreement_is_for_those_who_work_on_the_case_not_for_those_who_look_on(case, put, cast):
    put(code="D08", kind="signed", title="调解协议书（王长河、李大山）")
    for who in (people.MEDIATOR, people.VILLAGE_HEAD, people.WINDOW):
        assert titles(case, cast.actor(who)) == ["调解协议书（王长河、李大山）"]
    for who in (people.SUPERVISOR, "shi.yan", people.OTHER_VILLAGE):
        assert titles(case, cast.actor(who)) == []
    assert "王长河" not in " ".join(lines_of(case)) and "调解协议书" in lines_of(case)[-1]


def test_nobody_makes_notes_more_open_than_the_law(case, put):
    assert put(code="D07", kind="document", level="OPEN").level == "NOTES"
    assert put(ANOTHER, kind="notes", level="OPEN").level == "NOTES"


def test_a_protected_address_and_a_sealed_report_say_nothing_to_others(case, put, cast):
    put(who=people.WINDOW, title="避难所地址", level="PROTECTED")
    put(ANOTHER, who=people.WINDOW, code="D41", title="举报王某")
    assert titles(case, cast.actor(people.WINDOW)) == ["举报王某", "避难所地址"]
    assert titles(case, cast.actor(people.SUPERVISOR)) == []
    told = " ".join(lines_of(case))
    assert "地址" not in told and "举报" not in told and told.count("一份保密材料") == 2


def test_officers_of_other_units_reach_no_paper(case, put, cast):
    paper = put()
    for who in (people.OTHER_TOWN, people.OTHER_VILLAGE):
        actor = cast.actor(who)
        assert not permissions.cases.may_see(case, actor)
        with pytest.raises(Forbidden):
            withdraw(case, paper, actor)


def test_a_paper_of_another_case_is_not_found_under_this_one(case, put, cast):
    from tests.cases.situations import a_case

    other = a_case(case_no="990121202600002", registered_by_id=cast.user(people.MEDIATOR))
    paper = put()
    with pytest.raises(NotFound):
        queries.paper_for(other, paper.id, cast.actor(people.MEDIATOR))


def test_a_document_of_the_system_is_kept_and_its_next_edition_is_a_version(case, cast):
    actor = cast.actor(people.MEDIATOR)
    paper = keep(case, actor)
    assert (paper.origin, paper.kind, paper.code, paper.latest.file_name) == ("system", "document", "D08", "协议.docx")
    assert keep(case, actor).id == paper.id and len(paper.versions) == 1
    assert keep(case, actor, samples.office(more="x")).id == paper.id and len(paper.versions) == 2
    assert keep(case, actor, title="另一份协议书").id != paper.id
    assert keep(case, actor, code="D07", title="笔录").level == "NOTES"
    with pytest.raises(Invalid, match="网页"):
        keep(case, actor, b"<html>", title="坏模板")


def test_a_kept_document_is_undone_with_its_step(case, cast):
    def step_that_fails():
        with unit_of_work():
            actions.keep(case, "D08", "协议", "a.docx", samples.office(), cast.actor(people.MEDIATOR))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        step_that_fails()
    assert Paper.query.count() == 0 and TimelineEntry.query.count() == 0
