"""Who sees which case (handbook §5.3). Lists and rows agree; the officers of another unit see nothing of 上河村."""

import pytest

from app import clock
from app.cases import permissions, records, sharing
from app.cases.models import Case
from app.db import db, unit_of_work
from app.identity.actor import SYSTEM
from tests.cases.situations import UPPER_RIVER, a_case

OTHERS = ("wu.mei", "yan.jun", "tian.mu", "song.he")
STATISTICS_ONLY = ("yu.dan", "niu.ben", "admin", "ye.qing", "lu.ming", "cui.lin", "su.wan")


@pytest.fixture
def sees(cast):
    """Whether somebody sees a case: asked of the list and of the row, which must agree."""

    def ask(username: str, case: Case) -> bool:
        actor = cast.actor(username)
        listed = case.id in set(db.session.scalars(db.select(Case.id).where(permissions.visible_to(actor))))
        assert permissions.may_see(case, actor) == listed == permissions.may_see_id(case.id, actor)
        return listed

    return ask


def village_case(cast, **values) -> Case:
    return a_case(tier="VILLAGE", lead_unit_id=cast.unit("上河村人民调解委员会"), **values)


def test_the_village_and_everybody_above_see_a_village_s_case(cast, sees):
    case = village_case(cast)
    for username in ("wang.jianguo", "zhao.gang", "zhou.min", "lin.fang", "chen.yu", "gao.yuan", "xu.jing", "shi.yan",
                     "cheng.hao", "he.ping", "tang.wen"):
        assert sees(username, case), username


@pytest.mark.parametrize("tier", [None, "VILLAGE", "TOWN", "COUNTY", "PARTY_GOV"])
def test_another_unit_s_officers_see_nothing(cast, sees, tier):
    case = a_case(tier=tier, lead_unit_id=cast.unit("上河村人民调解委员会"))
    for username in (*OTHERS, *STATISTICS_ONLY, "huang.guilan"):
        assert not sees(username, case), username


@pytest.mark.parametrize(("tier", "village", "town", "county"), [
    (None, False, False, True), ("VILLAGE", True, True, True), ("TOWN", False, True, True),
    ("COUNTY", False, False, True), ("PARTY_GOV", False, False, True),
])
def test_a_place_s_staff_see_cases_up_to_their_tier(cast, sees, tier, village, town, county):
    case = a_case(tier=tier)
    assert (sees("wang.jianguo", case), sees("zhao.gang", case), sees("zhou.min", case)) == (village, town, county)


def test_the_unit_that_leads_sees_its_case_whatever_the_tier(cast, sees):
    case = a_case(tier="COUNTY", lead_unit_id=cast.unit("清河镇人民调解委员会"))
    assert sees("sun.li", case)
    assert not sees("wang.jianguo", case)


def test_a_unit_s_staff_see_its_case_until_one_of_them_has_it(cast, sees):
    case = a_case(tier="COUNTY", lead_unit_id=cast.unit("住建局"))
    assert sees("dong.jie", case)
    assert sees("pan.hong", case)
    with unit_of_work():
        case.handler_id = cast.user("pan.hong")
    assert not sees("dong.jie", case)
    assert sees("pan.hong", case)
    assert not sees("qian.wei", case)


@pytest.mark.parametrize("column", permissions.OWN)
def test_whoever_works_on_a_case_sees_it(cast, sees, column):
    case = a_case(region_code="990121200200", tier="COUNTY", **{column: cast.user("li.xiulan")})
    assert sees("li.xiulan", case)
    assert not sees("wang.jianguo", case)


def test_a_mediator_sees_the_committee_s_new_cases_and_then_only_her_own(cast, sees):
    case = a_case(tier="TOWN", committee_id=cast.unit("上河村人民调解委员会"))
    assert sees("li.xiulan", case)
    with unit_of_work():
        case.mediator_id = cast.user("wang.jianguo")
    assert not sees("li.xiulan", case)


def test_sharing_lets_a_person_and_the_heads_of_a_unit_in(cast, sees):
    case = a_case(tier="COUNTY")
    assert not sees("ye.qing", case)
    with unit_of_work():
        sharing.share_with_person(case.id, cast.user("ye.qing"), "EXPERT", clock.now())
        sharing.share_with_unit(case.id, cast.unit("上河村人民调解委员会"), "CO_HANDLER", clock.now())
        sharing.share_with_unit(case.id, cast.unit("上河村人民调解委员会"), "CO_HANDLER", clock.now())
    assert sees("ye.qing", case)
    assert sees("wang.jianguo", case)
    assert not sees("yan.jun", case)


def test_the_lower_tier_stays_on_after_an_upgrade_and_a_unit_that_never_signed_does_not(cast, sees):
    lower, upper = cast.unit("上河村人民调解委员会"), cast.unit("清河镇人民调解委员会")
    signed = a_case(tier="TOWN", lead_unit_id=lower, signed_at=clock.now())
    unsigned = a_case(tier="TOWN", lead_unit_id=lower)
    with unit_of_work():
        for case in (signed, unsigned):
            records.record(case, {"leadUnit": upper}, SYSTEM, clock.now())
    assert sees("wang.jianguo", signed)
    assert not sees("wang.jianguo", unsigned)


def test_co_handling_units_and_second_mediators_are_let_in(cast, sees):
    case = a_case(tier="COUNTY")
    with unit_of_work():
        records.take(case, {"coUnits": [str(cast.unit("住建局"))], "mediators": [cast.user("li.xiulan")]}, SYSTEM,
                     clock.now())
    assert sees("pan.hong", case)
    assert sees("li.xiulan", case)
    assert not sees("dong.jie", case)


def test_a_report_to_the_discipline_inspection_is_only_for_those_who_took_it(cast, sees):
    case = village_case(cast, matter_kind="DISCIPLINE_REPORT", registered_by_id=cast.user("zhou.min"))
    assert sees("zhou.min", case)
    for username in ("gao.yuan", "xu.jing", "lin.fang", "wang.jianguo", *OTHERS):
        assert not sees(username, case), username


def test_mediation_notes_are_confidential_even_from_supervisors(cast):
    case = village_case(cast, committee_id=cast.unit("上河村人民调解委员会"), mediator_id=cast.user("li.xiulan"))
    may = {name for name in ("li.xiulan", "wang.jianguo", "tang.wen", "xu.jing", "gao.yuan", "luo.dan", "sun.li", "yan.jun")
           if permissions.may_read_notes(case, cast.actor(name))}
    assert may == {"li.xiulan", "wang.jianguo", "tang.wen"}


def test_the_system_sees_everything(cast):
    case = a_case(region_code=UPPER_RIVER)
    assert permissions.may_see(case, SYSTEM)
    assert permissions.may_see_id(case.id, SYSTEM)


def test_a_list_reads_regions_through_an_index(app, cast):
    """A prefix as a range: the same on both databases, and no full scan."""
    if db.engine.dialect.name != "sqlite":
        return
    condition = permissions.visible_to(cast.actor("zhao.gang"))
    query = db.select(Case.id).where(condition, Case.closed_at.is_(None)).compile(
        db.engine, compile_kwargs={"literal_binds": True})
    plan = " ".join(row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"))
    assert "SCAN dispute_case" not in plan
