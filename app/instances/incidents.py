"""Steps that could not be taken: kept in a transaction of their own, shown to supervisors, resolved by success."""

import sqlalchemy as sa

from app import clock, events, observe
from app.db import db
from app.engine.failures import EngineFailure
from app.instances.events import StepFailed
from app.instances.loading import Loaded
from app.instances.models import Incident, Instance


def record(instance_id: int, case_id: int | None, failure: EngineFailure, cause: str, step: str) -> None:
    """One open incident per (instance, step); a repetition counts up."""
    now = clock.now()
    known = db.session.scalar(sa.select(Incident).where(
        Incident.instance_id == instance_id, Incident.step == step, Incident.resolved_at.is_(None)))
    if known is None:
        known = Incident(instance_id=instance_id, case_id=case_id, cause=cause, step=step, first_at=now, times=0)
        db.session.add(known)
    known.times += 1
    known.last_at, known.element, known.kind = now, failure.element, failure.kind
    known.expression, known.sentence = (failure.expression or "")[:2000], failure.sentence[:1000]
    db.session.execute(sa.update(Instance).where(Instance.id == instance_id, Instance.status == "RUNNING")
                       .values(status="FAILED"))
    observe.alarm("step.failed", instance=instance_id, case=case_id, element=failure.element, kind=failure.kind)
    events.publish(StepFailed(instance_id, case_id, failure.element, failure.sentence, now))


def resolve(loaded: Loaded, step: str, now) -> None:
    """The step went through after all; without other open incidents the instance is simply running again."""
    mine = sa.and_(Incident.instance_id == loaded.id, Incident.resolved_at.is_(None))
    db.session.execute(sa.update(Incident).where(mine, Incident.step == step).values(resolved_at=now))
    if loaded.status == "FAILED" and db.session.scalar(sa.select(Incident.id).where(mine).limit(1)) is None:
        db.session.execute(sa.update(Instance).where(Instance.id == loaded.id).values(status="RUNNING"))
        loaded.status = "RUNNING"
