"""Trap 5: what is said in mediation stays there (人民调解法 art. 11; handbook §5.3, §14). Every text that a mediator can type is
a word of its own; nobody else gets one of them by any page, REST, list, search or error, at any later step of the case.
What was settled for is for those who work on the case, not for those who only look on."""

import json
from functools import cache

import pytest
import sqlalchemy as sa

from app.cases.messages import KINDS
from app.config import ROOT
from app.db import db, unit_of_work
from app.identity.models import User
from app.notifications.models import Notice
from app.worklist import actions
from app.worklist.models import HumanTask
from tests.cast import (
    ARCHIVIST,
    CALLBACK,
    DIRECTOR,
    MANAGER,
    MEDIATOR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    SUPERVISOR,
    TOWN_DIRECTOR,
    TRIAGE,
    VILLAGE_HEAD,
    WINDOW,
    csrf_of,
    sign_in,
)
from tests.journeys import stages
from tests.security.every_route import calls
from tests.walk_answers import answers_for

NOTES = ("mediation_core/ut_med_session", "mediation_core/ut_investigate")
POLICE = "ma.chao"
TERMS = ("mediation_core/ut_draft_agreement",)
READERS = {MEDIATOR, VILLAGE_HEAD, ARCHIVIST}
"""The village head is the head of its committee."""
LOOKING_ON = (SUPERVISOR, CALLBACK, OTHER_TOWN, OTHER_VILLAGE)
COUNTY = (WINDOW, TRIAGE, TOWN_DIRECTOR, DIRECTOR, POLICE, *LOOKING_ON)
AMOUNT = 8765432


@cache
def texts_of(form_key: str) -> dict[str, int]:
    """{path: longest} of everything a person can write in words on this form: "remark", "statements.statement"."""
    schema = json.loads((ROOT / "forms" / f"{form_key}.json").read_text(encoding="utf-8"))

    def within(components, before=""):
        for part in components:
            inner = f"{before}{part['path']}." if part.get("path") and part["type"] == "dynamiclist" else before
            yield from within(part.get("components", ()), inner)
            is_of_the_record = part.get("key") == "guardianName"  # a party's guardian stands beside the party, wherever it was typed
            if part["type"] in ("textfield", "textarea") and not part.get("properties", {}).get("check") and not is_of_the_record:
                yield before + part["key"], part.get("validate", {}).get("maxLength", 100)

    return dict(within(schema["components"]))


def secret(form_key: str, path: str) -> str:
    return f"密语{form_key.rsplit('_', maxsplit=1)[-1]}{path}"


def told(form_key: str, outcome: str, **more) -> dict:
    """The shipped answers with every text replaced by its own word, the lists with one row at least."""
    answers = answers_for(form_key, outcome, **more)
    for path, longest in texts_of(form_key).items():
        name, _, inner = path.partition(".")
        word = f"{secret(form_key, path)}。这句话只在调解室里说过，请不要外传给任何人。"[:longest]
        if not inner:
            answers[name] = word
        elif isinstance(answers.get(name), list):
            answers[name] = [{**row, **({} if inner in ("name", "partyName", "party") else {inner: word})} for row in answers[name]]
    return answers


def words_in(text: str, forms: tuple[str, ...]) -> set[str]:
    return {secret(form, path) for form in forms for path in texts_of(form) if secret(form, path) in text}


def mediated(attempts):
    """Sessions with every box ticked that opens another field; an investigation; an agreement with an amount."""
    walk = stages.in_mediation(attempts.walk)
    target = [{"target": "某人", "relation": "某种关系", "purpose": "查清一件事情"}]
    _do(walk, "ut_med_session", "continue", investigationTargets=target, newRiskSign=True, newRiskNote="x", attendance=[
        {"name": "王长河", "side": "PARTY", "present": True, "signed": True},
        {"name": "李大山", "side": "PARTY", "present": False, "absentReason": "x"}])
    walk.do("ut_risk_review", TRIAGE, "keep")
    _do(walk, "ut_investigate")
    walk.do("ut_med_schedule", MEDIATOR, "schedule")
    _do(walk, "ut_med_session", "agreed_written")
    _do(walk, "ut_draft_agreement", contacts=[stages.PAPERS], clauses=[
        {"content": "x", "payer": "李大山", "payee": "王长河", "amount": AMOUNT, "way": "x", "dueAt": "@today+30d"}])
    return walk


def _do(walk, element: str, outcome: str = "done", **more) -> None:
    task = walk.task(element)
    with unit_of_work():
        actions.complete(task.id, told(task.form_key, outcome, **more), walk.actor(MEDIATOR))


def everything_for(attempts, who: str) -> str:
    """All that a person's pages and REST say: every route, with searches for the words, and with attempts to write."""
    client = attempts.app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"203.0.113.{attempts.cast.user(who) % 250}"
    sign_in(client, who)
    headers = {"X-CSRFToken": csrf_of(client)}
    case, shown = attempts.walk.case(), []
    for call in calls(attempts.app, case):
        if call.endpoint == "identity.sign_out":
            continue
        if call.method == "GET":
            shown.append(client.get(call.address, follow_redirects=True))
        elif "/tasks/" in call.address and "release" not in call.address:
            shown.append(client.open(call.address, method=call.method, headers=headers, json={"answers": {"remark": 1}}))
    for page in ("/", "/cases", "/notices", "/api/v1/cases", "/api/v1/worklist", "/api/v1/cases/{}/timeline"):
        for query in ("text=密语", "box=done", "box=pool&text=密语", "perPage=100", "q=密语"):
            shown.append(client.get(f"{page.format(case.case_no)}?{query}", follow_redirects=True))
    bearer = attempts.cast.bearer(who)
    for task_id in db.session.scalars(sa.select(HumanTask.id).where(HumanTask.case_id == case.id)).all():
        shown.append(client.get(f"/api/v1/tasks/{task_id}", headers=bearer))
    return "".join(_plain(answer) for answer in shown)


def _plain(answer) -> str:
    if answer.is_json and answer.data:
        return json.dumps(answer.get_json(), ensure_ascii=False)
    text = answer.get_data(as_text=True)
    return text + (text.encode().decode("unicode_escape", "ignore") if "\\u" in text else "")


@pytest.fixture
def walked(attempts):
    mediated(attempts)
    return attempts


def test_every_text_of_the_notes_is_read_by_its_readers(walked):
    """So that the searches below can find what they look for."""
    own = everything_for(walked, MEDIATOR)
    hidden_here = {"statements.party", "attendance.name", "falseSuspectNote", "appraisalMatter", "asked"}
    wanted = {secret(form, path) for form in NOTES for path in texts_of(form) if path not in hidden_here}
    assert wanted - words_in(own, NOTES) <= {secret(NOTES[0], "investigationTargets.target")}
    assert words_in(own, TERMS) and str(AMOUNT) in own


def test_nobody_else_gets_a_word_of_the_notes_nor_who_only_looks_on_of_what_was_settled_for(walked):
    for who in COUNTY:
        shown = everything_for(walked, who)
        assert words_in(shown, NOTES) == set(), who
        if who in LOOKING_ON:
            assert words_in(shown, TERMS) == set(), who
            assert str(AMOUNT) not in shown, who


def test_the_notes_do_not_travel_into_later_forms_lines_and_notices(walked):
    """To the end of the case: whoever does a later step, callback and archive among them, finds no word on it."""
    walk = walked.walk
    walk.do("ut_agreement_review", VILLAGE_HEAD, "pass")
    walk.do("ut_sign_agreement", MEDIATOR, "effective")
    walk.do("ut_result_submit", VILLAGE_HEAD, agreementNo=walk.case().agreement_no)
    walk.do("ut_result_review", TOWN_DIRECTOR, "approve")
    stages.waiting_for_ratings(walk)
    for who in (TOWN_DIRECTOR, CALLBACK):
        assert words_in(everything_for(walked, who), NOTES) == set(), who
    assert words_in("".join(walk.story()), NOTES) == set()
    notices = db.session.execute(sa.select(Notice.user_id, Notice.text)).all()
    assert notices and words_in("".join(text for _, text in notices), NOTES) == set()
    working = {walk.cast.user(who) for who in (MEDIATOR, VILLAGE_HEAD, MANAGER)}
    assert {user for user, text in notices if words_in(text, TERMS)} <= working
    assert words_in(everything_for(walked, SUPERVISOR), NOTES + TERMS) == set()
    later = {task.element for task in db.session.query(HumanTask).filter_by(case_id=walk.case_id)}
    assert {"ut_perform_check", "ut_revisit", "ut_result_review"} <= later


def test_no_message_from_outside_brings_them_out(walked):
    """Whatever is brought to the case, the answer does not hold what the process knows."""
    client, case = walked.app.test_client(), walked.walk.case()
    for who in (WINDOW, SUPERVISOR, OTHER_TOWN):
        headers = walked.cast.bearer(who)
        for message in KINDS:
            answer = client.post(f"/api/v1/cases/{case.case_no}/messages", json={"message": message, "payload": {"note": "={attendance}"}},
                                 headers=headers)
            assert words_in(_plain(answer), NOTES) == set(), (who, message)


def test_everybody_else_of_the_county_reads_nothing_over_rest(walked):
    client = walked.app.test_client()
    tasks = db.session.scalars(sa.select(HumanTask.id).where(HumanTask.case_id == walked.walk.case_id)).all()
    readers = set()
    for who in db.session.scalars(sa.select(User.username).order_by(User.id)).all():
        headers = walked.cast.bearer(who)
        said = "".join(_plain(client.get(f"/api/v1/tasks/{task}", headers=headers)) for task in tasks)
        readers |= {who} if words_in(said, NOTES) else set()
    assert readers == READERS
