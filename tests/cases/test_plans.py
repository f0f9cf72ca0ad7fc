from app import clock
from app.cases import plans
from tests.cases.situations import a_case

NOW = clock.at("2026-03-02 10:00")


def planned(case, *rows, named="unit"):
    return plans.planned(case, rows, named, NOW)


def test_a_name_means_the_unit_around_the_case(cast):
    found = planned(a_case(), {"unit": "司法局(人民调解/法律服务)", "role": "必须"}, {"unit": "属地镇街综治中心", "role": "必须"})
    assert [(row["name"], row["role"], row["unit"] is not None) for row in found] == [("司法局", "必须", True), ("清河镇", "必须", True)]


def test_a_plus_makes_two_and_a_stroke_takes_whoever_exists(cast):
    found = planned(a_case(), {"unit": "民政局(救助)+法律援助中心"}, {"unit": "检察院/公安"}, {"unit": "卫健局+医调委+保险机构"})
    assert [row["name"] for row in found] == ["民政局", "法律援助中心", "检察院", "卫健局", "医调委", "保险机构"]
    assert [row["unit"] is None for row in found] == [False, False, False, False, True, True]


def test_a_unit_comes_once_but_for_each_measure(cast):
    case = a_case()
    assert len(planned(case, {"unit": "公安局/派出所"}, {"unit": "公安局"})) == 1
    assert len(planned(case, {"measure": "临时救助", "owner": "民政局"}, {"measure": "个案", "owner": "民政局"}, named="owner")) == 2


def test_the_first_limit_becomes_a_day(cast):
    rows = planned(a_case(), {"owner": "民政局", "within": "5wd"}, {"owner": "法律援助中心", "within": "7cd审查+3cd指派"},
                   {"owner": "残联"}, named="owner")
    assert [row["due"] for row in rows] == ["2026-03-09", "2026-03-09", None]


def test_nothing_proposed_plans_nothing(cast):
    assert planned(a_case()) == [] and plans.planned(a_case(), None, "unit", NOW) == []
