"""A unit's code can be corrected: by a new centre before it begins, and later where nothing has been registered yet."""

from datetime import date

import pytest

from app.db import db, unit_of_work
from app.errors import Invalid
from app.identity import actions, region_codes, tree
from app.identity.actor import SYSTEM
from app.identity.models import OrgUnit
from app.worktime import actions as calendar
from app.worktime.queries import days_set
from tests import cast as people
from tests.cases.situations import a_case


def unit(name: str) -> OrgUnit:
    db.session.expire_all()
    return db.session.scalar(db.select(OrgUnit).where(OrgUnit.name == name))


def change(unit_id: int, name: str, code: str) -> None:
    with unit_of_work():
        tree.change(unit_id, name, code, SYSTEM)


def refusal(*arguments) -> str:
    with pytest.raises(Invalid) as refused:
        change(*arguments)
    return str(refused.value.errors)


@pytest.fixture
def top(app) -> int:
    """The tree of a new centre: one provisional unit with the first administrator."""
    with unit_of_work():
        actions.create_administrator("root.admin", "管理员", "erste-2026x", app.config["HEJIE"])
    return unit("本级综治中心").id


@pytest.mark.parametrize(("code", "level"), [
    ("330000000000", "PROVINCE"), ("330100000000", "CITY"), ("330121000000", "COUNTY"), ("330121100000", "TOWN"),
    ("330121100200", "VILLAGE")])
def test_a_new_centre_says_at_which_level_it_is_by_its_code(top, code, level):
    change(top, "本县", code)
    assert (unit("本县").level, unit("本县").region_code) == (level, code)


def test_nothing_is_built_below_a_centre_that_has_no_code(top):
    with pytest.raises(Invalid, match="提示") as refused, unit_of_work():
        tree.create(top, "县综治中心", "CENTRE", "330121000000-ZX", SYSTEM)
    assert "请先把" in str(refused.value.errors)


@pytest.mark.parametrize("code", ["33", "330121000000-ZX", "330121000000001", "33012100000A"])
def test_a_centre_needs_a_real_code(top, code):
    assert "代码" in refusal(top, "本县", code)


def test_a_whole_county_grows_below_the_first_unit(top):
    change(top, "甲县", "330121000000")
    with unit_of_work():
        tree.create(top, "甲县综治中心", "CENTRE", "330121000000-ZX", SYSTEM)
        town = tree.create(top, "乙镇", "REGION", "330121100000", SYSTEM)
        village = tree.create(town.id, "丙村", "REGION", "330121100200", SYSTEM)
        tree.create(village.id, "丙村第一网格", "GRID", "330121100200001", SYSTEM)
    assert [unit(name).level for name in ("甲县综治中心", "乙镇", "丙村", "丙村第一网格")] == ["COUNTY", "TOWN", "VILLAGE", "GRID"]


def test_what_lies_in_a_region_goes_along(cast):
    with unit_of_work():
        calendar.set_day_off("990121100200", date(2026, 3, 3), "古庙会", SYSTEM)
    change(cast.unit("清河镇"), "清河镇", "990121105000")
    assert [(unit(name).code, unit(name).region_code) for name in ("清河镇", "上河村", "上河村第一网格", "上河村人民调解委员会")] == [
        ("990121105000", "990121105000"), ("990121105200", "990121105200"), ("990121105200001", "990121105200"),
        ("990121105200-TJ", "990121105200")]
    assert unit("石桥村").region_code == "990121101200"
    assert cast.actor(people.MEDIATOR).region_prefixes == {"990121105200"}
    assert len(days_set("990121105200", 2026)) == 1 and days_set("990121100200", 2026) == []


def test_a_place_with_cases_keeps_its_code_and_may_change_its_name(cast):
    a_case()
    assert "已经登记过案件" in refusal(cast.unit("清河镇"), "清河镇", "990121105000")
    change(cast.unit("清河镇"), "清河新镇", "990121100000")
    assert unit("清河新镇").region_code == "990121100000"


def test_two_places_never_share_a_code(cast):
    assert "已经有单位在用" in refusal(cast.unit("清河镇"), "清河镇", "990121101000")
    with unit_of_work():
        tree.create(cast.unit("云溪县"), "占位", "OFFICE", "990121105200", SYSTEM)
    assert "已经有别的单位" in refusal(cast.unit("清河镇"), "清河镇", "990121105000")


def test_a_region_with_places_below_stays_at_its_level(cast):
    assert "不能再改成另一个层级" in refusal(cast.unit("示例省"), "示例县", "990122000000")


def test_an_office_changes_its_code_alone(cast):
    change(cast.unit("人社局"), "人力资源和社会保障局", "990121000000-RS")
    assert (unit("人力资源和社会保障局").code, unit("人力资源和社会保障局").region_code) == ("990121000000-RS", "990121000000")


def test_the_level_of_a_code_is_in_its_zeros():
    assert region_codes.level_of("330121001000") == "TOWN"
