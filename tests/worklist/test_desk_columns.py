"""Which columns a person sees: one's own choice, kept on the server, and a view's own, which goes with its address."""

import pytest

from app.db import db, unit_of_work
from app.errors import Invalid
from app.worklist import desk_columns, saved_views
from tests import cast as people
from tests.cast import MEDIATOR, OTHER_TOWN, OTHER_VILLAGE, VILLAGE_HEAD


@pytest.fixture
def task(desk) -> int:
    return desk.task(MEDIATOR, case_no="990121ZZ20260000005", risk_level="RED", route="POLICE")


def page_of(signed_in, who: str, address: str = "/") -> str:
    return signed_in(who).get(address).get_data(as_text=True)


def test_a_choice_is_kept_for_the_person_and_for_nobody_else(cast, task, signed_in):
    browser = signed_in(MEDIATOR)
    answer = browser.post("/worklist/columns", data={"csrf_token": people.csrf_of(browser), "column": ["risk", "case", "made up"],
                                                     "box": "mine", "sort": "risk", "columns": "tier"})
    assert answer.location == "/?box=mine&sort=risk", "the address keeps what was asked for, but for the columns"
    page = page_of(signed_in, MEDIATOR)
    assert "一堵墙引起的纠纷" in page and "高风险" in page and "等谁办</th>" not in page
    assert "王**" not in page and "990121ZZ20260000005</div>" not in page and "今天 " not in page.split("<tbody>")[1].split("</tbody>")[0]
    for who in (VILLAGE_HEAD, OTHER_TOWN, OTHER_VILLAGE):
        assert desk_columns.shown_to(cast.actor(who), None) == desk_columns.USUAL
    browser.post("/worklist/columns", data={"csrf_token": people.csrf_of(browser), "usual": "yes"})
    assert desk_columns.shown_to(cast.actor(MEDIATOR), None) == desk_columns.USUAL


def test_at_least_one_is_shown(cast, task, signed_in):
    with pytest.raises(Invalid, match="至少勾选一项"), unit_of_work():
        desk_columns.keep(["made up"], cast.actor(MEDIATOR))
    browser = signed_in(MEDIATOR)
    page = browser.post("/worklist/columns", data={"csrf_token": people.csrf_of(browser)}, follow_redirects=True)
    assert "至少勾选一项" in page.get_data(as_text=True)


def test_a_view_and_an_address_bring_their_own(cast, task, signed_in):
    with unit_of_work():
        desk_columns.keep(["who"], cast.actor(MEDIATOR))
        saved_views.save("高风险", {"box": "mine", "risk": "RED", "columns": "opened,risk,nothing"}, "R04", cast.actor(VILLAGE_HEAD))
    view, = saved_views.of(cast.actor(MEDIATOR))
    assert saved_views.arguments(view) == {"box": "mine", "risk": "RED", "columns": "risk,opened"}
    page = page_of(signed_in, MEDIATOR, f"/?{view.query}")
    assert "收到时间</th>" in page and "等谁办</th>" not in page
    assert "等谁办</th>" in page_of(signed_in, MEDIATOR) and "收到时间</th>" not in page_of(signed_in, MEDIATOR)


def test_a_view_holds_every_filter_however_long(cast, task):
    long = {"box": "pool", "text": "墙" * 60, "party": "王" * 40, "columns": ",".join(desk_columns.COLUMNS)}
    with unit_of_work():
        saved_views.save("很长", long, None, cast.actor(MEDIATOR))
    db.session.rollback()
    view, = saved_views.of(cast.actor(MEDIATOR))
    assert saved_views.arguments(view) == long
