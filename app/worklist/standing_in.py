"""Who stands in for whom now. Only looks; substitutes.py changes."""

from typing import NamedTuple

import sqlalchemy as sa

from app import clock
from app.db import db
from app.identity import loading
from app.identity.actor import Actor
from app.worklist.teamwork_models import Substitution


def in_force() -> sa.ColumnElement[bool]:
    """The SQL condition "this rule holds at this moment"."""
    now = clock.now()
    return sa.and_(Substitution.starts_at <= now, Substitution.ends_at > now, Substitution.ended_at.is_(None))


def holds(rule: Substitution) -> str:
    """NOW, LATER or OVER."""
    if rule.ended_at is not None or rule.ends_at <= clock.now():
        return "OVER"
    return "NOW" if rule.starts_at <= clock.now() else "LATER"


class Absent(NamedTuple):
    """Somebody one stands in for now, holding only the posts that one stands in with; empty processes or roles mean all."""

    person: Actor
    processes: tuple[str, ...]
    roles: tuple[str, ...]


def absent_of(actor) -> tuple[Absent, ...]:
    """Whom this person stands in for now, in the order in which it was arranged."""
    found = [(principal(rule), rule) for rule in rules_of(actor)]
    return tuple(Absent(person, tuple(rule.processes), tuple(rule.roles)) for person, rule in found if person is not None)


def rules_of(actor) -> list[Substitution]:
    """The rules by which this person stands in for others now; nobody stands in for whom they only stand in for."""
    if actor.id is None:
        return []
    return list(db.session.scalars(sa.select(Substitution).where(Substitution.substitute_id == actor.id, in_force())
                                   .order_by(Substitution.id)))


def covers(rule: Substitution, task) -> bool:
    """Whether a rule is meant for this task's process and role."""
    if rule.processes and task.process_id not in rule.processes:
        return False
    return not rule.roles or bool(set(rule.roles) & set(task.roles.split(",")))


def principal(rule: Substitution) -> Actor | None:
    """The person stood in for, with only those posts that the rule names; None if they have left."""
    found = loading.actor_with_id(rule.principal_id)
    if found is None or not rule.roles:
        return found
    return Actor(found.id, found.name, found.username, found.posts_as(rule.roles), found.permissions)
