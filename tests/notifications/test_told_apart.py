"""Staff are asked to do things; parties are told what concerns them, each in their own sentence."""

import html
import re
from pathlib import Path

from app.db import db
from app.notifications.models import Notice
from tests.notifications.telling import messages
from tests.sessions.conftest import plan, walk  # noqa: F401 a walk that stands before a session

SENT = re.compile(r'<bpmn:serviceTask id="([^"]+)"(?:(?!</bpmn:serviceTask>).)*?Operator id="notice\.send".*?</bpmn:serviceTask>', re.DOTALL)
FOR_STAFF = re.compile("请(承办|调解员|跟办|分流|督办|包案|单位|今天给|确认各方)|打电话|转为协办|双方当事人|当事人有权|督办清单|理由：")


def said(task: str, parameter: str) -> str:
    found = re.search(rf'parameter id="{parameter}"[^>]* value="([^"]*)"', task)
    return html.unescape(found[1]) if found else ""


def to_parties() -> dict[str, str]:
    """What parties read, by element."""
    drawn = [match for path in Path("bpmn").glob("*.bpmn") for match in SENT.finditer(path.read_text())]
    return {match[1]: said(match[0], "partyText") or said(match[0], "text") for match in drawn if "parties" in said(match[0], "to")}


def test_no_sentence_meant_for_staff_goes_to_a_party():
    read = to_parties()
    assert len(read) > 25
    assert {element: text for element, text in read.items() if FOR_STAFF.search(text)} == {}


def test_the_day_before_a_session_staff_and_parties_read_different_sentences(walk):  # noqa: F811
    plan(walk, "2026-03-05 09:30")
    before = len(messages())
    walk.until("2026-03-04 08:31")
    texts = {item.payload["text"] for item in messages()[before:]}
    assert texts == {"提醒您：您的纠纷定于2026-03-05 09:30调解，请按时参加；不能到场请提前告知调解员。"}
    staff = db.session.query(Notice.text).filter(Notice.text.contains("请确认各方能够到场")).all()
    assert staff and not any("提醒您" in text for (text,) in db.session.query(Notice.text))
    assert "告知当事人：提醒您" in walk.texts("NOTICE")
