from app.config import read
from app.db import db, unit_of_work
from app.identity import demo, demo_county, queries
from app.identity.models import OrgUnit, User
from app.identity.roles import ROLES
from tests.cast import CHEAP_HASH


def test_every_role_has_a_named_person(cast):
    held = {role for username in cast.users for role in cast.actor(username).roles}

    assert held == set(ROLES)


def test_every_demo_person_works_in_a_unit_that_exists():
    known = {row[1] for row in demo_county.units()}

    assert {unit for _, _, posts in demo_county.people() for _, unit in posts} <= known


def test_unit_names_and_codes_are_unique():
    rows = demo_county.units()

    assert len({row[0] for row in rows}) == len({row[1] for row in rows}) == len(rows)


def test_seeding_again_changes_nothing_and_hashes_nothing(cast):
    def everything():
        return [db.session.execute(db.select(table.__table__).order_by(table.id)).all() for table in (OrgUnit, User)]

    before = everything()
    with unit_of_work():
        demo.hire_everybody(demo.plant_tree(), lambda: (_ for _ in ()).throw(AssertionError("hashed again")))
    assert everything() == before


def test_a_person_who_is_missing_is_hired_again(cast):
    with unit_of_work():
        user = db.session.scalar(db.select(User).where(User.username == "su.wan"))
        db.session.delete(user)
    with unit_of_work():
        people = demo.hire_everybody(demo.plant_tree(), lambda: CHEAP_HASH)

    assert "su.wan" in people and queries.names_of({people["su.wan"]}) == {people["su.wan"]: "苏婉"}


def test_the_demo_is_off_unless_asked_for(tmp_path):
    assert not read({"HEJIE_DATA_DIR": str(tmp_path)}).demo


def test_a_village_mediator_belongs_to_the_villages_committee(cast):
    assert {post.unit_name for post in cast.actor("li.xiulan").posts} == {"上河村", "上河村人民调解委员会"}
