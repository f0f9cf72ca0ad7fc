"""How much colleagues have on their desks and who of them is away: for choosing somebody, never for judging them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from app import clock
from app.db import db
from app.identity.holders import Person
from app.identity.models import User
from app.worklist.boxes import IS_OPEN
from app.worklist.models import HumanTask
from app.worklist.standing_in import in_force
from app.worklist.teamwork_models import Substitution


class Workload(NamedTuple):
    """`open_tasks`: those in their name. `away`: 外出至3月6日，由林芳代理; empty for who is there."""

    open_tasks: int
    away: str

    @property
    def words(self) -> str:
        return f"在办 {self.open_tasks} 项" + (f"，{self.away}" if self.away else "")


class Choice(NamedTuple):
    """Somebody to choose, with one of their posts and what they have to do."""

    id: int
    name: str
    unit: str
    role: str
    open_tasks: int
    away: str


def described(found: Sequence[Person]) -> list[Choice]:
    """These people in their order."""
    loads = of([person.id for person in found])
    return [Choice(*person, *loads[person.id]) for person in found]


def marked(options: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """People to choose in a form ({value: id, label, …}), each label with what they have to do."""
    loads = of([option["value"] for option in options])
    return [{**option, "label": f"{option['label']} · {loads[option['value']].words}"} for option in options]


def of(user_ids: Collection[int]) -> dict[int, Workload]:
    """One for each of these people."""
    counted = dict(map(tuple, db.session.execute(
        sa.select(HumanTask.claimed_by_id, sa.func.count()).where(HumanTask.claimed_by_id.in_(user_ids), IS_OPEN)
        .group_by(HumanTask.claimed_by_id))))
    away = _away(user_ids)
    return {one: Workload(counted.get(one, 0), away.get(one, "")) for one in user_ids}


def _away(user_ids: Collection[int]) -> dict[int, str]:
    """Who is stood in for now; of several rules the one that ends last says until when."""
    rows = db.session.execute(
        sa.select(Substitution.principal_id, Substitution.ends_at, User.name).join(User, User.id == Substitution.substitute_id)
        .where(Substitution.principal_id.in_(user_ids), in_force()).order_by(Substitution.ends_at, Substitution.id))
    return {row.principal_id: f"外出至{_last_day(row.ends_at)}，由{row.name}代理" for row in rows}


def _last_day(ends_at) -> str:
    day = clock.local(ends_at - timedelta(seconds=1)).date()
    return f"{day.month}月{day.day}日"
