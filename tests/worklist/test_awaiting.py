"""While nobody has a task in a case, its page says what is waited for, and until when."""

import pytest

from app import clock
from app.worklist import awaiting
from tests import cast as people
from tests.journeys import stages
from tests.journeys.walking import Walk, deploy_shipped


@pytest.fixture
def walk(cast):
    deploy_shipped()
    clock.move_to("2026-03-02 09:00")
    return Walk(cast)


def test_the_next_day_that_was_set_is_said_with_its_name_and_without_its_number(walk, signed_in):
    stages.settled(walk)
    told = "".join(awaiting.sentences(walk.case_id))
    due = clock.local(walk.next_due())
    assert f"在等 {due.year}年{due.month}月{due.day}日" in told and "T-17" not in told
    address = f"/cases/{walk.case().case_no}/progress"
    page = signed_in(people.VILLAGE_HEAD).get(address).get_data(as_text=True)
    assert "现在没有人要办的环节" in page and told in page
    assert signed_in(people.OTHER_VILLAGE).get(address).status_code == 404


def test_news_that_somebody_must_write_down_is_said_with_the_button_for_it(walk):
    stages.in_mediation(walk).do("ut_med_session", stages.MEDIATOR, "appraisal")
    walk.do("ut_ext_apply", stages.MEDIATOR, "withdraw")
    told = "".join(awaiting.sentences(walk.case_id))
    assert "在等“鉴定已完成”" in told and "“登记鉴定完成”" in told


def test_news_that_comes_by_itself_is_called_what_the_diagram_calls_it(walk):
    stages.waiting_for_ratings(stages.settled(walk))
    told = awaiting.sentences(walk.case_id)
    assert any("当事人评价" in one for one in told) and any("七日未评" in one and "年" in one for one in told)


def test_where_no_step_waits_the_next_limit_is_named_with_its_day(walk):
    walk.register(people.WINDOW)
    told = awaiting.sentences(walk.case_id)
    assert len(told) == 1 and "2026年3月" in told[0] and "T-" not in told[0]


def test_a_case_in_which_nothing_waits_says_whom_to_tell(walk):
    walk.register(people.WINDOW, "void", voidReason="同一事项刚刚登记过，重复登记。")
    assert awaiting.sentences(walk.case_id) == [awaiting.NOTHING_KNOWN]
