"""Mediation notes, sealed reports and protected people (handbook §5.3): through pages and REST, for everybody in the county."""

import json

import pytest
import sqlalchemy as sa

from app.cases import duplicates
from app.cases.models import Case
from app.db import db, unit_of_work
from app.identity.models import User
from app.worklist import confidential
from app.worklist.models import HumanTask
from tests.cast import ARCHIVIST, DIRECTOR, MEDIATOR, SUPERVISOR, TOWN_DIRECTOR, TRIAGE, VILLAGE_HEAD, WINDOW, sign_in
from tests.journeys.walking import REGISTER, Walk, deploy_shipped
from tests.security.village_case import FINDING, STATEMENT, TARGET, walked
from tests.walk_answers import answers_for

NOTES = (STATEMENT, FINDING, TARGET)
READERS = {MEDIATOR, VILLAGE_HEAD, ARCHIVIST}
"""The village head is the head of its committee, too."""
SEALED_WORDS = ("暗号举报", "暗号检举标题")
PHONE, ADDRESS = "13700007777", "暗号路七号三单元"


def tasks_of(case_id: int) -> list[HumanTask]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(HumanTask).where(HumanTask.case_id == case_id)))


def everything_shown(client, case: Case) -> str:
    """Every page and part of a page about the case, as the signed-in person gets it."""
    addresses = [f"/tasks/{task.id}" for task in tasks_of(case.id)]
    addresses += [f"/cases/{case.case_no}{part}" for part in ("", "/progress", "/diagrams", "/slips", "/sessions")]
    addresses += ["/", "/?box=pool", "/?box=done", "/?box=pool&text=暗号", "/cases", "/cases?text=暗号", "/notices"]
    return "".join(client.get(address, follow_redirects=True).get_data(as_text=True) for address in addresses)


def everything_answered(client, headers, case: Case) -> str:
    """The same over REST, with characters as they are."""
    addresses = [f"/tasks/{task.id}" for task in tasks_of(case.id)]
    addresses += [f"/cases/{case.case_no}", f"/cases/{case.case_no}/timeline?perPage=100", "/cases", "/cases?text=暗号",
                  "/worklist?box=pool", "/worklist?box=mine", "/worklist?box=done", "/worklist?box=pool&text=暗号"]
    return "".join(json.dumps(client.get(f"/api/v1{address}", headers=headers).get_json(), ensure_ascii=False)
                   for address in addresses)


def shown_to(app, cast, who: str, case: Case) -> str:
    browser = app.test_client()
    browser.environ_base["REMOTE_ADDR"] = f"203.0.113.{cast.user(who)}"
    sign_in(browser, who)
    return everything_shown(browser, case) + everything_answered(app.test_client(), cast.bearer(who), case)


def test_notes_are_read_by_mediator_committee_head_and_archivist_only(app, cast):
    case = walked(cast).case()
    read = {who: [word for word in NOTES if word in shown_to(app, cast, who, case)]
            for who in (MEDIATOR, VILLAGE_HEAD, ARCHIVIST, SUPERVISOR, DIRECTOR, TOWN_DIRECTOR, TRIAGE, WINDOW)}
    assert {who for who, words in read.items() if words} == READERS
    assert read[MEDIATOR] == list(NOTES)


def test_the_court_liaison_reads_them_on_the_court_route(cast):
    walk = walked(cast)
    with unit_of_work():
        db.session.execute(sa.update(Case).values(route="LITIGATION", handler_id=cast.user("luo.dan")))
    case, liaison = walk.case(), cast.actor("luo.dan")
    session = next(task for task in tasks_of(case.id) if task.element == "ut_med_session")
    assert confidential.sight_of(session, case, liaison, doable=False).task
    with unit_of_work():
        db.session.execute(sa.update(Case).values(route="PEOPLE"))
    assert not confidential.sight_of(session, walk.case(), liaison, doable=False).task


def test_nobody_outside_reads_them_whatever_post_they_hold(app, cast):
    """Every person of the county through REST; whoever gets a word of the notes has a reason."""
    case = walked(cast).case()
    client, readers = app.test_client(), set()
    for who in db.session.scalars(sa.select(User.username).order_by(User.id)).all():
        answered = everything_answered(client, cast.bearer(who), case)
        readers |= {who} if any(word in answered for word in NOTES) else set()
    assert readers == READERS


def test_a_draft_is_for_who_may_do_the_task(app, cast):
    case = walked(cast).case()
    task = next(task for task in tasks_of(case.id) if task.status == "OPEN")
    client, draft = app.test_client(), {"answers": {"clauses": [], "remark": "暗号草稿", "people": "x", "case": {"no": "假"}}}
    assert client.put(f"/api/v1/tasks/{task.id}/draft", json=draft, headers=cast.bearer(MEDIATOR)).status_code == 204
    mine = client.get(f"/api/v1/tasks/{task.id}", headers=cast.bearer(MEDIATOR)).get_json()["data"]
    assert mine["remark"] == "暗号草稿" and mine.get("people") != "x" and mine.get("case") != {"no": "假"}
    assert "暗号草稿" not in shown_to(app, cast, SUPERVISOR, case)


def test_the_diagram_says_which_tasks_are_confidential(cast):
    walk = walked(cast)
    marked = {task.element for task in tasks_of(walk.case_id) if confidential.is_confidential(task)}
    assert marked == {"ut_med_session", "ut_investigate"}
    assert {"attendance", "investigationTargets"} <= confidential.kept_notes(tasks_of(walk.case_id)[0].digest)


@pytest.fixture
def sealed(cast) -> Case:
    deploy_shipped()
    walk = Walk(cast).register(WINDOW, matterKind="DISCIPLINE_REPORT", title=SEALED_WORDS[1],
                               description=f"{SEALED_WORDS[0]}：村里有人把补助款装进了自己的口袋，请查一查。")
    return walk.case()


def test_a_report_to_the_discipline_inspection_is_read_by_nobody_but_who_took_it_in(app, cast, sealed):
    assert SEALED_WORDS[1] in shown_to(app, cast, WINDOW, sealed)
    client = app.test_client()
    for who in db.session.scalars(sa.select(User.username).where(User.username != WINDOW)).all():
        answered = everything_answered(client, cast.bearer(who), sealed)
        assert not any(word in answered for word in SEALED_WORDS), who
    shown = shown_to(app, cast, TRIAGE, sealed)
    assert not any(word in shown for word in SEALED_WORDS) and confidential.SEALED_TITLE in shown


def test_the_triage_desk_can_still_pass_a_sealed_report_on(cast, sealed):
    walk = Walk(cast)
    walk.case_id = sealed.id
    walk.do("ut_accept_review", TRIAGE, decision="TRANSFER_DISCIPLINE", noticeText="您反映的问题已转送县纪检监察机关办理，请留意他们的联系。")
    assert "ut_guide_notify" in walk.open()


def test_a_sealed_report_is_nobodys_duplicate(cast, sealed):
    other = Walk(cast).register(WINDOW).case()

    def found() -> set[str]:
        return {one["caseNo"] for one in duplicates.of_case(other, other.registered_at)}

    assert found() == set()
    with unit_of_work():
        db.session.execute(sa.update(Case).where(Case.id == sealed.id).values(matter_kind="DISPUTE"))
    assert found() == {sealed.case_no}


def test_where_a_victim_of_violence_lives_is_known_to_the_people_of_the_case_only(app, cast):
    deploy_shipped()
    parties = answers_for(REGISTER, "submit")["parties"]
    parties[0] |= {"phone": PHONE, "address": ADDRESS}
    case = Walk(cast).register(WINDOW, parties=parties, domesticViolence=True, riskBasis="丈夫多次动手打人，邻居都看见了。").case()
    assert case.parties[0].protected
    assert PHONE in shown_to(app, cast, WINDOW, case) and ADDRESS in shown_to(app, cast, WINDOW, case)
    for who in (SUPERVISOR, DIRECTOR, TRIAGE, ARCHIVIST, VILLAGE_HEAD):
        shown = shown_to(app, cast, who, case)
        assert PHONE not in shown and "137****7777" not in shown and ADDRESS not in shown, who


def test_a_victim_whom_somebody_else_applied_against_is_hidden_as_well(app, cast):
    deploy_shipped()
    parties = answers_for(REGISTER, "submit")["parties"]
    parties[1] |= {"phone": PHONE, "address": ADDRESS}
    case = Walk(cast).register(WINDOW, parties=parties, domesticViolence=True, victimSide="RESPONDENT",
                               riskBasis="妻子多次被打，丈夫先来申请调解。").case()
    assert [party.protected for party in case.parties] == [False, True]
    assert PHONE in shown_to(app, cast, WINDOW, case)
    for who in (SUPERVISOR, DIRECTOR, TRIAGE, ARCHIVIST, VILLAGE_HEAD):
        shown = shown_to(app, cast, who, case)
        assert PHONE not in shown and "137****7777" not in shown and ADDRESS not in shown, who
