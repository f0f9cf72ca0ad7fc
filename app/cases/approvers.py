"""Who approves what somebody asks for: the first post of a line that is held by somebody who doesn't ask himself."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.cases.models import Case
from app.db import db
from app.identity.models import OrgUnit, User, UserPost


def first_held(case: Case, posts: Iterable[Mapping[str, Any]], without: Iterable[int]) -> tuple[str, int | None]:
    """(role, unit id) of the first of `posts` that an active person outside `without` (user ids) holds.

    A post is {"role"} anywhere above the case's place, or {"role", "unit"} in that unit alone; a post whose unit is null
    is passed over. The last post stands even if nobody holds it, so that the task shows as waiting for it.
    """
    line = [post for post in posts if "unit" not in post or post["unit"] is not None]
    held = (post for post in line if _is_held(case, post, {user for user in without if user is not None}))
    found = next(held, line[-1])
    return found["role"], found.get("unit")


def _is_held(case: Case, post: Mapping[str, Any], without: set[int]) -> bool:
    held = sa.select(UserPost.id).join(User, User.id == UserPost.user_id).join(OrgUnit, OrgUnit.id == UserPost.unit_id).where(
        UserPost.role == post["role"], User.active, User.id.not_in(without), _in_line(case, post)).limit(1)
    return db.session.scalar(held) is not None


def _in_line(case: Case, post: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    if "unit" in post:
        return OrgUnit.id == int(post["unit"])
    return OrgUnit.region_code.in_([case.region_code[:digits].ljust(12, "0") for digits in (2, 4, 6, 9, 12)])
