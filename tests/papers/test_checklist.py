"""The check-list: what DMN-11 asks of this case, what is there, what is missing, and for whom it is visible."""

import json

import pytest

from app.config import ROOT
from app.db import db, unit_of_work
from app.errors import Invalid
from app.forms import compile_form
from app.papers import checklist, operators
from app.papers.models import Paper
from tests import cast as people
from tests.cases.situations import context_of
from tests.journeys.walking import Walk, deploy_shipped
from tests.papers import samples


@pytest.fixture
def listed(case, cast):
    deploy_shipped()

    def lines(who=people.MEDIATOR) -> dict[str, str]:
        return {line.code: line.state for line in checklist.lines(case, cast.actor(who))}

    return lines


def record(case, **values) -> None:
    with unit_of_work():
        for name, value in values.items():
            setattr(case, name, value)


def test_a_case_under_way_is_asked_for_what_every_case_needs(listed):
    assert listed() == {"D01": "MISSING", "D02": "MISSING", "D03": "MISSING", "D06": "NONE", "D07": "MISSING",
                        "D27": "MISSING", "D28": "NONE"}


@pytest.mark.parametrize(("values", "more"), [
    ({"result": "AGREED_WRITTEN", "performance": "IMMEDIATE"}, {"D08", "D13", "D14"}), ({"result": "PARTIAL"}, {"D08", "D14"}),
    ({"result": "FAILED"}, {"D11", "D12"}), ({"route": "LITIGATION"}, {"D19"}), ({"industry": "MEDICAL"}, {"D24"}),
    ({"urge_count": 1}, {"D18"}),
])
def test_the_record_decides_what_else_is_asked(listed, case, values, more):
    record(case, **values)
    assert set(listed()) - {"D01", "D02", "D03", "D06", "D07", "D27", "D28"} == more


def test_files_notes_and_signed_copies_each_show(listed, case, put):
    put(code="D03", kind="identity", title="身份证")
    operators_note(case, "D02")
    assert (listed()["D03"], listed()["D02"]) == ("FILE", "NOTED")
    put(samples.pdf(), code="D02", kind="signed", title="告知书签字件")
    assert listed()["D02"] == "SIGNED"


def operators_note(case, code: str) -> None:
    from app.cases.operators import document_note

    with unit_of_work():
        document_note(context_of(case), code)


def test_a_withdrawn_paper_is_missing_again(listed, case, put, cast):
    from app.papers import actions

    paper = put(code="D03")
    with unit_of_work():
        actions.withdraw(case, db.session.get(Paper, paper.id), "拍错了", cast.actor(people.MEDIATOR))
    assert listed()["D03"] == "MISSING"


def test_notes_are_said_to_be_kept_apart_and_sealed_papers_not_at_all(listed, put):
    put(code="D07", title="笔录")
    put(samples.pdf(), who=people.WINDOW, code="D41", title="举报")
    assert (listed()["D07"], listed(people.SUPERVISOR)["D07"]) == ("FILE", "APART")
    assert "D41" in listed(people.WINDOW) and "D41" not in listed(people.SUPERVISOR)


def test_the_operator_tells_the_archive_what_is_missing(case, put):
    asked = [{"docCode": code, "docName": f"材料{code}", "requiredness": need} for code, need in (
        ("D01", "必须"), ("D03", "必须"), ("D06", "按需"), ("D28", "必须"))]
    told = operators.dossier_check(context_of(case), asked)
    assert (told["missing"], told["complete"]) == (["材料D01", "材料D03"], False)
    put(code="D03", kind="signed"), put(samples.pdf(), code="D01")
    earlier = [{"docCode": "D01", "state": "MISSING", "reason": None}, {"docCode": "D06", "state": "NOT_APPLICABLE", "reason": "没有"}]
    told = operators.dossier_check(context_of(case), asked, earlier)
    assert (told["missing"], told["complete"], told["pages"]) == ([], True, 2)
    assert [(row["state"], row["found"]) for row in told["documentList"]] == [
        ("PRESENT", "电子件 1 份"), ("PRESENT", "电子件 1 份，其中签字件 1 份"), ("NOT_APPLICABLE", None), (None, "归档时由系统生成")]
    assert all("state" not in row for row in told["dossier"])


def test_what_a_task_recorded_is_noted_and_what_nobody_brought_is_missing(cast):
    deploy_shipped()
    walk = Walk(cast).register(people.WINDOW)
    states = {line.code: line.state for line in checklist.lines(walk.case(), cast.actor(people.WINDOW))}
    assert states["D01"] == "NOTED" and states["D03"] == "MISSING"


@pytest.mark.parametrize(("answer", "accepted"), [
    ({"state": "PRESENT"}, False), ({"state": "PRESENT", "found": "电子件 1 份"}, False),
    ({"state": "PRESENT", "reason": "一号柜第三卷"}, True), ({"state": "NOT_APPLICABLE"}, False), ({"state": "MISSING"}, True),
])
def test_the_archivist_says_where_the_original_lies_when_the_system_found_none(answer, accepted):
    """Also when a forged answer claims that the system found it."""
    form = compile_form(json.loads((ROOT / "forms/archive/ut_file_check.json").read_text(encoding="utf-8")))
    row = {"docCode": "D03", "docName": "身份证明", "requiredness": "必须", "found": None, "state": None, "reason": None}
    answers = {"outcome": "complete", "signaturesOk": True, "documentList": [answer]}
    if accepted:
        assert form.check(answers, {"documentList": [row]})["documentList"][0]["state"] == answer["state"]
    else:
        with pytest.raises(Invalid) as refused:
            form.check(answers, {"documentList": [row]})
        assert any("reason" in path for path in refused.value.errors)


def test_for_what_the_system_found_a_tick_is_enough():
    form = compile_form(json.loads((ROOT / "forms/archive/ut_file_check.json").read_text(encoding="utf-8")))
    row = {"docCode": "D03", "docName": "身份证明", "requiredness": "必须", "found": "电子件 1 份", "state": "PRESENT", "reason": None}
    answers = {"outcome": "complete", "signaturesOk": True, "documentList": [{"state": "PRESENT"}]}
    assert form.check(answers, {"documentList": [row]})["documentList"][0]["state"] == "PRESENT"
