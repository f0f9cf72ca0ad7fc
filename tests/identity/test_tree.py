import pytest

from app.db import db, unit_of_work
from app.errors import Invalid
from app.identity import queries, tree
from app.identity.models import prefix_of
from tests import cast as people

SHANGHE = "990121100200"


@pytest.mark.parametrize(("code", "level", "prefix"), [
    ("990000000000", "PROVINCE", "99"), ("990100000000", "CITY", "9901"), ("990121000000", "COUNTY", "990121"),
    ("990121100000", "TOWN", "990121100"), (SHANGHE, "VILLAGE", SHANGHE), (SHANGHE, "GRID", SHANGHE)])
def test_belonging_is_a_prefix_of_the_code(code, level, prefix):
    assert prefix_of(code, level) == prefix


def test_a_unit_lies_below_its_parents(cast):
    village = tree.get(cast.unit("上河村"))
    names = [tree.get(int(part)).name for part in village.path.strip("/").split("/")]

    assert names == ["示例省", "云岭市", "云溪县", "清河镇"]


def test_a_new_village_gets_its_own_region(cast):
    with unit_of_work():
        unit = tree.create(cast.unit("清河镇"), "新桥村", "REGION", "990121100202", cast.actor(people.ADMIN))

    assert (unit.level, unit.region_prefix) == ("VILLAGE", "990121100202")


def test_a_new_committee_lies_in_the_region_of_its_parent(cast):
    with unit_of_work():
        unit = tree.create(cast.unit("下河村"), "下河村老年调解室", "COMMITTEE", "990121100201-LN", cast.actor(people.ADMIN))

    assert (unit.level, unit.region_prefix) == ("VILLAGE", "990121100201")


@pytest.mark.parametrize(("parent", "name", "kind", "code", "field"), [
    ("清河镇", "新桥村", "REGION", "990121101202", None), ("清河镇", "新桥村", "REGION", "12345", "code"),
    ("清河镇", "", "REGION", "990121100202", "name"), ("清河镇", "新桥村", "CASTLE", "990121100202", "kind"),
    ("清河镇", "又一个上河村", "REGION", SHANGHE, "code"), ("上河村", "更小的村", "REGION", "990121100203", "kind")])
def test_a_unit_that_does_not_fit_is_refused(cast, parent, name, kind, code, field):
    with pytest.raises(Invalid) as refused, unit_of_work():
        tree.create(cast.unit(parent), name, kind, code, cast.actor(people.ADMIN))

    assert (field or "code") in refused.value.errors


def test_posts_in_a_closed_unit_stop_counting_at_once(cast):
    assert cast.actor(people.OTHER_VILLAGE).posts
    with unit_of_work():
        for name in ("石桥村第一网格", "石桥村人民调解委员会", "石桥村"):
            tree.close(cast.unit(name), cast.actor(people.ADMIN))

    assert not cast.actor(people.OTHER_VILLAGE).posts
    assert cast.actor(people.MEDIATOR).posts


def test_a_unit_with_open_units_below_stays_open(cast):
    with pytest.raises(Invalid, match="先停用它们"), unit_of_work():
        tree.close(cast.unit("清河镇"), cast.actor(people.ADMIN))


def test_a_new_name_is_seen_by_those_who_work_there(cast):
    before = cast.actor(people.MEDIATOR).posts[0].unit_name
    with unit_of_work():
        tree.change(cast.unit("上河村"), "上河新村", SHANGHE, cast.actor(people.ADMIN))

    assert (before, cast.actor(people.MEDIATOR).posts[0].unit_name) == ("上河村", "上河新村")


def test_holders_of_a_role_in_a_unit_are_found(cast):
    found = queries.holders(("R04",), cast.unit("上河村"))

    assert {name for _, name, _ in found} == {"王建国", "李秀兰"}
    assert cast.user(people.OTHER_VILLAGE) not in {user_id for user_id, _, _ in found}


def test_every_unit_is_listed_after_its_parent(cast):
    seen = set()
    for unit in queries.whole_tree():
        assert unit.parent_id is None or unit.parent_id in seen
        seen.add(unit.id)
    assert db.session.scalar(db.select(db.func.count()).select_from(type(unit))) == len(seen)
