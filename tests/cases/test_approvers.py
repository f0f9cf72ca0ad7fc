"""The first post of a line that is held by somebody who doesn't ask himself."""

import pytest

from app.cases import approvers, clock_view
from app.cases import operators as cases
from app.db import db, unit_of_work
from app.identity import candidates
from app.identity.models import User
from app.worklist.permissions import _Candidate
from tests.cases.situations import a_case, context_of, desk_of, start


@pytest.fixture
def case(cast):
    return a_case(lead_unit_id=cast.unit("上河村"), handler_id=cast.user("li.xiulan"))


def found(case, cast, *posts, without=()) -> tuple[str, int | None]:
    return approvers.first_held(case, [{**post, "unit": post["unit"] and cast.unit(post["unit"])} if "unit" in post else post
                                       for post in posts], [cast.user(name) for name in without])


def able(cast, role: str, unit: int | None, region: str) -> set[str]:
    return {name for name in cast.users
            if candidates.matches(cast.actor(name), [_Candidate(role, unit, None if unit else region)])}


def test_the_head_of_the_own_committee_comes_first(case, cast):
    role, unit = found(case, cast, {"role": "R05", "unit": "上河村"}, {"role": "R15"})
    assert (role, unit) == ("R05", cast.unit("上河村"))
    assert able(cast, role, unit, case.region_code) == {"wang.jianguo"}
    assert able(cast, role, unit, case.region_code) & {"wu.mei", "yan.jun"} == set()


def test_who_asks_is_passed_over(case, cast):
    role, unit = found(case, cast, {"role": "R05", "unit": "上河村"}, {"role": "R15"}, without=["wang.jianguo"])
    assert (role, unit) == ("R15", None)
    assert "gao.yuan" in able(cast, role, unit, case.region_code)
    assert able(cast, role, unit, case.region_code) & {"wu.mei", "yan.jun"} == set()


def test_a_unit_that_is_not_known_is_passed_over(case, cast):
    assert found(case, cast, {"role": "R05", "unit": None}, {"role": "R11", "unit": "人社局"}, {"role": "R15"}) \
        == ("R11", cast.unit("人社局"))


def test_who_has_left_approves_nothing(case, cast):
    with unit_of_work():
        db.session.get(User, cast.user("feng.lei")).active = False
    assert found(case, cast, {"role": "R11", "unit": "人社局"}, {"role": "R15"}) == ("R15", None)


def test_a_post_without_a_unit_lies_above_the_case_s_place(case, cast):
    assert found(case, cast, {"role": "R14"}, {"role": "R15"}) == ("R14", None)
    assert found(case, cast, {"role": "R14"}, {"role": "R15"}, without=["zhao.gang"]) == ("R15", None), "wu.mei's town is another"


def test_the_last_post_stands_even_if_nobody_holds_it(case, cast):
    assert found(case, cast, {"role": "R05", "unit": "人社局"}, {"role": "R11", "unit": "县综治中心"}) \
        == ("R11", cast.unit("县综治中心"))


def test_a_diagram_is_told_what_the_catalogue_allows(case):
    assert cases.clock_rule(context_of(case), "CK22") == {"extBy": "本机关负责人", "extMax": 30, "extUnit": "cd", "suspendOn": ""}


def test_a_limit_that_can_neither_be_extended_nor_suspended_is_not_offered(case):
    start(case, "CK28")
    start(case, "TIER_VILLAGE")
    assert clock_view.to_change(case, desk_of(case).now) == []


def test_a_limit_extended_as_often_as_allowed_can_only_be_suspended(case):
    row = start(case, "CK11")
    with unit_of_work():
        row.extensions = 2
    assert [one["changes"] for one in clock_view.to_change(case, desk_of(case).now)] == [["SUSPEND"]]
