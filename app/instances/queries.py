from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.db import db
from app.engine import machine
from app.engine.failures import StepGone, Suspended
from app.engine.returning import Done, WayBack
from app.instances import lasting
from app.instances.models import AwaitedMessage, Incident, Instance
from app.processes import queries as processes


def variables_of(instance_id: int) -> Mapping[str, Any]:
    """The case variables of a process as they stand."""
    row = db.session.execute(sa.select(Instance.digest, Instance.state).where(Instance.id == instance_id)).first()
    return machine.inspect(processes.bundle(row.digest), row.state).variables if row else {}


def standing_at(instance_id: int) -> tuple[str, ...]:
    """Ids of all elements that hold a token now; nothing for a process that is over."""
    row = db.session.execute(sa.select(Instance.digest, Instance.state).where(
        Instance.id == instance_id, Instance.status.in_(("RUNNING", "SUSPENDED", "FAILED")))).first()
    return machine.inspect(processes.bundle(row.digest), row.state).elements if row else ()


def ways_back(instance_id: int, step_id: str, done: Sequence[Done]) -> list[tuple[WayBack, list[str]]]:
    """Where an open task may be sent back to, and for each what stands in the way, in words; nothing for a closed one."""
    row = db.session.execute(sa.select(Instance.digest, Instance.state).where(
        Instance.id == instance_id, Instance.status.in_(("RUNNING", "FAILED")))).first()
    try:
        ways = machine.ways_back(processes.bundle(row.digest), row.state, step_id, done) if row else []
    except (StepGone, Suspended):
        return []
    return [(way, lasting.since(instance_id, way.done)) for way in ways]


def can_be_withdrawn(instance_id: int, step_id: str) -> bool:
    """Whether the step is the last thing that happened in its process, and can be taken back."""
    return db.session.scalar(sa.select(Instance.id).where(
        Instance.id == instance_id, Instance.before_step == step_id, Instance.before_state.is_not(None))) is not None


def lasting_since(instance_id: int, done: Done) -> list[str]:
    """What this finished task and those behind it did that nobody can take back, in words."""
    return lasting.since(instance_id, done)


def is_over(instance_id: int) -> bool:
    return db.session.scalar(sa.select(Instance.status).where(Instance.id == instance_id)) not in ("RUNNING", "FAILED", "SUSPENDED")


def awaited_messages(case_id: int) -> set[str]:
    """The names of the messages that any process of the case waits for now."""
    return set(db.session.scalars(sa.select(AwaitedMessage.message).where(AwaitedMessage.case_id == case_id).distinct()))


def instance(instance_id: int) -> Instance | None:
    return db.session.get(Instance, instance_id)


def of_case(case_id: int) -> list[Instance]:
    """All processes that ever ran for a case, the main one first."""
    return list(db.session.scalars(sa.select(Instance).where(Instance.case_id == case_id).order_by(Instance.id)))


def open_incidents(case_id: int) -> list[Incident]:
    return list(db.session.scalars(sa.select(Incident).where(
        Incident.case_id == case_id, Incident.resolved_at.is_(None)).order_by(Incident.first_at)))
