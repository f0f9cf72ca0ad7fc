"""Who could take a task that lies open, by name: a newcomer knows colleagues, not posts."""

import sqlalchemy as sa

from app.db import db
from app.identity import holders
from app.identity.models import OrgUnit, User

MOST_NAMED = 3
NOBODY = "还没有人任这个岗位，请告知系统管理员"


def in_words(task) -> str:
    """ "王建国、李秀兰等 5 人", nearest to the place first; a sentence if nobody may take it. `task`: a row with `roles`,
    `unit_id`, `region_code` and `excluded`."""
    posts = holders.of_roles(task.roles.split(","), task.unit_id, task.region_code)
    people = posts.where(User.id.not_in(list(task.excluded or ()))).with_only_columns(
        User.id, User.name, sa.func.max(OrgUnit.region_code)).group_by(User.id, User.name)
    found = db.session.execute(people.order_by(sa.func.max(OrgUnit.region_code).desc(), User.name)).all()
    if not found:
        return NOBODY
    more = f"等 {len(found)} 人" if len(found) > MOST_NAMED else ""
    return "、".join(person.name for person in found[:MOST_NAMED]) + more
