"""Each person's settings: kinds switched off, quiet hours, one digest a day; what nobody can switch off."""

from datetime import time

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db, unit_of_work
from app.identity.models import User
from app.notifications import actions, digests
from app.notifications.models import Notice
from tests import cast as people
from tests.cases.situations import a_case
from tests.catalogues.changing import change
from tests.notifications.telling import bell, messages, texts, wishes

HEAD = people.VILLAGE_HEAD


@pytest.fixture
def case(cast):
    clock.move_to("2026-03-02 09:00")
    return a_case(case_no="990121ZZ20260000001", tier="VILLAGE", handler_id=cast.user(HEAD))


@pytest.fixture
def browser(app, case):
    client = app.test_client()
    people.sign_in(client, HEAD)
    return client


def told(case, kind: str, text: str = "派单后 1 个工作日未签收") -> None:
    with unit_of_work():
        actions.tell(case, kind, ["handler"], text)


def set_by(client, **form):
    return client.post("/notices/settings", data={"csrf_token": people.csrf_of(client), **form})


def test_a_kind_that_is_switched_off_is_not_told_but_supervision_is(cast, case, browser):
    assert set_by(browser, page=["NEW", "DUE", "CASE"], sms=["NEW"]).location == "/notices/settings"
    told(case, "URGE"), told(case, "PROMPT"), told(case, "SUPERVISE", "红牌督办")
    assert texts(cast, HEAD) == ["派单后 1 个工作日未签收", "红牌督办"]
    assert [row.kind for row in db.session.scalars(sa.select(Notice).order_by(Notice.id))] == ["PROMPT", "SUPERVISE"]
    assert "checked" in browser.get("/notices/settings").get_data(as_text=True)


def test_of_a_case_of_high_risk_everything_is_told_at_once(cast):
    clock.move_to("2026-03-02 09:00")
    case = a_case(tier="VILLAGE", risk_level="RED", handler_id=cast.user(HEAD))
    wishes(cast, HEAD, unseen=frozenset({"PRESS", "CASE"}), digest=True)
    told(case, "URGE"), told(case, "INFO")
    assert len(texts(cast, HEAD)) == 2 and bell(cast, HEAD).notices == 2


def test_the_digest_comes_on_the_next_working_morning_and_only_once(cast, case):
    wishes(cast, HEAD, digest=True)
    clock.move_to("2026-03-06 16:00")
    told(case, "URGE"), told(case, "INFO"), told(case, "INFO")
    assert bell(cast, HEAD).notices == 0
    clock.move_to("2026-03-08 12:00")
    assert digests.send_due() == 0
    clock.move_to("2026-03-09 08:30")
    assert digests.send_due() == 1 and digests.send_due() == 0
    assert texts(cast, HEAD)[-1] == "通知汇总：催办督办 1 条，案件变化 2 条。"
    assert bell(cast, HEAD).notices == 1


def test_before_half_past_eight_the_digest_is_this_mornings(cast, case):
    wishes(cast, HEAD, digest=True)
    clock.move_to("2026-03-03 07:00")
    told(case, "URGE")
    clock.move_to("2026-03-03 08:30")
    assert digests.send_due() == 1


def test_supervision_does_not_wait_for_the_digest(cast, case):
    wishes(cast, HEAD, digest=True)
    told(case, "SUPERVISE")
    assert bell(cast, HEAD).notices == 1 and digests.send_due() == 0


def test_following_the_digest_leads_to_what_is_unread(cast, case, browser):
    wishes(cast, HEAD, digest=True)
    told(case, "URGE")
    clock.move_to("2026-03-03 08:30")
    digests.send_due()
    people.sign_in(browser, HEAD)
    digest = db.session.scalar(sa.select(Notice.id).where(Notice.kind == "DIGEST"))
    answer = browser.post(f"/notices/{digest}", data={"csrf_token": people.csrf_of(browser)})
    assert answer.location == "/notices?unread=1"
    assert "派单后 1 个工作日未签收" in browser.get(answer.location).get_data(as_text=True)


def test_short_messages_wait_for_the_end_of_the_quiet_hours_but_supervision_does_not(cast, case):
    with unit_of_work():
        db.session.get(User, cast.user(HEAD)).phone = "13800990077"
    change("notices", "OTHER_INFO", audiences={"handler": {"told": "NAMED", "by": ["SMS"]}})
    change("notices", "OTHER_SUPERVISE", audiences={"handler": {"told": "NAMED", "by": ["SMS"]}})
    wishes(cast, HEAD, quiet_from=time(22), quiet_until=time(7, 30))
    clock.move_to("2026-03-02 23:00")
    told(case, "INFO"), told(case, "SUPERVISE")
    assert [item.next_try_at for item in messages()] == [clock.at("2026-03-03 07:30"), clock.at("2026-03-02 23:00")]
    clock.move_to("2026-03-03 06:00")
    told(case, "INFO")
    assert messages()[-1].next_try_at == clock.at("2026-03-03 07:30")
    assert {item.payload["text"] for item in messages()} == {f"派单后 1 个工作日未签收（案号{case.case_no}）"}
    told(case, "SUPERVISE", f"案件{case.case_no}已列入督办")
    assert messages()[-1].payload["text"] == f"案件{case.case_no}已列入督办"
    wishes(cast, HEAD, no_sms=frozenset({"CASE"}))
    told(case, "INFO")
    assert len(messages()) == 4


@pytest.mark.parametrize("form", [{"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_until": "22:00"}, {"quiet_until": "late"}])
def test_half_quiet_hours_are_refused_and_kept_on_the_form(browser, form):
    answer = set_by(browser, **form)
    assert answer.status_code == 422 and "invalid-feedback" in answer.get_data(as_text=True)


def test_what_was_read_long_ago_is_forgotten_and_nothing_else(cast, case):
    told(case, "URGE", "旧的"), told(case, "URGE", "没看的")
    with unit_of_work():
        old = db.session.scalar(sa.select(Notice.id).where(Notice.text == "旧的"))
        actions.mark_read([old], cast.actor(HEAD))
    clock.move_to("2026-05-31 03:00")
    assert digests.forget_read() == 0
    clock.move_to("2026-06-02 03:00")
    assert digests.forget_read() == 1
    assert texts(cast, HEAD) == ["没看的"]


def test_the_settings_of_one_person_change_nothing_for_another(cast, case):
    wishes(cast, people.OTHER_VILLAGE, unseen=frozenset({"PRESS"}), digest=True)
    told(case, "URGE")
    assert bell(cast, HEAD).notices == 1 and texts(cast, people.OTHER_VILLAGE) == []
