from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from app.db import db
from app.identity import candidates
from app.identity.actor import Actor, Post
from tests import cast as people

SHANGHE, XIAHE, SHIQIAO = "990121100200", "990121100201", "990121101200"
QINGHE, COUNTY = "990121100000", "990121000000"


def row(role, unit_id=None, region_code=None):
    return SimpleNamespace(role=role, unit_id=unit_id, region_code=region_code)


def in_sql(actor, candidate):
    """The same question put to the database."""
    text = sa.select(sa.cast(candidate.role, sa.String).label("role"), sa.cast(candidate.unit_id, sa.Integer).label("unit_id"),
                     sa.cast(candidate.region_code, sa.String).label("region_code")).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(text).where(
        candidates.posts_matching(actor, text.c))) == 1


@pytest.mark.parametrize(("username", "candidate", "fits"), [
    (people.MEDIATOR, row("R04"), True),
    (people.MEDIATOR, row("R05"), False),
    (people.MEDIATOR, row("R04", region_code=SHANGHE), True),
    (people.MEDIATOR, row("R04", region_code=XIAHE), False),
    (people.MEDIATOR, row("R04", region_code=QINGHE), False),
    (people.TOWN_DIRECTOR, row("R14", region_code=SHANGHE), True),
    (people.TOWN_DIRECTOR, row("R14", region_code=QINGHE), True),
    (people.TOWN_DIRECTOR, row("R14", region_code=SHIQIAO), False),
    (people.TOWN_DIRECTOR, row("R14", region_code=COUNTY), False),
    (people.DIRECTOR, row("R15", region_code=SHANGHE), True),
    (people.DIRECTOR, row("R15", region_code="990122100200"), False),
    (people.OTHER_TOWN, row("R14", region_code=SHANGHE), False),
    (people.OTHER_VILLAGE, row("R13", region_code=SHANGHE), False),
])
def test_a_post_matches_by_role_and_region(cast, username, candidate, fits):
    actor = cast.actor(username)

    assert candidates.matches(actor, [candidate]) is fits
    assert in_sql(actor, candidate) is fits


def test_a_named_unit_must_be_the_posts_own(cast):
    own, other = row("R04", cast.unit("上河村")), row("R04", cast.unit("石桥村"))
    for actor, fits in ((cast.actor(people.MEDIATOR), (True, False)), (cast.actor(people.OTHER_VILLAGE), (False, True))):
        assert (candidates.matches(actor, [own]), candidates.matches(actor, [other])) == fits
        assert (in_sql(actor, own), in_sql(actor, other)) == fits


def test_role_and_unit_must_come_from_one_post(app):
    actor = Actor(1, "甲", "a", (Post("R04", 1, "一村", SHANGHE, "VILLAGE"), Post("R05", 2, "二村", XIAHE, "VILLAGE")))

    for candidate in (row("R04", 2), row("R05", 1), row("R04", region_code=XIAHE)):
        assert not candidates.matches(actor, [candidate])
        assert not in_sql(actor, candidate)


def test_nobody_without_posts_takes_anything(app):
    nobody = Actor(1, "甲", "a")

    assert not candidates.matches(nobody, [row("R04")])
    assert not in_sql(nobody, row("R04"))
